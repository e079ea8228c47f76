"""A meeting in every state of its count, and what is typed into each form of the count room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import Act, Actor
from agm.counting.model import BallotGroup, Ballots, VoteTotals
from agm.facts import Entry, Outcome
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy, Contest
from agm.office_holders.commands import ElectedEntry, LeaveOffice, RecordElection
from agm.office_holders.operations import leave_office, record_elections
from agm.results.commands import CheckPapers, Declare, RecordComplaint
from agm.results.models import Complaint
from agm.results.operations import check_papers, declare, make_count, record_complaint
from agm.results.queries import candidacy_facts
from agm.rules.rule_set import RuleSet
from agm.rules.terms import AppointmentKind, EndReason
from agm.voting.commands import RecordVotes, SetVote, TypePaper
from agm.voting.models import VoteHow
from agm.voting.operations import add_batch, record_votes, set_vote, type_paper
from tests.support.records import NOW, facts_of, name, record

DIFFERING, UNTYPED = 1, 2
"""The batches of `typed`: of one the tellers say different things, of the other nobody has typed anything."""
TYPED, TIED, COUNTED = "Chair", "Secretary", "Non-portfolio officer"
"""The offices, by what became of their votes."""
VACANT = "Council"
"""An office that somebody left who was elected by rules with a countback."""
MEETING = "/desk/meetings/<int:meeting_id>"
OFFICE = f"{MEETING}/count/<int:contest_number>"
BATCH = f"{OFFICE}/papers/<int:batch_number>"
COMPLAINTS = f"{MEETING}/count/complaints"
COUNT_FIELDS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "/desk/<region_slug>/officers/<int:office_number>/countback": lambda _of: {"willing": ["2"]},
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
    f"{MEETING}/count/print": lambda of: {
        "kind": "nomination_form", "copies": "1", "first": "1", "size": "A4", "contests": [str(of["rooms"][TYPED])],
    },
    f"{MEETING}/count/papers-kept": lambda _of: {
        "destroyed_on-day": "3", "destroyed_on-month": "5", "destroyed_on-year": "2024",
        "what": "Ten papers.", "destroyed_by": "Cal Orr", "witness": "Eve Lund",
    },
    COMPLAINTS: lambda of: {
        "office": str(of["rooms"][COUNTED]), "received_on-day": "2", "received_on-month": "5",
        "received_on-year": "2024", "complainant": "Eve Vandal", "words": "It was wrong.",
    },
    f"{COMPLAINTS}/<int:complaint_number>": lambda _of: {"decision": "dismissed", "reason": "It was not."},
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
    known = tuple(Entry(people=(name(f"{place} {one}"),)) for one in ("Officer", "Guest"))
    vacant = Outcome(label=VACANT, seats=1, entries=known)
    meeting = record(session, facts_of(*offices, vacant, unit=unit_name, held_on="2023-04-21"))
    officer, teller = (Act(session, Actor.user(number, f"Teller {number}"), NOW) for number in (9001, 9002))
    numbers = offices_of(session, meeting.id)
    for label, how in {TYPED: VoteHow.PAPERS, TIED: VoteHow.HANDS, COUNTED: VoteHow.HANDS}.items():
        set_vote(officer, SetVote(numbers[label], how, "plurality", has_reopening=False))
    for label, votes in {TIED: (5, 5), COUNTED: (7, 3)}.items():
        record_votes(officer, RecordVotes(numbers[label], VoteTotals(votes)))
    make_count(officer, numbers[COUNTED])
    elect_by_ers97(officer, numbers[VACANT])
    batch = add_batch(officer, numbers[TYPED], 1)
    for act, typed in ((officer, "1"), (teller, "2")):
        type_paper(act, TypePaper(batch.id, 1, typed))
    add_batch(officer, numbers[TYPED], 2)
    declare(officer, Declare(meeting.id))
    leave_at_once(officer, meeting)
    later = replace(officer, at=NOW + dt.timedelta(days=2))
    complaint = RecordComplaint(numbers[COUNTED], later.at.date(), f"{place} Complainant", "The room was too small.")
    record_complaint(later, complaint, RuleSet(name="Ours", challenge_days=1))
    return meeting


def elect_by_ers97(act: Act, contest_id: int) -> None:
    set_vote(act, SetVote(contest_id, VoteHow.FILE, "ers97", has_reopening=False))
    record_votes(act, RecordVotes(contest_id, Ballots((BallotGroup((1, 2), 7), BallotGroup((2,), 3)))))
    check_papers(act, CheckPapers(contest_id, {"in_box": 10}))
    make_count(act, contest_id)


def leave_at_once(act: Act, meeting: Meeting) -> None:
    """Whoever the papers of the vacant office elected came to it, and left."""
    contest = act.session.scalars(
        select(Contest).where(Contest.meeting_id == meeting.id, Contest.label == VACANT)
    ).one()
    won = ElectedEntry(candidacy_facts(contest.candidacies[0], None).people, AppointmentKind.ELECTED)
    election = RecordElection(contest.office_id, meeting.held_on, (won,), ends_terms=True)
    (term,) = record_elections(act, f"meeting:{meeting.id}", 1, [election])
    ids = tuple(one.person_id for one in term.people)
    leave_office(act, LeaveOffice(term.id, ids, PartialDate(2023, 5, 1), EndReason.RESIGNED))


def offices_of(session: Session, meeting_id: int) -> dict[str, int]:
    found = session.scalars(select(Contest).where(Contest.meeting_id == meeting_id))
    return {contest.label: contest.id for contest in found}


def numbers_of_count(session: Session, meeting: Meeting, place: str) -> dict[str, Any]:
    """By what names them in addresses and fields, the records of `lay_count`."""
    rooms = offices_of(session, meeting.id)
    stood = select(Candidacy.id).where(Candidacy.contest_id == rooms[COUNTED], Candidacy.position == 1)
    complaint = select(Complaint.id).where(Complaint.contest_id == rooms[COUNTED]).order_by(Complaint.id)
    names = f'"{place} Hidden Ann"\n"{place} Hidden Bo"\n"{COUNTED}"\n'
    return {
        "counted_meeting": meeting.id,
        "rooms": rooms,
        "complaint_number": session.scalars(complaint.limit(1)).one(),
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
