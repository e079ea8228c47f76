"""A vote online that is open, with voters and their codes, laid by the operations that make it in earnest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from agm.audit.act import Act, Actor
from agm.facts import Entry, Outcome
from agm.meetings.models import Meeting, Register, RegisterEntry
from agm.nominations.models import Candidacy, Contest
from agm.rules.code_letters import digest_of, in_groups, new_code
from agm.rules.electorate import Electorate
from agm.rules.mixed_votes import Way
from agm.voting.ballot_box import PlainPaper, seal
from agm.voting.commands import ContestOnline, SealVote, SetUpOnlineVote, SetVote
from agm.voting.models import KeyMode, OnlineVote, ReceiptsAre, SealedPaper, Voted, VoteHow, Voter, VotingCode
from agm.voting.operations import make_key, open_vote, put_voters, seal_vote, set_up, set_vote, try_key
from tests.support.records import NOW, facts_of, make_organisation, make_region, name, record

OFFICER = Actor.user(9001, "Returning officer")
ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class LaidContest:
    label: str
    names: tuple[str, ...]
    counting_rules: str = "scottish"
    seats: int = 1
    has_reopening: bool = False
    section: str | None = None
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class LaidVoter:
    name: str
    section: str | None = None
    weight: int = 1
    email: str | None = None
    """Whoever has one gets no code yet: it is mailed."""


@dataclass(frozen=True, slots=True)
class LaidVote:
    """What was laid: numbers of records, codes in the order of the voters, and the words of the key, by holder."""

    meeting_id: int
    contests: Mapping[str, int]
    candidacies: Mapping[str, Mapping[str, int]]
    """By contest, the candidacy of each name."""
    codes: tuple[str, ...]
    entries: tuple[int, ...]
    """The voters on the register, in the same order."""
    words: tuple[str, ...]

    @property
    def opening_words(self) -> tuple[str, ...]:
        """What is typed to seal: of two keys either opens."""
        return self.words[:1]


def lay_vote(
    session: Session,
    contests: Sequence[LaidContest],
    voters: Sequence[LaidVoter],
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    *,
    may_change: bool = False,
    how: VoteHow = VoteHow.ONLINE,
    key_mode: KeyMode = KeyMode.TWO_KEYS,
    receipts: ReceiptsAre = ReceiptsAre.LISTED,
) -> LaidVote:
    """An organisation with a region whose meeting votes online, opened before its hour."""
    make_organisation(session)
    make_region(session)
    officer = Act(session, OFFICER, opens_at - dt.timedelta(days=7))
    outcomes = (
        Outcome(label=one.label, seats=one.seats, entries=tuple(Entry(people=(name(who),)) for who in one.names))
        for one in contests
    )
    meeting = record(session, facts_of(*outcomes, held_on=f"{closes_at + dt.timedelta(days=1):%Y-%m-%d}"))
    keep_register(session, meeting, voters)
    ids = {one.label: one.id for one in session.scalars(select(Contest).where(Contest.meeting_id == meeting.id))}
    for one in contests:
        set_vote(
            officer,
            SetVote(ids[one.label], how, one.counting_rules, one.has_reopening, electorate=Electorate(one.section)),
        )
    command = SetUpOnlineVote(
        meeting_id=meeting.id, opens_at=opens_at, closes_at=closes_at, key_mode=key_mode, may_change=may_change,
        receipts=receipts, weights={str(class_of(one.weight)): one.weight for one in voters if one.weight != 1},
        contests=tuple(ContestOnline(ids[c.label], c.opens_at, c.closes_at) for c in contests),
    )  # fmt: skip
    set_up(officer, command)
    words = make_key(officer, meeting.id)
    if words:
        try_key(officer, meeting.id, words if key_mode is KeyMode.SPLIT_KEY else words[:1])
    put_voters(officer, meeting.id)
    codes = give_codes(session, meeting.id, officer.at)
    open_vote(officer, meeting.id)
    return LaidVote(meeting.id, ids, names_of(session, ids), codes, entries_of(session, meeting.id), words)


def keep_register(session: Session, meeting: Meeting, voters: Sequence[LaidVoter]) -> None:
    session.add(Register(meeting_id=meeting.id, frozen_at=NOW, frozen_by="R. O.", as_of_on=NOW.date(), days={}))
    session.flush()
    common = {"needs_paper": False, "may_vote": True, "may_nominate": True, "may_stand": True, "reasons": {}}
    rows = [
        {
            "meeting_id": meeting.id, "name": one.name, "number": str(number), "sort_key": f"{number:07}",
            "section": one.section, "member_class": class_of(one.weight), "email": one.email, **common,
        }
        for number, one in enumerate(voters, 1)
    ]  # fmt: skip
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.execute(insert(RegisterEntry), rows[start : start + ROWS_AT_ONCE])


def class_of(weight: int) -> str | None:
    return None if weight == 1 else f"{weight} votes"


def give_codes(session: Session, meeting_id: int, at: dt.datetime) -> tuple[str, ...]:
    """A code for each voter without an address, in the register's order."""
    in_order = select(Voter.id).join(Voter.entry).where(Voter.meeting_id == meeting_id, RegisterEntry.email.is_(None))
    ids = session.scalars(in_order.order_by(RegisterEntry.sort_key)).all()
    codes = [new_code() for _ in ids]
    rows = [
        {"digest": digest_of(code), "voter_id": voter_id, "issued_at": at}
        for voter_id, code in zip(ids, codes, strict=True)
    ]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.execute(insert(VotingCode), rows[start : start + ROWS_AT_ONCE])
    return tuple(in_groups(code) for code in codes)


def entries_of(session: Session, meeting_id: int) -> tuple[int, ...]:
    in_order = select(RegisterEntry.id).where(RegisterEntry.meeting_id == meeting_id)
    return tuple(session.scalars(in_order.order_by(RegisterEntry.sort_key)))


def names_of(session: Session, contests: Mapping[str, int]) -> dict[str, dict[str, int]]:
    return {
        label: {
            one.people[0].name: one.id
            for one in session.scalars(select(Candidacy).where(Candidacy.contest_id == number))
        }
        for label, number in contests.items()
    }


def fill_boxes(session: Session, laid: LaidVote) -> None:
    """A vote of every voter in every contest, each for one candidate, put there without the pages and the operation."""
    vote = session.get_one(OnlineVote, laid.meeting_id)
    ids = session.scalars(select(Voter.id).where(Voter.meeting_id == laid.meeting_id).order_by(Voter.id)).all()
    for contest_id, names in zip(laid.contests.values(), laid.candidacies.values(), strict=True):
        for start in range(0, len(ids), ROWS_AT_ONCE):
            part = ids[start : start + ROWS_AT_ONCE]
            papers = [PlainPaper(contest_id, new_code(), chosen(one, len(names))) for one in part]
            key = {"contest_id": contest_id}
            session.execute(insert(Voted), [{**key, "voter_id": one, "way": Way.ONLINE} for one in part])
            boxes = [
                {
                    **key, "voter_id": one, "resend_digest": digest_of(paper.receipt),
                    "ciphertext": seal(vote.public_key or b"", paper, vote.padded_length or 0),
                }
                for one, paper in zip(part, papers, strict=True)
            ]  # fmt: skip
            session.execute(insert(SealedPaper), boxes)


def chosen(voter_id: int, names: int) -> str:
    """Whom a voter chooses: half of them the first, so that no tie waits; the others in turn."""
    return "1" if voter_id % 2 else str(1 + voter_id % names)


def seal_laid(session: Session, laid: LaidVote, at: dt.datetime) -> dict[int, int]:
    """Open the boxes of a vote that is closed: how many papers, by contest. The transaction has to be a durable one."""
    return seal_by_words(session, laid.meeting_id, laid.opening_words, at)


def seal_by_words(session: Session, meeting_id: int, words: tuple[str, ...], at: dt.datetime) -> dict[int, int]:
    return seal_vote(Act(session, OFFICER, at), SealVote(meeting_id, words))
