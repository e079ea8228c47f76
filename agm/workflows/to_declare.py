"""What a meeting's election comes to by its counts, who signed that and who was told, before it is public."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.counting.model import CandidateKind
from agm.counting.result import CountResult
from agm.counting.rules import Method
from agm.facts import Entry, OfficeState, Outcome, PersonName
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy, Contest
from agm.organisation.models import AdoptedRules
from agm.organisation.queries import incompatible_pairs, rules_of
from agm.results.counting import ToCount, check_opened, counts_of, is_count_of, papers_counted, result_of, to_count
from agm.results.from_count import from_count
from agm.results.models import (
    CandidateTold,
    Complaint,
    ComplaintDecision,
    Count,
    DeclarationSignature,
    PapersChecked,
    PlaceGivenUp,
    PlannedDeclaration,
)
from agm.results.operations import declared
from agm.results.queries import candidacy_facts, contests_with_candidacies, officers_of
from agm.results.small_votes import are_too_few, smallest_groups, without_figures
from agm.rules.quorum import Quorum, QuorumOf
from agm.rules.rule_set import RuleSet
from agm.rules.two_offices import FreedPlace
from agm.rules.violations import RefusedError, refuse
from agm.rules.what_follows import what_follows
from agm.voting.models import ContestVote, VoteHow
from agm.voting.queries import VOTED_ONLINE, countback_of, votes_by_contest
from agm.voting.queries.online import register_voters, register_votes
from agm.workflows.two_places import Clash, Holding, Settled, clashing, holdings, settle

TIES_SETTLED = {"lot": "by lot", "coin": "by the toss of a coin", "casting_vote": "by the chair’s decision"}


@dataclass(frozen=True, slots=True)
class ToDeclare:
    """What a meeting's election comes to, before it is public."""

    outcomes: tuple[Outcome, ...]
    waiting: tuple[str, ...]
    """The offices that are voted on and not counted yet."""
    stood: tuple[tuple[Candidacy, Outcome], ...]
    """Who stood in a vote; the losers first."""
    told: dict[int, CandidateTold]
    signatures: tuple[DeclarationSignature, ...]
    needs_second: bool
    officers: Mapping[str, str]
    """Who signs as returning officer, as `results.queries.officers_of` has them."""
    candidates: tuple[PersonName, ...] = ()
    """Whoever stands for any office of the meeting."""
    follows: Mapping[int, str] = field(default_factory=dict)
    """By the contest's number, what comes next where places stay empty."""
    short: tuple[str, ...] = ()
    """In words, each vote in which fewer took part than the rules need."""
    clashes: tuple[Clash, ...] = ()
    """Who has to say which of two offices they take."""
    holdings: tuple[Holding, ...] = ()
    """Who has to say whether they leave an office for the new one."""
    void: tuple[str, ...] = ()
    """The offices whose vote was found void, and is not held again yet."""
    plan: PlannedDeclaration | None = None
    """When these become public, where that is set."""

    @property
    def digest(self) -> str:
        return declared(self.outcomes)[1]

    @property
    def officer(self) -> DeclarationSignature | None:
        """The returning officer's signature under these very results; not of somebody who is that no more."""
        return next((one for one in self.valid if one.is_returning_officer and self.may_be_officer(one.actor)), None)

    def may_be_officer(self, actor: str) -> bool:
        return not self.officers or actor in self.officers

    def may_be_second(self, actor: str) -> bool:
        return actor != next(iter(self.officers), None)

    @property
    def second(self) -> DeclarationSignature | None:
        return next((one for one in self.valid if not one.is_returning_officer and self.may_be_second(one.actor)), None)

    @property
    def valid(self) -> list[DeclarationSignature]:
        return [one for one in self.signatures if one.results_digest == self.digest]

    @property
    def not_told(self) -> list[tuple[Candidacy, Outcome]]:
        return [one for one in self.stood if one[0].id not in self.told]

    @property
    def is_signed(self) -> bool:
        return self.officer is not None and (self.second is not None or not self.needs_second)


def to_declare(session: Session, meeting: Meeting) -> ToDeclare:
    """What came of every contest that is voted on here. Three statements more for each whose papers are typed."""
    votes, counts = votes_by_contest(session, meeting.id), counts_of(session, meeting.id)
    outcomes: list[Outcome] = []
    waiting: list[str] = []
    stood: list[tuple[Candidacy, Outcome]] = []
    heard_since: dict[int, dt.datetime] = {}
    follows: dict[int, str] = {}
    rules = rules_under(session, meeting)
    online = [key for key, one in votes.items() if one.how in {*VOTED_ONLINE, VoteHow.COUNTBACK}]
    smallest = smallest_groups(session, online) if online else {}
    contests = contests_with_candidacies(session, meeting.id)
    took_part: dict[int, TookPart] = {}
    void: list[str] = []
    voided = voided_counts(session, [one.id for one in contests])
    for contest in contests:
        vote = votes.get(contest.id)
        if vote is None:
            continue
        if vote.how is VoteHow.NO_VOTE:
            standing = [one for one in contest.candidacies if one.id not in vote.withdrawn_ids]
            if len(standing) > contest.seats:
                waiting.append(f"{contest.label} (more stand than there are places)")
            else:
                outcomes.append(unopposed(contest, standing))
                follows[contest.id] = what_follows(rules, outcomes[-1].vacancies, nobody_stands=not standing)
        elif contest.id in voided and counts[contest.id][-1].number <= voided[contest.id]:
            void.append(contest.label)
            outcomes.append(held_again(contest))
        elif contest.id not in counts:
            waiting.append(contest.label)
        elif (given := current(session, contest, vote, counts[contest.id][-1])) is None:
            waiting.append(f"{contest.label} (changed since the count)")
        else:
            outcomes.append(counted(contest, vote, counts[contest.id][-1], smallest))
            follows[contest.id] = what_follows(
                rules, outcomes[-1].vacancies, reopened=reopens(result_of(counts[contest.id][-1]))
            )
            took_part[contest.id] = part_in(given, counts[contest.id][-1])
            stood += [(one, outcomes[-1]) for one in contest.candidacies if one.id not in vote.withdrawn_ids]
            heard_since |= dict.fromkeys((one.id for one in contest.candidacies), known_since(counts[contest.id]))
    results = {one.contest_id or 0: result_of(counts[one.contest_id or 0][-1]) for _, one in stood}
    is_countback = any(one.how is VoteHow.COUNTBACK for one in votes.values())
    settled = settled_offices(session, outcomes, contests, results, rules, is_countback=is_countback)
    stood = [(one, same_office(settled.outcomes, of)) for one, of in stood if of.label not in settled.again]
    waiting += [f"{label} (counted again without whoever took another office)" for label in settled.again]
    ids = [one.id for one, _ in stood]
    told = session.scalars(select(CandidateTold).where(CandidateTold.candidacy_id.in_(ids))) if ids else ()
    signed = select(DeclarationSignature).where(DeclarationSignature.meeting_id == meeting.id)
    return ToDeclare(
        outcomes=settled.outcomes,
        waiting=tuple(waiting),
        stood=tuple(sorted(stood, key=lambda one: won(*one))),
        told={one.candidacy_id: one for one in told if one.told_at >= heard_since[one.candidacy_id]},
        signatures=tuple(session.scalars(signed.order_by(DeclarationSignature.id))),
        needs_second=bool(rules.second_person_declares),
        officers=officers_of(session, meeting.id),
        candidates=tuple(
            person for one in contests for stands in one.candidacies for person in candidacy_facts(stands, None).people
        ),
        follows={key: words for key, words in follows.items() if words},
        short=tuple(
            short_of_quorum(session, meeting, rules, {one.id: one.label for one in contests}, took_part, votes)
        ),
        clashes=settled.clashes,
        holdings=settled.holdings,
        void=tuple(void),
        plan=session.get(PlannedDeclaration, meeting.id),
    )


def settled_offices(
    session: Session,
    outcomes: Sequence[Outcome],
    contests: Sequence[Contest],
    results: Mapping[int, CountResult],
    rules: RuleSet,
    *,
    is_countback: bool,
) -> Settled:
    """The outcomes after everybody took one of offices that exclude each other. At most three statements."""
    asked = [one.office_id or 0 for one in outcomes] if len(outcomes) > 1 or is_countback else []
    pairs = incompatible_pairs(session, asked) if asked else set()
    held = tuple(holdings(session, outcomes, pairs)) if is_countback else ()
    if not pairs or not clashing(outcomes, pairs):
        return Settled(tuple(outcomes), (), (), held)
    ids = [candidacy.id for one in contests for candidacy in one.candidacies]
    given_up = set(session.scalars(select(PlaceGivenUp.candidacy_id).where(PlaceGivenUp.candidacy_id.in_(ids))))
    return settle(outcomes, contests, results, pairs, given_up, rules.freed_place or FreedPlace.VACANCY)


def same_office(outcomes: Sequence[Outcome], before: Outcome) -> Outcome:
    return next((one for one in outcomes if one.contest_id == before.contest_id), before)


def voided_counts(session: Session, contest_ids: Sequence[int]) -> dict[int, int]:
    """By contest, the number of the last count that does not stand. One statement."""
    found = session.scalars(
        select(Complaint).where(Complaint.contest_id.in_(contest_ids), Complaint.decision == ComplaintDecision.VOID)
    )
    voided: dict[int, int] = {}
    for one in found:
        voided[one.contest_id] = max(voided.get(one.contest_id, 0), one.voided_count or 0)
    return voided


def held_again(contest: Contest) -> Outcome:
    """What there is of a vote that was found void: nobody is elected until it is held again."""
    return Outcome(
        label=contest.label,
        plural_label=contest.plural_label,
        seats=contest.seats,
        canonical_key=contest.canonical_key,
        state=OfficeState.DEFERRED,
        entries=tuple(Entry(candidacy_facts(one, None).people) for one in contest.candidacies),
        office_id=contest.office_id,
        contest_id=contest.id,
    )


def current(session: Session, contest: Contest, vote: ContestVote, count: Count) -> ToCount | None:
    """What a count was made from, if that says what the votes say now, of everybody who stands."""
    try:
        given = to_count(session, contest, vote)
        check_opened(given)
    except RefusedError:  # votes are typed anew, or came by post
        return None
    everybody = all(one.id in vote.candidacy_ids for one in contest.candidacies)
    return given if everybody and is_count_of(count, given, vote.candidacy_ids) else None


def known_since(counts: Sequence[Count]) -> dt.datetime:
    """When the result of the last count was found first: a recount that agrees tells nobody anything new."""
    same = itertools.takewhile(lambda one: one.result_digest == counts[-1].result_digest, reversed(counts))
    return min(one.counted_at for one in same)


def rules_under(session: Session, meeting: Meeting) -> RuleSet:
    """The rules under which a meeting was called; none say nothing."""
    adopted = None if meeting.rules_id is None else session.get(AdoptedRules, meeting.rules_id)
    return RuleSet(name="") if adopted is None else rules_of(adopted)


@dataclass(frozen=True, slots=True)
class TookPart:
    """How many voted, and how many votes they had together."""

    people: int
    votes: int

    def of(self, quorum: Quorum) -> int:
        return self.votes if quorum.by_votes else self.people


def part_in(given: ToCount, count: Count) -> TookPart:
    """Of a count that was made from this."""
    votes = result_of(count).papers.papers
    if given.sheets is None:
        return TookPart(votes, votes)
    valid, aside = papers_counted(given)
    return TookPart(valid + sum(aside.values()), votes)


def short_of_quorum(
    session: Session,
    meeting: Meeting,
    rules: RuleSet,
    labels: Mapping[int, str],
    took_part: Mapping[int, TookPart],
    votes: Mapping[int, ContestVote],
) -> Iterator[str]:
    """Each vote in which fewer took part than the rules need. None without such a rule; else a statement, and one for
    each electorate."""
    quorums = [one for one in rules.quorums if one.of is QuorumOf.VOTE]
    if not quorums or not took_part:
        return
    checked = session.scalars(select(PapersChecked).where(PapersChecked.contest_id.in_(took_part)))
    electorates = {one.contest_id: one.figures.get("electorate") for one in checked}
    of = {votes[key].electorate for key in took_part}
    people = {one: register_voters(session, meeting.id, one) for one in of}
    by_votes = any(one.by_votes for one in quorums)
    weighed = {one: register_votes(session, meeting.id, one) for one in of} if by_votes else {}
    for contest_id, part in took_part.items():
        group = votes[contest_id].electorate
        members = electorates.get(contest_id) or people[group]
        for one in quorums:
            needed, number = one.needed(weighed[group] if one.by_votes else members), part.of(one)
            if number < needed:
                told = f"{number} votes were cast" if one.by_votes else f"{number} took part"
                yield f"{labels[contest_id]}: {told}, and the rules need {needed}. The vote is held again."


def reopens(result: CountResult) -> bool:
    """Whether places stay empty because re-opening nominations won them."""
    entries = {one.number for one in result.contest.candidates if one.kind is CandidateKind.REOPEN_NOMINATIONS}
    is_no = result.rules.method is Method.YES_NO and bool(result.vacant)
    return is_no or bool(entries & set(result.elected_numbers))


def won(candidacy: Candidacy, outcome: Outcome) -> bool:
    ids = {one.person_id for one in candidacy.people}
    return any(entry.elected and {one.person_id for one in entry.people} == ids for entry in outcome.entries)


def unopposed(contest: Contest, standing: Sequence[Candidacy]) -> Outcome:
    """Everybody who stands is elected without a vote; places that are left stay vacant."""
    return Outcome(
        label=contest.label,
        plural_label=contest.plural_label,
        seats=contest.seats,
        canonical_key=contest.canonical_key,
        state=OfficeState.DECIDED,
        entries=tuple(Entry(candidacy_facts(one, None).people, elected=True, unopposed=True) for one in standing),
        office_id=contest.office_id,
        contest_id=contest.id,
    )


def counted(contest: Contest, vote: ContestVote, count: Count, smallest: Mapping[int, int]) -> Outcome:
    """The outcome of a count, without figures where so few voted in secret that they would tell how; a candidacy that
    withdrew and was taken off since is nobody's place."""
    result = result_of(count)
    by_id = {one.id: one for one in contest.candidacies}
    gone = result.contest.withdrawn | (result.contest.sitting or set())
    if any(key not in by_id and number not in gone for number, key in enumerate(count.candidacy_ids, start=1)):
        refuse("candidates_changed", "", f"{contest.label}: who stands was changed after the count. Count again.")
    stand_in = contest.candidacies[0]
    outcome = from_count(result, [by_id.get(key, stand_in) for key in count.candidacy_ids])
    if are_too_few(result, contest.id, smallest):
        outcome = without_figures(outcome)
    if vote.how is VoteHow.COUNTBACK:
        outcome = replace(outcome, predecessors=countback_of(vote).in_place_of)
    methods = [str(one.decision.method) for one in result.ties if one.decision is not None]
    return replace(outcome, tie_settled=TIES_SETTLED.get(methods[-1])) if methods else outcome
