"""Figures of a secret vote in which few took part are not declared: they would tell how somebody voted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.database.engine import durably
from agm.facts import Outcome
from agm.meetings.models import Meeting
from agm.results.operations import make_count
from agm.results.small_votes import without_figures
from agm.voting.commands import SealVote
from agm.voting.operations import close_vote, seal_vote
from agm.voting.operations.online_setup import GRACE
from agm.workflows.to_declare import to_declare
from tests.support.online_votes import CHAIR, CLOSES, lay_meeting, lay_online_vote, member, vote
from tests.support.records import make_organisation, make_region


@pytest.mark.parametrize(("smallest", "figures"), [(4, [None, None, None]), (3, [2, 1, 0])])
def test_of_few_who_voted_only_the_winner_is_declared(
    session: Session, smallest: int, figures: list[int | None]
) -> None:
    outcome = declared(session, smallest)
    assert [one.votes for one in outcome.entries] == figures
    assert [one.elected for one in outcome.entries] == [True, False, False]
    assert (outcome.rejected_papers is None) is (figures[0] is None)


def test_nothing_else_of_an_outcome_is_withheld(session: Session) -> None:
    outcome = declared(session, 3)
    entries = tuple(replace(one, votes=None) for one in outcome.entries)
    assert without_figures(outcome) == replace(outcome, entries=entries, rejected_papers=None)


def declared(session: Session, smallest: int) -> Outcome:
    """What three votes of five voters come to."""
    make_organisation(session)
    make_region(session)
    meeting = lay_meeting(session, [member(number) for number in range(1, 6)])
    room = lay_online_vote(session, meeting, smallest_group=smallest)
    for code, choice in zip(room.codes.values(), (1, 1, 2), strict=False):
        vote(session, code, {room.contests[CHAIR]: [choice]})
    act = Act(session, SYSTEM, CLOSES + 2 * GRACE)
    with durably():
        close_vote(act, room.meeting_id)
        session.commit()
        seal_vote(act, SealVote(room.meeting_id, room.words[:1]))
        make_count(act, room.contests[CHAIR])
        session.commit()
    (outcome,) = to_declare(session, session.get_one(Meeting, room.meeting_id)).outcomes
    return outcome
