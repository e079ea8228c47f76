"""What operations on results are asked to do."""

from __future__ import annotations

from dataclasses import dataclass

from agm.nominations.commands import CandidacyEntry
from agm.wording.facts import OfficeState, PersonName
from agm.wording.partial_date import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryResult:
    """One entry in a contest and what came of it; `is_elected` is None while that is not known."""

    standing: CandidacyEntry
    is_elected: bool | None = None
    is_unopposed: bool = False
    is_re_elected: bool = False
    is_co_opted: bool = False
    votes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestOutcome:
    """One contest with everyone who stood, in the order in which they are to be printed."""

    contest_id: int
    state: OfficeState
    entries: tuple[EntryResult, ...] = ()
    deferred_to: PartialDate | None = None
    in_place_of: tuple[PersonName, ...] = ()
    papers_set_aside: int | None = None


@dataclass(frozen=True, slots=True)
class RecordResults:
    """The results of a meeting. `version` is that of the section which the form was filled from."""

    meeting_id: int
    version: int
    has_elections: bool | None
    outcomes: tuple[ContestOutcome, ...]


@dataclass(frozen=True, slots=True)
class Declare:
    """Fix a meeting's results as they are recorded; `reason` is needed where they replace an earlier declaration."""

    meeting_id: int
    reason: str | None = None
