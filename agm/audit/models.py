"""The audit log: append-only (triggers refuse UPDATE and DELETE), each entry bound to the one before by its hash."""

import datetime as dt
import hashlib
import json
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agm.database import Base

FIRST_HASH = "0" * 64
"""What the first entry names as the hash of the one before."""


class PublicState(Base):
    """One row: how many acts there were that can change any public page. What is kept of such a page carries the number
    read in its own snapshot."""

    __tablename__ = "public_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counter: Mapped[int] = mapped_column(default=0)


ANY_UNIT = -1


class UnitPublicState(Base):
    """How many acts there were besides that can change the pages of one unit; those of any unit under `ANY_UNIT`."""

    __tablename__ = "unit_public_state"

    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counter: Mapped[int]


class AuditEntry(Base):
    """Who did what when. Holds ids and facts about acts, never personal text, so that erasure need not touch it."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("hash", name="uq_audit_entry_hash"),)

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime]
    actor: Mapped[str]
    """`user:12`, or `system`."""
    action: Mapped[str]
    subject: Mapped[str]
    """What was acted on, as `kind:id`."""
    unit_id: Mapped[int | None] = mapped_column(index=True)
    """No foreign key: the log must outlive what it tells of."""
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over the canonical JSON of everything in the entry but the hash itself."""
    content = {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "unit_id": entry.unit_id,
        "details": entry.details,
        "previous_hash": entry.previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
