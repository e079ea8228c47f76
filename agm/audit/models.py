"""The audit log: append-only (triggers refuse UPDATE and DELETE), each entry bound to the one before by its hash."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agm.database import Base


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
