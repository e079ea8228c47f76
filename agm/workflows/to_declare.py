"""What a meeting's election comes to by its counts, who signed that and who was told, before it is public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.facts import Outcome, PersonName
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy
from agm.organisation.models import AdoptedRules
from agm.organisation.queries import incompatible_pairs, rules_of
from agm.people.queries import standing_records
from agm.results.models import (
    CandidateTold,
    DeclarationSignature,
    PapersChecked,
    PlaceGivenUp,
    PlannedDeclaration,
)
from agm.results.operations import declared
from agm.results.queries import candidacy_facts, contests_with_candidacies, officers_of
from agm.rules.quorum import QuorumOf
from agm.rules.rule_set import RuleSet
from agm.rules.two_offices import FreedPlace
from agm.voting.models import ContestVote, VoteHow
from agm.voting.queries import votes_by_contest
from agm.voting.queries.online import register_voters, register_votes
from agm.workflows.two_places import Clash, Holding, Settled, clashing, holdings, settle, winners
from agm.workflows.vote_results import VoteResult, known_since, vote_results


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
    rules = rules_under(session, meeting)
    contests = contests_with_candidacies(session, meeting.id)
    votes = votes_by_contest(session, meeting.id)
    found = vote_results(session, meeting.id, contests, votes, rules)
    settled = settled_offices(session, found, rules, is_countback=is_countback(votes))
    outcomes = {one.contest_id: one for one in settled.outcomes}
    stood = [
        (one, outcomes[result.contest.id])
        for result in found
        if result.contest.label not in settled.again
        for one in result.stood
    ]
    recounted = [f"{label} (counted again without whoever took another office)" for label in settled.again]
    signed = select(DeclarationSignature).where(DeclarationSignature.meeting_id == meeting.id)
    return ToDeclare(
        outcomes=settled.outcomes,
        waiting=(*(one.waits for one in found if one.waits), *recounted),
        stood=tuple(sorted(stood, key=lambda one: won(*one))),
        told=told_since(session, found),
        signatures=tuple(session.scalars(signed.order_by(DeclarationSignature.id))),
        needs_second=bool(rules.second_person_declares),
        officers=officers_of(session, meeting.id),
        candidates=tuple(
            person for one in contests for stands in one.candidacies for person in candidacy_facts(stands, None).people
        ),
        follows={one.contest.id: one.follows for one in found if one.follows},
        short=tuple(short_of_quorum(session, meeting, rules, found, votes)),
        clashes=settled.clashes,
        holdings=settled.holdings,
        void=tuple(one.contest.label for one in found if one.is_void),
        plan=session.get(PlannedDeclaration, meeting.id),
    )


def is_countback(votes: Mapping[int, ContestVote]) -> bool:
    return any(one.how is VoteHow.COUNTBACK for one in votes.values())


def told_since(session: Session, found: Sequence[VoteResult]) -> dict[int, CandidateTold]:
    """Who of those who stood was told this very result, by candidacy. At most one statement."""
    since = {one.id: known_since(result.counts) for result in found for one in result.stood}
    if not since:
        return {}
    told = session.scalars(select(CandidateTold).where(CandidateTold.candidacy_id.in_(since)))
    return {one.candidacy_id: one for one in told if one.told_at >= since[one.candidacy_id]}


def settled_offices(session: Session, found: Sequence[VoteResult], rules: RuleSet, *, is_countback: bool) -> Settled:
    """The outcomes after everybody took one of offices that exclude each other. At most four statements."""
    outcomes = [one.outcome for one in found if one.outcome is not None]
    asked = [one.office_id or 0 for one in outcomes] if len(outcomes) > 1 or is_countback else []
    pairs = incompatible_pairs(session, asked) if asked else set()
    held = tuple(holdings(session, outcomes, pairs)) if is_countback else ()
    same = standing_records(session, set().union(*map(winners, outcomes))) if pairs else {}
    if not pairs or not any(clashing(outcomes, pairs, same)):
        return Settled(tuple(outcomes), (), (), held)
    contests = [one.contest for one in found]
    counts = {one.contest.id: one.counts[-1] for one in found if one.counts}
    ids = [candidacy.id for one in contests for candidacy in one.candidacies]
    given_up = set(session.scalars(select(PlaceGivenUp.candidacy_id).where(PlaceGivenUp.candidacy_id.in_(ids))))
    return settle(outcomes, contests, counts, pairs, given_up, rules.freed_place or FreedPlace.VACANCY, same)


def rules_under(session: Session, meeting: Meeting) -> RuleSet:
    """The rules under which a meeting was called; none say nothing."""
    adopted = None if meeting.rules_id is None else session.get(AdoptedRules, meeting.rules_id)
    return RuleSet(name="") if adopted is None else rules_of(adopted)


def short_of_quorum(
    session: Session,
    meeting: Meeting,
    rules: RuleSet,
    found: Sequence[VoteResult],
    votes: Mapping[int, ContestVote],
) -> Iterator[str]:
    """Each vote in which fewer took part than the rules need. None without such a rule; else a statement, and one for
    each electorate."""
    quorums = [one for one in rules.quorums if one.of is QuorumOf.VOTE]
    took_part = {one.contest.id: one.took_part for one in found if one.took_part is not None}
    labels = {one.contest.id: one.contest.label for one in found}
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


def won(candidacy: Candidacy, outcome: Outcome) -> bool:
    ids = {one.person_id for one in candidacy.people}
    return any(entry.elected and {one.person_id for one in entry.people} == ids for entry in outcome.entries)
