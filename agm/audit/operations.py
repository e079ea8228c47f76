"""Writing the audit log: one entry per act, in the act's own transaction, chained by hash."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select, text

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.chain import FIRST_HASH, entry_hash
from agm.audit.models import AuditEntry

CHAIN_LOCK = 7_326_511
"""Number of PostgreSQL's advisory lock that lets one transaction at a time lengthen the chain."""


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
    act.session.flush()
    if act.session.get_bind().dialect.name == "postgresql":
        act.session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": CHAIN_LOCK})
    last = act.session.execute(
        select(AuditEntry.sequence, AuditEntry.hash).order_by(AuditEntry.sequence.desc()).limit(1)
    ).first()
    entry = AuditEntry(
        sequence=1 if last is None else last.sequence + 1,
        at=act.at.astimezone(dt.UTC),
        actor=act.actor.key,
        action=action.value,
        subject=subject,
        unit_id=unit_id,
        details=details,
        previous_hash=FIRST_HASH if last is None else last.hash,
        hash="",
    )
    entry.hash = entry_hash(entry)
    act.session.add(entry)
    act.session.flush()
    return entry
