"""Two tellers' figures of the same papers, line by line: sums hide what two mistakes make even."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Figures: TypeAlias = "Mapping[str, int | None]"
"""By line: a candidate, or papers set aside. None is a line that was left empty, which is not nought."""


class TellersState(enum.StrEnum):
    AGREED = "agreed"
    LOOK_AGAIN = "look_again"


@dataclass(frozen=True, slots=True)
class Bundle:
    name: str
    first: Figures
    second: Figures
    papers: int | None = None


@dataclass(frozen=True, slots=True)
class LineDifference:
    line: str
    first: int | None
    second: int | None
    bundle: str = ""

    @property
    def difference(self) -> int | None:
        return None if self.first is None or self.second is None else self.first - self.second


@dataclass(frozen=True, slots=True)
class TellersCompared:
    disagreements: tuple[LineDifference, ...]
    wrong_sums: tuple[str, ...]
    """Bundles of which both say the same, and it is not their number of papers, or a line is empty twice."""
    bundles_to_recount: tuple[str, ...]
    totals: Mapping[str, int] | None
    """None until all agree."""

    @property
    def state(self) -> TellersState:
        return TellersState.LOOK_AGAIN if self.bundles_to_recount else TellersState.AGREED


def line_differences(first: Figures, second: Figures, bundle: str = "") -> Iterator[LineDifference]:
    """Every line in which two entries differ, in the first's order."""
    for line in dict.fromkeys([*first, *second]):
        one, other = first.get(line), second.get(line)
        if one != other or (line in first) != (line in second):
            yield LineDifference(line, one, other, bundle)


def compare_tellers(bundles: Sequence[Bundle], votes_each: int = 1) -> TellersCompared:
    """What two tellers disagree about; `votes_each` says how many votes a paper has: with one, lines add up to it."""
    found = tuple(one for bundle in bundles for one in line_differences(bundle.first, bundle.second, bundle.name))
    differing = {one.bundle for one in found}
    wrong = tuple(bundle.name for bundle in bundles if bundle.name not in differing and not adds_up(bundle, votes_each))
    again = tuple(bundle.name for bundle in bundles if bundle.name in differing or bundle.name in wrong)
    totals: dict[str, int] | None = None
    if not again:
        totals = {}
        for bundle in bundles:
            for line, number in bundle.first.items():
                totals[line] = totals.get(line, 0) + (number or 0)
    return TellersCompared(found, wrong, again, totals)


def adds_up(bundle: Bundle, votes_each: int) -> bool:
    """Whether an entry on which both agree can be right: no line empty, and as many papers as there are."""
    numbers = list(bundle.first.values())
    if None in numbers:
        return False
    total = sum(number for number in numbers if number is not None)
    return bundle.papers is None or (total == bundle.papers if votes_each == 1 else total <= votes_each * bundle.papers)
