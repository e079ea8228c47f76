"""Declaring what was counted: the outcomes of every count become the meeting's results, and fill its offices."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.audit.act import Act
from agm.facts import Entry, OfficeState, Outcome, PersonName
from agm.language.names import name_key
from agm.meetings.models import Meeting, Section
from agm.meetings.operations.sections import section_version
from agm.nominations.models import Candidacy, Contest
from agm.organisation.models import AdoptedRules
from agm.organisation.queries import rules_of
from agm.results.commands import RecordResults
from agm.results.counting import counts_of, is_count_of, result_of, to_count
from agm.results.from_count import from_count
from agm.results.models import CandidateTold, Count, DeclarationSignature
from agm.results.operations import declared, record_results
from agm.results.queries import candidacy_facts, contests_with_candidacies, last_declaration, officers_of
from agm.rules.violations import RefusedError, Violation, raise_if, refuse
from agm.voting.models import ContestVote, VoteHow
from agm.voting.queries import votes_by_contest
from agm.workflows.declare_results import declare_results

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
    contests = contests_with_candidacies(session, meeting.id)
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
        elif contest.id not in counts:
            waiting.append(contest.label)
        elif not is_current(session, contest, vote, counts[contest.id][-1]):
            waiting.append(f"{contest.label} (changed since the count)")
        else:
            outcomes.append(counted(contest, counts[contest.id][-1]))
            stood += [(one, outcomes[-1]) for one in contest.candidacies]
            heard_since |= dict.fromkeys((one.id for one in contest.candidacies), known_since(counts[contest.id]))
    ids = [one.id for one, _ in stood]
    told = session.scalars(select(CandidateTold).where(CandidateTold.candidacy_id.in_(ids))) if ids else ()
    signed = select(DeclarationSignature).where(DeclarationSignature.meeting_id == meeting.id)
    return ToDeclare(
        tuple(outcomes),
        tuple(waiting),
        tuple(sorted(stood, key=lambda one: won(*one))),
        {one.candidacy_id: one for one in told if one.told_at >= heard_since[one.candidacy_id]},
        tuple(session.scalars(signed.order_by(DeclarationSignature.id))),
        needs_second(session, meeting),
        officers_of(session, meeting.id),
        tuple(
            person for one in contests for stands in one.candidacies for person in candidacy_facts(stands, None).people
        ),
    )


def is_current(session: Session, contest: Contest, vote: ContestVote, count: Count) -> bool:
    """Whether a count says what the votes say now, of everybody who stands."""
    try:
        given = to_count(session, contest, vote)
    except RefusedError:  # votes are typed anew
        return False
    everybody = all(one.id in vote.candidacy_ids for one in contest.candidacies)
    return everybody and is_count_of(count, given, vote.candidacy_ids)


def known_since(counts: Sequence[Count]) -> dt.datetime:
    """When the result of the last count was found first: a recount that agrees tells nobody anything new."""
    same = itertools.takewhile(lambda one: one.result_digest == counts[-1].result_digest, reversed(counts))
    return min(one.counted_at for one in same)


def needs_second(session: Session, meeting: Meeting) -> bool:
    adopted = None if meeting.rules_id is None else session.get(AdoptedRules, meeting.rules_id)
    return adopted is not None and bool(rules_of(adopted).second_person_declares)


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


def counted(contest: Contest, count: Count) -> Outcome:
    """The outcome of a count; a candidacy that withdrew and was taken off since is nobody's place."""
    result = result_of(count)
    by_id = {one.id: one for one in contest.candidacies}
    gone = result.contest.withdrawn
    if any(key not in by_id and number not in gone for number, key in enumerate(count.candidacy_ids, start=1)):
        refuse("candidates_changed", "", f"{contest.label}: who stands was changed after the count. Count again.")
    stand_in = contest.candidacies[0]
    outcome = from_count(result, [by_id.get(key, stand_in) for key in count.candidacy_ids])
    methods = [str(one.decision.method) for one in result.ties if one.decision is not None]
    return replace(outcome, tie_settled=TIES_SETTLED.get(methods[-1])) if methods else outcome


def declare_counts(act: Act, meeting: Meeting, user: User | None, reason: str | None = None) -> None:
    """Make the results of every count public record: outcomes, declaration, terms of office.

    Raises RefusedError for whatever is still open: counts, signatures, candidates who do not know.
    """
    found = to_declare(act.session, meeting)
    raise_if(open_points(found, user))
    last = last_declaration(act.session, meeting.id)
    if last is not None and not reason:
        refuse("reason_missing", "reason", "Say why the declared results change.")
    version = section_version(act.session, meeting.id, Section.RESULTS)
    record_results(act, RecordResults(meeting.id, version, True, found.outcomes, is_counted=True))
    declare_results(act, meeting, reason)


def open_points(found: ToDeclare, user: User | None) -> Sequence[Violation]:
    problems = []
    if not found.outcomes:
        problems.append(Violation("nothing_counted", "", "Nothing is counted yet."))
    if found.waiting:
        problems.append(Violation("counts_open", "", f"Not counted yet: {', '.join(found.waiting)}."))
    if found.officer is None:
        problems.append(Violation("officer_not_signed", "", "The returning officer has not signed these results."))
    if found.needs_second and found.second is None:
        problems.append(Violation("second_not_signed", "", "A second person has to sign, with their own sign-in."))
    if found.not_told:
        words = f"{len(found.not_told)} of those who stood have not been told yet."
        problems.append(Violation("not_told", "", words))
    if user is not None and stands(user, found):
        problems.append(Violation("candidate_declares", "", STANDS))
    return problems


STANDS = "Whoever stands in this election cannot declare its result."


def stands(user: User, found: ToDeclare) -> bool:
    """Whether a user is one of those who stand: by their record, or by their name."""
    return any(one.person_id == user.person_id or name_key(one.name) == name_key(user.name) for one in found.candidates)
