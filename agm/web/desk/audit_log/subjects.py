"""The present names of what the record's entries are about. The log itself holds numbers only."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from agm.announcements.models import Announcement
from agm.facts import PersonName
from agm.language.en import short_date
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeTerm
from agm.organisation.models import Office, Unit
from agm.people.models import Person
from agm.results.models import Declaration
from agm.wording.style import USUAL_STYLE


def subject_names(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    """What each subject (`person:12`) is called now; those that are gone are left out. Eight statements."""
    numbers: dict[str, set[int]] = {}
    for subject in subjects:
        kind, _, number = subject.partition(":")
        if number.isdigit():
            numbers.setdefault(kind, set()).add(int(number))

    def wanted(kind: str) -> set[int]:
        return numbers.get(kind, set())

    names: dict[str, str] = {}
    for person in session.scalars(select(Person).where(Person.id.in_(wanted("person")))):
        names[f"person:{person.id}"] = person.name
    for office in session.scalars(select(Office).where(Office.id.in_(wanted("office")))):
        names[f"office:{office.id}"] = office.label
    for unit in session.scalars(select(Unit).where(Unit.id.in_(wanted("unit")))):
        names[f"unit:{unit.id}"] = unit.name
    for meeting in session.scalars(select(Meeting).where(Meeting.id.in_(wanted("meeting")))):
        names[f"meeting:{meeting.id}"] = meeting_name(meeting)
    declarations = select(Declaration).where(Declaration.id.in_(wanted("declaration")))
    for declaration in session.scalars(declarations.options(joinedload(Declaration.meeting))):
        names[f"declaration:{declaration.id}"] = meeting_name(declaration.meeting)
    terms = select(OfficeTerm).where(OfficeTerm.id.in_(wanted("term")))
    for term in session.scalars(terms.options(joinedload(OfficeTerm.office), selectinload(OfficeTerm.people))):
        names[f"term:{term.id}"] = term_name(term)
    announcements = select(Announcement).where(Announcement.id.in_(wanted("announcement")))
    loaded = announcements.options(joinedload(Announcement.current), joinedload(Announcement.meeting))
    for announcement in session.scalars(loaded).unique():
        names[f"announcement:{announcement.id}"] = announcement_name(announcement)
    return names


def meeting_name(meeting: Meeting) -> str:
    """A meeting as a line names it: "AGM, 21 April 2024"."""
    return ", ".join(part for part in (USUAL_STYLE.meeting_name(meeting.kind), short_date(meeting.held_on)) if part)


def term_name(term: OfficeTerm) -> str:
    """A term of office as a line names it: "Chair, Ann Bell and Bo Rope"."""
    people = " and ".join(
        PersonName(name=row.name, prefix=row.prefix, suffix=row.suffix).displayed for row in term.people
    )
    return f"{term.office.label}, {people}"


def announcement_name(announcement: Announcement) -> str:
    """A public text as a line names it: its title, or the meeting that it is to tell of."""
    if announcement.current is not None:
        return announcement.current.title
    if announcement.meeting is not None:
        return meeting_name(announcement.meeting)
    return announcement.statement_title or ""
