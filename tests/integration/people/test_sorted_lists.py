"""Lists of people follow the names' own rules, on both databases alike."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.facts import PersonName
from agm.people.commands import AmendPerson
from agm.people.models import Person
from agm.people.operations import amend_person, create_person
from agm.web.public.queries.open_data import rows
from tests.support.public_data import PublicData
from tests.support.records import NOW

pytestmark = pytest.mark.both_databases
NAMES = [
    "Éva Ábel", "Iorwerth ap Tudur", "Ruth Ardley", "Paul Éluard", "Gwen ferch Owain", "Selwyn King", "Selwyn King Jr",
    "Bronagh Ó Murchú", "Mary O’Brien", "Al Ozanne", "Ann St John", "Jan van der Meulen", "Ayşe Yıldız",
    "Tomasz Żółtowski",
]  # fmt: skip


def test_desk_and_open_data_sort_by_the_kept_key(session: Session) -> None:
    data = PublicData(session)
    office = data.office(data.unit(), "Delegate", seats=20)
    act = Act(session, SYSTEM, NOW)
    for seat, name in enumerate(reversed(NAMES), 1):
        data.term(office, [create_person(act, PersonName(name))], "2017", seat=seat)
    session.commit()
    assert list(session.scalars(select(Person.name).order_by(Person.sort_key, Person.id))) == NAMES
    assert [row["name"] for row in rows(session, "persons", NOW.date())] == NAMES


def test_the_key_follows_a_correction(session: Session) -> None:
    act = Act(session, SYSTEM, NOW)
    person = create_person(act, PersonName("Żan Lee"))
    amend_person(act, AmendPerson(person.id, person.version, PersonName("Żan Lee"), "Żan, Lee"))
    assert person.sort_key == "zan0lee"
