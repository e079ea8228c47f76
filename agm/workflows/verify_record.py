"""Whether what was declared and published is what the log says that it was: every row that is never changed."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from agm.announcements.models import Rendering, Revision
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.models import AuditEntry
from agm.audit.operations import Entry, record_all
from agm.audit.row_digests import (
    APPEND_ONLY,
    ERASED_ROWS,
    ROW_DIGESTS,
    append_only_tables,
    kept_rows,
    row_digest,
    row_key,
)
from agm.facts.plain import PlainValueError
from agm.results.models import Declaration
from agm.results.operations import results_digest
from agm.wording.document import STORED_DOCUMENT

MOST_AT_ONCE = 1000
"""Digests in one entry."""
Row = Mapping[str, Any]


@dataclass(slots=True)
class Noted:
    """What the log says of the rows: the digest of each and the number of the entry that says so."""

    rows: dict[str, tuple[str, int]] = field(default_factory=dict)
    contents: list[tuple[str, str, int]] = field(default_factory=list)
    """Of entries of the first edition, which knew the digest of what a row tells and not of the row itself."""
    faults: list[str] = field(default_factory=list)


def record_faults(session: Session) -> Iterator[str]:
    """Everything declared or published that the log says to be otherwise, to be there, or knows nothing of."""
    noted = noted_in_log(session)
    yield from noted.faults
    found: dict[str, set[str]] = defaultdict(set)
    for table in append_only_tables():
        for row in kept_rows(session, table):
            key, digest = row_key(table, row), row_digest(row)
            name, content = content_digest(table, row)
            found[name].add(content)
            expected, entry = noted.rows.pop(key, (None, 0))
            if expected is None:
                yield f"{called(table, row)} is there, and no entry of the log tells of it."
            elif expected != digest:
                yield f"{called(table, row)} is not what entry {entry} recorded: it was changed afterwards."
    for key, (_digest, entry) in noted.rows.items():
        yield f"What entry {entry} recorded as {key} is missing: it was taken away afterwards."
    for name, digest, entry in noted.contents:
        if digest not in found[name]:
            yield f"What {name} tells is not what entry {entry} recorded: it was changed or taken away afterwards."


def noted_in_log(session: Session) -> Noted:
    noted = Noted()
    statement = select(AuditEntry).order_by(AuditEntry.sequence).execution_options(yield_per=500)
    with closing(session.scalars(statement)) as entries:
        for entry in entries:
            details = entry.details
            for key, digest in details.get(ROW_DIGESTS, {}).items():
                if noted.rows.setdefault(key, (digest, entry.sequence))[0] != digest:
                    noted.faults.append(f"Entry {entry.sequence} records {key} again, otherwise than before.")
            for key, (old, new) in details.get(ERASED_ROWS, {}).items():
                before, _entry = noted.rows.pop(key, (None, 0))
                name = key.rpartition(":")[0] if key.startswith("rendering:") else key
                noted.contents = [one for one in noted.contents if one[0] != name]
                if before != old:
                    noted.faults.append(f"Entry {entry.sequence} erased from {key}, which was otherwise before.")
                if new is not None:
                    noted.rows[key] = (new, entry.sequence)
            if ROW_DIGESTS not in details:
                noted.contents += contents_of(entry)
    return noted


def contents_of(entry: AuditEntry) -> Iterator[tuple[str, str, int]]:
    """What an entry of the first edition says of the text, its renderings or the results that came with the act."""
    details = entry.details
    if entry.action == Action.RESULTS_DECLARED:
        yield entry.subject, details["digest"], entry.sequence
    if "revision" in details and details.get("digest"):
        yield f"announcement_revision:{details['revision']}", details["digest"], entry.sequence
        for form, digest in details.get("digests", {}).items():
            yield f"rendering:{details['revision']}:{form}", digest, entry.sequence


def content_digest(table: Table, row: Row) -> tuple[str, str]:
    """Under which name, and by which digest, the first edition noted what a row tells; of what it had not, nothing."""
    found = CONTENTS.get(table.name)
    return ("", "") if found is None else found(row)


def document_digest(row: Row) -> str:
    try:
        return "" if row["document"] is None else STORED_DOCUMENT.read(row["document"]).digest
    except PlainValueError:
        return ""


CONTENTS: dict[str, Callable[[Row], tuple[str, str]]] = {
    Declaration.__tablename__: lambda row: (f"declaration:{row['id']}", results_digest(row["results"])),
    Revision.__tablename__: lambda row: (f"announcement_revision:{row['id']}", document_digest(row)),
    Rendering.__tablename__: lambda row: (
        f"rendering:{row['revision_id']}:{row['format']}", hashlib.sha256(row["content"]).hexdigest()
    ),
}  # fmt: skip


def called(table: Table, row: Row) -> str:
    """A row as a message names it: "The published text announcement_revision:35 (revision 2 of announcement 12)"."""
    of = {
        "announcement_id": f"revision {row.get('sequence')} of announcement {row.get('announcement_id')}",
        "votes_digest": f"of contest {row.get('contest_id')}",
        "meeting_id": f"number {row.get('sequence')} of meeting {row.get('meeting_id')}",
    }
    where = next((f" ({words})" for name, words in of.items() if name in row), "")
    return f"The {table.info[APPEND_ONLY]} {row_key(table, row)}{where}"


def note_rows(act: Act) -> int:
    """Let the log carry the digest of every row that is never changed, where it carries none so far: how many rows.

    For a log of the first edition, and for records that an archive brought with it.
    """
    if noted_in_log(act.session).rows:
        return 0
    digests = {
        row_key(table, row): row_digest(row) for table in append_only_tables() for row in kept_rows(act.session, table)
    }
    keys = list(digests)
    parts = [keys[start : start + MOST_AT_ONCE] for start in range(0, len(keys), MOST_AT_ONCE)]
    record_all(
        act,
        [Entry(Action.ROWS_NOTED, "system:rows", None, {ROW_DIGESTS: {k: digests[k] for k in part}}) for part in parts],
    )
    return len(digests)
