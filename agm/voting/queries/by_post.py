"""Reading who was given papers in the hall or by post, which envelopes came back, and how many were helped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, and_, case, func, literal, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session

from agm.meetings.models import Election, GivenProxy, Meeting, RegisterEntry
from agm.meetings.timetable import dates_of
from agm.nominations.models import Contest
from agm.organisation.queries import rules_called_under, time_zone_name
from agm.rules.electorate import Electorate, OnRegister
from agm.rules.mixed_votes import Way
from agm.rules.postal_votes import opens_at
from agm.rules.rule_set import Stage
from agm.voting.models import (
    ContestVote,
    OnlineVote,
    PostalVote,
    Voted,
    VoteHow,
    Voter,
    VotingHelp,
)
from agm.voting.queries.online import last_close
from agm.voting.queries.papers import ON_PAPER

SENT = PostalVote.sent_at.is_not(None)
STANDING = and_(SENT, PostalVote.replaced_at.is_(None))
CAME = PostalVote.returned_at.is_not(None)
ACCEPTED = and_(CAME, PostalVote.closed_for.is_(None))
WAITING = and_(ACCEPTED, PostalVote.opened_at.is_(None))


@dataclass(frozen=True, slots=True)
class PaperContest:
    """A contest that is voted on with papers, and whose papers they are."""

    id: int
    label: str
    how: VoteHow
    electorate: Electorate

    def admits(self, voter: OnRegister) -> bool:
        return self.electorate.admits(voter)


def paper_contests(session: Session, meeting_id: int) -> list[PaperContest]:
    """What is voted on with papers, in the meeting's order. One statement."""
    rows = session.execute(
        select(Contest.id, Contest.label, ContestVote)
        .join(ContestVote, ContestVote.contest_id == Contest.id)
        .where(Contest.meeting_id == meeting_id, ContestVote.how.in_(ON_PAPER))
        .order_by(Contest.position, Contest.id)
    )
    return [PaperContest(key, label, vote.how, vote.electorate) for key, label, vote in rows]


def by_post_of(session: Session, entry_ids: Sequence[int]) -> dict[int, PostalVote]:
    """By entry of the register, the papers that were sent to them last, or the envelope of theirs that goes to the
    count. One statement."""
    wanted = select(PostalVote).where(PostalVote.entry_id.in_(list(entry_ids)), or_(STANDING, ACCEPTED))
    found: dict[int, PostalVote] = {}
    for one in session.scalars(wanted.order_by(PostalVote.id)):
        if one.entry_id is not None and (one.entry_id not in found or has_come(one)):
            found[one.entry_id] = one
    return found


@dataclass(frozen=True, slots=True)
class PapersKnown:
    """What is known of people's papers, by entry of the register."""

    ways: Mapping[int, Mapping[Way, int]]
    """In how many offices they have voted which way, or were given a paper."""
    by_post: Mapping[int, bool]
    """To whom papers were sent by post, and whether they came back."""


def papers_known(session: Session, entry_ids: Sequence[int]) -> PapersKnown:
    """One statement."""
    sent, came, wanted = "sent", "came", list(entry_ids)
    voted = (
        select(Voter.entry_id, type_coerce(Voted.way, String), func.count())
        .join(Voted, Voted.voter_id == Voter.id)
        .where(Voter.entry_id.in_(wanted))
        .group_by(Voter.entry_id, Voted.way)
    )
    posted = select(PostalVote.entry_id, case((ACCEPTED, came), else_=sent), literal(1)).where(
        PostalVote.entry_id.in_(wanted), or_(STANDING, ACCEPTED)
    )
    ways: dict[int, dict[Way, int]] = {}
    by_post: dict[int, bool] = {}
    for entry_id, what, number in session.execute(union_all(voted, posted)):
        if what in {sent, came}:
            by_post[entry_id] = by_post.get(entry_id, False) or what == came
        else:
            ways.setdefault(entry_id, {})[Way(what)] = number
    return PapersKnown(ways, by_post)


def has_come(one: PostalVote) -> bool:
    """Whether it is an envelope that goes to the count."""
    return one.returned_at is not None and one.closed_for is None


@dataclass(frozen=True, slots=True)
class PostalTotals:
    """How many papers went out by post, and how many envelopes came back."""

    issued: int
    returned: int
    set_aside: int
    waiting: int
    """Envelopes that go to the count and are not opened yet."""


def postal_totals(session: Session, meeting_id: int, contest_id: int | None = None) -> PostalTotals | None:
    """Of a meeting, or of those of it who vote in a contest; None where nobody was sent papers. One statement."""
    figures = (SENT, CAME, PostalVote.closed_for.is_not(None), WAITING)
    counted: list[ColumnElement[int]] = [func.count().filter(one) for one in figures]
    wanted = select(*counted).where(PostalVote.meeting_id == meeting_id)
    if contest_id is not None:
        wanted = wanted.outerjoin(RegisterEntry, RegisterEntry.id == PostalVote.entry_id).where(
            ~select(ContestVote.contest_id)
            .where(
                ContestVote.contest_id == contest_id,
                or_(
                    ContestVote.section != func.coalesce(RegisterEntry.section, ""),
                    ContestVote.member_class != func.coalesce(RegisterEntry.member_class, ""),
                ),
            )
            .exists()
        )
    found = PostalTotals(*(int(one) for one in session.execute(wanted).one()))
    return found if found.issued else None


@dataclass(frozen=True, slots=True)
class GivenOut:
    """To how many the papers of a contest were given in the hall, by the record; of them, to somebody by proxy."""

    papers: int
    by_proxy: int


def given_out(session: Session, contest_id: int) -> GivenOut:
    """One statement."""
    by_post = select(PostalVote.id).where(PostalVote.entry_id == Voter.entry_id, ACCEPTED).exists()
    proxy = select(GivenProxy.id).where(GivenProxy.giver_id == Voter.entry_id, GivenProxy.withdrawn_at.is_(None))
    row = session.execute(
        select(func.count(), func.count().filter(proxy.exists()))
        .select_from(Voted)
        .join(Voter, Voter.id == Voted.voter_id)
        .where(Voted.contest_id == contest_id, Voted.way == Way.PAPER, ~by_post)
    ).one()
    return GivenOut(*row)


def number_helped(session: Session, meeting_id: int) -> int:
    """How many were helped to vote. One statement."""
    helped = select(func.count()).select_from(VotingHelp).join(VotingHelp.entry)
    return session.scalar(helped.where(RegisterEntry.meeting_id == meeting_id)) or 0


@dataclass(frozen=True, slots=True)
class PostalTimes:
    """When votes by post are late, and from when their envelopes may be opened; None where that is not known yet."""

    closes_at: dt.datetime | None
    opens_at: dt.datetime | None


def postal_times(session: Session, meeting: Meeting) -> PostalTimes:
    """At most six statements."""
    rules = rules_called_under(session, meeting.rules_id)
    at_meeting = bool(rules.envelopes_opened_at_meeting)
    zone = ZoneInfo(time_zone_name(session))
    dates = dates_of(meeting, session.get(Election, meeting.id), zone)
    planned = [dates[Stage.VOTING_CLOSES]] if Stage.VOTING_CLOSES in dates else []
    day = meeting.held_on.full if meeting.held_on else None
    begins = None if day is None else dt.datetime.combine(day, meeting.starts_at or dt.time.min, zone)
    vote = session.get(OnlineVote, meeting.id)
    if vote is None or vote.opened_at is None or vote.voided_at is not None:
        first_opened = select(func.min(PostalVote.opened_at)).where(PostalVote.meeting_id == meeting.id)
        ended = None if at_meeting else session.scalar(first_opened)
        opens = opens_at(begins, planned, at_meeting=at_meeting)
        return PostalTimes(planned[0] if planned else ended, opens)
    closes = max([*planned, last_close(session, vote)])
    return PostalTimes(closes, opens_at(begins, [*planned, vote.closed_at], at_meeting=at_meeting))
