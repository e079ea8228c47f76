"""What is laid for measuring fits the schema of today: a bench that cannot begin measures nothing."""

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from agm.meetings.models import RegisterEntry
from benches import door, nominations
from benches.filled import fill


def test_nominations_and_the_door_are_laid_in_a_database_that_is_filled(engine: Engine, session: Session) -> None:
    fill(engine, 1, 1)
    tokens, office = nominations.opened_call(session)
    links, people = door.lay(session)
    on_it = session.scalar(
        select(func.count()).select_from(RegisterEntry).where(RegisterEntry.meeting_id == door.MEETING)
    )
    assert (len(tokens), len(links), len(people)) == (nominations.CLIENTS, door.DOORS, door.PEOPLE)
    assert on_it == door.PEOPLE
    assert office
