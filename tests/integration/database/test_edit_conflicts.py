"""Two transactions change the same thing at once: the second waits, is told, and overwrites nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agm.announcements.commands import Publish, Retract, WriteStatement
from agm.announcements.models import Announcement
from agm.announcements.operations import publish, retract, write_statement
from agm.audit.act import SYSTEM, Act
from agm.database import Base
from agm.facts import PersonName
from agm.language.partial_date import PartialDate
from agm.office_holders.commands import AmendTerm, FillVacancy, LeaveOffice
from agm.office_holders.models import OfficeTerm
from agm.office_holders.operations import amend_term, fill_vacancy, leave_office
from agm.organisation.commands import (
    AmendHouseStyle,
    AmendOffice,
    AmendOrganisation,
    AmendRegion,
    AmendTemplate,
    Colours,
    OfficeDetails,
    ReorderOffices,
    ReorderRegions,
)
from agm.organisation.models import NATIONAL_ID, Office, OfficeTemplate, Organisation, Reactions, Unit
from agm.organisation.operations import (
    amend_house_style,
    amend_office,
    amend_organisation,
    amend_region,
    amend_template,
    reorder_offices,
    reorder_regions,
)
from agm.organisation.queries import offices, regions
from agm.people.commands import AmendPerson, MergePeople, NamedPerson
from agm.people.models import Person
from agm.people.operations import amend_person, create_person, merge_people
from agm.rules.terms import AppointmentKind, EndReason
from agm.rules.violations import EditConflict, RefusedError
from tests.support.kept_records import kept_record
from tests.support.records import NOW, make_organisation, make_region

pytestmark = pytest.mark.both_databases

MOMENT = 0.3
"""Seconds that the first saver goes on after the second has read: long enough to be overtaken, if it could be."""
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Save:
    """A save whose form was filled from the first version: what is read before, how it is done, and what it leaves."""

    kind: type[Base]
    key: int
    act: Callable[[Session, str], object]
    left: Callable[[Session], object]


@kept_record
def record(session: Session) -> None:
    """An organisation with one region, whose chair is the first person; a second person is known."""
    make_organisation(session)
    make_region(session)
    for name in ("Jo First", "Kit Second"):
        create_person(Act(session, SYSTEM, NOW), PersonName(name))
    chair = NamedPerson(PersonName("Jo First"), person_id=1)
    fill_vacancy(Act(session, SYSTEM, NOW), FillVacancy(1, (chair,), PartialDate(2020), AppointmentKind.ELECTED))
    session.commit()


def unit_named(session: Session, word: str) -> object:
    """Call the region so."""
    command = AmendRegion(
        unit_id=1,
        version=1,
        name=word,
        short_name=None,
        slug="a",
        description="",
        opened_on=None,
        closed_on=None,
        imprint="",
        contact="",
    )
    return amend_region(Act(session, SYSTEM, NOW), command)


def organisation_named(session: Session, word: str) -> object:
    """Call the organisation so."""
    command = AmendOrganisation(
        version=1, name=word, short_name="G", time_zone="UTC", imprint="", is_political=False, about="", website="",
        contact="", press_contact="", reactions=Reactions.NONE, colours=Colours(),
    )  # fmt: skip
    return amend_organisation(Act(session, SYSTEM, NOW), command)


def styled(unit_id: int | None) -> Callable[[Session, str], object]:
    """Set the house style's closing line."""
    return lambda session, word: amend_house_style(
        Act(session, SYSTEM, NOW), AmendHouseStyle(unit_id=unit_id, version=1, overrides={"closing": word})
    )


def held_since(session: Session, word: str) -> object:
    """Say since when the chair holds the office: the year is the length of the word after 2000."""
    since = PartialDate(2000 + len(word))
    return amend_term(Act(session, SYSTEM, NOW), AmendTerm(1, 1, since, None, AppointmentKind.ELECTED, None))


SAVES = {
    "organisation": Save(Organisation, 1, organisation_named, lambda s: s.get_one(Organisation, 1).name),
    "region": Save(Unit, 1, unit_named, lambda s: s.get_one(Unit, 1).name),
    "house style": Save(Organisation, 1, styled(None), lambda s: s.get_one(Organisation, 1).house_style["closing"]),
    "region's house style": Save(Unit, 1, styled(1), lambda s: s.get_one(Unit, 1).house_style["closing"]),
    "office": Save(
        Office,
        1,
        lambda s, word: amend_office(Act(s, SYSTEM, NOW), AmendOffice(1, 1, OfficeDetails(word))),
        lambda s: s.get_one(Office, 1).label,
    ),
    "line of the list of offices": Save(
        OfficeTemplate,
        1,
        lambda s, word: amend_template(Act(s, SYSTEM, NOW), AmendTemplate(1, 1, OfficeDetails(word))),
        lambda s: s.get_one(OfficeTemplate, 1).label,
    ),
    "person": Save(
        Person,
        1,
        lambda s, word: amend_person(Act(s, SYSTEM, NOW), AmendPerson(1, 1, PersonName(word))),
        lambda s: s.get_one(Person, 1).name,
    ),
    "term": Save(
        OfficeTerm, 1, held_since, lambda s: {2005: "First", 2006: "Second"}[int(str(s.get_one(OfficeTerm, 1).since))]
    ),
}


def together(
    engine: Engine,
    read: Callable[[Session], object],
    first: Callable[[Session], object],
    second: Callable[[Session], object],
) -> Exception | None:
    """Carry out `second`, which has read the record, while `first` is done and not committed; how the second was told.

    SQLite lets the second begin only when the first has ended.
    """
    has_read, has_written = threading.Event(), threading.Event()

    def be_second() -> Exception | None:
        with Session(engine) as session:
            read(session)
            has_read.set()
            assert has_written.wait(PATIENCE)
            try:
                second(session)
            except (RefusedError, EditConflict) as told:
                return told
            session.commit()
            return None

    with Session(engine) as session, ThreadPoolExecutor(1) as other:
        session.connection()
        done = other.submit(be_second)
        if engine.dialect.name == "postgresql":
            assert has_read.wait(PATIENCE)
        first(session)
        has_written.set()
        threading.Event().wait(MOMENT)
        assert not done.done(), "the second did not wait"
        session.commit()
        return done.result(PATIENCE)


@pytest.mark.parametrize("name", SAVES)
@pytest.mark.usefixtures("record")
def test_the_second_is_told(session: Session, engine: Engine, name: str) -> None:
    save = SAVES[name]
    told = together(
        engine,
        lambda own: own.get_one(save.kind, save.key),
        lambda own: save.act(own, "First"),
        lambda own: save.act(own, "Second"),
    )
    assert isinstance(told, EditConflict)
    assert told.version == 2
    assert save.left(session) == "First"


@pytest.mark.usefixtures("record")
def test_one_who_resigns_twice_resigns_once(session: Session, engine: Engine) -> None:
    def resign(own: Session) -> None:
        leave_office(Act(own, SYSTEM, NOW), LeaveOffice(1, (1,), PartialDate(2024), EndReason.RESIGNED))

    told = together(engine, lambda own: own.get_one(OfficeTerm, 1), resign, resign)
    assert str(told) == "Somebody else has recorded already that this is over. Look at the page again."
    assert session.get_one(OfficeTerm, 1).version == 2


@pytest.mark.usefixtures("record")
def test_the_last_seat_is_filled_once(session: Session, engine: Engine) -> None:
    def fill(word: str) -> Callable[[Session], object]:
        command = FillVacancy(2, (NamedPerson(PersonName(word)),), PartialDate(2024), AppointmentKind.CO_OPTED)
        return lambda own: fill_vacancy(Act(own, SYSTEM, NOW), command)

    told = together(engine, lambda own: own.get_one(Office, 2), fill("First Comer"), fill("Second Comer"))
    assert str(told) == "Every seat of Secretary is taken. Record first that somebody left."
    holders = session.scalars(select(OfficeTerm).where(OfficeTerm.office_id == 2)).one().people
    assert [person.name for person in holders] == ["First Comer"]


@pytest.mark.usefixtures("record")
def test_of_two_mergers_of_one_record_the_second_is_told(session: Session, engine: Engine) -> None:
    third = create_person(Act(session, SYSTEM, NOW), PersonName("Lou Third")).id
    session.commit()

    def merge(into: int) -> Callable[[Session], object]:
        return lambda own: merge_people(Act(own, SYSTEM, NOW), MergePeople(2, into))

    told = together(engine, lambda own: own.get_one(Person, 2), merge(1), merge(third))
    assert str(told) == "One of the two was merged meanwhile. Look for the name again."
    assert session.get_one(Person, 2).merged_into_id == 1


@pytest.mark.usefixtures("record")
def test_of_two_orders_of_offices_the_second_holds_whole(session: Session, engine: Engine) -> None:
    def order(*ids: int) -> Callable[[Session], object]:
        return lambda own: reorder_offices(Act(own, SYSTEM, NOW), ReorderOffices(1, ids))

    assert together(engine, lambda own: offices(own, 1), order(2, 1, 3), order(1, 3, 2)) is None
    assert [(office.id, office.position) for office in offices(session, 1)] == [(1, 1), (3, 2), (2, 3)]


@pytest.mark.usefixtures("record")
def test_of_two_orders_of_regions_the_second_holds_whole(session: Session, engine: Engine) -> None:
    make_region(session, "Lower Severn")
    make_region(session, "Upper Severn")
    session.commit()

    def order(*ids: int) -> Callable[[Session], object]:
        return lambda own: reorder_regions(Act(own, SYSTEM, NOW), ReorderRegions(ids))

    assert together(engine, regions, order(2, 1, 3), order(1, 3, 2)) is None
    assert [(unit.id, unit.position) for unit in regions(session)] == [(1, 1), (3, 2), (2, 3)]


def test_what_is_taken_back_twice_is_taken_back_once(session: Session, engine: Engine) -> None:
    make_organisation(session)
    statement = write_statement(Act(session, SYSTEM, NOW), WriteStatement(NATIONAL_ID, "Thanks", "Thank you.")).id
    publish(Act(session, SYSTEM, NOW), Publish(statement, 1))
    session.commit()

    def take_back(own: Session) -> None:
        retract(Act(own, SYSTEM, NOW), Retract(statement, "It was too early."))

    told = together(engine, lambda own: own.get_one(Announcement, statement), take_back, take_back)
    assert str(told) == "This was retracted already."
