"""On PostgreSQL rows are held before the log is: two acts at once wait for each other, and neither is given up."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement
from agm.audit.act import SYSTEM, Act
from agm.audit.actions import Action
from agm.audit.operations import record as write_entry
from agm.audit.queries import verify_chain
from agm.database.locking import lock_row
from agm.meetings.commands import AmendGuests
from agm.meetings.models import Meeting, Section
from agm.meetings.operations import amend_guests, remove_meeting
from agm.meetings.operations.sections import section_version
from agm.office_holders.models import OfficeTerm
from agm.organisation.models import Office
from agm.people.models import Person
from agm.workflows.publish_announcement import Announce, announce
from tests.support.databases import Database
from tests.support.records import NOW, drafted, elected, facts_of, make_organisation, make_region, record

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@pytest.fixture
def database(migrated_postgresql: Database) -> Database:
    """The one kind of database where rows are held apart."""
    migrated_postgresql.reset()
    return migrated_postgresql


@pytest.mark.postgresql
@pytest.mark.parametrize("held", [Office, Person])
def test_publishing_and_an_act_on_what_it_needs_do_not_stop_each_other(
    session: Session, engine: Engine, held: type[Office | Person]
) -> None:
    make_organisation(session)
    make_region(session)
    announcement_id = drafted(session, record(session, facts_of(elected("Chair", "Ann Bell")))).id
    session.commit()
    lock_row(session, held, session.scalars(select(held.id).order_by(held.id.desc())).first() or 0)

    def publish() -> None:
        with Session(engine) as other:
            announce(Act(other, SYSTEM, NOW), Announce(announcement_id, 1, names_agreed=True))
            other.commit()

    publishing = threading.Thread(target=publish)
    publishing.start()
    wait_until_it_waits_or_ends(engine, publishing)
    write_entry(Act(session, SYSTEM, NOW), Action.OFFICE_AMENDED, "office:1")
    session.commit()
    publishing.join()
    assert session.scalars(select(OfficeTerm)).one().people[0].person.name == "Ann Bell"
    assert verify_chain(session).is_sound


@pytest.mark.postgresql
@pytest.mark.parametrize("change", [Announce, AmendGuests])
def test_what_is_published_or_saved_while_a_meeting_is_being_removed_is_refused(
    session: Session, engine: Engine, change: type[Announce | AmendGuests]
) -> None:
    make_organisation(session)
    make_region(session)
    meeting = record(session, facts_of(elected("Chair", "Ann Bell")))
    announcement_id, meeting_id = drafted(session, meeting).id, meeting.id
    session.commit()
    refused: list[Exception] = []

    def act_meanwhile() -> None:
        with Session(engine) as other:
            other.get_one(Meeting, meeting_id)
            try:
                if change is Announce:
                    announce(Act(other, SYSTEM, NOW), Announce(announcement_id, 1, names_agreed=True))
                else:
                    version = section_version(other, meeting_id, Section.GUESTS)
                    amend_guests(Act(other, SYSTEM, NOW), AmendGuests(meeting_id, version, ()))
                other.commit()
            except NoResultFound as error:
                refused.append(error)

    remove_meeting(Act(session, SYSTEM, NOW), meeting)
    acting = threading.Thread(target=act_meanwhile)
    acting.start()
    wait_until_it_waits_or_ends(engine, acting)
    session.commit()
    acting.join()
    assert len(refused) == 1
    assert session.scalar(select(Announcement.current_sequence)) is None


def wait_until_it_waits_or_ends(engine: Engine, thread: threading.Thread) -> None:
    deadline = time.monotonic() + 60
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watching:
        while thread.is_alive() and not watching.scalar(WAITING):
            assert time.monotonic() < deadline
            thread.join(0.01)
