"""The verbs of the count room: papers accounted for, ties decided, counts made, results signed, candidates told."""

from __future__ import annotations

from importlib.metadata import version

from sqlalchemy import func, select

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.audit.row_digests import row_digests
from agm.counting.decided import LEAST_WITNESSES, Decided
from agm.counting.exact_json import plain
from agm.database.locking import lock_row
from agm.language.names import name_key
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy, Contest
from agm.results.commands import CheckPapers, DecideTie
from agm.results.counting import (
    METHODS,
    WITH_PAPERS,
    ToCount,
    check_opened,
    counted_figures,
    decisions_of,
    digest_of,
    figures_of,
    reconciliation_of,
    standing_of,
    to_count,
)
from agm.results.models import CandidateTold, Count, DeclarationSignature, PapersChecked, TieDecision
from agm.results.queries import officers_of
from agm.rules.lots import drawn_by_seed
from agm.rules.reconciliation import reconcile
from agm.rules.violations import refuse
from agm.voting.models import ContestVote
from agm.voting.queries import check_paper


def given_of(act: Act, contest_id: int) -> tuple[Contest, ContestVote, ToCount]:
    contest = lock_row(act.session, Contest, contest_id)
    vote = act.session.get(ContestVote, contest_id)
    if vote is None:
        refuse("no_vote_set", "", "Say first how this office is voted on.")
    given = to_count(act.session, contest, vote)
    check_opened(given)
    return contest, vote, given


def check_papers(act: Act, command: CheckPapers) -> PapersChecked:
    """Keep the figures of the papers, with the reasons for what does not add up."""
    contest, _, given = given_of(act, command.contest_id)
    figures = figures_of(given, command.figures)
    found = reconcile(figures, command.reasons)
    checked = act.session.get(PapersChecked, contest.id)
    if checked is None:
        checked = PapersChecked(contest_id=contest.id)
        act.session.add(checked)
    kept = {**command.figures, **counted_figures(figures)}
    checked.figures = {name: number for name, number in kept.items() if number is not None}
    equations = {one.equation for one in found.differences}
    checked.reasons = {equation: reason for equation, reason in command.reasons.items() if equation in equations}
    checked.checked_at, checked.checked_by = act.at, act.actor.name
    note(act, Action.PAPERS_CHECKED, contest, state=str(found.state), differences=len(found.differences))
    return checked


def decide_tie(act: Act, command: DecideTie) -> TieDecision:
    """Record how the tie was decided at which the count waits. It is never changed.

    Raises RefusedError where no tie waits, for too few witnesses, or a decision by one of those who are equal.
    """
    contest, _, given = given_of(act, command.contest_id)
    tie = standing_of(act.session, given, contest.id).tie
    if tie is None:
        refuse("no_tie", "", "No tie waits to be decided.")
    chosen = check_decision(command, tie.names, tie.tied, tie.choose)
    decision = TieDecision(
        meeting_id=contest.meeting_id,
        contest_id=contest.id,
        votes_digest=given.digest,
        stage=tie.stage,
        kind=str(tie.kind),
        tied=",".join(map(str, sorted(tie.tied))),
        chosen=list(chosen),
        method=command.method,
        seed=command.seed if command.method == "seed" else None,
        drawn_by=command.drawn_by,
        witnesses=list(command.witnesses),
        decided_at=act.at,
        decided_by=act.actor.name,
    )
    act.session.add(decision)
    contest.is_counted = True
    act.session.flush()
    note(act, Action.TIE_DECIDED, contest, method=command.method, row_digests=row_digests([decision]))
    return decision


def check_decision(command: DecideTie, names: tuple[str, ...], tied: tuple[int, ...], choose: int) -> tuple[int, ...]:
    """Whom the decision chose, in order. Raises RefusedError."""
    if command.method not in METHODS:
        refuse("method_unknown", "method", "Say how the tie was decided.")
    equal = {name_key(name) for name in names}
    if not command.drawn_by.strip():
        refuse("who_drew", "drawn_by", "Enter who drew or decided.")
    if name_key(command.drawn_by) in equal:
        refuse("drawn_by_tied", "drawn_by", "Nobody draws their own lot: somebody else has to.")
    witnesses = {name_key(name) for name in command.witnesses if name.strip()}
    if len(witnesses) < LEAST_WITNESSES:
        refuse("witnesses", "witness_two", "Enter two witnesses, who are two people.")
    if witnesses & equal:
        refuse("tied_witness", "witness_one", "Who is equal is no witness: enter somebody else.")
    if name_key(command.drawn_by) in witnesses:
        refuse("drawer_witness", "witness_one", "Who draws is not their own witness: enter somebody else.")
    if command.method == "seed":
        if not (command.seed or "").strip():
            refuse("seed_missing", "seed", "Enter the seed that was published.")
        order = drawn_by_seed(names, command.seed or "")
        return tuple(tied[names.index(name)] for name in order[:choose])
    if len(set(command.chosen)) != choose or not set(command.chosen) <= set(tied):
        words = "Choose who was drawn." if choose == 1 else f"Choose the {choose} who were drawn."
        refuse("chosen", "chosen", words)
    return command.chosen


def make_count(act: Act, contest_id: int, reason: str | None = None) -> Count:
    """Count the votes as they are entered, and keep the count with all that it was made from.

    Raises RefusedError where papers are not accounted for, a tie waits, or a recount does not say why.
    """
    contest, vote, given = given_of(act, contest_id)
    if given.votes is None:
        refuse("nobody_votes", "", "Nobody votes for this office: there is nothing to count.")
    check_paper(vote, contest.candidacies)
    if vote.how in WITH_PAPERS:
        checked = reconciliation_of(given, act.session.get(PapersChecked, contest.id))
        if checked is None or not checked.may_declare:
            refuse("papers_open", "", "Account for every paper first, and say why where something differs.")
    standing = standing_of(act.session, given, contest.id)
    if standing.state is Decided.ANOTHER_ROUND:
        refuse("another_round", "", "Nobody has more than half: another round is needed.")
    if standing.result is None and standing.tie is None:
        refuse("all_withdrew", "", "Everybody withdrew: say that this office is filled without a vote.")
    if standing.result is None:
        refuse("tie_open", "", "The count waits: decide the tie first.")
    number = act.session.scalar(select(func.max(Count.number)).where(Count.contest_id == contest.id)) or 0
    if number and not (reason or "").strip():
        refuse("recount_reason", "reason", "Say why the votes are counted again.")
    decisions = decisions_of(act.session, given, contest.id)
    count = Count(
        meeting_id=contest.meeting_id,
        contest_id=contest.id,
        number=number + 1,
        reason=reason if number else None,
        counted_at=act.at,
        counted_by=act.actor.name,
        library_version=version("agm"),
        candidacy_ids=list(vote.candidacy_ids),
        given=plain({"contest": given.contest, "votes": given.votes, "rules": given.rules, "ties": decisions}),
        votes_digest=given.digest,
        result=plain(standing.result),
        result_digest=digest_of(standing.result),
    )
    act.session.add(count)
    contest.is_counted = True
    act.session.flush()
    note(act, Action.CONTEST_COUNTED, contest, number=count.number, row_digests=row_digests([count]))
    return count


def sign_results(act: Act, meeting: Meeting, digest: str, *, is_returning_officer: bool) -> DeclarationSignature:
    """Put one's name under the results of this digest, in place of one's earlier signature.

    Raises RefusedError for whoever may not sign as that, or where somebody has.
    """
    lock_row(act.session, Meeting, meeting.id)
    check_signature(act, meeting.id, digest, is_returning_officer=is_returning_officer)
    mine = signature_of(act, meeting.id)
    if mine is None:
        mine = DeclarationSignature(meeting_id=meeting.id, actor=act.actor.key)
        act.session.add(mine)
    mine.name, mine.is_returning_officer = act.actor.name, is_returning_officer
    mine.signed_at, mine.results_digest = act.at, digest
    record(act, Action.RESULTS_SIGNED, f"meeting:{meeting.id}", unit_id=meeting.unit_id, digest=digest)
    return mine


def check_signature(act: Act, meeting_id: int, digest: str, *, is_returning_officer: bool) -> None:
    officers = officers_of(act.session, meeting_id)
    first = next(iter(officers), None)
    if is_returning_officer and officers and act.actor.key not in officers:
        words = f"{officers[first or '']} is the returning officer: only they or their deputy sign as that."
        refuse("not_returning_officer", "", words)
    if not is_returning_officer and act.actor.key == first:
        refuse("officer_is_second", "", "You are the returning officer: the second person is somebody else.")
    others = select(DeclarationSignature).where(
        DeclarationSignature.meeting_id == meeting_id, DeclarationSignature.actor != act.actor.key
    )
    for one in act.session.scalars(others):
        if name_key(one.name) == name_key(act.actor.name):
            refuse("signed_already", "", f"{act.actor.name} has signed already: somebody else has to sign as well.")
        is_officers = one.is_returning_officer and (not officers or one.actor in officers)
        if is_returning_officer and is_officers and one.results_digest == digest:
            refuse("officer_signed", "", f"{one.name} has signed as returning officer.")


def take_back_signature(act: Act, meeting: Meeting) -> None:
    mine = signature_of(act, meeting.id)
    if mine is None:
        refuse("not_signed", "", "You have not signed.")
    act.session.delete(mine)
    record(act, Action.SIGNATURE_TAKEN_BACK, f"meeting:{meeting.id}", unit_id=meeting.unit_id)


def signature_of(act: Act, meeting_id: int) -> DeclarationSignature | None:
    return act.session.scalar(
        select(DeclarationSignature).where(
            DeclarationSignature.meeting_id == meeting_id, DeclarationSignature.actor == act.actor.key
        )
    )


def tell_candidate(act: Act, candidacy: Candidacy, waived: str | None = None) -> CandidateTold:
    """Note that a candidate heard the result from a person, or why it is declared without."""
    told = act.session.get(CandidateTold, candidacy.id)
    if told is None:
        told = CandidateTold(candidacy_id=candidacy.id)
        act.session.add(told)
    told.told_at, told.told_by, told.waived = act.at, act.actor.name, waived
    meeting = candidacy.contest.meeting
    record(
        act, Action.CANDIDATE_TOLD, f"candidacy:{candidacy.id}", unit_id=meeting.unit_id, meeting=meeting.id,
        waived=waived is not None,
    )  # fmt: skip
    return told


def note(act: Act, action: Action, contest: Contest, **details: object) -> None:
    unit_id = contest.meeting.unit_id
    record(act, action, f"contest:{contest.id}", unit_id=unit_id, meeting=contest.meeting_id, **details)
