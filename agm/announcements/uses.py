"""What of a candidate may be told in public: their name where they were not elected, and their votes."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.facts import Entry, MeetingFacts, Outcome, PersonName
from agm.language.withheld import WITHHELD
from agm.nominations.models import CandidacyPerson, Contest, Nomination, Nominee, Use
from agm.people.models import Consent, ConsentPurpose, Person
from agm.people.queries import last_act

OF_LOSERS = (ConsentPurpose.NAME_NOT_ELECTED, ConsentPurpose.VOTES)


def as_allowed(session: Session, meeting_id: int, facts: MeetingFacts) -> MeetingFacts:
    """The facts without what a candidate does not want told. Two statements; none where everybody was elected."""
    lost = [one for outcome in facts.results for one in outcome.entries if one.elected is False]
    ids = {person.person_id for entry in lost for person in entry.people if person.person_id is not None}
    if not ids:
        return facts
    refused = refused_uses(session, meeting_id, ids)
    return replace(facts, results=tuple(without_refused(one, refused) for one in facts.results)) if refused else facts


def refused_uses(session: Session, meeting_id: int, person_ids: set[int]) -> dict[int, set[ConsentPurpose]]:
    """By person, what they took back, and what they did not allow when they said that they stand."""
    refused: dict[int, set[ConsentPurpose]] = {}
    root = func.coalesce(Person.merged_into_id, Person.id)
    wanted = select(root).where(Person.id.in_(person_ids))
    of_record = select(Person.id, root, Consent).outerjoin(Consent, Consent.person_id == Person.id)
    said: dict[tuple[int, ConsentPurpose], list[Consent]] = {}
    standing: dict[int, int] = {}
    for number, person, consent in session.execute(of_record.where(root.in_(wanted))):
        standing[number] = person
        if consent is not None and consent.purpose in OF_LOSERS:
            said.setdefault((person, consent.purpose), []).append(consent)
    for (person, purpose), consents in said.items():
        if last_act(consents).withdrawn_at is not None:
            for number in (one for one, of in standing.items() if of == person):
                refused.setdefault(number, set()).add(purpose)
    answered = (
        select(CandidacyPerson.person_id, Nominee.consents)
        .join(Nomination, Nomination.candidacy_id == CandidacyPerson.candidacy_id)
        .join(Nominee, (Nominee.nomination_id == Nomination.id) & (Nominee.position == CandidacyPerson.position))
        .join(Contest, Contest.id == Nomination.contest_id)
        .where(Contest.meeting_id == meeting_id, CandidacyPerson.person_id.in_(person_ids), Nominee.answer.is_not(None))
    )
    for number, uses in session.execute(answered):
        if Use.VOTES.value not in uses:
            refused.setdefault(number, set()).add(ConsentPurpose.VOTES)
    return refused


def without_refused(outcome: Outcome, refused: Mapping[int, set[ConsentPurpose]]) -> Outcome:
    return replace(outcome, entries=tuple(entry_without(one, refused) for one in outcome.entries))


def entry_without(entry: Entry, refused: Mapping[int, set[ConsentPurpose]]) -> Entry:
    if entry.elected is not False:
        return entry
    uses = set().union(*(refused.get(one.person_id or 0, set()) for one in entry.people))
    people = tuple(
        PersonName(WITHHELD, person_id=one.person_id)
        if ConsentPurpose.NAME_NOT_ELECTED in refused.get(one.person_id or 0, set())
        else one
        for one in entry.people
    )
    return replace(entry, people=people, votes=None if ConsentPurpose.VOTES in uses else entry.votes)
