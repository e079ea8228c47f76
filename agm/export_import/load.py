"""Filling an empty database from an archive."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Table, false, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, joinedload, selectinload

from agm.announcements.gather import gather
from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.announcements.operations.search import index_announcement
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.engine import restart_numbers
from agm.export_import.checks import in_order
from agm.export_import.files import facts_path
from agm.export_import.rows import Archive, ArchiveError, Row
from agm.export_import.tables import FILES
from agm.export_import.upgrade import with_ids
from agm.facts.plain import to_plain
from agm.meetings.models import Meeting
from agm.office_holders.search import index_unit
from agm.organisation.models import NATIONAL_ID, Unit
from agm.people.models import ConsentSource
from agm.people.operations import give_consents
from agm.voting.operations import hold_after_restore
from agm.workflows.verify_record import note_rows

MOST_AT_ONCE = 5000
UNEXPECTED = "The database does not take these rows together with the others."
NOT_EMPTY = (
    "This database holds records already. An archive fills an empty one only: "
    "name another in AGM_DATABASE_URL, and run “agm migrate” there first."
)


def fill_from_archive(act: Act, archive: Archive) -> None:
    """Put an archive's records into an empty database, with the numbers that they have there.

    Feeds, calendars and open data name things by number; so the readers of a site that moves see nothing twice.
    Revisions and their texts are put in as they were. Raises ArchiveError where the database is not empty, or where
    something in the archive contradicts itself; the caller then rolls back.
    """
    tables = [table for group in FILES.values() for table in group]
    if any(act.session.execute(select(table).where(~given(table)).limit(1)).first() is not None for table in tables):
        raise ArchiveError([NOT_EMPTY])
    for file, group in FILES.items():
        for table in group:
            if rows := [row for row in in_order(table, archive.rows[table.name]) if not is_given(table, row)]:
                try:
                    act.session.execute(insert(table), rows)
                except DBAPIError as error:
                    raise ArchiveError([f"{file}: {table.name}: {UNEXPECTED} ({error.orig})"]) from error
            restart_numbers(act.session, table)
    problems = list(other_facts(act.session, archive))
    if problems:
        raise ArchiveError(problems)
    give_consent(act, archive)
    index_everything(act.session)
    record(
        act, Action.ARCHIVE_TAKEN_OVER, "system:archive",
        rows={table.name: len(archive.rows[table.name]) for table in tables},
    )  # fmt: skip
    note_rows(act)
    hold_after_restore(act)  # the papers of a vote that was open stay where it was held


def given(table: Table) -> ColumnElement[bool]:
    """That a row of a table is there in every database, even an empty one: the national level."""
    return table.c.id == NATIONAL_ID if table is Unit.__table__ else false()


def is_given(table: Table, row: Row) -> bool:
    """The same of a row of an archive."""
    return table is Unit.__table__ and row["id"] == NATIONAL_ID


def other_facts(session: Session, archive: Archive) -> Iterator[str]:
    """Files of facts that tell something else than the records, are missing, or are of no meeting of the archive."""
    meetings = session.scalars(select(Meeting).options(joinedload(Meeting.unit)).order_by(Meeting.id)).all()
    paths = {facts_path(meeting): meeting.id for meeting in meetings}
    for path in sorted(archive.facts.keys() - paths.keys()):
        yield f"{path}: meetings.json has no such meeting. Remove the file."
    for path, meeting_id in paths.items():
        if path not in archive.facts:
            yield f"{path}: This file is missing, and meetings.json has its meeting."
        elif with_ids(archive.facts[path], {}) != to_plain(gather(session, meeting_id)):
            yield (
                f"{path}: These facts are other than the records in meetings.json. To take over facts that were "
                "changed, import the file by itself, without --all."
            )


def give_consent(act: Act, archive: Archive) -> None:
    """Record of everyone named in a published text that they were named before, unless they withdrew their consent."""
    standing = act.session.scalars(
        select(Revision.document)
        .join(Announcement, Announcement.id == Revision.announcement_id)
        .where(Revision.sequence == Announcement.current_sequence, Revision.act != RevisionAct.RETRACTED)
    )
    named = {one.person_id for document in standing if document for one in document.people if one.person_id is not None}
    named -= {row["person_id"] for row in archive.rows["consent"]}
    ordered = sorted(named)
    for start in range(0, len(ordered), MOST_AT_ONCE):
        give_consents(act, ordered[start : start + MOST_AT_ONCE], ConsentSource.MADE_PUBLIC_BEFORE)


def index_everything(session: Session) -> None:
    standing = session.execute(
        select(Announcement, Revision)
        .join(
            Revision,
            (Revision.announcement_id == Announcement.id) & (Revision.sequence == Announcement.current_sequence),
        )
        .where(Revision.act != RevisionAct.RETRACTED)
        .order_by(Announcement.id)
        .options(selectinload(Revision.renderings), joinedload(Announcement.meeting))
    ).all()
    for announcement, revision in standing:
        index_announcement(session, announcement, revision)
    for unit_id in session.scalars(select(Unit.id).order_by(Unit.id)).all():
        index_unit(session, unit_id)
