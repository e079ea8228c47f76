"""Elections to begin tests with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import Duty, ElectionDuty
from agm.accounts.queries import user_by_email
from agm.audit.act import Act
from agm.meetings.models import (
    Channel,
    Election,
    Meeting,
    NoticeKind,
    NoticeSending,
    RegisterFreeze,
    ServedNotice,
    ServedOutcome,
)
from agm.membership.models import RollMember
from agm.nominations.models import CameBy, Contest, Nomination, Nominee
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.organisation.queries import rules_in_force
from agm.rules.presets import PRESETS
from tests.support.signing_in import make_official


def add_election(act: Act, meeting: Meeting) -> Election:
    """Give a meeting whose day is known an election under a society's rules, whose notice was short."""
    newest = rules_in_force(act.session) or adopt_rules(act, AdoptRules(PRESETS["society"], 0))
    day = meeting.held_on.full if meeting.held_on else None
    assert day is not None
    meeting.starts_at, meeting.rules_id = dt.time(14), newest.id
    sent_at = dt.datetime.combine(day, dt.time(9), dt.UTC) - dt.timedelta(days=3)
    election = Election(meeting_id=meeting.id, notice_sent_at=sent_at)
    act.session.add(election)
    act.session.flush()
    return election


def lay_election(act: Act, meeting: Meeting) -> None:
    """The same, with a teller, a member of the unit’s roll, a call for nominations that went out to them, and a freeze
    that a worker is to carry out."""
    add_election(act, meeting)
    helper = user_by_email(act.session, HELPER) or make_official(act.session, None)
    helper.email = HELPER
    duty = {"duty": Duty.TELLER, "name": "Helper", "appointed_at": act.at, "appointed_by": "somebody"}
    act.session.add(ElectionDuty(user_id=helper.id, meeting_id=meeting.id, **duty))
    member = RollMember(unit_id=meeting.unit_id, name="Ann", sort_key="ann", email="ann@example.org")
    sent = {"kind": NoticeKind.CALL, "title": "t", "text": "x", "sent_at": act.at, "sent_by": "somebody"}
    sending = NoticeSending(meeting_id=meeting.id, **sent)
    act.session.add_all([member, sending])
    act.session.flush()
    contest = first_contest(act.session, meeting.id)
    if contest is not None:
        received = {"receipt": f"R{meeting.id}", "received_at": act.at, "came_by": CameBy.PAPER}
        nominees = [Nominee(position=1, name="Fran Reed")]
        act.session.add(Nomination(contest_id=contest, nominees=nominees, **received))
    served = {"sending_id": sending.id, "queued_at": act.at}
    failed = {"outcome": ServedOutcome.FAILED, "error": "550 No such user"}
    act.session.add(ServedNotice(member_id=member.id, channel=Channel.EMAIL, **failed, **served))
    days = {"begun_at": act.at, "begun_by": {"key": "user:0", "name": "Eve"}, "as_of_on": act.at.date(), "days": {}}
    act.session.add(RegisterFreeze(meeting_id=meeting.id, members=5000, **days))
    act.session.flush()


def first_contest(session: Session, meeting_id: int) -> int | None:
    """The first office of a meeting."""
    return session.scalar(select(Contest.id).where(Contest.meeting_id == meeting_id).order_by(Contest.id).limit(1))


def election_ids(session: Session, meeting_id: int) -> dict[str, int | None]:
    """The numbers that addresses of a meeting's election can name."""
    nomination = select(Nomination.id).join(Contest).where(Contest.meeting_id == meeting_id)
    sending = session.scalar(select(NoticeSending.id).where(NoticeSending.meeting_id == meeting_id))
    return {
        "duty_number": session.scalar(select(ElectionDuty.id).where(ElectionDuty.meeting_id == meeting_id)),
        "sending_number": sending,
        "nomination": session.scalar(nomination),
        "served_number": session.scalar(select(ServedNotice.id).where(ServedNotice.sending_id == sending)),
    }


HELPER = "helper@example.org"
ELECTION_FIELDS: dict[str, dict[str, str]] = {
    "/desk/meetings/<int:meeting_id>/election/call": {},
    "/desk/meetings/<int:meeting_id>/election/dates": {
        "statement-day": "1", "statement-month": "3", "statement-year": "2019", "statement_time": "noon",
    },
    "/desk/meetings/<int:meeting_id>/election/call-off": {"reason": "Nobody can count that day."},
    "/desk/meetings/<int:meeting_id>/election/notice-sent": {
        "sent_on-day": "1", "sent_on-month": "3", "sent_on-year": "2019",
    },
    "/desk/meetings/<int:meeting_id>/election/people": {"duty": "door", "email": HELPER},
    "/desk/meetings/<int:meeting_id>/election/people/<int:duty_number>/end": {},
    "/desk/meetings/<int:meeting_id>/election/send/<any(notice,call,reminder,statement,result):text>": {
        "title": "Notice", "text": "Come.",
    },
    "/desk/meetings/<int:meeting_id>/election/sent/<int:sending_number>/posted": {},
    "/desk/meetings/<int:meeting_id>/election/sent/<int:sending_number>/again/<int:served_number>": {},
    "/desk/meetings/<int:meeting_id>/election/sent/<int:sending_number>/came-back/<int:served_number>": {},
    "/desk/meetings/<int:meeting_id>/election/short-notice": {"by": "The executive", "reason": "A strike of the post."},
}  # fmt: skip
"""What is typed into each form of an election."""

NOMINATIONS = "/desk/meetings/<int:meeting_id>/nominations"
NOMINATION_FIELDS: dict[str, Callable[[Mapping[str, Any]], dict[str, str]]] = {
    NOMINATIONS: lambda of: {"act": f"decide:{of['nomination']}", "stands": "yes", "reason": "Signed."},
    f"{NOMINATIONS}/enter": lambda of: {
        "came_by": "paper", "office": str(of["contest"]), "name": "Eve Vandal", "received_at": "12:00",
        "received_on-day": "1", "received_on-month": "5", "received_on-year": "2024",
    },
}  # fmt: skip
"""What is typed into each form of nominations."""
