"""Who holds and held the offices of a place, as one list of terms that the years' table is drawn from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from agm.facts.outcome import displayed_name
from agm.language import en
from agm.language.partial_date import PartialDate
from agm.office_holders.models import OfficeTerm, OfficeTermPerson
from agm.office_holders.unbroken_terms import Span, runs, since_when
from agm.organisation.models import NATIONAL_ID, Office, Unit
from agm.people.models import Person
from agm.rules.terms import AppointmentKind, EndReason
from agm.web.public.queries.rows import rows

NOW = OfficeTerm.end_reason.is_(None)
COUNTS = or_(NOW, OfficeTerm.end_reason != EndReason.CORRECTED)
"""A holding whose declaration was replaced never stood."""


class Term(NamedTuple):
    """One unbroken time in an office of the same person, or of the same people together."""

    people: tuple[int, ...]
    names: tuple[str, ...]
    seat: int
    since: PartialDate | None
    until: PartialDate | None
    is_over: bool
    how: AppointmentKind
    shared_since: PartialDate | None = None
    """Since when they had shared the seat with others, if they then went on without them."""

    @property
    def in_office_since(self) -> PartialDate | None:
        """Since when these people held the office, by themselves or together with others."""
        return self.shared_since or self.since

    @property
    def is_current(self) -> bool:
        return not self.is_over

    @property
    def years_aloud(self) -> str:
        """What is read aloud after the name: ", since 2016", ", 2013 to 2016", or nothing."""
        if self.is_current:
            return f", since {self.in_office_since.year}" if self.in_office_since else ""
        if self.since is None or self.until is None or self.since.year == self.until.year:
            return ""
        return f", {self.since.year} to {self.until.year}"

    @property
    def together(self) -> str:
        """The names of all who held it together: "A", "A and B", "A, B and C"."""
        return en.join(self.names)


@dataclass(frozen=True, slots=True)
class OfficeHistory:
    """One office with all its terms, the earliest first."""

    label: str
    plural_label: str | None
    seats: int
    canonical_key: str | None
    is_abolished: bool
    terms: tuple[Term, ...] = ()

    @property
    def current(self) -> list[Term]:
        return sorted((term for term in self.terms if term.is_current), key=lambda term: term.seat)

    def closed(self, on: dt.date) -> OfficeHistory:
        """The same with the unit closed: nobody holds it any more."""
        end = PartialDate.of(on)
        terms = tuple(term._replace(until=end, is_over=True) if term.is_current else term for term in self.terms)
        return replace(self, terms=terms, is_abolished=True)

    @property
    def heading(self) -> str:
        return (self.plural_label or self.label) if self.seats > 1 else self.label

    @property
    def open_seats(self) -> int:
        return 0 if self.is_abolished else max(0, self.seats - sum(term.is_current for term in self.terms))


def terms_of_offices(counting: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """A row for each person of each term that counts, offices and terms in their order."""
    return (
        select(
            Office.unit_id, Office.id.label("office_id"), Office.label, Office.plural_label, Office.seats,
            Office.canonical_key, Office.abolished_on,
            OfficeTerm.id.label("term_id"), OfficeTerm.seat, OfficeTerm.since, OfficeTerm.until,
            OfficeTerm.end_reason, OfficeTerm.appointment_kind,
            func.coalesce(Person.merged_into_id, Person.id).label("person_id"),
            OfficeTermPerson.name, OfficeTermPerson.prefix, OfficeTermPerson.suffix,
        )
        .outerjoin(OfficeTerm, (OfficeTerm.office_id == Office.id) & counting)
        .outerjoin(OfficeTerm.people)
        .outerjoin(OfficeTermPerson.person)
        .where(Office.unit_id.in_(bindparam("unit_ids", expanding=True)))
        .order_by(
            Office.abolished_on.is_not(None),
            Office.position,
            Office.id,
            OfficeTerm.since,
            OfficeTerm.id,
            OfficeTermPerson.position,
        )
    )  # fmt: skip


EVERY_TERM = terms_of_offices(COUNTS)
MAIN_OFFICERS = terms_of_offices(NOW).where(
    or_(Office.unit_id == NATIONAL_ID, Office.canonical_key.in_(bindparam("main", expanding=True))),
    Office.abolished_on.is_(None),
)


def histories(session: Session, unit: Unit) -> list[OfficeHistory]:
    """The offices of a unit with all their terms; one statement."""
    found = rows(session, EVERY_TERM, unit_ids=[unit.id]).all()
    return list(by_unit_as_before(tuple(map(tuple, found))).get(unit.id, ()))


def main_officers(session: Session, unit_ids: Iterable[int], main: Iterable[str]) -> dict[int, list[OfficeHistory]]:
    """The offices of several units with who holds them now, by unit; one statement.

    Of the regions' offices only those with the canonical keys in `main`; the national ones are there all the same.
    """
    return by_unit(rows(session, MAIN_OFFICERS, unit_ids=list(unit_ids), main=list(main)).all())


def by_unit(found: Iterable[Sequence[Any]]) -> dict[int, list[OfficeHistory]]:
    """The offices that rows of `terms_of_offices` tell of."""
    offices: dict[int, list[OfficeHistory]] = {}
    for _, of_office in groupby(found, itemgetter(1)):
        lines = list(of_office)
        unit_id, _office_id, label, plural_label, seats, canonical_key, abolished_on = lines[0][:7]
        terms = [term_of(list(people)) for term_id, people in groupby(lines, itemgetter(7)) if term_id]
        kept = tuple(unbroken([term for term in terms if term.people]))
        history = OfficeHistory(label, plural_label, seats, canonical_key, abolished_on is not None, kept)
        offices.setdefault(unit_id, []).append(history)
    return offices


by_unit_as_before = lru_cache(maxsize=64)(by_unit)
"""A page is made anew at each public change, and the record of the offices is mostly the same."""


def term_of(lines: Sequence[Sequence[Any]]) -> Term:
    _term_id, seat, since, until, end_reason, how = lines[0][7:13]
    held_by = [line[13:] for line in lines if line[13] is not None]
    return Term(
        tuple([person_id for person_id, *_name in held_by]),
        tuple([displayed_name(name, prefix, suffix) for _person_id, name, prefix, suffix in held_by]),
        seat, since, until, end_reason is not None, how,
    )  # fmt: skip


def unbroken(terms: list[Term]) -> list[Term]:
    """Put together what followed without a gap: a re-election begins a new holding, but not a new time in office."""
    found = runs(terms, span_of_term)
    return [term_of_run(run, since_when(found, run, span_of_term)) for run in found]


def term_of_run(run: list[Term], held_since: PartialDate | None) -> Term:
    first, last = run[0], run[-1]
    if first is last and held_since == first.since:
        return first
    return last._replace(since=first.since, how=first.how, shared_since=held_since)


def span_of_term(term: Term) -> Span:
    """Who held the office, and when; the terms that are compared are all of one office."""
    return Span(0, frozenset(term.people), term.since, term.until, term.is_over, term.how is AppointmentKind.CONTINUED)
