"""Filling an empty database from an archive."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from agm.announcements.gather import gather
from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.announcements.operations.search import index_announcement, index_office_holders
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.export_import.broken_rules import broken_rule
from agm.export_import.tables import FILES, file_of
from agm.export_import.values import Archive, ArchiveError, Row
from agm.export_import.writing import facts_path
from agm.meetings.models import Meeting
from agm.organisation.models import Unit
from agm.people.models import ConsentSource
from agm.people.operations import give_consents
from agm.wording.facts_file import facts_to_plain
from agm.workflows.publish_announcement import people_named

MOST_AT_ONCE = 5000
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
    refuse_unless_empty(act.session)
    for table in all_tables():
        for wave in waves(table, archive.rows[table.name]):
            put_in(act.session, table, wave, archive.rows[table.name])
        restart_numbers(act.session, table)
    problems = list(other_facts(act.session, archive))
    if problems:
        raise ArchiveError(problems)
    give_leave(act, archive)
    index_everything(act.session)
    record(
        act, Action.ARCHIVE_TAKEN_OVER, "system:archive",
        rows={table.name: len(archive.rows[table.name]) for table in all_tables()},
    )  # fmt: skip


def put_in(session: Session, table: Table, wave: list[Row], rows: list[Row]) -> None:
    """Put a lot of a table's `rows` in. Raises ArchiveError with each row of it that breaks a rule of the record."""
    if refusal(session, table, wave) is None:
        return
    numbers = {id(row): number for number, row in enumerate(rows)}
    refusals = ((row, refusal(session, table, [row])) for row in wave)
    raise ArchiveError(
        [
            f"{file_of(table)}: {table.name}[{numbers[id(row)]}]: {broken_rule(table, error)}"
            for row, error in refusals
            if error is not None
        ]
    )


def refusal(session: Session, table: Table, rows: list[Row]) -> DBAPIError | None:
    """Why the database does not take these rows together; None where it took them."""
    trial = session.begin_nested()
    try:
        session.execute(insert(table), rows)
    except (IntegrityError, DataError) as error:
        trial.rollback()
        return error
    trial.commit()
    return None


def all_tables() -> Iterator[Table]:
    """Every table of an archive, in the order in which rows can be put in."""
    for tables in FILES.values():
        yield from tables


def refuse_unless_empty(session: Session) -> None:
    """Raises ArchiveError for a database that holds any record already."""
    for table in all_tables():
        if session.execute(select(table).limit(1)).first() is not None:
            raise ArchiveError([NOT_EMPTY])


def waves(table: Table, rows: list[Row]) -> Iterator[list[Row]]:
    """The rows in lots, each referring only to rows of its table that are in an earlier lot."""
    own = [column.name for column in table.columns for key in column.foreign_keys if key.column.table is table]
    waiting, done = rows, set[object]()
    while waiting:
        ready = [row for row in waiting if all(row[name] is None or row[name] in done for name in own)]
        if not ready:
            raise ArchiveError([f"{table.name}: {len(waiting)} of these refer to one another in a circle."])
        for start in range(0, len(ready), MOST_AT_ONCE):
            yield ready[start : start + MOST_AT_ONCE]
        if not own:
            return
        done |= {row["id"] for row in ready}
        waiting = [row for row in waiting if row["id"] not in done]


def restart_numbers(session: Session, table: Table) -> None:
    """Let PostgreSQL count on from the highest number; SQLite does so by itself."""
    key = list(table.primary_key.columns)
    if session.get_bind().dialect.name != "postgresql" or [column.name for column in key] != ["id"]:
        return
    highest = session.scalar(select(func.max(key[0])))
    sequence = session.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name})
    if highest is not None and sequence is not None:
        session.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})


def other_facts(session: Session, archive: Archive) -> Iterator[str]:
    """Files of facts that tell something else than the records, are missing, or are of no meeting of the archive."""
    meetings = session.scalars(select(Meeting).options(joinedload(Meeting.unit)).order_by(Meeting.id)).all()
    paths = {facts_path(meeting): meeting.id for meeting in meetings}
    for path in sorted(archive.facts.keys() - paths.keys()):
        yield f"{path}: meetings.json has no such meeting. Remove the file."
    for path, meeting_id in paths.items():
        if path not in archive.facts:
            yield f"{path}: This file is missing, and meetings.json has its meeting."
        elif archive.facts[path] != facts_to_plain(gather(session, meeting_id)):
            yield (
                f"{path}: These facts are other than the records in meetings.json. To take over facts that were "
                "changed, import the file by itself, without --all."
            )


def give_leave(act: Act, archive: Archive) -> None:
    """Record of everyone named in a published text that they were named before, unless they took their leave back."""
    published = act.session.scalars(select(Announcement).where(Announcement.current_sequence.is_not(None))).all()
    named: set[int] = set()
    for announcement in published:
        if announcement.meeting_id is not None:
            named |= people_named(act.session, announcement)
    named -= {row["person_id"] for row in archive.rows["consent"]}
    ordered = sorted(named)
    for start in range(0, len(ordered), MOST_AT_ONCE):
        give_consents(act, ordered[start : start + MOST_AT_ONCE], ConsentSource.MADE_PUBLIC_BEFORE)


def index_everything(session: Session) -> None:
    """Let the search find every text that stands, and who holds and held which office."""
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
    for unit_id in (None, *session.scalars(select(Unit.id).order_by(Unit.id))):
        index_office_holders(session, unit_id)
