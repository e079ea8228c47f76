"""The verbs that record results and declare them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.audit.row_digests import row_digests
from agm.database.numbering import number
from agm.facts import Entry, Outcome, PersonName
from agm.facts.contradictions import contradictions
from agm.facts.plain import to_plain
from agm.meetings.models import Meeting, Section
from agm.meetings.operations.sections import save_section
from agm.nominations.commands import ContestError
from agm.nominations.models import Contest
from agm.nominations.operations import know_candidates, set_candidacies
from agm.organisation.queries import incompatible_pairs
from agm.people.commands import NamedPerson
from agm.people.forgetting import forget_those_left
from agm.people.models import Person
from agm.people.operations import resolve_people
from agm.results.commands import Declare, RecordResults
from agm.results.models import ContestResult, Count, Declaration, ResultLine
from agm.results.queries import (
    Recorded,
    declared_outcomes,
    last_declaration,
    office_result,
    office_results,
    recorded_results,
)


def record_results(act: Act, command: RecordResults, recorded: Sequence[Recorded] | None = None) -> Meeting:
    """Record what came of each contest that the command lists; the others stay as they are.

    `recorded` is what the caller read already in this transaction. That may be before the section is locked here: every
    other save of it raises the version, so that what was read is what is recorded if the version is still the form's.
    Raises EditConflict if somebody else saved meanwhile, ContestError for an outcome that cannot be.
    """
    session = act.session
    meeting = session.get_one(Meeting, command.meeting_id)
    section = save_section(act, meeting.id, Section.RESULTS, command.version)
    section.unsettled = {str(key): asked for key, asked in command.unsettled.items()} or None
    meeting.has_elections = command.has_elections
    recorded = recorded_results(session, meeting.id) if recorded is None else recorded
    by_id = {contest.id: contest for contest, _ in recorded}
    results = {contest.id: result for contest, result in recorded if result is not None}
    listed = [checked(by_id.get(outcome.contest_id or 0), outcome) for outcome in command.outcomes]
    named = command.named or [NamedPerson(one, one.person_id) for one in everybody(listed)]
    people = resolve_people(act, named, meeting.unit_id)
    entered = [(by_id[outcome.contest_id or 0], outcome) for outcome in with_ids(listed, people)]
    if not command.is_counted:
        refuse_other_than_counted(session, meeting.id, results, entered)
    set_candidacies(act, entered)
    set_results(session, results, entered)
    session.flush()
    left = know_candidates(session, meeting)
    refuse_incompatible(session, [office_result(contest, results.get(contest.id)) for contest, _ in recorded])
    record(
        act, Action.RESULTS_AMENDED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        contests=[outcome.contest_id for outcome in command.outcomes],
    )  # fmt: skip
    forget_those_left(act, left)
    return meeting


def refuse_other_than_counted(
    session: Session, meeting_id: int, results: Mapping[int, ContestResult], entered: Sequence[tuple[Contest, Outcome]]
) -> None:
    """Raise ContestError where anything but a count would change who was elected to an office that was counted."""
    counted = set(session.scalars(select(Count.contest_id).where(Count.meeting_id == meeting_id)))
    for contest, outcome in entered:
        if contest.id in counted and said(outcome) != said(office_result(contest, results.get(contest.id))):
            raise ContestError(
                f"The votes for {contest.label} are counted: count again and declare, to change the result.",
                contest_id=contest.id,
            )


def said(outcome: Outcome) -> set[tuple[frozenset[int | None], bool | None, int | None]]:
    """Who stood, who of them was elected, and with how many votes."""
    return {(frozenset(one.person_id for one in entry.people), entry.elected, entry.votes) for entry in outcome.entries}


def checked(contest: Contest | None, outcome: Outcome) -> Outcome:
    """An outcome with the contest's own label and seats. Raises ContestError for the first thing that cannot be."""
    if contest is None:
        raise ContestError("This office was taken off the meeting meanwhile. Reload the page.")
    outcome = replace(outcome, label=contest.label, plural_label=contest.plural_label, seats=contest.seats)
    for found in contradictions(outcome):
        raise ContestError(found.words, contest_id=contest.id, index=found.entry)
    return outcome


def everybody(outcomes: Iterable[Outcome]) -> Iterator[PersonName]:
    """Everyone who stood, in order."""
    return (person for outcome in outcomes for entry in outcome.entries for person in entry.people)


def with_ids(outcomes: Sequence[Outcome], people: Sequence[Person]) -> list[Outcome]:
    """The outcomes with the ids of those who are meant by `everybody`, in the same order."""
    known = iter([replace(one, person_id=person.id) for one, person in zip(everybody(outcomes), people, strict=True)])
    return [
        replace(
            outcome,
            entries=tuple(replace(entry, people=tuple(islice(known, len(entry.people)))) for entry in outcome.entries),
        )
        for outcome in outcomes
    ]


def refuse_incompatible(session: Session, outcomes: Sequence[Outcome]) -> None:
    """Raise ContestError where somebody is recorded as elected to two offices that nobody may hold together."""
    pairs = incompatible_pairs(session, [outcome.office_id or 0 for outcome in outcomes])
    won: dict[int | None, list[Outcome]] = {}
    for outcome in outcomes if pairs else ():
        for index, person in winners(outcome):
            for other in won.get(person.person_id, []):
                first, second = sorted((outcome.office_id or 0, other.office_id or 0))
                if (first, second) in pairs:
                    raise ContestError(
                        f"{person.displayed} is entered for {other.label} and for {outcome.label}, which nobody may "
                        "hold together. Take the name away from one of the two, or change in the region’s list of "
                        "offices what can be held together.",
                        contest_id=outcome.contest_id, index=index,
                    )  # fmt: skip
            won.setdefault(person.person_id, []).append(outcome)


def winners(outcome: Outcome) -> Iterator[tuple[int, PersonName]]:
    """Everybody who was elected, each with the number of their entry, counted from 0."""
    return ((index, person) for index, entry in enumerate(outcome.entries) if entry.elected for person in entry.people)


def set_results(
    session: Session, results: dict[int, ContestResult], entered: Sequence[tuple[Contest, Outcome]]
) -> None:
    """Copy outcomes to their rows, the inverse of `office_result`; `results` takes those that are new."""
    with session.no_autoflush:
        added = [ContestResult(contest_id=one.id, lines=[]) for one, _ in entered if one.id not in results]
        number(session, added)
        session.add_all(added)
        results.update((result.contest_id, result) for result in added)
        lines = []
        for contest, outcome in entered:
            result = results[contest.id]
            result.state = outcome.state
            result.deferred_to = outcome.deferred_to
            result.in_place_of = [to_plain(person) for person in outcome.predecessors]
            result.papers_set_aside = outcome.rejected_papers
            result.tie_settled = outcome.tie_settled
            result.votes_are = outcome.votes_are
            before = {line.candidacy_id: line for line in result.lines}
            result.lines = [
                set_line(before.get(candidacy.id) or ResultLine(candidacy=candidacy), entry)
                for candidacy, entry in zip(contest.candidacies, outcome.entries, strict=True)
                if entry.elected is not None or entry.votes is not None
            ]
            lines += [line for line in result.lines if line.id is None]
        number(session, lines)


def set_line(line: ResultLine, entry: Entry) -> ResultLine:
    """Copy one entry's outcome to its row, the inverse of `candidacy_facts`."""
    line.is_elected = entry.elected
    line.is_unopposed = entry.unopposed
    line.is_re_elected = entry.re_elected
    line.is_co_opted = entry.co_opted
    line.votes = entry.votes
    return line


def declared(outcomes: Sequence[Outcome]) -> tuple[dict[str, Any], str]:
    """What a declaration keeps of outcomes, and its digest."""
    content: dict[str, Any] = {"outcomes": [to_plain(outcome, defaults=True, ids=True) for outcome in outcomes]}
    return content, results_digest(content)


def declare(act: Act, command: Declare) -> Declaration | None:
    """Fix the results as they are recorded now; None where they are those of the standing declaration already.

    Raises ContestError where a declaration is replaced without a reason.
    """
    meeting = act.session.get_one(Meeting, command.meeting_id)
    outcomes = office_results(act.session, meeting.id)
    content, digest = declared(outcomes)
    last = last_declaration(act.session, meeting.id)
    # what was declared before a field existed is read with its default, and is no other result for that
    if last is not None and declared(declared_outcomes(last))[1] == digest:
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
        meeting=meeting.id, sequence=declaration.sequence, digest=digest, row_digests=row_digests([declaration]),
    )  # fmt: skip
    return declaration


def results_digest(results: object) -> str:
    """SHA-256 of a declaration's results in canonical JSON."""
    text = json.dumps(results, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
