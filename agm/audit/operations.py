"""Writing the audit log: one entry per act, in the act's own transaction, chained by hash."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import CHANGE_PAGES_OF_ONE_UNIT, CHANGE_PUBLIC_PAGES, Action
from agm.audit.models import ANY_UNIT, FIRST_HASH, AuditEntry, PublicState, entry_hash

CHAIN_LOCK = 7_326_511
"""Number of PostgreSQL's advisory lock that lets one transaction at a time lengthen the chain."""

GREW = "audit_log_grew"
"""A session's `info` has this until it commits: something was added to the log."""


RAISE_UNIT = text(
    "INSERT INTO unit_public_state (unit_id, counter) VALUES (:any, 1), (:unit, 1) "
    "ON CONFLICT (unit_id) DO UPDATE SET counter = unit_public_state.counter + 1"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry of the log says; the fields mean what the parameters of `record` do."""

    action: Action
    subject: str
    unit_id: int | None
    details: dict[str, Any]


def record(
    act: Act,
    action: Action,
    subject: str,
    *,
    unit_id: int | None = None,
    **details: Any,  # noqa: ANN401  any JSON value: ids, numbers, words of our own
) -> AuditEntry:
    """Add an entry to the log in the caller's transaction; flushes.

    `subject` names what was acted on as `kind:id`. `details` are ids and facts about the act; names of people and
    texts do not belong there. On PostgreSQL a transaction that records holds the chain until it ends, as SQLite's
    single writer does anyway.
    """
    return record_all(act, [Entry(action, subject, unit_id, details)])[0]


def record_all(act: Act, entries: Sequence[Entry]) -> list[AuditEntry]:
    """Add several entries as `record` does, in as many statements as one needs."""
    act.session.flush()
    if not entries:
        return []
    if act.session.get_bind().dialect.name == "postgresql":
        act.session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": CHAIN_LOCK})
    last = act.session.execute(
        select(AuditEntry.sequence, AuditEntry.hash).order_by(AuditEntry.sequence.desc()).limit(1)
    ).first()
    sequence, previous = (0, FIRST_HASH) if last is None else (last.sequence, last.hash)
    written: list[AuditEntry] = []
    for number, one in enumerate(entries, sequence + 1):
        entry = AuditEntry(
            sequence=number,
            at=act.at.astimezone(dt.UTC),
            actor=act.actor.key,
            action=one.action.value,
            subject=one.subject,
            unit_id=one.unit_id,
            details=one.details,
            previous_hash=previous,
            hash="",
        )
        entry.hash = previous = entry_hash(entry)
        written.append(entry)
    act.session.add_all(written)
    count_public_changes(act.session, entries)
    act.session.flush()
    act.session.info[GREW] = True
    return written


def count_public_changes(session: Session, entries: Sequence[Entry]) -> None:
    """Raise the counter of the unit whose pages alone can read otherwise, with that of any unit, or that of all."""
    public = [one for one in entries if one.action in CHANGE_PUBLIC_PAGES]
    units = {one.unit_id if one.action in CHANGE_PAGES_OF_ONE_UNIT else None for one in public}
    if None in units or len(units) > 1:
        session.execute(update(PublicState).values(counter=PublicState.counter + 1))
    elif units:
        session.execute(RAISE_UNIT, {"any": ANY_UNIT, "unit": units.pop()})


def pass_public_state(session: Session, counter: int) -> None:
    """Raise the counter of public changes above all of a database which was replaced (`PUBLIC_CHANGES`): no page
    that was kept of that one is taken for a page of this."""
    session.execute(update(PublicState).where(PublicState.counter <= counter).values(counter=counter + 1))
