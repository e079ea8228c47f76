"""What changed in the regions of late, as the audit log has it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.audit.actions import Action
from agm.audit.models import AuditEntry
from agm.organisation.models import Unit
from agm.web.kit.dates import zone

WORDS = {
    Action.ANNOUNCEMENT_PUBLISHED: "published",
    Action.ANNOUNCEMENT_CORRECTED: "corrected",
    Action.ANNOUNCEMENT_RETRACTED: "taken back",
    Action.RESULTS_DECLARED: "results declared",
    Action.MEETING_CREATED: "meeting begun",
    Action.DETAILS_AMENDED: "day or place changed",
    Action.RESULTS_AMENDED: "results entered",
    Action.MOTION_RECORDED: "motions entered",
    Action.TERM_BEGAN: "office taken up",
    Action.TERM_ENDED: "office left",
    Action.LETTER_SENT: "letter written",
}
"""The acts that are worth telling, the most public first."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened in a unit, in words, and when last."""

    unit: Unit
    words: str
    last_at: dt.datetime

    @property
    def on(self) -> dt.date:
        return self.last_at.astimezone(zone()).date()


def changes_since(session: Session, since: dt.datetime, units: Mapping[int, Unit]) -> list[Change]:
    """What happened in these units, those first where something happened last. One statement."""
    rows = session.execute(
        select(AuditEntry.unit_id, AuditEntry.action, func.max(AuditEntry.at))
        .where(AuditEntry.at >= since, AuditEntry.action.in_([action.value for action in WORDS]))
        .group_by(AuditEntry.unit_id, AuditEntry.action)
    )
    found: dict[int, dict[Action, dt.datetime]] = {}
    for unit_id, action, at in rows:
        if unit_id is not None and unit_id in units:
            found.setdefault(unit_id, {})[Action(action)] = at
    changes = [
        Change(units[unit_id], ", ".join(WORDS[action] for action in WORDS if action in acts), max(acts.values()))
        for unit_id, acts in found.items()
    ]
    return sorted(changes, key=lambda change: change.last_at, reverse=True)
