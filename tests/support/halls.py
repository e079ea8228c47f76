"""A meeting with a register, and people who come to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.language.names import sort_key
from agm.language.partial_date import PartialDate
from agm.meetings.commands import CreateMeeting, GiveProxy, Mark, MeetingDetails
from agm.meetings.models import Attendance, GivenProxy, Meeting, ProxyKind, Register, RegisterEntry
from agm.meetings.operations import create_meeting
from agm.meetings.operations.attendance import arrive
from agm.meetings.operations.proxies import give_proxy
from agm.organisation.commands import AdoptRules
from agm.organisation.models import Unit
from agm.organisation.operations import adopt_rules
from agm.organisation.queries import adopted_rules, rules_of
from agm.people.commands import NewLink
from agm.people.links import issue
from agm.people.models import LinkPurpose, PersonalLink
from agm.rules.presets import PRESETS
from agm.rules.proxies import ProxyRule
from agm.rules.quorum import Quorum
from agm.rules.rule_set import RuleSet
from tests.support.records import NOW, make_organisation, make_region

BEGINS = dt.datetime(2024, 6, 15, 13, tzinfo=dt.UTC)
"""Two in the afternoon, in summer."""
RULES = RuleSet(name="Guild", quorums=(Quorum(2),), proxies=ProxyRule(max_per_holder=1, count_for_quorum=True))
PEOPLE = ("Ann Ashby", "Bo Cole", "Cy Dée", "Di Eel")
"""The last of whom may not vote."""


def at(minute: int) -> dt.datetime:
    """An instant, from a quarter of an hour before the meeting begins on."""
    return BEGINS + dt.timedelta(minutes=minute - 15)


def act(session: Session, minute: int = 0) -> Act:
    return Act(session, SYSTEM, at(minute))


def make_hall(session: Session, rules: RuleSet = RULES) -> Meeting:
    """The organisation, its rules, a region, and its meeting with four on the register."""
    make_organisation(session)
    unit = make_region(session)
    return with_register(session, unit, rules)


def with_register(session: Session, unit: Unit, rules: RuleSet = RULES) -> Meeting:
    adopt_rules(Act(session, SYSTEM, NOW), AdoptRules(rules, 0))
    details = MeetingDetails(held_on=PartialDate(2024, 6, 15), starts_at=dt.time(14), is_announced_beforehand=True)
    meeting = create_meeting(Act(session, SYSTEM, NOW), CreateMeeting(unit.id, details))
    meeting.rules_id = adopted_rules(session)[0].id
    session.add(Register(meeting_id=meeting.id, frozen_at=NOW, frozen_by="R. O.", as_of_on=NOW.date(), days={}))
    session.flush()
    for number, name in enumerate(PEOPLE, 1):
        add_to_register(session, meeting, name, str(number), may_vote=number < len(PEOPLE))
    return meeting


def add_to_register(
    session: Session, meeting: Meeting, name: str, number: str, *, may_vote: bool = True
) -> RegisterEntry:
    entry = RegisterEntry(
        meeting_id=meeting.id, name=name, number=number, sort_key=sort_key(name), needs_paper=False, may_vote=may_vote,
        may_nominate=may_vote, may_stand=may_vote, reasons={} if may_vote else {"vote": "The subscription is not in."},
    )  # fmt: skip
    session.add(entry)
    session.flush()
    return entry


def came(session: Session, entry: RegisterEntry, minute: int, key: str = "") -> Attendance:
    mark = Mark(entry.meeting_id, key or f"{entry.id}-{minute}", at(minute))
    return arrive(act(session, minute), mark, entry.id)


DOOR = "/desk/meetings/<int:meeting_id>/check-in"
FIELDS_OF_HALLS: dict[str, Mapping[str, Any] | Callable[[dict[str, Any]], Mapping[str, Any]]] = {
    DOOR: lambda of: {"here": str(of["entry"])},
    f"{DOOR}/cards": {"page": "1"},
    f"{DOOR}/door": {"door": "Side door"},
    f"{DOOR}/helpers": {},
    f"{DOOR}/helpers/<int:link_number>/revoke": {},
    f"{DOOR}/papers/<int:entry_number>": {"act": "give"},
    f"{DOOR}/proxies": {"giver": "2", "holder": "3", "kind": "general"},
    f"{DOOR}/proxies/<int:proxy_number>/withdraw": {},
    f"{DOOR}/record": {},
    f"{DOOR}/visitor": {"name": "Eve Vandal"},
    "/desk/meetings/<int:meeting_id>/hall": {"now": "Voting"},
    "/desk/meetings/<int:meeting_id>/count/by-post/sent": {"to": "3"},
    "/desk/meetings/<int:meeting_id>/count/by-post": {"act": "receive", "fault": "no_declaration"},
}
"""What is typed into each form of a door."""
SHOWN_ONCE = {
    "/desk/meetings/<int:meeting_id>/preview-link/<word>",
    "/desk/meetings/<int:meeting_id>/online-vote/key",
    f"{DOOR}/cards", f"{DOOR}/helpers", "/desk/meetings/<int:meeting_id>/register/<int:entry_number>/link",
}  # fmt: skip
"""What is answered with a page that is made once."""
OF_SESSION = {f"{DOOR}/door"}
"""What only the caller's own session keeps."""


def lay_hall(session: Session, meeting: Meeting) -> None:
    """A register for a meeting that there is already, somebody who came, a proxy, and a helper's link."""
    rules = PRESETS["society"].model_copy(update={"proxies": ProxyRule()})
    known = adopted_rules(session)
    if not known or rules_of(known[0]).proxies is None:
        known = [adopt_rules(Act(session, SYSTEM, NOW), AdoptRules(rules, known[0].id if known else 0))]
    meeting.rules_id = known[0].id
    session.add(Register(meeting_id=meeting.id, frozen_at=NOW, frozen_by="R. O.", as_of_on=NOW.date(), days={}))
    session.flush()
    ann, bo, cy, _di = (add_to_register(session, meeting, name, str(n)) for n, name in enumerate(PEOPLE, 1))
    came(session, cy, 0)
    give_proxy(act(session), GiveProxy(meeting.id, ann.id, bo.id, ProxyKind.GENERAL))
    far = NOW.replace(year=2999)
    issue(Act(session, SYSTEM, NOW), NewLink(LinkPurpose.DOOR, meeting.unit_id, far, meeting.id))


def numbers_of_hall(session: Session, meeting_id: int) -> dict[str, int]:
    """By what names them in addresses and fields, the records of `lay_hall`."""
    first = {
        "entry": select(func.min(RegisterEntry.id)).where(RegisterEntry.meeting_id == meeting_id),
        "proxy_number": select(func.min(GivenProxy.id)).where(GivenProxy.meeting_id == meeting_id),
        "link_number": select(func.min(PersonalLink.id)).where(PersonalLink.meeting_id == meeting_id),
    }
    return {name: session.scalars(found).one() or 0 for name, found in first.items()}
