"""A unit that only names somebody asks those who keep the record for a correction, and reads what became of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.organisation.models import Unit
from agm.people.commands import AmendPerson, MergePeople
from agm.people.models import NameProposal, Person
from agm.people.operations import amend_person, merge_people
from tests.support.client import StrictClient
from tests.support.html_page import Page
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, name, publish, record

SignIn = Callable[..., StrictClient]
OURS, THEIRS = "/desk/severn-vale", "/desk/fens"


@pytest.fixture
def person_id(session: Session) -> int:
    """The chair of the Fens, who is a guest of Severn Vale."""
    make_organisation(session)
    make_region(session)
    make_region(session, "Fens")
    publish(session, facts_of(elected("Chair", "Jane Blak"), unit="Fens"))
    record(session, facts_of(guests=("Jane Blak",)))
    session.commit()
    return session.scalars(select(Person.id)).one()


@pytest.fixture
def asker(person_id: int, session: Session, sign_in: SignIn) -> StrictClient:
    return sign_in("regional_officer", *session.scalars(select(Unit).where(Unit.slug == "severn-vale")))


@pytest.fixture
def keeper(person_id: int, session: Session, sign_in: SignIn) -> StrictClient:
    return sign_in("regional_officer", *session.scalars(select(Unit).where(Unit.slug == "fens")))


def ask(client: StrictClient, person_id: int, wanted: str = "Jane Black", **more: str) -> Page:
    """Ask from the person's page, as the link on it leads."""
    page = client.get_page(f"{OURS}/people/{person_id}")
    form = client.get_page(page.links["Ask for a correction of the name"])
    return client.page(client.submit(form, {"name": wanted, **more}, button="Ask for this"))


def now(session: Session, person_id: int) -> str:
    session.rollback()
    return session.get_one(Person, person_id, populate_existing=True).name


def test_the_home_accepts_what_another_unit_asks_for(
    asker: StrictClient, keeper: StrictClient, person_id: int, session: Session
) -> None:
    sent = ask(asker, person_id, prefix="Cllr", reason="She told us.")
    for words in ("Sent. This page says what becomes of it.", "You asked", "Cllr Jane Black", "Not answered yet."):
        assert words in sent.text
    assert "Ask for a correction of the name" not in sent.links
    assert now(session, person_id) == "Jane Blak"
    front = keeper.get_page("/desk")
    page = keeper.get_page(f"{THEIRS}/name-proposals")
    assert "A correction of a name was asked for" in front.text
    assert "She told us." in page.text
    assert "changed after that" not in page.text
    done = keeper.submit(page, {}, button="Change the name to Cllr Jane Black")
    assert "The name is Cllr Jane Black now." in done.text
    assert now(session, person_id) == "Jane Black"
    assert "correction of a name" not in keeper.get_page("/desk").text
    answered = asker.get_page(f"{OURS}/people/{person_id}")
    assert "Changed by Regional officer" in answered.text
    assert "Ask for a correction of the name" in answered.links
    acts = session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence.desc()).limit(3)).all()
    assert acts == ["person:name_proposal:accepted", "person:person:amended", "person:name_proposal:made"]


def test_the_national_office_declines_with_a_reason(
    asker: StrictClient, person_id: int, session: Session, sign_in: SignIn
) -> None:
    ask(asker, person_id)
    office = sign_in("national_officer")
    assert "National: a correction of a name was asked for" in office.get_page("/desk").text
    page = office.get_page("/desk/national/name-proposals")
    refused = office.submit(page, {}, button="Leave the name as it is: Jane Blak")
    assert refused.status_code == 422
    again = office.page(refused)
    assert again.texts("a", href="#answer-1") == [
        "Say in a few words why the name stays as it is. Who asked will read it."
    ]
    office.submit(again, {"answer-1": "She writes it so."}, button="Leave the name as it is: Jane Blak")
    told = asker.get_page(f"{OURS}/name-proposals").text
    assert "Declined by National officer" in told
    assert "She writes it so." in told
    assert now(session, person_id) == "Jane Blak"


def test_two_taps_ask_once_and_another_name_waits_for_the_first(
    asker: StrictClient, person_id: int, session: Session
) -> None:
    form = asker.get_page(f"{OURS}/people/{person_id}/propose")
    for wanted, status in (("Jane Black", 200), ("Jane Black", 200), ("Janet Black", 422)):
        assert asker.submit(form, {"name": wanted}, button="Ask for this").status_code == status
    assert session.scalar(select(func.count()).select_from(NameProposal)) == 1
    page = asker.get_page(f"{OURS}/name-proposals")
    assert "Taken back." in asker.submit(page, {}, button="Take it back: Jane Black").text
    assert "Taken back meanwhile" not in asker.get_page(f"{OURS}/people/{person_id}").text
    ask(asker, person_id, "Janet Black")
    assert session.scalar(select(func.count()).select_from(NameProposal)) == 2


@pytest.mark.parametrize(("wanted", "told"), [("", "Enter the name"), ("…", "Enter the name"), ("Jane Blak", "Change")])
def test_a_name_that_cannot_be_asked_for_comes_back_with_what_was_typed(
    asker: StrictClient, person_id: int, wanted: str, told: str
) -> None:
    form = asker.get_page(f"{OURS}/people/{person_id}/propose")
    refused = asker.submit(form, {"name": wanted, "reason": "Because."}, button="Ask for this")
    page = asker.page(refused)
    assert (refused.status_code, told in page.texts("a", href="#name")[0]) == (422, True)
    assert page.all("input", id="reason")[0].get("value") == "Because."


def test_a_record_that_changed_since_needs_a_fresh_look(
    asker: StrictClient, keeper: StrictClient, person_id: int, session: Session
) -> None:
    ask(asker, person_id)
    page = keeper.get_page(f"{THEIRS}/name-proposals")
    amend_person(Act(session, SYSTEM, NOW), AmendPerson(person_id, 1, name("J. Blake")))
    session.commit()
    overtaken = keeper.submit(page, {}, button="Change the name to Jane Black")
    assert overtaken.status_code == 409
    fresh = keeper.page(overtaken)
    for words in ("changed while you looked", "On record: J. Blake", "changed after that: look at both names afresh"):
        assert words in fresh.text
    assert now(session, person_id) == "J. Blake"
    keeper.submit(fresh, {}, button="Change the name to Jane Black")
    assert now(session, person_id) == "Jane Black"
    again = keeper.submit(fresh, {}, button="Change the name to Jane Black")
    assert "answered or taken back meanwhile" in again.text


def test_what_is_asked_of_a_joined_record_is_about_the_one_that_stands(
    asker: StrictClient, keeper: StrictClient, person_id: int, session: Session
) -> None:
    ask(asker, person_id)
    record(session, facts_of(guests=("Jane Other",), unit="Fens", held_on="2025-04-21"))
    standing = session.scalars(select(Person.id).where(Person.name == "Jane Other")).one()
    merge_people(Act(session, SYSTEM, NOW), MergePeople(person_id, standing))
    session.commit()
    page = keeper.get_page(f"{THEIRS}/name-proposals")
    assert "On record: Jane Other" in page.text
    assert "changed after that" in page.text
    keeper.submit(page, {}, button="Change the name to Jane Black")
    assert now(session, standing) == "Jane Black"
