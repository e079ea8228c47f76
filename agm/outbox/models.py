"""The outbox: what is to be done outside the database (mail and the like), written with the change that asks for it."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agm.database import Base

OPEN = text("ended_at IS NULL")


class JobOutcome(enum.StrEnum):
    DONE = "done"
    FAILED = "failed"
    """Tried too often, refused for good, or held after a restore; somebody at the desk can have it tried again."""
    CAME_BACK = "came_back"
    """A mail that was sent, and that another server reported as not delivered; `last_error` says why."""
    CANCELLED = "cancelled"
    """By somebody at the desk, or because there was nothing left to do; `last_error` says why."""


class OutboxJob(Base):
    """One thing to do once `due_at` has come. It is done at least once: a handler that is cut off is called again with
    the same idempotency key."""

    __tablename__ = "outbox_job"
    __table_args__ = (
        UniqueConstraint("idempotency_key", name="uq_outbox_job_idempotency_key"),
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ends_with_an_outcome"),
        Index("ix_outbox_job_due_at", "due_at", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_outbox_job_outcome_ended_at", "outcome", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """A `JobKind`; a later version of the program may know more."""
    idempotency_key: Mapped[str]
    payload: Mapped[dict[str, Any]]
    """What the handler needs, as little as will do: ids rather than addresses, never a secret. Emptied at the end."""
    subject: Mapped[str] = mapped_column(default="")
    """Whom or what it is about, as `kind:id`, or nothing."""
    unit_id: Mapped[int | None] = mapped_column(index=True)
    """Whose officers see it besides the national ones. No foreign key: the outbox knows no chapter."""
    created_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    """Not before this; each failure moves it on."""
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    """Why it was not done, in words for people."""
    claimed_until: Mapped[dt.datetime | None]
    """A worker has it until then; a worker that was killed loses it then."""
    outcome: Mapped[JobOutcome | None]
    ended_at: Mapped[dt.datetime | None]

    def is_claimed(self, at: dt.datetime) -> bool:
        return self.claimed_until is not None and self.claimed_until > at
