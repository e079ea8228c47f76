"""The verbs that record results and declare them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.facts import OfficeState
from agm.facts.plain import to_plain
from agm.meetings.models import Meeting, Section
from agm.meetings.operations.sections import save_section
from agm.nominations.commands import ContestError
from agm.nominations.models import Candidacy, CandidacyPerson, Contest
from agm.nominations.operations import set_candidacies
from agm.organisation.queries import incompatible_pairs
from agm.results.commands import ContestOutcome, Declare, EntryResult, RecordResults
from agm.results.models import ContestResult, Declaration, ResultLine
from agm.results.queries import (
    contests_with_candidacies,
    last_declaration,
    office_results,
    printed_name,
    results_by_contest,
)


def record_results(act: Act, command: RecordResults) -> Meeting:
    """Record what came of each contest that the command lists; the others stay as they are.

    Raises EditConflict if somebody else saved meanwhile, ContestError for an outcome that cannot be.
    """
    meeting = act.session.get_one(Meeting, command.meeting_id)
    save_section(act, meeting.id, Section.RESULTS, command.version)
    meeting.has_elections = command.has_elections
    contests = {contest.id: contest for contest in contests_with_candidacies(act.session, meeting.id)}
    results = results_by_contest(act.session, meeting.id)
    for outcome in command.outcomes:
        contest = contests.get(outcome.contest_id)
        if contest is None:
            raise ContestError("This office was taken off the meeting meanwhile. Reload the page.")
        check_outcome(contest, outcome)
        clear_lines(act.session, results.get(contest.id))
        candidacies = set_candidacies(act, contest, [entry.standing for entry in outcome.entries])
        set_result(act.session, contest, results.get(contest.id), outcome, candidacies)
    act.session.flush()
    check_incompatible(act.session, meeting.id)
    record(
        act, Action.RESULTS_AMENDED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        contests=[outcome.contest_id for outcome in command.outcomes],
    )  # fmt: skip
    return meeting


def check_outcome(contest: Contest, outcome: ContestOutcome) -> None:
    """Raise ContestError for the first thing in an outcome that cannot be."""
    elected = [entry for entry in outcome.entries if entry.is_elected]
    if len(elected) > contest.seats:
        places = "one place" if contest.seats == 1 else f"{contest.seats} places"
        raise ContestError(
            f"{contest.label} has {places}, but {len(elected)} are entered as elected. "
            "Take a name away, or add a place in the list of offices.",
            contest_id=contest.id, index=contest.seats,
        )  # fmt: skip
    for index, entry in enumerate(outcome.entries):
        if entry.votes is not None and entry.votes < 0:
            raise ContestError("Enter the votes as a number, for example 34.", contest_id=contest.id, index=index)
    if (
        elected
        and any(entry.is_unopposed for entry in elected)
        and any(entry.is_elected is False for entry in outcome.entries)
    ):
        raise ContestError(
            f"Somebody stood for {contest.label} and was not elected, so nobody was elected unopposed. "
            "Untick “unopposed”, or take the other name away.",
            contest_id=contest.id,
        )


def check_incompatible(session: Session, meeting_id: int) -> None:
    """Raise ContestError where somebody is recorded as elected to two offices that nobody may hold together."""
    contests = contests_with_candidacies(session, meeting_id)
    pairs = incompatible_pairs(session, [contest.office_id for contest in contests])
    if not pairs:
        return
    results = results_by_contest(session, meeting_id)
    won: dict[int, list[Contest]] = {}
    for contest in contests:
        for index, winner in winners(contest, results.get(contest.id)):
            for other in won.get(winner.person_id, []):
                if (min(contest.office_id, other.office_id), max(contest.office_id, other.office_id)) in pairs:
                    raise ContestError(
                        f"{printed_name(winner).displayed} is entered for {other.label} and for {contest.label}, which "
                        "nobody may hold together. Take the name away from one of the two, or change in the region’s "
                        "list of offices what can be held together.",
                        contest_id=contest.id, index=index,
                    )  # fmt: skip
            won.setdefault(winner.person_id, []).append(contest)


def winners(contest: Contest, result: ContestResult | None) -> Iterator[tuple[int, CandidacyPerson]]:
    """Everybody who was elected in a contest, each with the number of their entry, counted from 0."""
    elected = {line.candidacy_id for line in result.lines if line.is_elected} if result is not None else set()
    for index, candidacy in enumerate(contest.candidacies):
        if candidacy.id in elected:
            yield from ((index, person) for person in candidacy.people)


def set_result(
    session: Session,
    contest: Contest,
    result: ContestResult | None,
    outcome: ContestOutcome,
    candidacies: Sequence[Candidacy],
) -> None:
    """Copy an outcome to its rows."""
    if result is None:
        result = ContestResult(contest_id=contest.id, lines=[])
        session.add(result)
    result.state = outcome.state
    result.deferred_to = outcome.deferred_to if outcome.state is OfficeState.DEFERRED else None
    result.in_place_of = [to_plain(person) for person in outcome.in_place_of]
    result.papers_set_aside = outcome.papers_set_aside
    result.lines = [
        line_of(candidacy, entry)
        for candidacy, entry in zip(candidacies, outcome.entries, strict=True)
        if entry.is_elected is not None
    ]


def clear_lines(session: Session, result: ContestResult | None) -> None:
    """Take the lines away before those who stand change: a line may not outlive its candidacy."""
    if result is not None:
        result.lines = []
        session.flush()


def line_of(candidacy: Candidacy, entry: EntryResult) -> ResultLine:
    """One entry's outcome as a row; how somebody was elected is said only of those who were."""
    is_elected = bool(entry.is_elected)
    return ResultLine(
        candidacy_id=candidacy.id,
        is_elected=is_elected,
        is_unopposed=is_elected and entry.is_unopposed,
        is_re_elected=is_elected and entry.is_re_elected,
        is_co_opted=is_elected and entry.is_co_opted,
        votes=entry.votes,
    )


def declare(act: Act, command: Declare) -> Declaration | None:
    """Fix the results as they are recorded now; None where they are those of the standing declaration already.

    Raises ContestError where a declaration is replaced without a reason.
    """
    meeting = act.session.get_one(Meeting, command.meeting_id)
    outcomes = office_results(act.session, meeting.id)
    content: dict[str, Any] = {"outcomes": [to_plain(outcome, defaults=True, ids=True) for outcome in outcomes]}
    digest = hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()
    last = last_declaration(act.session, meeting.id)
    if last is not None and last.digest == digest:
        return None
    if last is not None and not command.reason:
        raise ContestError("Say why the declared results change.")
    declaration = Declaration(
        meeting_id=meeting.id,
        sequence=1 if last is None else last.sequence + 1,
        declared_at=act.at,
        declared_by=act.actor.name,
        results=content,
        digest=digest,
        replaces_id=None if last is None else last.id,
        reason=None if last is None else command.reason,
    )
    act.session.add(declaration)
    act.session.flush()
    record(
        act, Action.RESULTS_DECLARED, f"declaration:{declaration.id}", unit_id=meeting.unit_id,
        meeting=meeting.id, sequence=declaration.sequence, digest=digest,
    )  # fmt: skip
    return declaration
