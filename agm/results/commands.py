"""What operations on results are asked to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agm.facts import Outcome
from agm.people.commands import NamedPerson


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
class CheckPapers:
    """The figures of a contest's papers, by the names of `PaperFigures`, and the reason for each difference."""

    contest_id: int
    figures: Mapping[str, int | None]
    reasons: Mapping[str, str] = field(default_factory=dict)
