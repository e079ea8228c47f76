"""Whether every voting paper is accounted for, and how many took part."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

EQUATIONS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("printed",), ("issued", "postal_issued", "unused")),
    (("issued", "postal_returned"), ("handed_back", "not_returned", "in_box", "postal_set_aside")),
    (("in_box", "online"), ("valid", "rejected")),
    (("in_box", "postal_set_aside"), ("marked_as_voted", "postal_returned")),
)
"""What has to be equal, by the figures' names: the sums of the left and of the right side."""
AT_MOST: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (("people_given_a_paper",), ("electorate",), ""),
    (("in_box", "online"), ("electorate",), "issued"),
    (("handed_back", "in_box", "postal_set_aside"), ("issued", "postal_returned"), "not_returned"),
    (("postal_returned",), ("postal_issued",), ""),
)
"""What is at most as many as what; asked only while the third is unknown, with which more can be said."""
OTHER_WAYS = ("online", "postal_issued", "postal_returned", "postal_set_aside")
"""Figures of papers besides those of the hall: they stand in no sum where there is no such way of voting."""
WORDS = {
    "printed": "printed",
    "issued": "given out",
    "unused": "not used",
    "handed_back": "handed back for a new one",
    "not_returned": "not returned",
    "in_box": "in the box",
    "postal_issued": "sent by post",
    "postal_returned": "come back by post",
    "postal_set_aside": "set aside in closed envelopes",
    "online": "online",
    "valid": "counted",
    "rejected": "set aside",
    "marked_as_voted": "marked as having voted",
    "people_given_a_paper": "people who were given a paper",
    "electorate": "people who may vote",
}


class ReconciliationState(enum.StrEnum):
    RECONCILED = "reconciled"
    EXPLAINED = "explained"
    """Something differs, and each difference has its reason."""
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """The papers of one contest or of a meeting; a figure that nobody counted is None, and what it stands in is not
    checked."""

    printed: int | None = None
    issued: int | None = None
    unused: int | None = None
    handed_back: int | None = None
    """Spoilt, and returned for a new one: each of them was given out too."""
    not_returned: int | None = None
    in_box: int | None = None
    valid: int | None = None
    rejected_for: Mapping[str, int] = field(default_factory=dict)
    """Papers set aside, by reason."""
    marked_as_voted: int | None = None
    """Names that were ticked on the register."""
    electorate: int | None = None
    online: int | None = None
    """Papers that came online, which are counted with those of the box; None where nobody votes online."""
    postal_issued: int | None = None
    """Papers sent by post, besides those `issued` in the hall; None where nobody votes by post."""
    postal_returned: int | None = None
    """Envelopes that came back: their papers are in the box, but for those of the next figure."""
    postal_set_aside: int | None = None
    """Envelopes that stay closed."""

    @property
    def rejected(self) -> int:
        return sum(self.rejected_for.values())

    @property
    def people_given_a_paper(self) -> int | None:
        return None if self.issued is None else self.issued - (self.handed_back or 0)

    @property
    def turnout_percent(self) -> str | None:
        return None if self.in_box is None else percent(self.in_box, self.electorate)

    def side(self, names: tuple[str, ...]) -> int | None:
        """The sum of the figures; a paper is handed back only where somebody said so, any other unknown is unknown."""
        values = [(getattr(self, name) or 0) if name == "handed_back" else getattr(self, name) for name in names]
        return None if None in values else sum(values)


@dataclass(frozen=True, slots=True)
class PaperDifference:
    """Two sums that ought to be equal (or the left at most the right, by `sign`)."""

    left_names: tuple[str, ...]
    right_names: tuple[str, ...]
    left: int
    right: int
    sign: str = "="

    @property
    def equation(self) -> str:
        return f"{' + '.join(self.left_names)} {self.sign} {' + '.join(self.right_names)}"

    @property
    def difference(self) -> int:
        return self.left - self.right

    @property
    def in_words(self) -> str:
        left, right = (" and ".join(WORDS[name] for name in names) for names in (self.left_names, self.right_names))
        return f"{left[0].upper()}{left[1:]}: {self.left}. {right[0].upper()}{right[1:]}: {self.right}."


@dataclass(frozen=True, slots=True)
class Reconciliation:
    differences: tuple[PaperDifference, ...]
    unexplained: tuple[PaperDifference, ...]

    @property
    def state(self) -> ReconciliationState:
        if self.unexplained:
            return ReconciliationState.DIFFERS
        return ReconciliationState.EXPLAINED if self.differences else ReconciliationState.RECONCILED

    @property
    def may_declare(self) -> bool:
        return not self.unexplained


def reconcile(figures: PaperFigures, reasons: Mapping[str, str] | None = None) -> Reconciliation:
    """What does not add up; `reasons` says why, by equation. The declaration waits for a reason for each difference."""
    found = tuple(differences(figures))
    given = {equation for equation, reason in (reasons or {}).items() if reason.strip()}
    return Reconciliation(found, tuple(one for one in found if one.equation not in given))


def differences(figures: PaperFigures) -> Iterator[PaperDifference]:
    for sides in EQUATIONS:
        left_names, right_names = (names_in_use(figures, side) for side in sides)
        left, right = figures.side(left_names), figures.side(right_names)
        if left is not None and right is not None and left != right:
            yield PaperDifference(left_names, right_names, left, right)
    for *both, known in AT_MOST:
        left_names, right_names = (names_in_use(figures, side) for side in both)
        left, right = figures.side(left_names), figures.side(right_names)
        if is_asked(figures, known) and left is not None and right is not None and left > right:
            yield PaperDifference(left_names, right_names, left, right, "<=")


def names_in_use(figures: PaperFigures, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a side without those of ways in which nobody votes."""
    return tuple(name for name in names if name not in OTHER_WAYS or getattr(figures, name) is not None)


def is_asked(figures: PaperFigures, known: str) -> bool:
    """Few given out in the hall say nothing of a box that has papers of other ways in it."""
    if not known or getattr(figures, known) is None:
        return True
    return known == "issued" and any(getattr(figures, name) is not None for name in OTHER_WAYS)


def percent(part: int, whole: int | None) -> str | None:
    """A share in hundredths with two decimals, a half rounded up; None of nothing."""
    if not whole:
        return None
    return str((Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who took part, by way of voting; papers that could not be counted are votes that were given all the same."""

    by_way: Mapping[str, int]
    invalid: int
    electorate: int | None

    @property
    def votes(self) -> int:
        return sum(self.by_way.values())

    @property
    def valid(self) -> int:
        return self.votes - self.invalid

    @property
    def percent(self) -> str | None:
        return percent(self.votes, self.electorate)

    @property
    def shares(self) -> dict[str, str | None]:
        """Of those who took part, how many voted which way."""
        return {way: percent(number, self.votes) for way, number in self.by_way.items()}

    @property
    def is_possible(self) -> bool:
        return self.electorate is None or self.votes <= self.electorate
