"""Lists of members for tests. The people are fictional."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.meetings.models import Meeting, RegisterEntry
from agm.membership.commands import BeginDraft, ImportRoll
from agm.membership.models import RollDraft
from agm.membership.operations import begin_draft, import_roll
from agm.membership.reading.read import sift
from agm.membership.reading.sifted import SiftedList
from agm.membership.reading.values import Member, RollSettings
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.web.desk.roll.views import shown_of as shown_of_draft

REGISTER = "/desk/meetings/<int:meeting_id>/register"
ROLL_FIELDS: dict[str, Any] = {
    "/desk/<region_slug>/roll": {"pasted": "Name\nEve Vandal"},
    "/desk/<region_slug>/roll/answers": lambda of: {"shown": of["shown"], "list_0": "leave"},
    "/desk/<region_slug>/roll/break-off": {},
    REGISTER: {"as_of_on-day": "1", "as_of_on-month": "5", "as_of_on-year": "2999"},
    f"{REGISTER}/add": {"name": "Eve Vandal", "reason": "She came"},
    f"{REGISTER}/break-off": {},
    f"{REGISTER}/dispose": {"agreed": "y"},
    f"{REGISTER}/<int:entry_number>/addresses": {"email": "eve@example.org", "reason": "It came back"},
    f"{REGISTER}/<int:entry_number>/link": {},
    f"{REGISTER}/<int:entry_number>": {"change": "removed", "reason": "She left"},
}
"""What the test of who may change what sends to each operation on a roll and a register."""


def make_draft(session: Session, unit_id: int, pasted: str, at: dt.datetime) -> RollDraft:
    """A list that was read and waits for answers, beside a roll of one; no job is left to forget it."""
    import_roll(Act(session, SYSTEM, at), ImportRoll(unit_id, 0, (Member(2, "Flo Gill"),)))
    sifted = sift(pasted, RollSettings())
    assert isinstance(sifted, SiftedList)
    draft = begin_draft(Act(session, SYSTEM, at), BeginDraft(unit_id, sifted))
    session.execute(delete(OutboxJob).where(OutboxJob.kind == JobKind.ROLL_DRAFT_DISPOSAL))
    return draft


def shown_of(session: Session, unit_id: int, meeting_id: int) -> dict[str, Any]:
    """What names the unit's list, as nobody has answered anything; the first entry of a meeting's register; and a
    meeting that has none."""
    reported = select(func.min(Meeting.id)).where(Meeting.unit_id == unit_id, Meeting.is_published)
    entry = select(func.min(RegisterEntry.id)).where(RegisterEntry.meeting_id == meeting_id)
    draft = session.scalars(select(RollDraft).where(RollDraft.unit_id == unit_id)).one()
    return {
        "shown": shown_of_draft(draft),
        "entry_number": session.scalars(entry).one(),
        "reported": session.scalars(reported).one(),
    }
