"""The door of the demonstration: who came, who went, who votes for whom, and who was let in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import cycle

from agm.audit.act import Act
from agm.facts import PersonName
from agm.facts.motions import MotionOutcome, Vote
from agm.meetings.commands import AmendHallScreen, GiveProxy, Mark, MotionDetails, RecordMotion, Visitor
from agm.meetings.models import Meeting, Section
from agm.meetings.models.attendance import ProxyKind
from agm.meetings.operations.attendance import arrive, arrive_by_name, leave
from agm.meetings.operations.hall_screen import amend_hall_screen
from agm.meetings.operations.motions import record_motion
from agm.meetings.operations.proxies import give_proxy
from agm.nominations.register import on_register
from agm.people.commands import NamedPerson

DOORS = ("Main door", "Ferry side")
FIRST = dt.timedelta(minutes=25)
"""How long before the beginning the first comes; then somebody each minute."""
LEFT = dt.timedelta(minutes=20)
"""How long after the beginning those go who leave early."""


def entrust(act: Act, meeting: Meeting, giver: str, holder: str) -> None:
    """Let a member vote for another as they see fit."""
    found = on_register(act.session, meeting.id, [giver, holder])
    give_proxy(act, GiveProxy(meeting.id, found[giver], found[holder], ProxyKind.GENERAL))


def come_and_go(act: Act, meeting: Meeting, begins: dt.datetime, here: Sequence[str], left: Sequence[str]) -> None:
    """Members come by either door; some of them go before the end."""
    found = on_register(act.session, meeting.id, here)
    for place, (name, door) in enumerate(zip(here, cycle(DOORS), strict=False)):
        at = begins - FIRST + place * dt.timedelta(minutes=1)
        came = arrive(act, Mark(meeting.id, f"demonstration:{place}", at, door), found[name])
        if name in left:
            leave(act, meeting.id, came.id, begins + LEFT)


def open_screen(act: Act, meeting: Meeting, words: str, now: str | None = None, following: str | None = None) -> None:
    """Show the screen in the hall to whoever has its address."""
    amend_hall_screen(act, AmendHallScreen(meeting.id, is_open=True, now=now, words=words, next=following, version=0))


def move(
    act: Act, meeting: Meeting, *, title: str, text: str, mover: str, seconder: str, outcome: str, votes: Sequence[int]
) -> None:  # fmt: skip
    """A motion of the meeting, with the votes for and against it and those who abstained."""
    named = [NamedPerson(PersonName(name)) for name in (mover, seconder)]
    votes_for, against, abstained = votes
    vote = Vote(votes_for=votes_for, votes_against=against, abstentions=abstained)
    came_of_it = MotionOutcome(outcome)
    details = MotionDetails(title=title, text=text, mover=named[0], seconder=named[1], vote=vote, outcome=came_of_it)
    version = {one.section: one.version for one in meeting.sections}.get(Section.MOTIONS, 0)
    record_motion(act, RecordMotion(meeting.id, version, details))


def let_in(act: Act, meeting: Meeting, begins: dt.datetime, name: str, reason: str, *, may_vote: bool) -> None:
    """Somebody whom the register does not have, a few minutes after the beginning."""
    mark = Mark(meeting.id, f"demonstration:{name}", begins + dt.timedelta(minutes=4), DOORS[0])
    arrive_by_name(act, mark, Visitor(name, reason, may_vote))
