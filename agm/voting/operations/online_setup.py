"""Making a vote online ready: its hours and rules, its key, its voters; and opening it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import ColumnElement, case, delete, func, insert, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.counting.read.typed_paper import write_paper
from agm.counting.rules import RULE_SETS, Method
from agm.database.locking import lock_row
from agm.meetings.models import Meeting, Register, RegisterEntry
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.rules.code_letters import LENGTH, LETTERS
from agm.rules.code_strength import CodeForm, Guessing, too_short_in_words
from agm.rules.violations import RefusedError, Violation, check_version, raise_if, refuse
from agm.voting.ballot_box import Opener, PlainPaper, length_for, new_key, public_of, seal
from agm.voting.commands import SetUpOnlineVote
from agm.voting.key_words import KeyWordsError, halves_of, key_of, together, words_of
from agm.voting.models import KeyMode, OnlineContest, OnlineVote, PostalVote, ServerKey, Voter
from agm.voting.online_lock import hold, lock
from agm.voting.queries.online import OnlineBallot, last_close, may_be_voters, online_ballots, voters_by_weight
from agm.voting.queries.papers import check_paper

HOLDERS = 2
MOST_TRIES_PER_HOUR = 3_600_000
"""Of codes, by everybody together: a thousand a second, more than a server answers."""
GRACE = dt.timedelta(seconds=30)
"""After the closing hour: for votes that were received before and are still being written."""
OPENED = "The vote is open: what it is held under stays."


def set_up(act: Act, command: SetUpOnlineVote) -> OnlineVote:
    """Keep how a meeting votes online. Raises RefusedError once it is open, EditConflict if somebody else saved."""
    session = act.session
    meeting = lock_row(session, Meeting, command.meeting_id)
    lock(session, "pg_advisory_xact_lock", meeting.id)
    vote = session.get(OnlineVote, meeting.id, populate_existing=True)
    check_version(command.version, 0 if vote is None else vote.version)
    if vote is not None and vote.opened_at is not None:
        refuse("opened", "", OPENED)
    raise_if(faults_of(command))
    if vote is None:
        vote = OnlineVote(meeting_id=meeting.id, version=0, key_mode=command.key_mode)
    if vote.key_mode is not command.key_mode:
        forget_key(session, vote)
    for name in ("opens_at", "closes_at", "key_mode", "may_change", "receipts", "smallest_group", "both_votes"):
        setattr(vote, name, getattr(command, name))
    vote.weights = dict(command.weights)
    vote.version = command.version + 1
    session.add(vote)
    session.flush()
    keep_contests(session, vote, command)
    weigh(session, vote)
    note(act, Action.ONLINE_VOTE_SET_UP, vote, key=str(vote.key_mode), receipts=str(vote.receipts))
    return vote


def faults_of(command: SetUpOnlineVote) -> list[Violation]:
    found = []
    if command.closes_at <= command.opens_at:
        found.append(Violation("closes_first", "closes_at", "The vote closes after it opens."))
    if command.smallest_group < 1:
        found.append(Violation("smallest_group", "smallest_group", "The smallest group has one voter or more."))
    if any(weight < 1 for weight in command.weights.values()):
        found.append(Violation("weight", "weights", "A member has one vote or more: enter a whole number."))
    for place, one in enumerate(command.contests):
        if (one.closes_at or command.closes_at) <= (one.opens_at or command.opens_at):
            words = "This office’s vote closes after it opens."
            found.append(Violation("closes_first", f"contests.{place}.closes_at", words))
    return found


def keep_contests(session: Session, vote: OnlineVote, command: SetUpOnlineVote) -> None:
    ours = {one.contest.id for one in online_ballots(session, vote)}
    foreign = [place for place, one in enumerate(command.contests) if one.contest_id not in ours]
    raise_if(Violation("not_online", f"contests.{place}", "This office is not voted on online.") for place in foreign)
    session.execute(delete(OnlineContest).where(OnlineContest.contest_id.in_(ours)))
    session.add_all(
        OnlineContest(
            contest_id=one.contest_id,
            opens_at=one.opens_at,
            closes_at=one.closes_at,
        )
        for one in command.contests
        if one.opens_at or one.closes_at
    )
    session.flush()


def make_key(act: Act, meeting_id: int) -> tuple[str, ...]:
    """Make a new key, and return the words that are printed for the two who hold it, once; none where the server keeps
    it. An earlier key of this vote opens nothing from then on."""
    vote = hold(act.session, meeting_id)
    if vote.opened_at is not None:
        refuse("opened", "", OPENED)
    forget_key(act.session, vote)
    key = new_key()
    vote.public_key = public_of(key)
    vote.version += 1
    note(act, Action.VOTE_KEY_MADE, vote, key=str(vote.key_mode))
    if vote.key_mode is KeyMode.SERVER_KEY:
        act.session.add(ServerKey(meeting_id=meeting_id, private_key=key))
        vote.key_tried_at = act.at
        act.session.flush()
        return ()
    act.session.flush()
    held = halves_of(key) if vote.key_mode is KeyMode.SPLIT_KEY else (key,) * HOLDERS
    return tuple(words_of(one) for one in held)


def forget_key(session: Session, vote: OnlineVote) -> None:
    vote.public_key = vote.key_tried_at = None
    if vote.version:
        session.execute(delete(ServerKey).where(ServerKey.meeting_id == vote.meeting_id))


def try_key(act: Act, meeting_id: int, words: tuple[str, ...]) -> None:
    """Try whether the printed words open a box of this vote. Raises RefusedError with what to look at."""
    vote = hold(act.session, meeting_id)
    opener = opener_of(act.session, vote, words)
    public_key = vote.public_key or b""
    paper = PlainPaper(0, "0" * LENGTH, "")
    opener.open(seal(public_key, paper, length_for(paper)))
    vote.key_tried_at = act.at
    vote.version += 1
    note(act, Action.VOTE_KEY_TRIED, vote)


def opener_of(session: Session, vote: OnlineVote, words: tuple[str, ...]) -> Opener:
    """What opens the boxes of a vote. Raises RefusedError (no_key, words_unreadable, wrong_key)."""
    if vote.public_key is None:
        refuse("no_key", "", "The key of this vote is not made yet.")
    if vote.key_mode is KeyMode.SERVER_KEY:
        kept = session.get(ServerKey, vote.meeting_id)
        if kept is None:
            refuse("no_key", "", "The server does not have the key any more.")
        return Opener(kept.private_key)
    needed = HOLDERS if vote.key_mode is KeyMode.SPLIT_KEY else 1
    faults, parts = [], []
    for place, typed in enumerate((*words, *[""] * needed)[:needed]):
        try:
            parts.append(key_of(typed))
        except KeyWordsError as error:
            faults.append(Violation("words_unreadable", f"words.{place}", str(error)))
    raise_if(faults)
    key = together(*parts) if needed == HOLDERS else parts[0]
    if public_of(key) != vote.public_key:
        whose = "Both halves are needed, one from each sheet." if needed == HOLDERS else "Is it the last that was made?"
        refuse("wrong_key", "words.0", f"These words are a key, and not the one of this vote. {whose}")
    return Opener(key)


def put_voters(act: Act, meeting_id: int) -> int:
    """Make a voter of everybody who may vote by the register and is none yet. How many there are now."""
    session = act.session
    vote = session.get_one(OnlineVote, meeting_id)
    new = (
        select(
            RegisterEntry.meeting_id,
            RegisterEntry.id,
            RegisterEntry.section,
            RegisterEntry.member_class,
            weight_by_class(vote, RegisterEntry.member_class),
        )
        .where(may_be_voters(meeting_id), ~select(Voter.id).where(Voter.entry_id == RegisterEntry.id).exists())
        .order_by(RegisterEntry.sort_key, RegisterEntry.id)
    )
    columns = ["meeting_id", "entry_id", "section", "member_class", "weight"]
    session.execute(insert(Voter).from_select(columns, new))
    return session.scalar(select(func.count()).where(Voter.meeting_id == meeting_id)) or 0


def weigh(session: Session, vote: OnlineVote) -> None:
    weight = weight_by_class(vote, Voter.member_class)
    session.execute(update(Voter).where(Voter.meeting_id == vote.meeting_id).values(weight=weight))


def weight_by_class(vote: OnlineVote, member_class: InstrumentedAttribute[str | None]) -> ColumnElement[int]:
    known = [(member_class == name, int(weight)) for name, weight in sorted(vote.weights.items())]
    return case(*known, else_=1) if known else literal(1)


def open_vote(act: Act, meeting_id: int) -> OnlineVote:
    """Find everything ready: votes come in from the opening hour on. Raises RefusedError with all that is missing."""
    session = act.session
    vote = hold(session, meeting_id)
    if vote.opened_at is not None:
        refuse("opened", "", OPENED)
    put_voters_of_register(act, vote)
    ballots = online_ballots(session, vote)
    raise_if([*key_faults(vote, act), *(fault for one in ballots for fault in ballot_faults(session, one))])
    if not ballots:
        refuse("nothing_online", "", "No office is voted on online. Say first how each is voted on.")
    vote.opened_at = act.at
    vote.padded_length = max(length_for(longest_paper(one)) for one in ballots)
    vote.version += 1
    plan_close(act, vote)
    note(act, Action.ONLINE_VOTE_OPENED, vote, contests=len(ballots))
    return vote


def plan_close(act: Act, vote: OnlineVote) -> None:
    """Let the outbox close a vote when its last hour is over: closed is then a stored act, whatever a clock shows."""
    due = last_close(act.session, vote) + GRACE
    key, unit_id = f"vote:closing:{vote.meeting_id}:{vote.version}", vote.meeting.unit_id
    payload = {"meeting": vote.meeting_id}
    enqueue(act, NewJob(kind=JobKind.VOTE_CLOSING, key=key, payload=payload, due_at=due, unit_id=unit_id))


def put_voters_of_register(act: Act, vote: OnlineVote) -> None:
    register = act.session.get(Register, vote.meeting_id)
    if register is None or register.disposed_at is not None:
        refuse("not_frozen", "", "Freeze the register first: it says who may vote.")
    voters = put_voters(act, vote.meeting_id)
    if not voters:
        refuse("no_voters", "", "Nobody on the register may vote.")
    hours = (vote.closes_at - vote.opens_at) / dt.timedelta(hours=1)
    too_short = too_short_in_words(CodeForm(len(LETTERS), LENGTH), Guessing(voters, MOST_TRIES_PER_HOUR, hours))
    if too_short is not None:
        refuse("code_too_short", "", too_short)


def key_faults(vote: OnlineVote, act: Act) -> list[Violation]:
    found = []
    if vote.closes_at <= act.at:
        found.append(Violation("closed", "closes_at", "The hour at which the vote closes is over."))
    if vote.public_key is None:
        found.append(Violation("no_key", "", "Make the key first."))
    elif vote.key_tried_at is None:
        found.append(
            Violation("key_not_tried", "", "Try the printed words first: without the key no vote can be read.")
        )
    return found


def ballot_faults(session: Session, ballot: OnlineBallot) -> list[Violation]:
    """Why a contest cannot be voted on online."""
    label, found = ballot.contest.label, []
    try:
        check_paper(ballot.vote, ballot.contest.candidacies)
    except RefusedError as error:
        found += [Violation(one.code, "", f"{label}: {one.words}") for one in error.violations]
    if RULE_SETS[ballot.vote.counting_rules].method is Method.EXHAUSTIVE_BALLOT:
        words = f"{label} is decided in rounds, which need everybody in one room. Choose another way to count it."
        found.append(Violation("in_rounds", "", words))
    by_weight = voters_by_weight(session, ballot)
    if not by_weight:
        found.append(Violation("no_voters", "", f"{label}: nobody on the register belongs to its voters."))
    return found + lonely_weights(label, by_weight)


def lonely_weights(label: str, by_weight: Mapping[int, int]) -> list[Violation]:
    """A paper that weighs what only one voter’s weighs says who sent it."""
    alone = sorted(weight for weight, number in by_weight.items() if number == 1) if len(by_weight) > 1 else []
    words = "{}: only one voter has {} votes, so that their paper would be known. Vote openly, or without weights."
    return [Violation("weight_of_one", "weights", words.format(label, weight)) for weight in alone]


def longest_paper(ballot: OnlineBallot) -> PlainPaper:
    """The longest that anybody can send in a contest."""
    numbers = sorted((one.number for one in ballot.names), reverse=True)[: ballot.most]
    return PlainPaper(ballot.contest.id, "0" * LENGTH, write_paper(tuple(numbers)))


def note(act: Act, action: Action, of: OnlineVote | Voter | PostalVote, **details: object) -> None:
    unit_id = act.session.scalar(select(Meeting.unit_id).where(Meeting.id == of.meeting_id))
    record(act, action, f"meeting:{of.meeting_id}", unit_id=unit_id, **details)
