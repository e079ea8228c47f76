"""Who holds and held the offices of a place, as one list of terms that the years' table is drawn from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from agm.facts import PersonName
from agm.language import en
from agm.language.partial_date import PartialDate
from agm.office_holders.models import OfficeTerm, OfficeTermPerson
from agm.office_holders.terms import Span, runs, since_when
from agm.organisation.models import NATIONAL_ID, Office
from agm.people.models import Person
from agm.rules.terms import AppointmentKind, EndReason

COUNTS = or_(OfficeTerm.end_reason.is_(None), OfficeTerm.end_reason != EndReason.CORRECTED)
"""A holding whose declaration was replaced never stood."""


@dataclass(frozen=True, slots=True)
class Term:
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
    def together(self) -> str:
        """The names of all who held it together: "A", "A and B", "A, B and C"."""
        return en.join(self.names)


@dataclass(slots=True)
class OfficeHistory:
    """One office with all its terms, the earliest first."""

    office_id: int
    label: str
    plural_label: str | None
    seats: int
    canonical_key: str | None
    is_abolished: bool
    terms: list[Term] = field(default_factory=list)

    @property
    def current(self) -> list[Term]:
        return sorted((term for term in self.terms if term.is_current), key=lambda term: term.seat)

    def close(self, closed_on: dt.date) -> None:
        end = PartialDate.of(closed_on)
        self.terms = [replace(term, until=end, is_over=True) if term.is_current else term for term in self.terms]
        self.is_abolished = True

    @property
    def heading(self) -> str:
        return (self.plural_label or self.label) if self.seats > 1 else self.label

    @property
    def open_seats(self) -> int:
        return 0 if self.is_abolished else max(0, self.seats - len(self.current))


def office_histories(session: Session, unit_id: int) -> list[OfficeHistory]:
    """Every office of a unit in order with its terms; one statement."""
    return histories(session, [unit_id]).get(unit_id, [])


def histories(
    session: Session, unit_ids: Iterable[int], *, only_current: bool = False, main: Sequence[str] = ()
) -> dict[int, list[OfficeHistory]]:
    """The offices of several regions with their terms, by region; one statement.

    `main`: of the regions' offices only those with these canonical keys (the national ones are there all the same).
    """
    of_units: ColumnElement[bool] = Office.unit_id.in_(unit_ids)
    if main:
        of_units &= or_(Office.unit_id == NATIONAL_ID, Office.canonical_key.in_(main))
    joined: ColumnElement[bool] = COUNTS if not only_current else OfficeTerm.end_reason.is_(None)
    statement = (
        select(
            Office.unit_id,
            Office.id,
            Office.label,
            Office.plural_label,
            Office.seats,
            Office.canonical_key,
            Office.abolished_on,
            OfficeTerm.id,
            OfficeTerm.seat,
            OfficeTerm.since,
            OfficeTerm.until,
            OfficeTerm.end_reason,
            OfficeTerm.appointment_kind,
            func.coalesce(Person.merged_into_id, Person.id),
            OfficeTermPerson.prefix,
            OfficeTermPerson.name,
            OfficeTermPerson.suffix,
        )
        .select_from(Office)
        .outerjoin(OfficeTerm, (OfficeTerm.office_id == Office.id) & joined)
        .outerjoin(OfficeTermPerson, OfficeTermPerson.term_id == OfficeTerm.id)
        .outerjoin(Person, Person.id == OfficeTermPerson.person_id)
        .where(of_units)
        .order_by(
            Office.abolished_on.is_not(None),
            Office.position,
            Office.id,
            OfficeTerm.since,
            OfficeTerm.id,
            OfficeTermPerson.position,
        )
    )
    if only_current:
        statement = statement.where(Office.abolished_on.is_(None))
    found: dict[int, tuple[int, OfficeHistory]] = {}
    by_office: dict[int, dict[int, Term]] = {}
    for row in session.execute(statement):
        unit_id, office_id, label, plural, seats, key, abolished_on = row[:7]
        if office_id not in found:
            found[office_id] = (
                unit_id,
                OfficeHistory(office_id, label, plural, seats, key, abolished_on is not None),
            )
        term_id, seat, since, until, end_reason, appointment_kind, person_id, prefix, name, suffix = row[7:]
        if term_id is None or person_id is None:
            continue
        terms = by_office.setdefault(office_id, {})
        displayed = PersonName(name=name, prefix=prefix, suffix=suffix).displayed
        before = terms.get(term_id)
        people = (*(before.people if before else ()), person_id)
        names = (*(before.names if before else ()), displayed)
        terms[term_id] = Term(people, names, seat, since, until, end_reason is not None, appointment_kind)
    by_region: dict[int, list[OfficeHistory]] = {}
    for office_id, (unit_id, history) in found.items():
        history.terms = unbroken(list(by_office.get(office_id, {}).values()))
        by_region.setdefault(unit_id, []).append(history)
    return by_region


def unbroken(terms: list[Term]) -> list[Term]:
    """Put together what followed without a gap: a re-election begins a new holding, but not a new time in office."""
    found = runs(terms, span_of_term)
    return [term_of_run(run, since_when(found, run, span_of_term)) for run in found]


def term_of_run(run: list[Term], held_since: PartialDate | None) -> Term:
    first, last = run[0], run[-1]
    return replace(last, since=first.since, how=first.how, shared_since=held_since)


def span_of_term(term: Term) -> Span:
    """Who held the office, and when; the terms that are compared are all of one office."""
    return Span(0, frozenset(term.people), term.since, term.until, term.is_over, term.how is AppointmentKind.CONTINUED)
