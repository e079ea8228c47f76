"""The votes behind a public report: what its declaration says, and the counts that it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from agm.announcements.models import Announcement, Revision
from agm.facts import Entry, Outcome
from agm.nominations.models import CandidacyPerson
from agm.organisation.models import AdoptedRules
from agm.organisation.queries import rules_of
from agm.results.counting import result_of
from agm.results.models import Count, Declaration, PapersChecked
from agm.results.queries import declared_outcomes
from agm.results.small_votes import are_too_few, smallest_groups


@dataclass(frozen=True, slots=True)
class PublicVotes:
    """Everything about the votes of a meeting that its public report lets be known."""

    meeting_slug: str
    date: str
    outcomes: Sequence[Outcome]
    counts: dict[int | None, Count]
    """By contest, the count that stood when the report was published; none where nobody voted with figures."""
    electorates: dict[int | None, int]
    """How many could vote, by contest, where that was written down before."""
    numbers: dict[int | None, dict[frozenset[int], int]]
    """By contest, the number on the paper of those who stood, by their ids."""
    named: frozenset[int | str]
    """Whom the report names, by id, or by name where that is not known."""
    shows_figures: bool
    """Whether the report prints votes."""
    is_count_published: bool
    """Whether the rules of the meeting let everybody have the papers."""

    def is_named(self, entry: Entry) -> bool:
        return all({person.person_id or person.displayed, person.displayed} & self.named for person in entry.people)

    def number(self, outcome: Outcome, entry: Entry) -> int | None:
        """The number of those who stood together on the paper that was counted."""
        ids = frozenset(person.person_id for person in entry.people if person.person_id is not None)
        return self.numbers.get(outcome.contest_id, {}).get(ids)

    def withheld(self, contest_id: int | None) -> set[int]:
        """The numbers, on the paper, of those whom the report does not name."""
        return {number for ids, number in self.numbers[contest_id].items() if not ids or not ids <= self.named}


def public_votes(session: Session, revision_id: int) -> PublicVotes | None:
    """None where nothing was counted and declared of the meeting. At most eight statements."""
    options = (undefer(Revision.style), undefer(Revision.facts))
    revision = session.get_one(Revision, revision_id, options=options)
    announcement = session.get_one(Announcement, revision.announcement_id)
    meeting = announcement.meeting
    if meeting is None or revision.document is None or revision.style is None:
        return None
    declared = select(Declaration).where(Declaration.meeting_id == meeting.id, Declaration.declared_at <= revision.at)
    declaration = session.scalars(declared.order_by(Declaration.sequence.desc()).limit(1)).first()
    if declaration is None:
        return None
    outcomes = declared_outcomes(declaration)
    counted = select(Count).where(Count.meeting_id == meeting.id, Count.counted_at <= declaration.declared_at)
    counts: dict[int | None, Count] = {one.contest_id: one for one in session.scalars(counted.order_by(Count.number))}
    smallest = smallest_groups(session, [key for key in counts if key is not None])
    counts = {key: one for key, one in counts.items() if not are_too_few(result_of(one), key, smallest)}
    if not counts:
        return None
    checked = select(PapersChecked).where(
        PapersChecked.contest_id.in_(counts), PapersChecked.checked_at <= declaration.declared_at
    )
    electorates = {one.contest_id: one.figures.get("electorate") for one in session.scalars(checked)}
    adopted = None if meeting.rules_id is None else session.get(AdoptedRules, meeting.rules_id)
    return PublicVotes(
        meeting_slug=meeting.slug,
        date=str(revision.held_on or ""),
        outcomes=outcomes,
        counts=counts,
        electorates={key: number for key, number in electorates.items() if number is not None},
        numbers={key: numbers_of(session, one) for key, one in counts.items()},
        named=frozenset(one.person_id or one.name for one in revision.document.people),
        shows_figures=revision.style.show_votes,
        is_count_published=adopted is not None and bool(rules_of(adopted).count_published),
    )


def numbers_of(session: Session, count: Count) -> dict[frozenset[int], int]:
    people: dict[int, set[int]] = {key: set() for key in count.candidacy_ids}
    stood = select(CandidacyPerson.candidacy_id, CandidacyPerson.person_id)
    for key, person_id in session.execute(stood.where(CandidacyPerson.candidacy_id.in_(people))):
        people[key].add(person_id)
    return {frozenset(people[key]): number for number, key in enumerate(count.candidacy_ids, start=1)}
