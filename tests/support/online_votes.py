"""A meeting that votes online, in the states that tests begin with. The members are fictional."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.database.engine import durably
from agm.facts import Entry, OrganisationFacts, Outcome
from agm.meetings.commands import FreezeRegister
from agm.meetings.models import Meeting, RegisterEntry
from agm.meetings.operations import freeze_register
from agm.membership.commands import ImportRoll
from agm.membership.operations import import_roll
from agm.membership.reading.values import Member
from agm.nominations.models import Contest
from agm.rules.code_letters import new_code
from agm.voting.ballot_box import public_of
from agm.voting.commands import CastVote, ContestOnline, Paper, SetUpOnlineVote, SetVote
from agm.voting.key_words import words_of
from agm.voting.models import OnlineVote, VoteHow, Voter
from agm.voting.operations import Cast, cast, issue, make_key, open_vote, put_voters, set_up, set_vote, try_key
from tests.support.records import NOW, facts_of, name, record

OPENS, CLOSES = NOW + dt.timedelta(days=1), NOW + dt.timedelta(days=4)
WHILE_OPEN = OPENS + dt.timedelta(days=1)
CHAIR, COMMITTEE = "Chair", "Committee"


@dataclass(frozen=True, slots=True)
class OnlineRoom:
    """A vote that was laid: its contests by label, the printed words of its key, and codes by the member's name."""

    meeting_id: int
    contests: dict[str, int]
    words: tuple[str, ...]
    codes: dict[str, str]


def member(number: int, section: str | None = None, member_class: str | None = None) -> Member:
    return Member(
        number + 1, f"Member {number:03}", number=str(number), email=f"m{number}@example.org", region=section,
        member_class=member_class,
    )  # fmt: skip


def lay_meeting(
    session: Session,
    members: Sequence[Member],
    how: VoteHow = VoteHow.ONLINE,
    rules: str = "av",
    candidates: Sequence[str] = ("Ann Bell", "Bo Cole", "Cy Dee"),
    offices: Sequence[str] = (CHAIR,),
    unit: str = "Severn Vale",
    organisation: str = "Guild of Bell Ringers",
) -> Meeting:
    """A meeting with a frozen register and these offices, all voted on in one way, of an organisation that is there."""
    stands = tuple(Entry(people=(name(one),)) for one in candidates)
    outcomes = (Outcome(label=label, seats=1, entries=stands) for label in offices)
    facts = replace(facts_of(*outcomes, unit=unit), organisation=OrganisationFacts(organisation))
    meeting = record(session, facts)
    act = Act(session, SYSTEM, NOW)
    import_roll(act, ImportRoll(meeting.unit_id, 0, tuple(members)))
    freeze_register(act, FreezeRegister(meeting.id, NOW.date()))
    for contest_id in contests_of(session, meeting.id).values():
        set_vote(act, SetVote(contest_id, how, rules, has_reopening=False))
    return meeting


def contests_of(session: Session, meeting_id: int) -> dict[str, int]:
    found = session.scalars(select(Contest).where(Contest.meeting_id == meeting_id))
    return {contest.label: contest.id for contest in found}


def lay_online_vote(
    session: Session, meeting: Meeting, *, contests: Sequence[ContestOnline] = (), **settings: object
) -> OnlineRoom:
    """Set up, key made and tried, codes given out, open; commits. `settings` are those of `SetUpOnlineVote`."""
    act = Act(session, SYSTEM, NOW)
    usual = {"opens_at": OPENS, "closes_at": CLOSES, "contests": tuple(contests)}
    set_up(act, SetUpOnlineVote(meeting_id=meeting.id, **{**usual, **settings}))  # type: ignore[arg-type]  # by name
    words = make_key(act, meeting.id)
    if words:
        try_key(act, meeting.id, words)
    put_voters(act, meeting.id)
    rows = session.execute(
        select(Voter, RegisterEntry.name).join(RegisterEntry, RegisterEntry.id == Voter.entry_id).order_by(Voter.id)
    ).all()
    codes = {row.name: issue(act, row.Voter) for row in rows if row.Voter.meeting_id == meeting.id}
    open_vote(act, meeting.id)
    session.commit()
    return OnlineRoom(meeting.id, contests_of(session, meeting.id), words, codes)


def vote(
    session: Session, code: str, papers: Mapping[int, Sequence[int]], at: dt.datetime = WHILE_OPEN, receipt: str = ""
) -> Cast:
    """Cast in a transaction of its own, which is rolled back when it is refused. No choice is a paper left blank."""
    session.rollback()
    sent = {key: Paper(tuple(choices), is_blank=not choices) for key, choices in papers.items()}
    with durably():
        try:
            found = cast(Act(session, SYSTEM, at), CastVote(code, sent, receipt or new_code(), at))
        except BaseException:
            session.rollback()
            raise
        session.commit()
    return found


ADDRESS = "/desk/meetings/<int:meeting_id>/online-vote"
KEY = bytes(range(32))
"""Of the votes of `lay_votes`."""
ONLINE_FIELDS: dict[str, Mapping[str, Any]] = {
    ADDRESS: {"act": "open"},
    f"{ADDRESS}/codes": {"act": "print"},
    f"{ADDRESS}/key": {},
    f"{ADDRESS}/key-destroyed": {},
    f"{ADDRESS}/key/try": {"first": words_of(KEY)},
    f"{ADDRESS}/seal": {"first": words_of(KEY)},
    f"{ADDRESS}/set-up": {"smallest_group": "6"},
    f"{ADDRESS}/stop": {"change": "void", "told": "It begins anew."},
}
"""What is typed into each form of a vote online, over what its page has."""
KEY_SHOWN_ONCE = {f"{ADDRESS}/key"}
"""What is answered with a page that is made once."""


def lay_votes(session: Session, draft: Meeting, gone: Meeting) -> None:
    """A vote that is not open yet, of a meeting with a register; one that is closed, of the unit's first meeting; and
    one that does not count."""
    act = Act(session, SYSTEM, NOW)
    of_unit = select(Meeting).where(Meeting.unit_id == draft.unit_id).order_by(Meeting.held_on)
    closed = session.scalars(of_unit).all()[0]
    office = contests_of(session, draft.id)["Secretary"]
    set_vote(act, SetVote(office, VoteHow.MIXED, "plurality", has_reopening=False))
    over = {"opened_at": NOW, "padded_length": 40}
    for meeting, more in ((draft, {}), (closed, {**over, "closed_at": NOW}), (gone, {**over, "voided_at": NOW})):
        set_up(act, SetUpOnlineVote(meeting_id=meeting.id, opens_at=NOW, closes_at=NOW.replace(year=2999)))
        held = session.get_one(OnlineVote, meeting.id)
        held.public_key, held.key_tried_at = public_of(KEY), NOW
        held.voided_why = "A name was missing." if "voided_at" in more else None
        for name_of, value in more.items():
            setattr(held, name_of, value)
    session.flush()


def of_vote(rule: str, of: Mapping[str, Any]) -> dict[str, Any]:
    """What the address of a form of a vote online names at a place."""
    if rule in {f"{ADDRESS}/seal", f"{ADDRESS}/stop"}:
        return {"meeting_id": of["uncalled"]}
    return {"meeting_id": of["counted_meeting"]} if rule == f"{ADDRESS}/key-destroyed" else {}
