"""The present names of what the record's entries are about. The log itself holds numbers only."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from agm.accounts.models import User
from agm.announcements.models import Announcement
from agm.facts import PersonName
from agm.language.en import short_date
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeTerm
from agm.organisation.models import Office, Unit
from agm.people.models import Person
from agm.results.models import Declaration
from agm.web.kit.typed_text import record_number
from agm.wording.style import USUAL_STYLE


def meeting_name(meeting: Meeting) -> str:
    """A meeting as a line names it: "AGM, 21 April 2024"."""
    return ", ".join(part for part in (USUAL_STYLE.meeting_name(meeting.kind), short_date(meeting.held_on)) if part)


def term_name(term: OfficeTerm) -> str:
    """A term of office as a line names it: "Chair, Ann Bell and Bo Rope"."""
    people = [PersonName(row.name, row.prefix, row.suffix).displayed for row in term.people]
    return f"{term.office.label}, {' and '.join(people)}"


def announcement_name(announcement: Announcement) -> str:
    """A public text as a line names it: its title, or the meeting that it is to tell of."""
    if announcement.current is not None:
        return announcement.current.title
    if announcement.meeting is not None:
        return meeting_name(announcement.meeting)
    return announcement.statement_title or ""


SUBJECTS: dict[str, tuple[Any, tuple[ORMOption, ...], Callable[[Any], str]]] = {
    "user": (User, (lazyload(User.officials),), lambda user: user.name),
    "person": (Person, (), lambda person: person.name),
    "office": (Office, (), lambda office: office.label),
    "unit": (Unit, (), lambda unit: unit.name),
    "meeting": (Meeting, (), meeting_name),
    "declaration": (Declaration, (joinedload(Declaration.meeting),), lambda one: meeting_name(one.meeting)),
    "term": (OfficeTerm, (joinedload(OfficeTerm.office), selectinload(OfficeTerm.people)), term_name),
    "announcement": (
        Announcement,
        (joinedload(Announcement.current), joinedload(Announcement.meeting)),
        announcement_name,
    ),
}
"""For each first word of a subject: its table, what is read with it, and how it is called."""


def subject_names(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    """What each subject (`person:12`) is called now; those that are gone are left out. One statement a kind."""
    names: dict[str, str] = {}
    keys = [subject.partition(":") for subject in set(subjects)]
    for kind, (model, options, name_of) in SUBJECTS.items():
        numbers = [number for of, _, text in keys if of == kind and (number := record_number(text)) is not None]
        if numbers:
            found = session.scalars(select(model).where(model.id.in_(numbers)).options(*options)).unique()
            names |= {f"{kind}:{row.id}": name_of(row) for row in found}
    return names
