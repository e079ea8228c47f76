"""How an operation says no: every violation at once, or that somebody else saved meanwhile."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True, slots=True)
class Violation:
    """Why something cannot be done: a code for programs, and the words for the person.

    `field` is the path of what it concerns in the command ("label", "guests.3"); "" concerns the whole.
    """

    code: str
    field: str
    words: str


class RefusedError(ValueError):
    """A rule forbids what was asked for; nothing was changed. `violations` holds them all."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__("\n".join(violation.words for violation in self.violations))


class EditConflict(Exception):  # noqa: N818  the field's term
    """Somebody else saved in between: the record is at `version` now; by whom and when, where that is recorded."""

    def __init__(self, version: int, saved_by: str | None = None, saved_at: dt.datetime | None = None) -> None:
        self.version = version
        self.saved_by = saved_by
        self.saved_at = saved_at
        super().__init__("Somebody else saved this while you were writing.")


def raise_if(violations: Iterable[Violation]) -> None:
    found = tuple(violations)
    if found:
        raise RefusedError(found)


def refuse(code: str, field: str, words: str) -> NoReturn:
    raise RefusedError([Violation(code, field, words)])


def check_version(given: int, current: int) -> None:
    """Raise EditConflict unless the form was filled from the present version."""
    if given != current:
        raise EditConflict(current)
