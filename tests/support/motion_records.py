"""Motions and minutes beside the meetings of tests: their rows, their numbers, and what their forms send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.meetings.models import Meeting, Minutes, Motion
from tests.support.records import NOW

PAGES = "/desk/meetings/<int:meeting_id>"
MOTION_FIELDS: dict[str, Mapping[str, Any] | Callable[[dict[str, Any]], Mapping[str, Any]]] = {
    f"{PAGES}/minutes": {"text": "The meeting began."},
    f"{PAGES}/minutes/approval": {"approved_at": "other", "approved_on-year": "2024"},
    f"{PAGES}/motions/<int:motion_number>": {"title": "Bells"},
    f"{PAGES}/motions/<int:motion_number>/remove": {},
    f"{PAGES}/motions/new": {"title": "Bells", "kind": "motion", "mover-0-name": "Own Guest"},
    f"{PAGES}/motions/order": lambda of: {"order": of["motions"]},
}
"""By rule, what is typed into each form over what the page has."""


def lay_minutes(session: Session, meeting: Meeting) -> None:
    session.add(Minutes(meeting_id=meeting.id, text="The meeting was held.", begun_at=NOW))


def numbers_of_motions(session: Session, meeting_id: int) -> dict[str, Any]:
    """The first motion of a meeting, and all of them the other way round."""
    found = session.scalars(select(Motion.id).where(Motion.meeting_id == meeting_id).order_by(Motion.id)).all()
    return {"motion_number": found[0], "motions": ",".join(map(str, reversed(found)))}
