"""What the public search finds: kept beside each publication, so that nothing unpublished can ever be found."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from agm.announcements.models import Announcement, Revision, SearchEntry
from agm.announcements.queries import address
from agm.database.numbering import number
from agm.facts import PersonName
from agm.office_holders.models import OfficeTerm, OfficeTermPerson
from agm.office_holders.terms import runs_of_holdings
from agm.organisation.models import Office, Unit
from agm.people.models import Person
from agm.rules.terms import EndReason


def index_announcement(session: Session, announcement: Announcement, revision: Revision) -> None:
    """Let the search find the text of a revision instead of an earlier one's.

    It is dated by the day of the meeting where that is known: the day of publication could be years later.
    """
    forget_announcement(session, announcement)
    text = next((post.content.decode() for post in revision.renderings if post.format == "text"), "")
    meeting = announcement.meeting
    if meeting is None:
        day: dt.date | None = first_day(announcement, revision.at)
    else:
        day = None if meeting.held_on is None else meeting.held_on.full
    session.add(
        SearchEntry(
            kind="announcement",
            key=f"announcement:{announcement.id}",
            title=revision.title,
            body=" ".join(text.split()),
            address=address(announcement),
            unit_name=None if announcement.unit.is_national else announcement.unit.name,
            dated_on=day,
        )
    )
    session.flush()


def first_day(announcement: Announcement, otherwise: dt.datetime) -> dt.date:
    """The day on which the text was first published."""
    return (announcement.first_published_at or otherwise).date()


def index_region(session: Session, unit_id: int) -> None:
    """Let the search find a region's publications and office-holders by its present name, at its present address."""
    found = session.scalars(select(Announcement).where(Announcement.unit_id == unit_id)).all()
    by_key = {f"announcement:{announcement.id}": announcement for announcement in found}
    for entry in session.scalars(select(SearchEntry).where(SearchEntry.key.in_(by_key))):
        announcement = by_key[entry.key]
        entry.address = address(announcement)
        entry.unit_name = None if announcement.unit.is_national else announcement.unit.name
    index_office_holders(session, unit_id)


def forget_announcement(session: Session, announcement: Announcement) -> None:
    """Let the search find the text no more."""
    session.execute(delete(SearchEntry).where(SearchEntry.key == f"announcement:{announcement.id}"))


def index_office_holders(session: Session, unit_id: int) -> None:
    """Let the search find who holds and held which office of a region. Six statements, and one insert.

    A person is found by their name of today; the name that they had then stands beside a term where it is another.
    """
    unit = session.get_one(Unit, unit_id)
    prefix = f"region:{unit_id}:"
    session.execute(delete(SearchEntry).where(SearchEntry.key.startswith(prefix, autoescape=True)))
    terms = session.scalars(
        select(OfficeTerm)
        .join(Office)
        .where(Office.unit_id == unit_id, OfficeTerm.end_reason.is_distinct_from(EndReason.CORRECTED))
        .order_by(OfficeTerm.since.desc(), Office.position, OfficeTerm.seat)
        .options(selectinload(OfficeTerm.office), selectinload(OfficeTerm.people).joinedload(OfficeTermPerson.person))
    ).all()
    place = "/regions" if unit.is_national else f"/{unit.slug}"
    name = None if unit.is_national else unit.name
    offices: dict[int, list[OfficeTerm]] = {}
    people: dict[int, list[tuple[OfficeTerm, OfficeTermPerson]]] = {}
    for term in terms:
        offices.setdefault(term.office_id, []).append(term)
        for row in term.people:
            people.setdefault(row.person.merged_into_id or row.person_id, []).append((term, row))
    named = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(people)))}
    entries = [
        SearchEntry(
            kind="office", key=f"{prefix}office:{office_id}", title=terms[0].office.label, unit_name=name,
            body="; ".join(term_of_office(run) for run in unbroken(terms)), address=place, dated_on=None,
        )
        for office_id, terms in offices.items()
    ]  # fmt: skip
    entries += [
        SearchEntry(
            kind="person", key=f"{prefix}person:{person_id}", title=displayed(named[person_id]), unit_name=name,
            body="; ".join(
                f"{run[-1].office.label}, {years(run)}{named_then(run, named[person_id])}"
                for run in unbroken([term for term, _row in terms])
            ),
            address=place, dated_on=None,
        )
        for person_id, terms in people.items()
    ]  # fmt: skip
    number(session, entries)
    session.add_all(entries)
    session.flush()


def unbroken(terms: list[OfficeTerm]) -> list[list[OfficeTerm]]:
    """Terms of the same people in one office that followed on one another, put together; the latest run first."""
    return sorted(runs_of_holdings(terms), key=lambda run: str(run[0].since or ""), reverse=True)


def term_of_office(run: list[OfficeTerm]) -> str:
    """Who held an office, and when: "Ann Lee and Bo Ray, 2014 to 2016"."""
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
