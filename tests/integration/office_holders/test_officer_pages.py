"""The pages on which a regional officer records who left and who fills the seat."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.office_holders.models import OfficeTerm
from agm.office_holders.queries import current_holdings, holdings_of_office
from agm.organisation.models import Office, Unit
from agm.people.models import Person
from agm.rules.terms import AppointmentKind, EndReason
from tests.support.client import Field, StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import elected, facts_of, make_organisation, make_region, publish
from tests.support.statements import Statements

SignIn = Callable[..., StrictClient]
OFFICERS = "/desk/severn-vale/officers"


@kept_record
def unit(session: Session) -> Unit:
    """A region with a chair, two people who share the secretary's seat, and one of two other officers."""
    make_organisation(session)
    unit = make_region(session)
    publish(
        session,
        facts_of(
            elected("Chair", "Ann Bell"),
            elected("Secretary", "Bo Rope & Cy Tower"),
            elected("Non-portfolio officer", "Di Peal", seats=2),
        ),
    )
    return unit


@pytest.fixture
def chair(unit: Unit, sign_in: SignIn) -> StrictClient:
    """A regional officer."""
    return sign_in("regional_officer", unit)


def number_of(session: Session, label: str) -> int:
    """The office's number."""
    return session.scalars(select(Office.id).where(Office.label == label)).one()


def now(session: Session, unit: Unit) -> list[tuple[str, str]]:
    """Office and people, as they stand."""
    session.expire_all()
    return [
        (term.office.label, " & ".join(person.name for person in term.people))
        for term in current_holdings(session, [unit.id])
    ]


def date(name: str, day: str = "", month: str = "", year: str = "2024") -> dict[str, Field]:
    """A date as the boxes take it."""
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def test_officers_and_vacancies_are_shown_with_what_can_be_done(chair: StrictClient) -> None:
    page = chair.get_page(OFFICERS)
    assert page.heading == "Officers"
    assert "Bo Rope and Cy Tower" in page.text
    assert "Elected, since 21 April 2024" in page.text
    assert "Vacant" in page.text
    assert "Fill the seat: Non-portfolio officer" in page.links


def test_somebody_resigns_and_the_seat_is_filled(chair: StrictClient, unit: Unit, session: Session) -> None:
    page = chair.get_page(chair.get_page(OFFICERS).links["Somebody left: Chair, Ann Bell"])
    answer = chair.submit(page, button="Record that they left")
    assert answer.status_code == 422
    refused = chair.page(answer)
    assert "Choose how the time in office ended" in refused.text
    assert "Enter the day on which it ended, for example 2 4 2017" in refused.text
    answer = chair.submit(
        refused, {"end_reason": "resigned", **date("until", "1", "4")}, button="Record that they left"
    )
    assert "The end is before the beginning. Check both dates." in chair.page(answer).text
    answer = chair.submit(refused, {"end_reason": "resigned", **date("until", year="2999")},
                          button="Record that they left")  # fmt: skip
    assert "Enter a date that has come" in chair.page(answer).text
    answer = chair.submit(
        refused, {"end_reason": "resigned", **date("until", "1", "5")}, button="Record that they left"
    )
    assert "Ann Bell left the office of Chair. The seat can be filled now." in chair.page(answer).text
    fill = chair.get_page(chair.page(answer).links["Fill the seat: Chair"])
    assert "Shared with" not in fill.text
    answer = chair.submit(fill, date("since", "2", "5"), button="Fill the seat")
    assert answer.status_code == 422
    assert "Enter who takes the seat, for example Jane Black" in chair.page(answer).text
    typed: dict[str, Field] = {"people-0-name": "Cllr Ed Change MP", **date("since", "22", "4")}
    answer = chair.submit(fill, typed, button="Fill the seat")
    assert answer.status_code == 422
    links = chair.page(answer).links
    told = next(words for words in links if words.startswith("Chair has one seat, and Ann Bell held it from 21 April"))
    assert links[told] == "#since-day"
    typed |= date("since", "2", "5")
    answer = chair.submit(fill, typed, button="Fill the seat")
    assert "Cllr Ed Change MP now holds the office of Chair." in chair.page(answer).text
    assert ("Chair", "Ed Change") in now(session, unit)
    found = holdings_of_office(session, number_of(session, "Chair"))
    assert [(h.appointment_kind, h.end_reason, str(h.since)) for h in found] == [
        (AppointmentKind.CO_OPTED, None, "2024-05-02"),
        (AppointmentKind.ELECTED, EndReason.RESIGNED, "2024-04-21"),
    ]


def test_a_name_nearly_known_is_asked_about(chair: StrictClient, unit: Unit, session: Session) -> None:
    address = chair.get_page(OFFICERS).links["Fill the seat: Non-portfolio officer"]
    typed: dict[str, Field] = {
        "people-0-name": "Anne Bell",
        "appointment_kind": "by_election",
        **date("since", "2", "5"),
    }
    answer = chair.submit(chair.get_page(address), typed, button="Fill the seat")
    assert answer.status_code == 422
    page = chair.page(answer)
    assert "Say whether this is Ann Bell" in page.text
    ann = session.scalars(select(Person.id).where(Person.name == "Ann Bell")).one()
    answer = chair.submit(page, {"people-0-who": str(ann)}, button="Fill the seat")
    assert answer.status_code == 200
    assert len(session.scalars(select(Person)).all()) == 4
    assert ("Non-portfolio officer", "Ann Bell") in now(session, unit)
    refill = chair.get(address, follow_redirects=True)
    answer = chair.submit(refill, {**typed, "people-0-name": "Cy Towers"}, button="Fill the seat")
    answer = chair.submit(answer, {"people-0-who": "new"}, button="Fill the seat")
    assert answer.status_code == 422
    assert "Every seat of Non-portfolio officer is taken" in chair.page(answer).text
    session.expire_all()
    assert len(session.scalars(select(Person)).all()) == 4


def test_one_of_two_who_share_leaves(chair: StrictClient, unit: Unit, session: Session) -> None:
    address = chair.get_page(OFFICERS).links["Somebody left: Secretary, Bo Rope and Cy Tower"]
    page = chair.get_page(address)
    bo = session.scalars(select(Person.id).where(Person.name == "Bo Rope")).one()
    base = {"end_reason": "died", **date("until", month="5")}
    nobody = chair.post(address, data={"csrf_token": chair.csrf_token(address), **base})
    assert nobody.status_code == 422
    assert "Tick who left" in chair.page(nobody).text
    token = chair.csrf_token(address)
    answer = chair.post(address, data={"csrf_token": token, "who": [str(bo)], **base}, follow_redirects=True)
    assert "Bo Rope left the office of Secretary." in chair.page(answer).text
    assert ("Secretary", "Cy Tower") in now(session, unit)
    assert page.heading == "Who left?"


def test_dates_put_right_and_two_people_at_once(chair: StrictClient, session: Session) -> None:
    chair_office = number_of(session, "Chair")
    history = chair.get_page(f"/desk/severn-vale/officers/{chair_office}/history")
    address = history.links["Put the dates right: Ann Bell, 21 April 2024"]
    mine, theirs = chair.get_page(address), chair.get_page(address)
    chair.submit(theirs, {**date("since", "20", "4")}, button="Save the dates")
    answer = chair.submit(mine, {**date("since", "19", "4"), "appointment_kind": "unopposed"}, button="Save the dates")
    assert answer.status_code == 409
    answer = chair.submit(answer, button="Save what I chose")
    assert answer.status_code == 200
    session.expire_all()
    term = session.scalars(select(OfficeTerm).where(OfficeTerm.office_id == chair_office)).one()
    assert (str(term.since), term.appointment_kind) == ("2024-04-19", AppointmentKind.UNOPPOSED)
    answer = chair.submit(chair.get_page(address), {**date("until", "30", "4")}, button="Save the dates")
    assert "Choose how the time in office ended, or leave out its end." in chair.page(answer).text


def test_officers_of_another_region_are_out_of_reach(chair: StrictClient, session: Session) -> None:
    make_region(session, "Fens")
    publish(session, facts_of(elected("Chair", "Gus Tenor"), unit="Fens"))
    session.commit()
    term = session.scalars(select(OfficeTerm).join(Office).join(Unit).where(Unit.slug == "fens")).one()
    token = chair.csrf_token(OFFICERS)
    for address in (f"{term.id}/left", f"{term.id}/dates", f"{term.office_id}/fill"):
        assert chair.get(f"{OFFICERS}/{address}").status_code == 404
        assert chair.post(f"{OFFICERS}/{address}", data={"csrf_token": token}).status_code == 404
        assert chair.get(f"/desk/fens/officers/{address}").status_code == 403
    assert chair.get("/desk/fens/officers").status_code == 403


def test_the_page_takes_as_many_statements_for_many_as_for_few(
    chair: StrictClient, session: Session, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    counts = []
    for turn in range(2):
        chair.get(OFFICERS)
        with count_statements() as statements:
            assert chair.get(OFFICERS).status_code == 200
        counts.append(statements.count)
        results = [elected(f"Office {turn} {number}", f"Name {turn} {number}") for number in range(8)]
        publish(session, facts_of(*results, held_on=f"2025-04-2{turn}"))
        session.commit()
    assert counts[0] == counts[1]
