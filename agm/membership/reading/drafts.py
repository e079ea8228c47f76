"""A row on its way to its outcome: what was read of it so far, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agm.membership.reading.headings import Column
from agm.membership.reading.rows import Cell
from agm.membership.reading.values import Choice, Code, Decision, Effect, Meaning, Member, Problem, WhyLeftOut


@dataclass(slots=True)
class Draft:
    """``people`` are none in a row without a name, and two in one of joint members; ``number`` is as the cell has it,
    whatever becomes of the row; ``choices`` is what was answered about any row of the list."""

    line: int
    number: str = ""
    problems: list[Problem] = field(default_factory=list)
    people: list[Member] = field(default_factory=list)
    why_left_out: WhyLeftOut | None = None
    choices: Mapping[tuple[int, Code, str | None], Choice] = field(default_factory=dict)
    is_left_out: bool = False
    name: str = ""

    @property
    def decision(self) -> Decision:
        effects = {problem.effect for problem in self.problems}
        if Effect.ROW_REFUSED in effects:
            return Decision.REFUSED
        if self.is_left_out:
            return Decision.LEFT_OUT
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

    def ask(
        self, code: Code, column: str | None, value: str = "", *, held: str = "", other: int | None = None
    ) -> Choice | None:
        """Note what has to be asked; or, where it was answered, do as that says and give the answer."""
        choice = self.choice(code, column)
        self.note(code, Effect.NOTE if choice else Effect.ASK, column, value, held=held, other=other)
        if choice and choice.key == "out":
            self.leave_out()
        elif choice and choice.key == "no_number":
            self.correct(number=None)
        elif choice and choice.key == "held":
            self.correct(number=held)
        return choice

    def choice(self, code: Code, column: str | None) -> Choice | None:
        return self.choices.get((self.line, code, column))

    def leave_out(self) -> None:
        self.is_left_out = True
        self.people = []

    def correct(self, **fields: Any) -> None:  # noqa: ANN401  fields of a member
        self.people = [replace(person, **fields) for person in self.people]


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
