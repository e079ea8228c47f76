"""A row on its way to its outcome: what was read of it so far, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agm.membership.reading.headings import Column
from agm.membership.reading.rows import Cell
from agm.membership.reading.values import Code, Decision, Effect, Meaning, Member, Problem, WhyLeftOut


@dataclass(slots=True)
class Draft:
    """``people`` are none in a row without a name, and two in one of joint members; ``number`` is as the cell has it,
    whatever becomes of the row."""

    line: int
    number: str = ""
    problems: list[Problem] = field(default_factory=list)
    people: list[Member] = field(default_factory=list)
    why_left_out: WhyLeftOut | None = None

    @property
    def decision(self) -> Decision:
        effects = {problem.effect for problem in self.problems}
        if Effect.ROW_REFUSED in effects:
            return Decision.REFUSED
        return Decision.ASK if Effect.ASK in effects else Decision.ACCEPTED

    def note(
        self,
        code: Code,
        effect: Effect,
        column: str | None,
        value: str = "",
        *,
        held: str = "",
        other: int | None = None,
    ) -> None:
        if not any(problem.code is code and problem.column == column for problem in self.problems):
            self.problems.append(Problem(code, effect, column, value, held, other))


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row of the cells that are needed, in the order of the columns that are used."""

    line: int
    cells: Sequence[Cell]
    is_hidden: bool = False
    filled: frozenset[int] = frozenset()
    shifted: bool = False
    quote_left_open: bool = False


ColumnNames = Mapping[Meaning, Column]
