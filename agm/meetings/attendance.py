"""Reading who is at a meeting, whether there are enough of them, and who votes for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, literal, or_, select, union_all
from sqlalchemy.orm import Session, joinedload

from agm.facts import Figure
from agm.language.en import counted, join
from agm.meetings.models import Attendance, GivenProxy, Meeting, RegisterEntry
from agm.meetings.register import counts
from agm.organisation.queries import rules_called_under
from agm.rules.presence import CHAIR, Presence, Stay, presence, stays_by_proxy
from agm.rules.proxies import Proxy, ProxyRule
from agm.rules.quorum import QuorumOf
from agm.rules.rule_set import RuleSet

COUNTS = Attendance.undone_at.is_(None)
IS_THERE = COUNTS & Attendance.left_at.is_(None)


@dataclass(frozen=True, slots=True)
class Hall:
    """Who is there now, and what came of it so far; of those who may vote, but for `guests`."""

    presence: Presence
    needed: int
    """The quorum; 0 where there is none."""
    members: int
    """How many of the register may vote."""
    guests: int
    guests_came: int
    by_proxy: int
    """Of those present, how many by somebody who votes for them, where the rules count them."""
    proxies_came: int
    lets_proxies: bool
    """Whether the rules let somebody vote for another."""

    @property
    def is_quorate(self) -> bool:
        return self.presence.present >= self.needed

    @property
    def for_record(self) -> Figure:
        """How many came, for the meeting's record. Its number is what the quorum was measured by."""
        came = self.presence.came
        parts = [
            counted(came - self.proxies_came, "member", "members"),
            *([counted(self.proxies_came, "member", "members") + " by proxy"] if self.proxies_came else []),
            *([counted(self.guests_came, "guest", "guests")] if self.guests_came else []),
        ]
        was_missed = bool(self.needed) and not self.presence.was_reached
        return Figure(self.presence.most if was_missed else came, join(parts))


def proxy_rule(session: Session, meeting: Meeting) -> ProxyRule | None:
    return rules_called_under(session, meeting.rules_id).proxies


def hall(session: Session, meeting: Meeting, at: dt.datetime) -> Hall:
    """Who is there. At most four statements, whoever came."""
    rules = rules_called_under(session, meeting.rules_id)
    rows = session.execute(
        select(
            Attendance.id, Attendance.entry_id, Attendance.may_vote, Attendance.arrived_at, Attendance.left_at
        ).where(Attendance.meeting_id == meeting.id, COUNTS)
    ).all()
    stays = [Stay(str(entry or f"by name {key}"), came, left) for key, entry, votes, came, left in rows if votes]
    guests = [Stay(str(entry or f"by name {key}"), came, left) for key, entry, votes, came, left in rows if not votes]
    members = counts(session, meeting.id).may_vote
    given: list[Stay] = []
    if rules.proxies is not None and rules.proxies.count_for_quorum:
        given = [*stays_by_proxy(stays, proxies_of(standing_proxies(session, meeting.id)))]
    needed = quorum_needed(rules, meeting, members)
    all_present, in_person = presence([*stays, *given], needed, at), presence(stays, 0, at)
    listening = presence(guests, 0, at)
    return Hall(
        presence=all_present,
        needed=needed,
        members=members,
        guests=listening.present,
        guests_came=listening.came,
        by_proxy=all_present.present - in_person.present,
        proxies_came=all_present.came - in_person.came,
        lets_proxies=rules.proxies is not None,
    )


def quorum_needed(rules: RuleSet, meeting: Meeting, members: int) -> int:
    """How many have to be present: as the rules say, else as the meeting's record does; 0 for no quorum."""
    found = [one.needed(members) for one in rules.quorums if one.of is QuorumOf.MEETING]
    return max(found, default=meeting.quorum_number or 0)


def here_by_entry(session: Session, entry_ids: Sequence[int]) -> dict[int, Attendance]:
    """Who of these is there now. One statement."""
    found = session.scalars(select(Attendance).where(Attendance.entry_id.in_(entry_ids), IS_THERE))
    return {row.entry_id: row for row in found if row.entry_id is not None}


def who_is_here(session: Session, meeting_id: int, typed: str, limit: int) -> Sequence[Attendance]:
    """Those who are there and whose name or number has what was typed, by name. One statement."""
    name = func.coalesce(RegisterEntry.name, Attendance.name)
    wanted = (
        select(Attendance)
        .outerjoin(Attendance.entry)
        .where(Attendance.meeting_id == meeting_id, IS_THERE)
        .options(joinedload(Attendance.entry))
        .order_by(func.coalesce(RegisterEntry.sort_key, Attendance.name), Attendance.id)
        .limit(limit)
    )
    if typed:
        wanted = wanted.where(or_(name.icontains(typed, autoescape=True), RegisterEntry.number == typed))
    return session.scalars(wanted).all()


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody came, or went."""

    row: Attendance
    at: dt.datetime
    has_left: bool


def just_now(session: Session, meeting_id: int, limit: int) -> list[Event]:
    """What was marked last, the latest first. One statement."""
    marks = (
        select(Attendance.id, moment.label("at"), literal(left).label("left")).where(
            Attendance.meeting_id == meeting_id, COUNTS, moment.is_not(None)
        )
        for left, moment in enumerate((Attendance.arrived_at, Attendance.left_at))
    )
    both = union_all(*marks).subquery()
    rows = session.execute(
        select(Attendance, both.c.at, both.c.left)
        .join(both, both.c.id == Attendance.id)
        .options(joinedload(Attendance.entry))
        .order_by(both.c.at.desc(), both.c.left.desc(), Attendance.id.desc())
        .limit(limit)
    )
    return [Event(row, at, bool(left)) for row, at, left in rows]


def present_entries(session: Session, meeting_id: int) -> set[str]:
    found = select(Attendance.entry_id).where(Attendance.meeting_id == meeting_id, IS_THERE)
    return {str(key) for key in session.scalars(found) if key is not None}


def standing_proxies(session: Session, meeting_id: int) -> Sequence[GivenProxy]:
    """The proxies that were not taken back, in the order in which they came. One statement."""
    return session.scalars(
        select(GivenProxy)
        .where(GivenProxy.meeting_id == meeting_id, GivenProxy.withdrawn_at.is_(None))
        .options(joinedload(GivenProxy.giver), joinedload(GivenProxy.holder))
        .order_by(GivenProxy.received_at, GivenProxy.id)
    ).all()


def proxies_of(rows: Iterable[GivenProxy]) -> list[Proxy]:
    return [
        Proxy(str(row.giver_id), CHAIR if row.holder_id is None else str(row.holder_id), row.received_at)
        for row in rows
    ]
