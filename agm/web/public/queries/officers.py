"""Who holds and held the offices of a place, as one list of terms that the years' table is drawn from."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from agm.facts import PersonName
from agm.language import en
from agm.language.partial_date import PartialDate
from agm.office_holders.models import OfficeTerm, OfficeTermPerson
from agm.office_holders.unbroken_terms import Span, runs, since_when
from agm.organisation.models import NATIONAL_ID, Office
from agm.rules.terms import AppointmentKind, EndReason

NOW = OfficeTerm.end_reason.is_(None)
COUNTS = or_(NOW, OfficeTerm.end_reason != EndReason.CORRECTED)
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


def histories(
    session: Session, unit_ids: Iterable[int], *, only_current: bool = False, main: Iterable[str] = ()
) -> dict[int, list[OfficeHistory]]:
    """The offices of several units with their terms, by unit; one statement.

    `main`: of the regions' offices only those with these canonical keys (the national ones are there all the same).
    """
    statement = (
        select(Office, OfficeTerm)
        .outerjoin(OfficeTerm, (OfficeTerm.office_id == Office.id) & (NOW if only_current else COUNTS))
        .outerjoin(OfficeTerm.people)
        .outerjoin(OfficeTermPerson.person)
        .where(Office.unit_id.in_(unit_ids))
        .order_by(
            Office.abolished_on.is_not(None),
            Office.position,
            Office.id,
            OfficeTerm.since,
            OfficeTerm.id,
            OfficeTermPerson.position,
        )
        .options(contains_eager(OfficeTerm.people).contains_eager(OfficeTermPerson.person))
    )
    if main:
        statement = statement.where(or_(Office.unit_id == NATIONAL_ID, Office.canonical_key.in_(main)))
    if only_current:
        statement = statement.where(Office.abolished_on.is_(None))
    found: dict[Office, list[OfficeTerm]] = {}
    for office, term in session.execute(statement).unique():
        found.setdefault(office, []).extend([term] if term and term.people else [])
    by_unit: dict[int, list[OfficeHistory]] = {}
    for office, terms in found.items():
        by_unit.setdefault(office.unit_id, []).append(history_of(office, terms))
    return by_unit


def history_of(office: Office, terms: list[OfficeTerm]) -> OfficeHistory:
    return OfficeHistory(
        office.label,
        office.plural_label,
        office.seats,
        office.canonical_key,
        office.abolished_on is not None,
        unbroken([term_of(term) for term in terms]),
    )


def term_of(term: OfficeTerm) -> Term:
    return Term(
        people=tuple(row.person.merged_into_id or row.person_id for row in term.people),
        names=tuple(PersonName(row.name, row.prefix, row.suffix).displayed for row in term.people),
        seat=term.seat,
        since=term.since,
        until=term.until,
        is_over=term.end_reason is not None,
        how=term.appointment_kind,
    )


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
