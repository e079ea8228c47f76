"""The words in which a region's history is told, and how they are read.

A line of terms reads "Ann Lee*3; -*1; Cllr|Bo Ray|MP & Cy Poe*4": Ann Lee for three years, a year vacant, then two
who share the office for four. "?" is an election put off. Prefix and suffix stand before and after a bar.
"""

from __future__ import annotations

from dataclasses import dataclass

from agm.facts import HeldAs, PersonName

YEARS = 8
VACANT = "-"
DEFERRED = "?"


@dataclass(frozen=True, slots=True)
class Guest:
    """Who spoke, and in which role."""

    name: str
    role: str
    is_guest: bool = True


@dataclass(frozen=True, slots=True)
class Year:
    """What is special in one year (0 is the first of eight): guests, place, numbers, what was said."""

    guests: tuple[Guest, ...] = ()
    venue: str | None = None
    attendance: int | str | None = None
    said: tuple[str, ...] = ()
    held_as: HeldAs | None = None


@dataclass(frozen=True, slots=True)
class Vacated:
    """Somebody leaves office some months after the AGM of a year; who follows, and by which way."""

    year: int
    office: str
    months: int
    successor: str | None = None
    by_election: bool = False


@dataclass(frozen=True, slots=True)
class RegionStory:
    """A fictional region: its name, its terms of office by office, its years, and where it stands this year."""

    name: str
    slug: str
    description: str
    month: int
    terms: dict[str, tuple[str, ...]]
    """Label of the office → one line of terms for each seat."""
    years: dict[int, Year]
    vacated: tuple[Vacated, ...] = ()
    losers: dict[tuple[int, str], tuple[str, int, int]] | None = None
    """(year, office) → who stood and was not elected, the winner's votes, and theirs."""
    correction: tuple[int, str, str] | None = None
    """Year, own closing words, and the note of a correction that was published."""
    this_year: str = "published"
    """published, draft (held, half recorded), coming (called, not held yet), overdue (nothing yet)"""
    house_style: dict[str, object] | None = None


def holders_by_year(line: str) -> list[str]:
    """Who holds the seat after each year's AGM, for eight years. Raises ValueError where a line tells of others."""
    holders: list[str] = []
    for term in line.split(";"):
        who, star, count = term.strip().rpartition("*")
        holders += [who if star else term.strip()] * (int(count) if star else 1)
    if len(holders) != YEARS:
        raise ValueError(f"“{line}” tells of {len(holders)} years, not of {YEARS}")
    return holders


def people_of(entry: str) -> tuple[PersonName, ...]:
    """The people of an entry: "Ann Lee & Bo Ray" are two who share."""
    return tuple(person_name(one.strip()) for one in entry.split(" & "))


def person_name(text: str) -> PersonName:
    """A name, with prefix and suffix beside bars."""
    parts = text.split("|")
    if len(parts) == 1:
        return PersonName(name=parts[0])
    return PersonName(name=parts[1], prefix=parts[0] or None, suffix=parts[2] if len(parts) > 2 else None)
