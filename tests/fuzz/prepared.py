"""States of a meeting that nothing in the demonstration leads to, laid beside it for a fuzzer to meet."""

from __future__ import annotations

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act, Actor
from agm.counting.read.blt import read_blt
from agm.database.engine import durably
from agm.facts import Entry, Outcome
from agm.meetings.models import Meeting, RegisterEntry
from agm.membership.models import RollImport
from agm.nominations.models import Nominee
from agm.organisation.models import NATIONAL_ID, Organisation, Unit
from agm.outbox.models import OutboxJob
from agm.people.commands import NewLink
from agm.people.links import issue
from agm.people.models import LinkPurpose
from agm.results.commands import CheckPapers
from agm.results.operations import check_papers, make_count, sign_results, tell_candidate
from agm.voting.commands import RecordVotes, SealVote, SetVote
from agm.voting.models import VoteHow
from agm.voting.operations import close_vote, record_votes, seal_vote, set_vote
from agm.voting.operations.online_setup import GRACE
from agm.workflows.declare_counts import declare_counts
from agm.workflows.publish_announcement import Announce, announce
from agm.workflows.to_declare import to_declare
from tests.support.count_rooms import lay_count, offices_of
from tests.support.elections import lay_election
from tests.support.halls import lay_hall
from tests.support.motion_records import lay_minutes
from tests.support.online_votes import CHAIR, CLOSES, OnlineRoom, lay_meeting, lay_online_vote, member, vote
from tests.support.records import NOW, drafted, facts_of, make_region, name, record
from tests.support.told_drafts import draft_texts

NAMES = ("Ann Bell", "Bo Rope", "Cy Stay")
VOTES = b'3 1\n3 1 2 0\n2 3 0\n1 0\n0\n"Ann Bell"\n"Bo Rope"\n"Cy Stay"\n"Chair"\n'
FAR = NOW.replace(year=2999)
OFFICER = Actor.user(9001, "Returning officer")
VOTERS = 12
OF_DESK = (
    "", "/count", "/count/papers", "/count/print", "/count/complaints", "/count/papers-kept", "/online-vote",
    "/online-vote/codes", "/online-vote/key", "/online-vote/key/try", "/online-vote/seal", "/online-vote/stop",
    "/check-in", "/hall", "/declare", "/election", "/nominations", "/register", "/minutes", "/motions", "/tell",
)  # fmt: skip
OF_PUBLIC = ("", "/hall", "/candidates", "/nominate", "/receipts", "/votes", "/votes.csv", "/votes.json")


def prepare(session: Session) -> list[str]:
    """Lay them; commits. The addresses at which they begin."""
    session.execute(update(OutboxJob).values(due_at=FAR))  # of the demonstration: what requests ask for comes first
    session.scalars(select(Organisation)).one().name = facts_of().organisation.name
    without_roll = ~exists().where(RollImport.unit_id == Unit.id)
    regions = select(Unit).where(Unit.id != NATIONAL_ID, without_roll).order_by(Unit.id)
    first = session.scalars(regions.limit(1)).one()
    second, third = make_region(session, "Odd Counts"), make_region(session, "Odd Requests")
    counted = lay_room(session, first)
    begun = [counted, lay_counted_votes(session, second)]
    codes: list[str] = []
    for unit, state in ((first, "open"), (second, "closed"), (third, "sealed")):
        room = lay_votes_of(session, unit, state)
        begun.append(session.get_one(Meeting, room.meeting_id))
        codes += room.codes.values()
    links = [f"/m/{purpose}/{token}" for purpose, token in links_of(session, counted).items()]
    paths = [f"/vote/{code}" for code in codes] + links
    for meeting in begun:
        paths += [f"/desk/meetings/{meeting.id}{more}" for more in OF_DESK]
        paths += [f"/{meeting.unit.slug}/{meeting.slug}{more}" for more in OF_PUBLIC]
    session.commit()
    return paths


def lay_room(session: Session, unit: Unit) -> Meeting:
    """A meeting whose votes are being counted, with a complaint, a door, an election and drafts of its unit's texts."""
    act = Act(session, SYSTEM, NOW)
    meeting = lay_count(session, unit.name, "Fuzz")
    lay_hall(session, meeting)
    lay_election(act, meeting)
    lay_minutes(session, meeting)
    draft_texts(act, unit, "Fuzz")
    session.commit()
    return meeting


def lay_votes_of(session: Session, unit: Unit, state: str) -> OnlineRoom:
    """A vote online in which half of the voters have voted: open for good, closed, or sealed."""
    members = [member(number) for number in range(VOTERS)]
    meeting = lay_meeting(session, members, VoteHow.MIXED, unit=unit.name)
    meeting.is_announced_beforehand = True
    session.execute(update(RegisterEntry).where(RegisterEntry.meeting_id == meeting.id).values(may_vote=True))
    room = lay_online_vote(session, meeting, closes_at=FAR if state == "open" else CLOSES)
    for code in list(room.codes.values())[::2]:
        vote(session, code, {room.contests[CHAIR]: (2, 1)})
    if state != "open":
        close_vote(Act(session, SYSTEM, CLOSES + GRACE), meeting.id)
        session.commit()
    if state == "sealed":
        with durably():
            seal_vote(Act(session, SYSTEM, CLOSES + GRACE), SealVote(meeting.id, room.words[:1]))
            session.commit()
    return room


def lay_counted_votes(session: Session, unit: Unit) -> Meeting:
    """Votes that are counted, signed, declared and announced, so that they can be had as data."""
    act = Act(session, OFFICER, NOW)
    stand = Outcome(label="Chair", seats=1, entries=tuple(Entry(people=(name(one),)) for one in NAMES))
    meeting = record(session, facts_of(stand, unit=unit.name, held_on="2022-04-20"))
    chair = offices_of(session, meeting.id)["Chair"]
    set_vote(act, SetVote(chair, VoteHow.FILE, "av", has_reopening=False))
    record_votes(act, RecordVotes(chair, read_blt(VOTES).ballots))
    check_papers(act, CheckPapers(chair, {"in_box": 6, "electorate": 12}))
    make_count(act, chair)
    found = to_declare(session, meeting)
    for candidacy, _ in found.stood:
        tell_candidate(act, candidacy)
    sign_results(act, meeting, found.digest, is_returning_officer=True)
    declare_counts(act, meeting, None)
    announcement = drafted(session, meeting)
    announce(act, Announce(announcement.id, announcement.version, names_agreed=True))
    session.commit()
    return meeting


def links_of(session: Session, meeting: Meeting) -> dict[LinkPurpose, str]:
    """A personal link of each purpose; those about a record, about the first one that there may be."""
    entry = session.scalars(select(RegisterEntry.id).where(RegisterEntry.meeting_id == meeting.id)).first()
    nominee = session.scalars(select(Nominee.id).order_by(Nominee.id.desc())).first()
    about = {
        LinkPurpose.ACCEPT: nominee,
        LinkPurpose.SUPPORT: 1,
        LinkPurpose.CONFIRM: 1,
        LinkPurpose.CONFIRM: 1,
        LinkPurpose.PREVIEW: 1,
    }
    act = Act(session, SYSTEM, NOW)
    return {
        purpose: issue(act, NewLink(purpose, meeting.unit_id, FAR, meeting.id, about.get(purpose, entry)))
        for purpose in LinkPurpose
    }
