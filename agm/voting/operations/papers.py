"""The verbs on votes: how a contest is voted on, its figures, and its papers as tellers type them."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.counting.doubtful_papers import PaperReason
from agm.counting.errors import CountingError
from agm.counting.exact_json import plain, value_of
from agm.counting.model import Ballots, Rounds, VoteTotals
from agm.counting.read.typed_paper import read_paper, write_paper
from agm.counting.rules import RULE_SETS, Method
from agm.database.locking import lock_row
from agm.nominations.models import Contest
from agm.rules.violations import check_version, refuse
from agm.voting.commands import DecidePapers, RecordVotes, SetCountback, SetVote, TypePaper
from agm.voting.models import ContestVote, OnlineVote, PaperBatch, PaperEntry, PaperReading, Reading, Voted, VoteHow
from agm.voting.queries import (
    VOTED_ONLINE,
    BatchState,
    batch_state,
    check_paper,
    is_ranked,
    kind_of_paper,
    marks_each,
    on_paper,
)

OPEN_ONLINE = "The vote online is open, or was held: this stays as voters saw it."
MOST_PAPERS = 2000
"""Of one batch: more are no bundle that anybody would type in one go."""


MOST_WEIGHT = 1000
"""Votes of one paper."""


def set_vote(act: Act, command: SetVote) -> ContestVote:
    """Say how a contest is voted on, and by which rules it is counted; for the first time, who is on the paper.

    Raises RefusedError for rules that cannot count this contest, EditConflict if somebody else said otherwise.
    """
    session = act.session
    contest = lock_row(session, Contest, command.contest_id)
    has_papers = session.scalar(select(func.count()).where(PaperBatch.contest_id == contest.id))
    vote = session.get(ContestVote, contest.id, populate_existing=True)
    check_version(command.version, 0 if vote is None else vote.version)
    standing = [one.id for one in contest.candidacies]
    check_vote(command, contest, len(standing))
    if command.how is VoteHow.COUNTBACK and (vote is None or vote.how is not VoteHow.COUNTBACK):
        refuse("no_countback", "how", "A countback begins with the vacancy, on the page of the officers.")
    is_open = is_open_online(session, contest, vote, command)
    if vote is None:
        vote = ContestVote(contest_id=contest.id, how=command.how, version=0, candidacy_ids=standing)
    if vote.votes is None and not has_papers and not is_open:
        vote.candidacy_ids = standing
    elif bool(vote.has_reopening) is not command.has_reopening:
        refuse("papers_are_marked", "has_reopening", "Votes are entered already: the names on the paper stay.")
    elif vote.how is not command.how:
        if has_papers:
            refuse("papers_are_typed", "how", "Papers are typed already: take their batches away first.")
        vote.votes, vote.candidacy_ids = None, standing
    if has_papers and kind_of_paper(vote.counting_rules) != kind_of_paper(command.counting_rules):
        words = "Papers of another kind are typed already: take their batches away first."
        refuse("papers_are_typed", "counting_rules", words)
    if vote.how in VOTED_ONLINE and command.how not in VOTED_ONLINE:
        forget_void_votes(session, contest)
    if vote.electorate != command.electorate:
        check_nobody_voted(session, contest)
    vote.section, vote.member_class = command.electorate.section, command.electorate.member_class
    vote.how = command.how
    vote.counting_rules = command.counting_rules
    vote.has_reopening = command.has_reopening
    vote.withdrawn_ids = sorted(command.withdrawn_ids & set(vote.candidacy_ids))
    vote.version = command.version + 1
    session.add(vote)
    note(act, Action.VOTE_AMENDED, contest, how=str(vote.how), rules=vote.counting_rules, voters=vote.electorate.words)
    return vote


def forget_void_votes(session: Session, contest: Contest) -> None:
    """Where a vote online was void and an office is voted on anew in another way, everybody may vote once more."""
    online = session.get(OnlineVote, contest.meeting_id)
    if online is not None and online.voided_at is not None:
        session.execute(delete(Voted).where(Voted.contest_id == contest.id))


def check_nobody_voted(session: Session, contest: Contest) -> None:
    """Raises RefusedError where somebody has voted, or was given a paper, in who votes until now."""
    if session.scalar(select(Voted.contest_id).where(Voted.contest_id == contest.id).limit(1)) is not None:
        refuse("somebody_voted", "section", "Somebody has voted, or was given the paper, already: who votes stays.")


def set_countback(act: Act, command: SetCountback) -> ContestVote:
    """Let a contest that nobody votes in be decided by the papers of the election."""
    contest = lock_row(act.session, Contest, command.contest_id)
    vote = ContestVote(
        contest_id=contest.id,
        how=VoteHow.COUNTBACK,
        counting_rules=command.counting_rules,
        has_reopening=command.has_reopening,
        candidacy_ids=list(command.candidacy_ids),
        withdrawn_ids=sorted(command.unwilling),
        votes={"countback": plain(command.countback)},
        version=1,
    )
    act.session.add(vote)
    note(act, Action.VOTE_AMENDED, contest, how=str(vote.how), rules=vote.counting_rules)
    return vote


def is_open_online(session: Session, contest: Contest, vote: ContestVote | None, command: SetVote) -> bool:
    """Whether voters have this paper before them, or had. Raises RefusedError where it would not stay as it is."""
    online = session.get(OnlineVote, contest.meeting_id)
    is_open = online is not None and online.opened_at is not None and online.voided_at is None
    if not is_open or VOTED_ONLINE.isdisjoint({command.how, None if vote is None else vote.how}):
        return False
    if vote is None or vote.how is not command.how:
        refuse("voted_online", "how", OPEN_ONLINE)
    if vote.counting_rules != command.counting_rules:
        refuse("voted_online", "counting_rules", OPEN_ONLINE)
    if vote.electorate != command.electorate:
        refuse("voted_online", "section", OPEN_ONLINE)
    return True


def check_vote(command: SetVote, contest: Contest, standing: int) -> None:
    rules = RULE_SETS.get(command.counting_rules)
    if rules is None:
        refuse("rules_unknown", "counting_rules", "Choose how the votes are counted.")
    if not standing:
        refuse("nobody_stands", "", "Nobody stands for this office yet.")
    if command.how is VoteHow.NO_VOTE:
        if standing - len(command.withdrawn_ids) > contest.seats:
            words = f"{standing} stand for {contest.seats}: they are voted on."
            refuse("more_than_places", "how", words)
        return
    if command.how is VoteHow.COUNTBACK and not rules.has_countback:
        refuse("no_countback", "counting_rules", f"{rules.title} has no countback: leave the rules of the election.")
    if rules.single_seat and contest.seats > 1:
        words = f"{rules.title} fills one place, and there are {contest.seats}. Choose another way."
        refuse("one_place_only", "counting_rules", words)
    if rules.method is Method.YES_NO and (standing != 1 or not command.has_reopening):
        words = "Yes or no is asked of a sole candidate, with “no” (re-open nominations) on the paper."
        refuse("no_sole_candidate", "counting_rules", words)


def record_votes(act: Act, command: RecordVotes) -> ContestVote:
    """Keep the figures of a vote or of a round, or the papers of a file, in place of what was kept."""
    contest = lock_row(act.session, Contest, command.contest_id)
    vote = act.session.get_one(ContestVote, contest.id, populate_existing=True)
    check_paper(vote, contest.candidacies)
    if RULE_SETS[vote.counting_rules].method is Method.EXHAUSTIVE_BALLOT:
        held = rounds_of(vote)
        kept = held[: command.round_number - 1]
        if len(kept) < command.round_number - 1:
            refuse("round_missing", "", f"Round {len(kept) + 1} comes first.")
        vote.votes = {"rounds": plain(Rounds((*kept, command.votes)))}
    else:
        vote.votes = {"ballots" if isinstance(command.votes, Ballots) else "totals": plain(command.votes)}
    note(act, Action.VOTES_ENTERED, contest, round=command.round_number)
    return vote


def rounds_of(vote: ContestVote) -> tuple[VoteTotals | Ballots, ...]:
    """The rounds of an exhaustive ballot so far."""
    if not vote.votes or "rounds" not in vote.votes:
        return ()
    held: Rounds = value_of(Rounds, vote.votes["rounds"])
    return held.rounds


def add_batch(act: Act, contest_id: int, papers: int, weight: int = 1) -> PaperBatch:
    """A bundle to type; `weight` is how many votes each of its papers has. Raises RefusedError."""
    contest = lock_row(act.session, Contest, contest_id)
    if not 1 <= papers <= MOST_PAPERS:
        refuse("papers_of_batch", "papers", f"A batch has from 1 to {MOST_PAPERS:,} papers.")
    if not 1 <= weight <= MOST_WEIGHT:
        refuse("weight_of_batch", "weight", f"A paper has from 1 to {MOST_WEIGHT:,} votes.")
    check_paper(act.session.get_one(ContestVote, contest_id), contest.candidacies)
    last = act.session.scalar(select(func.max(PaperBatch.number)).where(PaperBatch.contest_id == contest_id)) or 0
    batch = PaperBatch(contest_id=contest_id, number=last + 1, papers=papers, weight=weight)
    act.session.add(batch)
    note(act, Action.BATCH_ADDED, contest, number=batch.number, papers=papers, weight=weight)
    return batch


def remove_batch(act: Act, batch: PaperBatch) -> None:
    """Take a batch away with all that was typed of it, for instance to begin it anew."""
    contest = lock_row(act.session, Contest, batch.contest_id)
    act.session.execute(delete(PaperEntry).where(PaperEntry.batch_id == batch.id))
    number = batch.number
    act.session.delete(batch)
    note(act, Action.BATCH_REMOVED, contest, number=number)


def reading_of(state: BatchState, act: Act) -> Reading | None:
    """Which entry of a batch whoever acts makes: their own, or the next that nobody makes yet; None where there is
    none."""
    for one in state.batch.readings:
        if one.actor == act.actor.key:
            return Reading(one.reading)
    taken = {one.reading for one in state.batch.readings}
    return next((one for one in (Reading.FIRST, Reading.SECOND) if one not in taken), None)


def type_paper(act: Act, command: TypePaper) -> PaperEntry:
    """Take one paper as the teller who acts reads it. The log gets one entry for the whole batch, when all are typed.

    Raises RefusedError for what cannot stand on the paper, and for a third teller.
    """
    session = act.session
    batch = lock_row(session, PaperBatch, command.batch_id)
    contest = session.get_one(Contest, batch.contest_id)
    vote = session.get_one(ContestVote, batch.contest_id)
    state = state_of(session, batch)
    reading = reading_of(state, act)
    if reading is None:
        refuse("typed_twice", "", "Two tellers have this batch already.")
    if not 1 <= command.position <= batch.papers:
        refuse("no_such_paper", "", f"The batch has {batch.papers} papers.")
    if state.is_typed_twice:
        refuse("both_finished", "", "Both have typed the whole batch: compare the two.")
    typed = checked(vote, contest, command)
    teller = session.get(PaperReading, (batch.id, reading))
    if teller is None:
        teller = PaperReading(batch_id=batch.id, reading=reading, actor=act.actor.key, name=act.actor.name)
        session.add(teller)
    entry = session.get(PaperEntry, (batch.id, reading, command.position))
    if entry is None:
        entry = PaperEntry(batch_id=batch.id, reading=reading, position=command.position)
        session.add(entry)
    entry.typed, entry.set_aside = typed, command.set_aside
    session.flush()
    entries = select(func.count()).where(PaperEntry.batch_id == batch.id, PaperEntry.reading == reading)
    if teller.finished_at is None and session.scalar(entries) == batch.papers:
        teller.finished_at = act.at
        note(act, Action.PAPERS_TYPED, contest, batch=batch.number, reading=int(reading), papers=batch.papers)
    return entry


def checked(vote: ContestVote, contest: Contest, command: TypePaper) -> str:
    """What was typed, in the one way of writing it. Raises RefusedError."""
    if command.set_aside is not None:
        if command.set_aside not in set(PaperReason):
            refuse("reason_unknown", "set_aside", "Choose why the paper is set aside.")
        return ""
    names = [one.name for one in on_paper(vote, contest.candidacies)]
    try:
        most = marks_each(vote, contest.seats)
        return write_paper(read_paper(command.typed, names, ranked=is_ranked(vote), votes=most))
    except CountingError as error:
        refuse("paper_unreadable", "typed", error.problems[0])


def decide_papers(act: Act, command: DecidePapers) -> None:
    """Keep what both tellers found where their entries differ; their own entries stay beside it."""
    session = act.session
    batch = lock_row(session, PaperBatch, command.batch_id)
    contest = session.get_one(Contest, batch.contest_id)
    vote = session.get_one(ContestVote, batch.contest_id)
    differing = set(state_of(session, batch).differing)
    for position, paper in command.papers.items():
        if position not in differing:
            refuse("not_differing", "", f"The two entries of paper {position} are the same.")
        entry = session.get(PaperEntry, (batch.id, Reading.DECIDED, position))
        if entry is None:
            entry = PaperEntry(batch_id=batch.id, reading=Reading.DECIDED, position=position)
            session.add(entry)
        entry.typed, entry.set_aside = checked(vote, contest, paper), paper.set_aside
    note(act, Action.PAPERS_DECIDED, contest, batch=batch.number, papers=len(command.papers))


def state_of(session: Session, batch: PaperBatch) -> BatchState:
    session.flush()
    state = batch_state(session, batch.contest_id, batch.number)
    if state is None:
        raise LookupError("the batch is gone")
    return state


def note(act: Act, action: Action, contest: Contest, **details: object) -> None:
    unit_id = contest.meeting.unit_id
    record(act, action, f"contest:{contest.id}", unit_id=unit_id, meeting=contest.meeting_id, **details)
