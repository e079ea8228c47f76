"""Who may be shown what of a secret vote, and when. Whatever is not named here is shown to nobody."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping


class Sight(enum.StrEnum):
    RUNNING_TOTALS = "running_totals"
    BALLOT_WITH_VOTER = "one_ballot_with_its_voter"
    TURNOUT = "turnout_figure"
    WHO_HAS_VOTED = "list_of_who_has_voted"
    OWN_CHOICES = "own_choices_after_voting"
    OWN_RECEIPT = "own_receipt_that_a_vote_is_in"


class VoteStage(enum.StrEnum):
    BEFORE_CLOSE = "before_close"
    AFTER_CLOSE = "after_close"
    DECLARED = "declared"


class Viewer(enum.StrEnum):
    RETURNING_OFFICER = "returning_officer"
    """Or the deputy, or whoever runs the election where nobody is appointed."""
    SCRUTINEER = "scrutineer"
    ORGANISER = "organiser"
    """An officer of the unit who does not run the election."""
    VOTER = "voter"
    """Of their own vote, with their code."""
    ANYBODY_ELSE = "anybody_else"
    """An administrator, a teller, a candidate: no further right to the votes comes with that."""


OFFICER, SCRUTINEER, ORGANISER = Viewer.RETURNING_OFFICER, Viewer.SCRUTINEER, Viewer.ORGANISER
WHO_MAY: Mapping[Sight, Mapping[VoteStage, frozenset[Viewer]]] = {
    Sight.RUNNING_TOTALS: {
        VoteStage.AFTER_CLOSE: frozenset({OFFICER, SCRUTINEER}),
        VoteStage.DECLARED: frozenset({OFFICER, SCRUTINEER, ORGANISER}),
    },
    Sight.BALLOT_WITH_VOTER: {},
    Sight.TURNOUT: {
        VoteStage.BEFORE_CLOSE: frozenset({OFFICER, ORGANISER}),
        VoteStage.AFTER_CLOSE: frozenset({OFFICER, ORGANISER, SCRUTINEER}),
        VoteStage.DECLARED: frozenset({OFFICER, ORGANISER, SCRUTINEER}),
    },
    Sight.WHO_HAS_VOTED: {
        VoteStage.BEFORE_CLOSE: frozenset({OFFICER}),
        VoteStage.AFTER_CLOSE: frozenset({OFFICER, SCRUTINEER}),
        VoteStage.DECLARED: frozenset({OFFICER, SCRUTINEER}),
    },
    Sight.OWN_CHOICES: {},
    Sight.OWN_RECEIPT: dict.fromkeys(VoteStage, frozenset({Viewer.VOTER})),
}


def may_see(who: Viewer, what: Sight, when: VoteStage) -> bool:
    return who in WHO_MAY[what].get(when, frozenset())


def stage_of(closed_at: dt.datetime | None, *, is_declared: bool) -> VoteStage:
    """Only an act closes a vote; that its hour has passed shows nobody anything."""
    if closed_at is None:
        return VoteStage.BEFORE_CLOSE
    return VoteStage.DECLARED if is_declared else VoteStage.AFTER_CLOSE
