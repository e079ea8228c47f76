"""How likely it is that somebody guesses a voting code, and how long codes must be."""

from __future__ import annotations

from dataclasses import dataclass
from math import expm1, log1p

ACCEPT_BELOW = 1e-6
"""The chance that any code is guessed while voting is open has to be smaller."""


@dataclass(frozen=True, slots=True)
class CodeForm:
    letters: int
    """How many there are to choose from."""
    length: int
    second_check: int = 1
    """How many values something else has that is asked for with the code, such as the membership number."""

    def __post_init__(self) -> None:
        if self.letters < 2 or self.length < 1 or self.second_check < 1:
            raise ValueError("a code has letters to choose from")

    @property
    def possible(self) -> int:
        codes: int = self.letters**self.length
        return codes * self.second_check


@dataclass(frozen=True, slots=True)
class Guessing:
    """What somebody can try who guesses: so many codes exist, and so many tries are let through over all."""

    voters: int
    tries_per_hour: float
    hours: float

    def chance_of_one_guess(self, form: CodeForm) -> float:
        return min(1.0, self.voters / form.possible)

    def chance(self, form: CodeForm) -> float:
        """That any guess of the whole vote hits any code."""
        one = self.chance_of_one_guess(form)
        return 1.0 if one >= 1 else -expm1(self.tries_per_hour * self.hours * log1p(-one))

    def is_strong_enough(self, form: CodeForm, accept_below: float = ACCEPT_BELOW) -> bool:
        return self.chance(form) < accept_below

    def shortest(self, form: CodeForm, accept_below: float = ACCEPT_BELOW) -> int:
        """How many of these letters a code needs."""
        length = 1
        while not self.is_strong_enough(CodeForm(form.letters, length, form.second_check), accept_below):
            length += 1
        return length


def too_short_in_words(form: CodeForm, guessing: Guessing, accept_below: float = ACCEPT_BELOW) -> str | None:
    """What to tell whoever sets codes up that could be guessed; None where they are long enough."""
    if guessing.is_strong_enough(form, accept_below):
        return None
    return (
        "These codes are too short for this number of voters. "
        f"They need at least {guessing.shortest(form, accept_below)} characters, "
        "or a second check with them, such as the membership number."
    )
