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
