"""One person elected to several offices that exclude each other: which they take, and who gets what is freed."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


class FreedPlace(enum.StrEnum):
    RUNNER_UP = "runner_up"
    VACANCY = "vacancy"
    NEW_COUNT = "new_count"
    """The papers are counted again without whoever took the other office."""


class OfficesState(enum.StrEnum):
    DECIDED = "decided"
    PREFERENCE_NEEDED = "preference_needed"
    VACANCIES = "vacancies"
    REOPEN_NOMINATIONS = "reopen_nominations"
    COUNT_AGAIN = "count_again"


@dataclass(frozen=True, slots=True)
class OfficeChange:
    office: str
    given_up_by: str
    now: str | None


@dataclass(frozen=True, slots=True)
class OfficesDecided:
    holders: Mapping[str, str | None]
    """By office; None where nobody holds it."""
    changes: tuple[OfficeChange, ...]
    state: OfficesState
    to_ask: tuple[str, ...] = ()
    """Who has to say which office they prefer."""


def decide_offices(
    orders: Mapping[str, Sequence[str]],
    preferences: Mapping[str, Sequence[str]],
    freed: FreedPlace,
    reopening: Collection[str] = (),
) -> OfficesDecided:
    """Who holds which of several offices, of which nobody may hold two.

    `orders` has by office those who stood, in the order in which the count put them, one place each; `reopening` are
    the entries that are nobody, and whoever is below them gets no place. Preferences are those given before the ballot.
    """
    left = {office: list(order) for office, order in orders.items()}
    changes: list[OfficeChange] = []
    empty: dict[str, OfficesState] = {}
    while clash := first_clash(left, reopening):
        person, offices = clash
        ranked = [office for office in preferences.get(person, ()) if office in offices]
        if not ranked:
            holders = {office: holder(order, reopening) for office, order in left.items()}
            for office in offices:
                holders[office] = None
            return OfficesDecided(holders, tuple(changes), OfficesState.PREFERENCE_NEEDED, (person,))
        for office in offices:
            if office != ranked[0]:
                below = left[office][1:] if freed is FreedPlace.RUNNER_UP else []
                if freed is FreedPlace.RUNNER_UP:
                    below = [name for name in below if name != person]
                    state = OfficesState.REOPEN_NOMINATIONS if below else OfficesState.VACANCIES
                else:
                    is_vacant = freed is FreedPlace.VACANCY
                    state = OfficesState.VACANCIES if is_vacant else OfficesState.COUNT_AGAIN
                left[office] = below
                if holder(below, reopening) is None:
                    empty[office] = state
                changes.append(OfficeChange(office, person, holder(below, reopening)))
    holders = {office: holder(order, reopening) for office, order in left.items()}
    for office, order in left.items():
        if holders[office] is None and office not in empty:
            empty[office] = OfficesState.REOPEN_NOMINATIONS if order else OfficesState.VACANCIES
    worst = [state for state in OfficesState if state in empty.values()]
    return OfficesDecided(holders, settled(changes, holders), worst[0] if worst else OfficesState.DECIDED)


def holder(order: Sequence[str], reopening: Collection[str]) -> str | None:
    return order[0] if order and order[0] not in reopening else None


def first_clash(orders: Mapping[str, Sequence[str]], reopening: Collection[str]) -> tuple[str, list[str]] | None:
    """The first person who is first in several offices, and which."""
    won: dict[str, list[str]] = {}
    for office, order in orders.items():
        if (name := holder(order, reopening)) is not None:
            won.setdefault(name, []).append(office)
    return next(((person, offices) for person, offices in won.items() if len(offices) > 1), None)


def settled(changes: Sequence[OfficeChange], holders: Mapping[str, str | None]) -> tuple[OfficeChange, ...]:
    """The changes with who holds each office in the end: a runner-up may give it up in turn."""
    return tuple(OfficeChange(one.office, one.given_up_by, holders[one.office]) for one in changes)
