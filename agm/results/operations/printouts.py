"""The verbs of printing: ask for papers, which a worker makes; forget them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.meetings.models import Meeting
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.results.commands import AskPrintout
from agm.results.models import PrintKind, Printout
from agm.rules.small_groups import is_too_few
from agm.rules.violations import refuse
from agm.voting.models import OnlineVote
from agm.voting.operations import letters_to_print
from agm.voting.operations.codes import vote_with_codes
from agm.voting.operations.online_setup import put_voters_of_register

KEPT_FOR = dt.timedelta(days=1)
MOST_COPIES = 1000
"""Of one file: more are asked for in parts."""
LARGEST_NUMBER = 99_999
SIZES = ("A4", "A5")
SMALLEST_GROUP = 5
"""Where no vote online says another."""


def ask_printout(act: Act, command: AskPrintout) -> Printout:
    """Have papers made to print. Only voting papers have a number, each its own."""
    meeting = act.session.get_one(Meeting, command.meeting_id)
    if not 1 <= command.copies <= MOST_COPIES:
        refuse("copies", "copies", f"One file has from 1 to {MOST_COPIES:,} papers. Ask for more in parts.")
    last = command.first + command.copies - 1
    if command.kind is PrintKind.VOTING_PAPERS and not 1 <= command.first <= last <= LARGEST_NUMBER:
        refuse("first_number", "first", f"The numbers go from 1 to {LARGEST_NUMBER:,}.")
    are_weighted = command.kind is PrintKind.VOTING_PAPERS and command.weight > 1
    vote = act.session.get(OnlineVote, meeting.id) if are_weighted else None
    smallest = SMALLEST_GROUP if vote is None else vote.smallest_group
    if are_weighted and is_too_few(command.copies, smallest):
        words = f"Fewer than {smallest} papers with a number of votes of their own would show how their voters voted."
        refuse("weight_of_few", "weight", words)
    if command.size not in SIZES:
        refuse("size_unknown", "size", "Choose A4 or A5.")
    wanted = asdict(command) | {"contest_ids": list(command.contest_ids)}
    copies = {"copies": command.copies, "first": command.first} if command.kind is PrintKind.VOTING_PAPERS else {}
    kept = {name: wanted[name] for name in ("size", "copies", "first", "contest_ids", "weight")}
    return put_to_print(act, meeting, command.kind, kept, copies)


def ask_code_letters(act: Act, meeting_id: int, public_key: bytes, *, again: bool = False) -> Printout | None:
    """Have letters with voting codes made for voters whom no mail reaches, for whoever has the private key; None where
    everybody has a code."""
    vote = vote_with_codes(act, meeting_id)
    put_voters_of_register(act, vote)
    letters = letters_to_print(act, meeting_id, again=again)
    if not letters:
        return None
    wanted = {"size": "A4", "copies": len(letters), "again": again, "public_key": public_key.hex()}
    return put_to_print(act, vote.meeting, PrintKind.CODE_LETTERS, wanted, {"copies": len(letters)})


def put_to_print(
    act: Act, meeting: Meeting, kind: PrintKind, wanted: Mapping[str, Any], noted: Mapping[str, object]
) -> Printout:
    """A file that the outbox makes and, a day later, forgets."""
    printout = Printout(meeting_id=meeting.id, kind=kind, wanted=dict(wanted), asked_at=act.at, asked_by=act.actor.name)
    act.session.add(printout)
    act.session.flush()
    subject = f"meeting:{meeting.id}"
    key = f"printout:{printout.id}:{act.at.isoformat()}"  # SQLite gives the number of a row that is gone to the next
    enqueue(
        act,
        NewJob(
            kind=JobKind.PRINTOUT, key=key, subject=subject, unit_id=meeting.unit_id, payload={"printout": printout.id}
        ),
        NewJob(
            kind=JobKind.PRINTOUT_DISPOSAL, key=f"{key}:disposal", subject=subject, unit_id=meeting.unit_id,
            due_at=act.at + KEPT_FOR,
        ),
    )  # fmt: skip
    record(act, Action.PRINTOUT_ASKED, subject, unit_id=meeting.unit_id, kind=str(kind), **noted)
    return printout


def dispose_of_printouts(act: Act) -> None:
    act.session.execute(delete(Printout).where(Printout.asked_at <= act.at - KEPT_FOR))
