"""Whether somebody stands in the election of a meeting."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.nominations.models import Candidacy, CandidacyPerson, Contest
from agm.people.models import Person


def stands(session: Session, meeting_id: int, person_id: int) -> bool:
    """Whether a person, by any of the records that were joined, stands for an office. One statement."""
    record = func.coalesce(Person.merged_into_id, Person.id)
    same = select(record).where(Person.id == person_id).scalar_subquery()
    statement = (
        select(CandidacyPerson.id)
        .join(Candidacy, Candidacy.id == CandidacyPerson.candidacy_id)
        .join(Contest, Contest.id == Candidacy.contest_id)
        .join(Person, Person.id == CandidacyPerson.person_id)
        .where(Contest.meeting_id == meeting_id, record == same)
        .limit(1)
    )
    return session.scalar(statement) is not None


def contests_with_candidates(session: Session, meeting_id: int) -> list[tuple[Contest, int]]:
    """The contests of a meeting in order, each with how many people stand in it. One statement."""
    people = func.count(CandidacyPerson.id)
    statement = (
        select(Contest, people)
        .outerjoin(Candidacy, Candidacy.contest_id == Contest.id)
        .outerjoin(CandidacyPerson, CandidacyPerson.candidacy_id == Candidacy.id)
        .where(Contest.meeting_id == meeting_id)
        .group_by(Contest.id)
        .order_by(Contest.position)
    )
    return [(contest, number) for contest, number in session.execute(statement)]
