"""What is asked of the outbox."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from agm.outbox.kinds import JobKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """Something to do once the transaction that asks for it is committed; the fields mean what the row's do."""

    kind: JobKind
    key: str
    """Names this one effect ("meeting:12:notice:person:7"). A second job with the key of one that is kept is none."""
    payload: dict[str, Any] = field(default_factory=dict)
    due_at: dt.datetime | None = None
    """None: at once."""
    subject: str = ""
    unit_id: int | None = None
