"""How an operation says no: every reason at once, each with the field that it concerns, in words for the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something cannot be done. `field` is the name of the command's field; "" concerns the whole."""

    field: str
    message: str


class RefusedError(ValueError):
    """A rule forbids what was asked for; nothing was changed. `reasons` holds them all."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(reason.message for reason in self.reasons))


class StaleVersionError(ValueError):
    """Somebody else saved in between: the form was filled from version `given`, the record is at version `current`."""

    def __init__(self, given: int, current: int) -> None:
        self.given = given
        self.current = current
        super().__init__("Somebody else saved this while you were writing.")


def refuse_if(reasons: Iterable[Reason]) -> None:
    """Raise RefusedError if there is any reason."""
    found = tuple(reasons)
    if found:
        raise RefusedError(found)


def check_version(given: int, current: int) -> None:
    """Raise StaleVersionError unless the form was filled from the present version."""
    if given != current:
        raise StaleVersionError(given, current)
