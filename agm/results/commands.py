"""What operations on results are asked to do."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agm.facts import Outcome
from agm.language.partial_date import PartialDate
from agm.people.commands import NamedPerson
from agm.results.models import PrintKind


@dataclass(frozen=True, slots=True)
class RecordResults:
    """What came of contests of a meeting, each named by its `contest_id`, with everyone who stood, in printed order.

    `version` is that of the section which the form was filled from. `named` says of each person in the outcomes, in
    their order, who is meant; without it that follows from their ids and names.
    """

    meeting_id: int
    version: int
    has_elections: bool | None
    outcomes: tuple[Outcome, ...]
    named: tuple[NamedPerson, ...] = ()
    is_counted: bool = False
    """Whether the outcomes are those of counts, which alone say who is elected to what was counted."""
    unsettled: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    """What was typed of contests that are left out because it is asked whom a name means; see `SectionState`."""


@dataclass(frozen=True, slots=True)
class Declare:
    """Fix a meeting's results as they are recorded; `reason` is needed where they replace an earlier declaration."""

    meeting_id: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DecideTie:
    """How the tie at which a contest's count waits was decided: to whom it happens (by their numbers), or by a seed."""

    contest_id: int
    method: str
    drawn_by: str
    witnesses: tuple[str, ...]
    chosen: tuple[int, ...] = ()
    seed: str | None = None


@dataclass(frozen=True, slots=True)
class BeginCountback:
    """Fill a vacant place by a countback, on a day; `willing` are the numbers of those who said that they are."""

    office_id: int
    on: PartialDate
    willing: frozenset[int]


@dataclass(frozen=True, slots=True)
class RecordComplaint:
    """Somebody challenges the declared result of an office."""

    contest_id: int
    received_on: dt.date
    complainant: str
    words: str


@dataclass(frozen=True, slots=True)
class DestroyPapers:
    """A meeting's voting papers were destroyed: `what` says which, and how."""

    meeting_id: int
    destroyed_on: dt.date
    what: str
    destroyed_by: str
    witness: str


@dataclass(frozen=True, slots=True)
class PlanDeclaration:
    """Declare the results of this digest at an instant, and not before."""

    meeting_id: int
    public_at: dt.datetime
    results_digest: str
    in_part: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CheckPapers:
    """The figures of a contest's papers, by the names of `PaperFigures`, and the reason for each difference."""

    contest_id: int
    figures: Mapping[str, int | None]
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskPrintout:
    """Something to print of a meeting; `contest_ids` empty is every contest that it can be of."""

    meeting_id: int
    kind: PrintKind
    size: str = "A4"
    copies: int = 1
    first: int = 1
    """The number of the first counterfoil."""
    contest_ids: tuple[int, ...] = ()
    weight: int = 1
    """How many votes each voting paper has."""
