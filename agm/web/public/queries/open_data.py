"""The public record as rows for open data, with Popolo's names; read row by row, so that any number of them will do.

Only people who hold or held an office are in it, and only meetings of which something is public.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.orm import Session, aliased

from agm.announcements.models import Announcement, Revision
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeTerm, OfficeTermPerson
from agm.organisation.models import NATIONAL_ID, Office, Organisation, Unit, UnitKind
from agm.people.models import Person
from agm.rules.terms import AppointmentKind
from agm.web.kit.meeting_names import name_in
from agm.web.public.queries.announcements import CURRENT, STANDS
from agm.web.public.queries.officers import COUNTS
from agm.wording.document import AnnouncementKind

Row = dict[str, Any]
Values = tuple[object, ...]
ORGANISATION = "organisation"
REGION_CLOSED = "region_closed"
"""How a membership ended that lasted until its region was closed."""
ROWS_AT_ONCE = 500

COLUMNS: dict[str, tuple[str, ...]] = {
    "persons": ("id", "name", "honorific_prefix", "honorific_suffix", "sort_name"),
    "organizations": ("id", "name", "classification", "parent_id", "founding_date", "dissolution_date"),
    "posts": ("id", "label", "role", "organization_id", "end_date"),
    "memberships": (
        "id",
        "person_id",
        "person_name",
        "organization_id",
        "post_id",
        "role",
        "start_date",
        "end_date",
        "appointment_kind",
        "end_reason",
    ),
    "events": ("id", "name", "classification", "organization_id", "start_date", "location", "status", "url"),
}
"""The kinds of data and the names of their values, in order; `person_name` and what follows it are ours."""


def region_identity(unit_id: int) -> str:
    return ORGANISATION if unit_id == NATIONAL_ID else f"region-{unit_id}"


def iso(value: object) -> str | None:
    return None if value is None else str(value)


def rows(session: Session, kind: str, today: dt.date) -> Iterator[Row]:
    """The rows of one kind of data, each with the values that COLUMNS names; one statement (two for organizations)."""
    readers = {"persons": persons, "organizations": organizations, "posts": posts, "events": events}
    found = memberships(session, today) if kind == "memberships" else readers[kind](session)
    for values in found:
        yield dict(zip(COLUMNS[kind], values, strict=True))


def streamed(session: Session, statement: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    yield from session.execute(statement, execution_options={"yield_per": ROWS_AT_ONCE})


def persons(session: Session) -> Iterator[Values]:
    """Everybody who holds or held an office, once, by the record that merged ones point at."""
    merged = aliased(Person)
    holders = (
        select(func.coalesce(merged.merged_into_id, merged.id))
        .select_from(OfficeTermPerson)
        .join(merged, merged.id == OfficeTermPerson.person_id)
        .join(OfficeTerm, OfficeTerm.id == OfficeTermPerson.term_id)
        .where(COUNTS)
    )
    statement = select(Person.id, Person.name, Person.prefix, Person.suffix, Person.sort_name)
    ordered = statement.where(Person.id.in_(holders)).order_by(Person.sort_key, Person.id)
    for person_id, *names in streamed(session, ordered):
        yield f"person-{person_id}", *names


def organizations(session: Session) -> Iterator[Values]:
    for name in session.scalars(select(Organisation.name)):
        yield ORGANISATION, name, "organisation", None, None, None
    statement = select(Unit.id, Unit.name, Unit.opened_on, Unit.closed_on).where(Unit.kind == UnitKind.REGION)
    for unit_id, name, opened_on, closed_on in streamed(session, statement.order_by(Unit.position, Unit.id)):
        yield region_identity(unit_id), name, "region", ORGANISATION, iso(opened_on), iso(closed_on)


def posts(session: Session) -> Iterator[Values]:
    statement = select(Office.id, Office.label, Office.canonical_key, Office.unit_id, Office.abolished_on)
    for office_id, label, key, unit_id, abolished_on in streamed(
        session, statement.order_by(Office.unit_id, Office.position, Office.id)
    ):
        yield f"office-{office_id}", label, key or label, region_identity(unit_id), iso(abolished_on)


def memberships(session: Session, today: dt.date) -> Iterator[Values]:
    """Who holds or held which office: one row for each person, so that a job share has two.

    Where nobody wrote down an end, a membership ends with its region.
    """
    statement = (
        select(
            OfficeTermPerson.id,
            func.coalesce(Person.merged_into_id, Person.id),
            OfficeTermPerson.prefix,
            OfficeTermPerson.name,
            OfficeTermPerson.suffix,
            Office.unit_id,
            Office.id,
            Office.label,
            OfficeTerm.since,
            OfficeTerm.until,
            OfficeTerm.appointment_kind,
            OfficeTerm.end_reason,
            went_on(),
            Unit.closed_on,
        )
        .select_from(OfficeTermPerson)
        .join(OfficeTerm, OfficeTerm.id == OfficeTermPerson.term_id)
        .join(Office, Office.id == OfficeTerm.office_id)
        .join(Person, Person.id == OfficeTermPerson.person_id)
        .join(Unit, Unit.id == Office.unit_id)
        .where(COUNTS)
        .order_by(OfficeTermPerson.id)
    )
    for row in streamed(session, statement):
        row_id, person_id, prefix, name, suffix, unit_id, office_id, label = row[:8]
        since, until, filled, ended, has_gone_on, closed_on = row[8:]
        end_reason = AppointmentKind.CONTINUED.value if has_gone_on else ended.value if ended else None
        if ended is None and closed_on is not None and closed_on <= today:
            until, end_reason = closed_on, REGION_CLOSED
        yield (
            f"membership-{row_id}",
            f"person-{person_id}",
            " ".join(part for part in (prefix, name, suffix) if part),
            region_identity(unit_id),
            f"office-{office_id}",
            label,
            iso(since),
            iso(until),
            filled.value,
            end_reason,
        )


def went_on() -> ColumnElement[bool]:
    """Whether a person of a holding that ended went on in the seat, which somebody else had left."""
    later, same_person = aliased(OfficeTerm), aliased(OfficeTermPerson)
    return (
        select(literal(1))
        .select_from(later)
        .join(same_person, same_person.term_id == later.id)
        .where(
            later.office_id == OfficeTerm.office_id,
            later.seat == OfficeTerm.seat,
            later.since == OfficeTerm.until,
            later.appointment_kind == AppointmentKind.CONTINUED,
            later.id != OfficeTerm.id,
            same_person.person_id == OfficeTermPerson.person_id,
        )
        .correlate(OfficeTerm, OfficeTermPerson)
        .exists()
    )


def events(session: Session) -> Iterator[Values]:
    """The meetings that are announced or reported. `url` is the path of the page."""
    report = (
        select(
            Announcement.meeting_id.label("meeting_id"),
            Revision.held_on.label("held_on"),
            Revision.facts.label("facts"),
        )
        .join(Revision, CURRENT)
        .where(Announcement.kind == AnnouncementKind.REPORT, STANDS)
        .subquery()
    )
    is_reported = report.c.meeting_id.is_not(None)
    held_on = case((is_reported, report.c.held_on), else_=Meeting.held_on)
    statement = (
        select(
            Meeting.id,
            Meeting.kind,
            Meeting.ordinal,
            Meeting.venue,
            report.c.facts,
            held_on,
            Meeting.slug,
            Unit,
            Organisation,
        )
        .select_from(Meeting)
        .outerjoin(report, report.c.meeting_id == Meeting.id)
        .join(Unit, Unit.id == Meeting.unit_id)
        .outerjoin(Organisation, Organisation.id == 1)
        .where(Meeting.is_announced_beforehand | is_reported)
        .order_by(held_on, Meeting.id)
    )
    for row in streamed(session, statement):
        meeting_id, kind, ordinal, venue, told, day, slug, unit, organisation = row
        if told is not None:
            kind, ordinal, venue = told.kind, told.ordinal, told.venue
        yield (
            f"meeting-{meeting_id}",
            name_in(kind, ordinal, organisation, unit),
            kind.value,
            region_identity(unit.id),
            iso(day),
            venue,
            "announced" if told is None else "reported",
            f"/{unit.slug}/{slug}",
        )
