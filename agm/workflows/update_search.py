"""Changes of office-holders and of people, each with what the public search says of them, in one transaction.

The verbs themselves are their chapters'; what the public can find is the announcements', which those may not know.
Names are changed in many places (a guest's is put right where it is typed), so the search follows each change of one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from agm.announcements.operations import index_office_holders, index_region
from agm.audit.act import Act
from agm.office_holders import operations as term
from agm.office_holders.commands import AmendTerm, FillVacancy, LeaveOffice
from agm.office_holders.models import OfficeTerm
from agm.office_holders.queries import regions_of_holders
from agm.organisation.models import Office, Unit
from agm.people import operations as people
from agm.people.commands import MergePeople, SeparatePerson
from agm.people.models import Person
from agm.people.queries import records_of


def leave_office(act: Act, command: LeaveOffice) -> OfficeTerm:
    """People leave a seat. Raises RefusedError as the chapter's operation does."""
    return found_anew(act.session, term.leave_office(act, command))


def fill_vacancy(act: Act, command: FillVacancy) -> OfficeTerm:
    """Somebody takes a vacant seat. Raises RefusedError as the chapter's operation does."""
    return found_anew(act.session, term.fill_vacancy(act, command))


def amend_term(act: Act, command: AmendTerm) -> OfficeTerm:
    """Put the dates of a time in office right. Raises EditConflict and RefusedError."""
    return found_anew(act.session, term.amend_term(act, command))


def merge_people(act: Act, command: MergePeople) -> tuple[int, ...]:
    """Say that two records are of one person; gives back what went with the first. Raises RefusedError."""
    followers = people.merge_people(act, command)
    index_regions_of(act.session, [command.into_id])
    return followers


def separate_person(act: Act, command: SeparatePerson) -> Person:
    """Take a merge back. Raises RefusedError."""
    was_in = act.session.get_one(Person, command.person_id).merged_into_id
    person = people.separate_person(act, command)
    index_regions_of(act.session, [person.id] if was_in is None else [person.id, was_in])
    return person


def found_anew(session: Session, changed: OfficeTerm) -> OfficeTerm:
    """Let the search find the office-holders of a holding's region as they are now."""
    session.flush()
    index_office_holders(session, changed.office.unit_id)
    return changed


def index_regions_of(session: Session, person_ids: Iterable[int]) -> None:
    """Let the search find the office-holders of each region in which one of these people ever held office."""
    session.flush()
    ids = {record.id for person_id in person_ids for record in records_of(session, person_id)}
    for unit_id in regions_of_holders(session, ids):
        index_office_holders(session, unit_id)


NAMES: dict[type[Any], tuple[str, ...]] = {
    Unit: ("name", "slug"),
    Office: ("label",),
    Person: ("name", "prefix", "suffix"),
}
"""The columns by which the public finds things."""
RENAMED = "renamed"
"""Where a session keeps what was renamed since its transaction began: each kind and id."""


def follow_names(sessions: Any) -> None:  # noqa: ANN401  a class of sessions, or what makes them
    """Let the search follow every change of a name that these sessions make, in the same transaction."""
    event.listen(sessions, "after_flush", note_names)
    event.listen(sessions, "before_commit", index_renamed)
    event.listen(sessions, "after_rollback", forget_names)


def note_names(session: Session, _flush: UOWTransaction) -> None:
    """Note the regions, offices and people whose name was just written anew."""
    for row in session.dirty:
        columns = inspect(row).attrs
        if any(columns[name].history.has_changes() for name in NAMES.get(type(row), ())):
            session.info.setdefault(RENAMED, set()).add((type(row), row.id))


def index_renamed(session: Session) -> None:
    """Index what was renamed."""
    session.flush()
    renamed: set[tuple[type[Any], int]] = session.info.pop(RENAMED, set())
    ids = {kind: {key for one, key in renamed if one is kind} for kind in NAMES}
    if ids[Person]:
        index_regions_of(session, ids[Person])
    offices = [session.get_one(Office, key) for key in ids[Office]]
    for unit_id in {office.unit_id for office in offices} - ids[Unit]:
        index_office_holders(session, unit_id)
    for unit_id in ids[Unit]:
        index_region(session, unit_id)


def forget_names(session: Session) -> None:
    """Nothing was renamed after all."""
    session.info.pop(RENAMED, None)
