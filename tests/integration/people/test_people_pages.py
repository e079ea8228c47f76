"""The pages of people: whom a region sees, what is on record, joining records, and leave to be named."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.organisation.models import Unit
from agm.people.models import Person
from tests.support.client import StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import elected, facts_of, make_organisation, make_region, publish
from tests.support.statements import Statements

SignIn = Callable[..., StrictClient]


@kept_record
def unit(session: Session) -> Unit:
    """A region that knows three people; another one knows a fourth."""
    make_organisation(session)
    unit = make_region(session)
    make_region(session, "Fens")
    publish(session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary", "Anne Bell"), guests=("Bo Rope",)))
    publish(session, facts_of(elected("Chair", "Ann Belle"), unit="Fens"))
    return unit


@pytest.fixture
def chair(unit: Unit, sign_in: SignIn) -> StrictClient:
    """A regional officer."""
    return sign_in("regional_officer", unit)


@pytest.fixture
def national(unit: Unit, sign_in: SignIn) -> StrictClient:
    """A national officer."""
    return sign_in("national_officer")


def number_of(session: Session, name: str) -> int:
    """The number of the person of this name."""
    return session.scalars(select(Person.id).where(Person.name == name)).one()


def test_a_region_sees_whom_it_knows(chair: StrictClient, national: StrictClient) -> None:
    page = chair.get_page("/desk/severn-vale/people")
    named = [text for text, address in page.links.items() if "/people/" in address]
    assert named == ["Ann Bell", "Anne Bell", "Bo Rope"]
    assert "Chair since 2024" in page.text
    assert "Ann Belle" in national.get_page("/desk/people").links
    assert "Nobody of this name." in chair.get_page("/desk/severn-vale/people?q=zz").text
    assert list(chair.get_page("/desk/severn-vale/people?q=anne").links).count("Anne Bell") == 1


@pytest.mark.parametrize("page", ["-1", "0", "x", "99999999999999", "٣", "2"])
def test_an_odd_page_number_breaks_nothing(chair: StrictClient, page: str) -> None:
    assert chair.get(f"/desk/severn-vale/people?page={page}").status_code == 200


def test_suggestions_for_a_script(chair: StrictClient) -> None:
    found = chair.get("/desk/severn-vale/people.json?q=ann").get_json()["people"]
    assert [(one["displayed"], one["known"], one["hint"]) for one in found] == [
        ("Ann Bell", True, "Chair since 2024"),
        ("Anne Bell", True, "Secretary since 2024"),
        ("Ann Belle", False, "Chair since 2024"),
    ]
    assert chair.get("/desk/severn-vale/people.json").get_json() == {"people": []}
    assert chair.get("/desk/fens/people.json?q=ann").status_code == 403


def test_people_of_other_regions_are_out_of_reach(chair: StrictClient, session: Session) -> None:
    theirs = number_of(session, "Ann Belle")
    token = chair.csrf_token("/desk/severn-vale/offices")
    for end in ("", "/name", "/same"):
        assert chair.get(f"/desk/severn-vale/people/{theirs}{end}").status_code == 404
    for end in ("/name", "/same", "/consent", "/separate", "/distinct"):
        answer = chair.post(f"/desk/severn-vale/people/{theirs}{end}", data={"csrf_token": token, "other": "1"})
        assert answer.status_code == 404
    ann = number_of(session, "Ann Bell")
    answer = chair.post(f"/desk/severn-vale/people/{ann}/same", data={"csrf_token": token, "other": str(theirs)})
    assert answer.status_code == 404
    page = chair.get_page(f"/desk/severn-vale/people/{ann}")
    assert "Same person: Anne Bell" in page.links
    assert "Ann Belle" not in page.text


def test_two_records_are_joined_looked_at_and_taken_apart(national: StrictClient, session: Session) -> None:
    ann, anne = number_of(session, "Ann Bell"), number_of(session, "Anne Bell")
    page = national.get_page(f"/desk/national/people/{ann}")
    preview = national.get_page(page.links["Same person: Anne Bell"])
    assert "Chair since 2024" in preview.text
    assert "Secretary since 2024" in preview.text
    answer = national.submit(preview, {"standing": str(anne)}, button="Join the two records")
    joined = national.page(answer)
    assert joined.heading == "Anne Bell"
    assert "Also on record as Ann Bell" in joined.text
    assert "Chair since 2024" in joined.text
    assert national.get(f"/desk/national/people/{ann}").location == f"/desk/national/people/{anne}"
    apart = national.page(national.submit(joined, button="Take that back"))
    assert "Ann Bell and Anne Bell are two people again." in apart.text
    session.expire_all()
    assert session.get_one(Person, ann).merged_into_id is None
    preview = national.get_page(f"/desk/national/people/{ann}/same?other={anne}")
    joined = national.page(national.submit(preview, button="Join the two records"))
    apart = national.page(national.submit(joined, button="Separate again: Anne Bell"))
    assert "Anne Bell and Ann Bell are two people again." in apart.text


def test_the_other_record_is_looked_for_by_name(national: StrictClient, session: Session) -> None:
    ann = number_of(session, "Ann Bell")
    page = national.get_page(f"/desk/national/people/{ann}/same?q=rope")
    assert "Bo Rope" in page.links
    assert "Nobody else of this name." in national.get_page(f"/desk/national/people/{ann}/same?q=zz").text
    itself = national.get_page(f"/desk/national/people/{ann}/same?other={ann}")
    assert "Join the two records" not in itself.text
    assert national.get(f"/desk/national/people/{ann}/same?other=999").status_code == 404


def test_somebody_else_of_a_like_name_is_not_asked_about_again(chair: StrictClient, session: Session) -> None:
    ann = number_of(session, "Ann Bell")
    page = chair.get_page(f"/desk/severn-vale/people/{ann}")
    told = chair.page(chair.submit(page, button="Somebody else: Anne Bell"))
    assert "Ann Bell and Anne Bell are two people. We will not ask again." in told.text
    assert "Same person: Anne Bell" not in told.links


def test_leave_to_be_named(chair: StrictClient, session: Session) -> None:
    address = f"/desk/severn-vale/people/{number_of(session, 'Ann Bell')}"
    withdrawn = chair.page(chair.submit(chair.get_page(address), button="They do not agree any more"))
    assert "Ann Bell does not agree to be named any more." in withdrawn.text
    nothing = chair.page(chair.submit(withdrawn, button="Write it down"))
    assert "Choose how we know that they agree." in nothing.text
    given = chair.page(chair.submit(nothing, {"source": "told_by_person"}, button="Write it down"))
    assert "They told us." in given.text


def test_a_name_put_right_keeps_what_was_typed_and_what_was_printed(chair: StrictClient, session: Session) -> None:
    address = f"/desk/severn-vale/people/{number_of(session, 'Ann Bell')}/name"
    page = chair.get_page(address)
    for wrong, message in (
        ("", "Enter the name, for example Jane Black"),
        ("x" * 300, "Shorten this to 200 characters; it has 300 now"),
        ("Ann\x1fBell", "Delete the \ufffd behind “Ann”: it stands for a character that cannot be shown"),
    ):
        answer = chair.submit(page, {"name": wrong, "prefix": "Cllr"}, button="Save the name")
        assert answer.status_code == 422
        refused = chair.page(answer)
        assert message in refused.text
        assert [field.get("value") for field in refused.all("input", name="prefix")] == ["Cllr"]
    answer = chair.submit(page, {"name": "Annette ben-Bell", "prefix": "Cllr", "is_same": True}, button="Save the name")
    assert chair.page(answer).heading == "Cllr Annette ben-Bell"
    session.expire_all()
    found = session.scalars(select(Person).where(Person.name == "Annette ben-Bell")).one()
    assert found.sort_name == "ben-Bell, Annette"
    assert "Ann Bell" in chair.get_page("/desk/severn-vale/officers").text


def test_pages_take_as_many_statements_for_many_people_as_for_few(
    chair: StrictClient, session: Session, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    addresses = ("/desk/severn-vale/people", "/desk/severn-vale/people.json?q=a")
    counts: list[list[int]] = []
    for turn in range(2):
        counts.append([])
        for address in addresses:
            chair.get(address)
            with count_statements() as statements:
                assert chair.get(address).status_code == 200
            counts[-1].append(statements.count)
        results = [elected(f"Office {turn} {number}", f"Abe {turn} {number}") for number in range(8)]
        publish(session, facts_of(*results, held_on=f"2025-04-2{turn}"))
        session.commit()
    assert counts[0] == counts[1]
