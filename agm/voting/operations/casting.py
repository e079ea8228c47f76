"""Taking a vote: the mark that somebody voted and their paper in its box, in one transaction, or neither.

Nothing here is audited, and nothing gets a time: what is kept of one vote says who voted and not when.
"""

from __future__ import annotations

import datetime as dt
import enum
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import Insert, Row, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.counting.read.typed_paper import write_paper
from agm.database.engine import is_durable
from agm.language.en import clock_words, long_date
from agm.organisation.queries import time_zone_name
from agm.rules.code_letters import digest_of, read_code
from agm.rules.mixed_votes import Way
from agm.rules.violations import RefusedError, Violation, raise_if, refuse
from agm.voting.ballot_box import PlainPaper, seal
from agm.voting.commands import CastVote, Paper
from agm.voting.models import OnlineVote, SealedPaper, Voted
from agm.voting.queries.admission import VoterBallots, ballots_to_cast
from agm.voting.queries.online import OnlineBallot
from agm.voting.queries.papers import PaperKind

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnyValues: TypeAlias = dict[str, Any]

log = logging.getLogger(__name__)

INSERT: Mapping[str, Callable[[type[Voted | SealedPaper]], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
MARK = {
    name: insert_new(Voted).on_conflict_do_nothing().returning(Voted.contest_id) for name, insert_new in INSERT.items()
}
"""By database: a mark for each contest that has none yet, and of which contests it was new."""
MOST_DIGESTS = 50 * 65
"""Letters of what is kept of the forms that a box was filled by: fifty digests, and the spaces between them."""

ALREADY_VOTED = "A vote has already been recorded with this code."
OVERTAKEN = "This paper came before, and a newer one took its place: the newer one stays."
PAPER_GIVEN = "A voting paper was given out for this vote, so that it cannot be cast here."


def put_in_box(name: str) -> Insert:
    """Fill boxes; one that has a paper gets the new one, and keeps of which forms the earlier ones came."""
    new = INSERT[name](SealedPaper)
    forms = new.excluded.resend_digest + " " + SealedPaper.resend_digest
    changed = {"ciphertext": new.excluded.ciphertext, "resend_digest": func.substr(forms, 1, MOST_DIGESTS)}
    return new.on_conflict_do_update(index_elements=["voter_id", "contest_id"], set_=changed)


PUT_IN_BOX = {name: put_in_box(name) for name in INSERT}


class CastOutcome(enum.StrEnum):
    ACCEPTED = "accepted"
    SAME_AGAIN = "same_again"
    """The same form came a second time: it is recorded, once."""
    IN_PLACE_OF_EARLIER = "accepted_in_place_of_the_earlier"


@dataclass(frozen=True, slots=True)
class Cast:
    outcome: CastOutcome
    receipt: str


def cast(act: Act, command: CastVote, found: VoterBallots | None = None) -> Cast:
    """Keep a voter's papers, all of them or none. `found` is what `ballots_to_cast` gave earlier in this transaction.

    Raises RefusedError, after which the transaction has to be rolled back; `field` is `papers.<contest>` where one of
    the papers is meant. A form that comes a second time is told the same again, until the vote is sealed.
    """
    session = act.session
    if not is_durable(session):
        raise RuntimeError("votes are taken in a transaction that is declared durable")
    found = found or ballots_to_cast(session, command.code)
    check_form(command)
    vote, voter, offered = found.vote, found.voter, {one.contest.id: one for one in found.ballots}
    resend = digest_of_form(command)
    try:
        check_vote(session, vote, command.received_at)
        typed = {key: checked(session, vote, offered.get(key), key, command) for key in command.papers}
    except RefusedError:
        before = recorded(session, voter.id, list(command.papers))
        if came_before(before, command, resend):
            return Cast(CastOutcome.SAME_AGAIN, command.receipt)
        if vote.voided_at is None:
            refuse_recorded(vote, before)
        raise
    before = mark(session, voter.id, list(typed))
    if before:
        if came_before(before, command, resend):
            return Cast(CastOutcome.SAME_AGAIN, command.receipt)
        refuse_recorded(vote, before)
    boxes = [
        {
            "contest_id": key,
            "voter_id": voter.id,
            "ciphertext": seal(vote.public_key or b"", PlainPaper(key, command.receipt, text), vote.padded_length or 0),
            "resend_digest": resend,
        }
        for key, text in typed.items()
    ]
    connection = session.connection()
    connection.execute(PUT_IN_BOX[connection.dialect.name], alone(boxes))
    return Cast(CastOutcome.IN_PLACE_OF_EARLIER if before else CastOutcome.ACCEPTED, command.receipt)


def check_form(command: CastVote) -> None:
    """Raises RefusedError where a form is not whole."""
    if read_code(command.receipt) != command.receipt:
        refuse("receipt_unknown", "receipt", "This page is not complete. Open the link again.")
    if not command.papers:
        refuse("nothing_cast", "", "Choose in one office at least, or leave its paper blank on purpose.")


def check_vote(session: Session, vote: OnlineVote, received_at: dt.datetime) -> None:
    """Raises RefusedError while no vote comes in."""
    if vote.voided_at is not None:
        refuse("voided", "", f"This vote does not count. {vote.voided_why}")
    if vote.opened_at is None:
        refuse("not_open", "", f"The vote is not open yet. It opens on {told(session, vote.opens_at)}.")
    if vote.closed_at is not None:
        refuse_closed(session, vote.closes_at, received_at, vote.meeting_id)
    if vote.suspended_at is not None:
        refuse("suspended", "", f"The vote is stopped for now. {vote.suspended_why}")


def checked(session: Session, vote: OnlineVote, ballot: OnlineBallot | None, contest_id: int, command: CastVote) -> str:
    """A paper as it is kept. Raises RefusedError with what is wrong with it."""
    field = f"papers.{contest_id}"
    if ballot is None:
        refuse("not_your_contest", field, "You are not a voter in this contest.")
    if command.received_at > ballot.closes_at:
        refuse_closed(session, ballot.closes_at, command.received_at, vote.meeting_id)
    if command.received_at < ballot.opens_at:
        refuse("not_open", "", f"The vote is not open yet. It opens on {told(session, ballot.opens_at)}.")
    raise_if(paper_faults(command.papers[contest_id], ballot, field))
    choices = command.papers[contest_id].choices
    return write_paper(choices if ballot.kind is PaperKind.RANKED else tuple(sorted(choices)))


def paper_faults(paper: Paper, ballot: OnlineBallot, field: str) -> list[Violation]:
    """What a voter mends before the paper is cast: nothing is mended for them."""
    names, most, choices = len(ballot.names), ballot.most, paper.choices
    found = []
    if any(not 1 <= one <= names for one in choices):
        words = "Somebody was chosen who is not on this paper. Open the link again."
        return [Violation("unknown_candidate", field, words)]
    if len(set(choices)) != len(choices):
        found.append(Violation("named_twice", field, "Somebody is there twice. Each name has one place."))
    if ballot.withdrawn & set(choices):
        words = "Somebody whom you chose has withdrawn. Choose again: nothing is recorded yet."
        found.append(Violation("candidate_withdrawn", field, words))
    if len(set(choices)) > most:
        found.append(Violation("too_many", field, f"You chose {len(set(choices))}, and may choose {most}."))
    if paper.is_blank and choices:
        words = "You chose somebody and ticked that the paper stays blank. Take back one of the two."
        found.append(Violation("blank_and_chosen", field, words))
    if not paper.is_blank and not choices:
        words = "Nobody is chosen. Choose, or tick that you leave this paper blank."
        found.append(Violation("not_blank_on_purpose", field, words))
    return found


def mark(session: Session, voter_id: int, contest_ids: list[int]) -> dict[int, AnyRow]:
    """Mark that somebody voted. What was recorded of these contests before, by contest; empty where nothing was.

    The uniqueness of the mark decides between two who come at once, and nothing that was read before.
    """
    new = new_marks(session, voter_id, contest_ids, Way.ONLINE)
    if len(new) == len(contest_ids):
        return {}
    before = recorded(session, voter_id, contest_ids)
    return {key: row for key, row in before.items() if key not in new}


def new_marks(session: Session, voter_id: int, contest_ids: list[int], way: Way) -> set[int]:
    """Mark that somebody voted, or was given a paper. In which of these contests nothing was marked before."""
    rows = [{"contest_id": key, "voter_id": voter_id, "way": way} for key in sorted(contest_ids)]
    connection = session.connection()
    return set(connection.execute(MARK[connection.dialect.name], alone(rows)).scalars())


def alone(rows: list[AnyValues]) -> list[AnyValues] | AnyValues:
    """Rows as a statement takes them: one by itself spares it what many need."""
    return rows[0] if len(rows) == 1 else rows


def recorded(session: Session, voter_id: int, contest_ids: list[int]) -> dict[int, AnyRow]:
    """What is recorded of somebody: which way, and by which form."""
    mine = SealedPaper.contest_id == Voted.contest_id, SealedPaper.voter_id == Voted.voter_id
    rows = session.execute(
        select(Voted.contest_id, Voted.way, SealedPaper.resend_digest)
        .outerjoin(SealedPaper, mine[0] & mine[1])
        .where(Voted.voter_id == voter_id, Voted.contest_id.in_(contest_ids))
    )
    return {row.contest_id: row for row in rows}


def was_recorded(session: Session, found: VoterBallots, command: CastVote) -> bool:
    """Whether this very form was recorded already. Raises RefusedError (overtaken). One statement."""
    return came_before(recorded(session, found.voter.id, list(command.papers)), command, digest_of_form(command))


def digest_of_form(command: CastVote) -> str:
    """By which a form is known again, and neither its code nor its receipt is found."""
    return digest_of(read_code(command.code) or "", command.receipt, command.signature)


def came_before(before: Mapping[int, AnyRow], command: CastVote, resend: str) -> bool:
    """Whether it was this very form that all of it was recorded by. Raises RefusedError where another has taken its
    place since: a browser that sends an old page again must not undo a newer vote."""
    forms = [(row.resend_digest or "").split() for row in before.values()]
    if before.keys() == command.papers.keys() and all(digests[:1] == [resend] for digests in forms):
        return True
    if any(resend in digests[1:] for digests in forms):
        refuse("overtaken", "", OVERTAKEN)
    return False


def refuse_recorded(vote: OnlineVote, before: Mapping[int, AnyRow]) -> None:
    """Raises RefusedError where what is recorded stays."""
    on_paper = [key for key, row in before.items() if row.way is Way.PAPER]
    raise_if(Violation("paper_given", f"papers.{key}", PAPER_GIVEN) for key in on_paper)
    is_open = vote.may_change and vote.closed_at is None and vote.suspended_at is None and vote.voided_at is None
    if not is_open:
        raise_if(Violation("already_voted", f"papers.{key}", ALREADY_VOTED) for key in before)


def refuse_closed(session: Session, closes_at: dt.datetime, received_at: dt.datetime, meeting_id: int) -> None:
    """Raises RefusedError in the words that a slow phone is told; the log gets that it came, and nothing of it."""
    log.warning("A vote for meeting %s arrived after the close and is not counted", meeting_id)
    when = told(session, closes_at)
    if received_at <= closes_at:
        refuse("closed", "", "The vote is closed; your vote is not counted.")
    arrived = received_at.astimezone(ZoneInfo(time_zone_name(session)))
    words = f"The vote closed on {when}; yours arrived at {arrived:%H:%M:%S} on {long_date(arrived.date())}"
    refuse("closed", "", f"{words} and is not counted.")


def told(session: Session, at: dt.datetime) -> str:
    local = at.astimezone(ZoneInfo(time_zone_name(session)))
    return f"{long_date(local.date())} at {clock_words(local.time())}"
