"""What the public search finds of office-holders: who holds and held which office of a unit."""

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from agm.facts import PersonName
from agm.language.withheld import WITHHELD
from agm.office_holders.models import OfficeTerm, OfficeTermPerson
from agm.office_holders.unbroken_terms import runs_of_holdings
from agm.organisation.models import Office
from agm.people.models import Person
from agm.people.queries import records_of
from agm.rules.terms import EndReason
from agm.search_index.models import Kind, SearchEntry
from agm.search_index.operations import FOLLOWERS, replace


def index_people(session: Session, person_ids: Collection[int]) -> None:
    """Index every unit in which one of these people ever held office, under any of their records."""
    ids = {record.id for person_id in person_ids for record in records_of(session, person_id)}
    held = select(OfficeTerm.office_id).join(OfficeTerm.people).where(OfficeTermPerson.person_id.in_(ids))
    index_offices(session, held)


def index_offices(session: Session, office_ids: Collection[int] | Select[int]) -> None:
    for unit_id in session.scalars(select(Office.unit_id).where(Office.id.in_(office_ids)).distinct()).all():
        index_unit(session, unit_id)


FOLLOWERS |= {Kind.PERSON: index_people, Kind.OFFICE: index_offices}


def index_unit(session: Session, unit_id: int) -> None:
    """Index the holders of a unit's offices. Six statements, and one insert.

    A person is found by their name of today; the name that they had then stands beside a term where it is another.
    """
    terms = session.scalars(
        select(OfficeTerm)
        .join(Office)
        .where(Office.unit_id == unit_id, OfficeTerm.end_reason.is_distinct_from(EndReason.CORRECTED))
        .order_by(OfficeTerm.since.desc(), Office.position, OfficeTerm.seat)
        .options(selectinload(OfficeTerm.office), selectinload(OfficeTerm.people).joinedload(OfficeTermPerson.person))
    ).all()
    offices: dict[int, list[OfficeTerm]] = {}
    people: dict[int, list[OfficeTerm]] = {}
    for term in terms:
        offices.setdefault(term.office_id, []).append(term)
        for row in term.people:
            if row.name == WITHHELD:
                continue
            people.setdefault(row.person.merged_into_id or row.person_id, []).append(term)
    named = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(people)))}
    entries = [
        SearchEntry(
            kind=Kind.OFFICE, record_id=office_id, unit_id=unit_id, title=terms[0].office.label,
            body="; ".join(term_of_office(run) for run in unbroken(terms)), is_current=is_held(terms),
        )
        for office_id, terms in offices.items()
    ]  # fmt: skip
    entries += [
        SearchEntry(
            kind=Kind.PERSON, record_id=person_id, unit_id=unit_id, title=displayed(named[person_id]),
            body="; ".join(
                f"{run[-1].office.label}, {years(run)}{named_then(run, named[person_id])}" for run in unbroken(terms)
            ),
            is_current=is_held(terms),
        )
        for person_id, terms in people.items()
    ]  # fmt: skip
    replace(session, (SearchEntry.kind != Kind.ANNOUNCEMENT) & (SearchEntry.unit_id == unit_id), entries)


def is_held(terms: list[OfficeTerm]) -> bool:
    return any(term.end_reason is None for term in terms)


def unbroken(terms: list[OfficeTerm]) -> list[list[OfficeTerm]]:
    """Terms of the same people in one office that followed on one another, put together; the latest run first."""
    return sorted(runs_of_holdings(terms), key=lambda run: str(run[0].since or ""), reverse=True)


def term_of_office(run: list[OfficeTerm]) -> str:
    """ "Ann Lee and Bo Ray, 2014 to 2016"."""
    return f"{' and '.join(displayed(row) for row in run[-1].people)}, {years(run)}"


def years(run: list[OfficeTerm]) -> str:
    """When: "2014 to 2016", "since 2017", "until 2016", "now" or "once" where less is known."""
    since = None if run[0].since is None else run[0].since.year
    until = None if run[-1].until is None else run[-1].until.year
    if run[-1].end_reason is None:
        return "now" if since is None else f"since {since}"
    if since is None:
        return "once" if until is None else f"until {until}"
    return str(since) if until in {None, since} else f"{since} to {until}"


def named_then(run: list[OfficeTerm], person: Person) -> str:
    """Another name that a person had in those years: " (as Ann Lee)"; "" where it was the one of today."""
    rows = [row for row in run[-1].people if person.id in {row.person_id, row.person.merged_into_id}]
    return f" (as {rows[0].name})" if rows and rows[0].name != person.name else ""


def displayed(row: OfficeTermPerson | Person) -> str:
    """The name as it was displayed then, or is today."""
    return PersonName(name=row.name, prefix=row.prefix, suffix=row.suffix).displayed
