"""Which units keep a person's record: naming somebody, in whatever way, gives no power over a record of others."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import Retract
from agm.announcements.operations.publishing import retract
from agm.audit.act import SYSTEM, Act
from agm.facts import Entry, MeetingFacts, MeetingKind, OfficeState, Outcome, SupportMessage
from agm.facts.files import facts_to_json
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting, Section
from agm.meetings.operations import remove_meeting
from agm.nominations.commands import AmendContests, ContestSetup
from agm.nominations.operations import amend_contests
from agm.office_holders.commands import FillVacancy
from agm.office_holders.operations import fill_vacancy
from agm.organisation.models import Office, Unit
from agm.people.commands import ChangeHome, MergePeople, NamedPerson
from agm.people.models import Person, PersonHome
from agm.people.operations import change_home, merge_people
from agm.results.commands import RecordResults
from agm.results.operations import record_results
from agm.rules.terms import AppointmentKind
from agm.web.kit.visibility import homes_of, is_home
from tests.support.client import StrictClient
from tests.support.records import (
    NOW,
    elected,
    facts_of,
    make_organisation,
    make_public,
    make_region,
    name,
    publish,
    record,
)

SignIn = Callable[..., StrictClient]
VICTIMS = ("Fens Chair", "Fens Loser", "Fens Guest", "Fens Co-optee")


@pytest.fixture
def people(session: Session) -> dict[str, int]:
    """Of the Fens: an officer and a loser of a published meeting, its guest, and somebody co-opted; all public."""
    make_organisation(session)
    regions = {unit: make_region(session, unit).id for unit in ("Severn Vale", "Fens")}
    stood = Entry((name(VICTIMS[0]),), elected=True, votes=9), Entry((name(VICTIMS[1]),), elected=False, votes=2)
    chair = Outcome("Chair", state=OfficeState.DECIDED, entries=stood)
    publish(session, facts_of(chair, unit="Fens", guests=(VICTIMS[2],)))
    fill(session, regions["Fens"], "Secretary", VICTIMS[3])
    publish(session, facts_of(elected("Chair", "Own Chair"), guests=("Own Guest",)))
    make_public(session, *session.scalars(select(Person).where(Person.name.in_(VICTIMS))))
    return {one.name: one.id for one in session.scalars(select(Person))}


def fill(
    session: Session, unit_id: int, label: str, *whom: str, kind: AppointmentKind = AppointmentKind.CO_OPTED
) -> None:
    """Fill a vacant seat between meetings."""
    office_id = session.scalars(select(Office.id).where(Office.unit_id == unit_id, Office.label == label)).one()
    named = tuple(NamedPerson(name(one)) for one in whom)
    fill_vacancy(Act(session, SYSTEM, NOW), FillVacancy(office_id, named, PartialDate.parse("2024-05-01"), kind))


def unit_named(session: Session, slug: str = "severn-vale") -> Unit:
    return session.scalars(select(Unit).where(Unit.slug == slug)).one()


def keepers(session: Session, person_id: int) -> list[str]:
    session.flush()
    return [unit.name for unit in homes_of(session, person_id)]


def name_in_drafts(session: Session, victim: str) -> None:
    messages = (SupportMessage(name(victim), text="All the best."),)
    record(session, facts_of(elected("Chair", victim), guests=(victim,), messages=messages, held_on="2025-04-21"))
    record(session, facts_of(elected("Secretary", f"Own Chair & {victim}"), held_on="2025-05-21", kind=MeetingKind.EGM))


def name_in_a_draft_that_is_removed(session: Session, victim: str) -> None:
    meeting = record(session, facts_of(elected("Chair", victim), guests=(victim,), held_on="2025-04-21"))
    session.expire_all()
    remove_meeting(Act(session, SYSTEM, NOW), meeting)


def add_to_a_published_meeting(session: Session, victim: str) -> None:
    """What was published does not name them; the record of that meeting does now, for a correction to come."""
    meeting = session.scalars(select(Meeting).where(Meeting.unit_id == unit_named(session).id)).one()
    secretary = amend_contests(
        Act(session, SYSTEM, NOW), AmendContests(meeting.id, (ContestSetup(label="Secretary", office_id=None),))
    )[0]
    outcome = replace(elected("Secretary", victim), contest_id=secretary.id)
    version = {state.section: state.version for state in meeting.sections}[Section.RESULTS]
    record_results(Act(session, SYSTEM, NOW), RecordResults(meeting.id, version, None, (outcome,)))


def take_a_seat(session: Session, victim: str) -> None:
    unit_id = unit_named(session).id
    fill(session, unit_id, "Secretary", victim, "Own Guest", kind=AppointmentKind.BY_ELECTION)
    fill(session, unit_id, "Non-portfolio officer", victim, kind=AppointmentKind.ELECTED)


def publish_as_guest_and_loser(session: Session, victim: str) -> None:
    stood = Entry((name("Own Guest"),), elected=True, votes=9), Entry((name(victim),), elected=False, votes=2)
    chair = Outcome("Chair", state=OfficeState.DECIDED, entries=stood)
    publish(session, facts_of(chair, guests=(victim,), held_on="2025-04-21"))


NAMINGS = (
    name_in_drafts,
    name_in_a_draft_that_is_removed,
    add_to_a_published_meeting,
    take_a_seat,
    publish_as_guest_and_loser,
)


def test_naming_somebody_gives_no_power_over_their_record(people: dict[str, int], session: Session) -> None:
    own_id = unit_named(session).id
    for naming in NAMINGS:
        for victim in VICTIMS:
            trial = session.begin_nested()
            naming(session, victim)
            own = select(Person.id).where(Person.id == people[victim], is_home(own_id))
            assert (keepers(session, people[victim]), session.scalar(own)) == (["Fens"], None), (naming, victim)
            trial.rollback()
            session.expunge_all()


def test_whoever_records_somebody_first_keeps_the_record(people: dict[str, int], session: Session) -> None:
    record(session, facts_of(guests=("New Guest", "Fens Guest", "Own Guest"), held_on="2025-04-21"))
    record(session, facts_of(guests=("New Guest", "Own Guest"), held_on="2025-04-21", unit="Fens"))
    found = {one.id: one.name for one in session.scalars(select(Person))}
    kept = sorted((found[person_id], *keepers(session, person_id)) for person_id in found)
    assert kept == [
        ("Fens Chair", "Fens"),
        ("Fens Co-optee", "Fens"),
        ("Fens Guest", "Fens"),
        ("Fens Loser", "Fens"),
        ("New Guest", "Fens"),  # not public, so the two are two
        ("New Guest", "Severn Vale"),
        ("Own Chair", "Severn Vale"),
        ("Own Guest", "Severn Vale"),
    ]


def test_a_declared_election_makes_a_home_until_it_is_retracted(people: dict[str, int], session: Session) -> None:
    facts = facts_of(elected("Chair", "Fens Guest"), held_on="2025-04-21")
    revision = publish(session, facts)
    assert keepers(session, people["Fens Guest"]) == ["Severn Vale", "Fens"]
    retract(Act(session, SYSTEM, NOW), Retract(revision.announcement_id, "It was another year."))
    assert keepers(session, people["Fens Guest"]) == ["Fens"]


def test_a_joined_record_is_kept_by_the_homes_of_both(people: dict[str, int], session: Session) -> None:
    merge_people(Act(session, SYSTEM, NOW), MergePeople(people["Own Guest"], people["Fens Guest"]))
    assert keepers(session, people["Fens Guest"]) == ["Severn Vale", "Fens"]


def test_the_national_office_lets_a_unit_keep_a_record_too(
    people: dict[str, int], session: Session, sign_in: SignIn
) -> None:
    take_a_seat(session, "Fens Chair")
    session.commit()
    office = sign_in("national_officer")
    address = f"/desk/national/people/{people['Fens Chair']}"
    done = office.submit(office.get_page(address), {}, button="Let Severn Vale keep it too")
    assert "Severn Vale keeps the record of Fens Chair too." in done.text
    assert keepers(session, people["Fens Chair"]) == ["Severn Vale", "Fens"]
    session.rollback()
    done = office.submit(office.get_page(address), {}, button="Severn Vale keeps it no longer")
    assert "keeps the record of Fens Chair no longer." in done.text
    assert keepers(session, people["Fens Chair"]) == ["Fens"]
    data = {"unit": "99", "act": "add", "csrf_token": office.csrf_token(address)}
    assert office.post(f"{address}/homes", data=data).status_code == 404


def test_a_home_that_is_there_is_not_written_again(people: dict[str, int], session: Session) -> None:
    act, fens = Act(session, SYSTEM, NOW), unit_named(session, "fens").id
    for is_kept, rows in ((True, 1), (False, 0), (False, 0), (True, 1)):
        change_home(act, ChangeHome(people["Fens Chair"], fens, is_kept=is_kept))
        session.flush()
        found = session.scalars(select(PersonHome).where(PersonHome.person_id == people["Fens Chair"])).all()
        assert len(found) == rows


def test_a_file_tells_nothing_of_the_drafts_of_others(
    people: dict[str, int], session: Session, sign_in: SignIn
) -> None:
    record(session, facts_of(guests=("Hidden Person",), held_on="2025-04-21", unit="Fens"))
    session.commit()
    chair = sign_in("regional_officer", unit_named(session))
    page = "/desk/severn-vale/meetings/import"

    def told(facts: MeetingFacts) -> str:
        sheet = io.BytesIO(facts_to_json(facts).encode()), "facts.json"
        return chair.page(chair.submit(chair.get_page(page), {"sheet": sheet}, button="Look at the file")).text

    elsewhere = told(facts_of(held_on="2025-04-21", unit="Fens"))
    assert ("This is a meeting of Fens" in elsewhere, "recorded here already" in elsewhere) == (True, False)
    guests = ("Hidden Person", "Hidden-Person", "Fens Guest", "Fens-Chair")
    plan = " ".join(told(facts_of(held_on="2025-04-21", guests=guests)).split())
    assert "Known people Fens Guest" in plan
    assert "Fens-Chair (known: Fens Chair)" in plan
    assert "Hidden-Person (known" not in plan
