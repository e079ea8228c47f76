"""Writing the archive: the records by table, and each meeting's facts."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import Table, select, text
from sqlalchemy.orm import Session, joinedload

from agm.announcements.gather import gather
from agm.export_import.tables import FILES, FORMAT_VERSION, fields_of, rows_kept
from agm.export_import.values import to_json
from agm.meetings.models import Meeting
from agm.organisation.models import NATIONAL
from agm.wording.facts_file import facts_to_json


def write_archive(session: Session, folder: Path) -> int:
    """Write everything to a folder, which is made if it is not there: how many meetings that were.

    All files show the same moment, so this has to be the session's first work. Raises OSError where the folder cannot
    be written.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    folder.mkdir(parents=True, exist_ok=True)
    for file, tables in FILES.items():
        content = {"format_version": FORMAT_VERSION} | {table.name: plain_rows(session, table) for table in tables}
        (folder / file).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    meetings = session.scalars(select(Meeting).options(joinedload(Meeting.unit)).order_by(Meeting.id)).all()
    for meeting in meetings:
        path = folder / facts_path(meeting)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(facts_to_json(gather(session, meeting.id)), encoding="utf-8")
    return len(meetings)


def facts_path(meeting: Meeting) -> str:
    """Where an archive keeps the facts of a meeting, after its address: north-west/agm-2017.json."""
    return f"{meeting.unit.slug if meeting.unit else NATIONAL}/{meeting.slug}.json"


def plain_rows(session: Session, table: Table) -> list[dict[str, object]]:
    """The rows of a table as JSON values, in the order of their numbers; what holds nothing is left out."""
    wanted = select(*(table.columns[name] for name in fields_of(table))).order_by(*table.primary_key.columns)
    kept = rows_kept(table)
    rows = session.execute(wanted if kept is None else wanted.where(kept))
    return [{name: to_json(value) for name, value in row.items() if value is not None} for row in rows.mappings()]
