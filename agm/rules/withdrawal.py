"""What a withdrawal makes of a contest."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class AfterClose(enum.StrEnum):
    """What the rules say of a candidate who withdraws when nominations are closed."""

    STRIKE = "strike"
    """The name is struck off, as before the close."""
    STAYS = "stays"
    """The name stays on the paper and votes for it count as for somebody who cannot be elected."""
    REOPEN = "reopen"
    """Nominations are opened again."""
    NOT_ALLOWED = "not_allowed"


class ContestState(enum.StrEnum):
    CONTESTED = "contested"
    UNCONTESTED = "uncontested"
    """As many candidates as places, or fewer: nobody votes."""
    NO_CANDIDATES = "no_candidates"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    is_late: bool
    """Whether nominations were closed: then it goes through the returning officer."""
    candidates_left: int
    contest: ContestState
    must_choose: bool
    """Whether the rules leave to the returning officer what follows."""


def withdrawal(
    withdrawn_at: dt.datetime, closes_at: dt.datetime, after_close: AfterClose | None, candidates: int, seats: int
) -> Withdrawn:
    """What becomes of a contest of so many candidates for so many places when one of them withdraws."""
    is_late = withdrawn_at > closes_at
    left = candidates if is_late and after_close is AfterClose.NOT_ALLOWED else candidates - 1
    return Withdrawn(is_late, left, contest_state(left, seats), must_choose=is_late and after_close is None)


def contest_state(candidates: int, seats: int) -> ContestState:
    if not candidates:
        return ContestState.NO_CANDIDATES
    return ContestState.CONTESTED if candidates > seats else ContestState.UNCONTESTED
