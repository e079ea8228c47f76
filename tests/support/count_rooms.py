"""A meeting in every state of its count, and what is typed into each form of the count room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import Act, Actor
from agm.counting.model import VoteTotals
from agm.facts import Entry, Outcome
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy, Contest
from agm.results.operations import make_count
from agm.voting.commands import RecordVotes, SetVote, TypePaper
from agm.voting.models import VoteHow
from agm.voting.operations import add_batch, record_votes, set_vote, type_paper
from tests.support.records import NOW, facts_of, name, record

DIFFERING, UNTYPED = 1, 2
"""The batches of `typed`: of one the tellers say different things, of the other nobody has typed anything."""
TYPED, TIED, COUNTED = "Chair", "Secretary", "Non-portfolio officer"
"""The offices, by what became of their votes."""
MEETING = "/desk/meetings/<int:meeting_id>"
OFFICE = f"{MEETING}/count/<int:contest_number>"
BATCH = f"{OFFICE}/papers/<int:batch_number>"
COUNT_FIELDS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    f"{OFFICE}/vote": lambda of: {"withdrawn": [str(of["candidacy"])]},
    f"{OFFICE}/count": lambda _of: {"reason": "A candidate asked for it."},
    f"{OFFICE}/file": lambda of: {"votes": of["votes_file"]},
    f"{OFFICE}/figures": lambda _of: {"votes-0-number": "6", "votes-1-number": "4"},
    f"{OFFICE}/papers-checked": lambda _of: {"in_box": "10"},
    f"{OFFICE}/tie": lambda _of: {
        "method": "lot", "chosen": ["1"], "drawn_by": "Cal Orr", "witness_one": "Eve Lund", "witness_two": "Flo Hart",
    },
    f"{OFFICE}/papers": lambda _of: {"papers": "3"},
    BATCH: lambda _of: {"position": "1", "typed": "2"},
    f"{BATCH}/compare": lambda _of: {"paper-1": "second"},
    f"{BATCH}/remove": lambda _of: {},
    f"{MEETING}/declare": lambda of: {"act": f"told-{of['candidacy']}"},
}  # fmt: skip
"""What is typed into each form, over what its page has."""


def room_of(rule: str) -> str:
    """The office that a form of the count room is about."""
    if rule.startswith(f"{OFFICE}/papers/") or rule.endswith("/papers"):
        return TYPED
    return COUNTED if rule.endswith(("/vote", "/count", "/file")) else TIED


def lay_count(session: Session, unit_name: str | None, place: str) -> Meeting:
    """A meeting with three offices for which two stand: papers that differ, equal votes, and a count."""
    people = tuple(Entry(people=(name(f"{place} Hidden {one}"),)) for one in ("Ann", "Bo"))
    offices = (Outcome(label=label, seats=1, entries=people) for label in (TYPED, TIED, COUNTED))
    meeting = record(session, facts_of(*offices, unit=unit_name, held_on="2023-04-21"))
    officer, teller = (Act(session, Actor.user(number, f"Teller {number}"), NOW) for number in (9001, 9002))
    numbers = offices_of(session, meeting.id)
    for label, how in {TYPED: VoteHow.PAPERS, TIED: VoteHow.HANDS, COUNTED: VoteHow.HANDS}.items():
        set_vote(officer, SetVote(numbers[label], how, "plurality", has_reopening=False))
    for label, votes in {TIED: (5, 5), COUNTED: (7, 3)}.items():
        record_votes(officer, RecordVotes(numbers[label], VoteTotals(votes)))
    make_count(officer, numbers[COUNTED])
    batch = add_batch(officer, numbers[TYPED], 1)
    for act, typed in ((officer, "1"), (teller, "2")):
        type_paper(act, TypePaper(batch.id, 1, typed))
    add_batch(officer, numbers[TYPED], 2)
    return meeting


def offices_of(session: Session, meeting_id: int) -> dict[str, int]:
    found = session.scalars(select(Contest).where(Contest.meeting_id == meeting_id))
    return {contest.label: contest.id for contest in found}


def numbers_of_count(session: Session, meeting: Meeting, place: str) -> dict[str, Any]:
    """By what names them in addresses and fields, the records of `lay_count`."""
    rooms = offices_of(session, meeting.id)
    stood = select(Candidacy.id).where(Candidacy.contest_id == rooms[COUNTED], Candidacy.position == 1)
    names = f'"{place} Hidden Ann"\n"{place} Hidden Bo"\n"{COUNTED}"\n'
    return {
        "counted_meeting": meeting.id,
        "rooms": rooms,
        "candidacy": session.scalars(stood).one(),
        "votes_file": f"2 1\n3 1 0\n1 2 0\n0\n{names}".encode(),
    }


def in_room(rule: str, ids: Mapping[str, Any], of_meeting: Mapping[str, Any]) -> dict[str, Any]:
    """What the address of a form of the count room names: an office of `ids` below the meeting of another place."""
    if rule not in COUNT_FIELDS and not rule.startswith(OFFICE):
        return {}
    batch = UNTYPED if rule == BATCH else DIFFERING
    number = ids["rooms"][room_of(rule)]
    return {"meeting_id": of_meeting["counted_meeting"], "contest_number": number, "batch_number": batch}
