"""Offices that nobody may hold together: said on an office's page, kept to in results and vacancies."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.actions import Action
from agm.audit.models import AuditEntry
from agm.meetings.models import Meeting
from agm.office_holders.queries import current_holdings
from agm.organisation.commands import AmendOffice, OfficeDetails
from agm.organisation.models import NATIONAL_ID, Office
from agm.organisation.operations import amend_office
from agm.organisation.queries import incompatible_ids, incompatible_pairs
from agm.results.queries import office_results
from agm.rules.violations import EditConflict, RefusedError
from tests.support.client import Field, StrictClient
from tests.support.records import NOW

CHAIR, SECRETARY, MEMBERSHIP = "offices-0", "offices-1", "offices-2"
REFUSED = (
    "Ann Bell is entered for Chair and for Membership, which nobody may hold together. Take the name away from one of "
    "the two, or change in the region’s list of offices what can be held together."
)


def numbers(session: Session) -> dict[str, int]:
    """The ids of the offices by their labels."""
    return {office.label: office.id for office in session.scalars(select(Office))}


def office_page(session: Session, label: str) -> str:
    """The address of an office's page at the desk."""
    return f"/desk/north-west/offices/{numbers(session)[label]}"


def part(session: Session, label: str, *others: str) -> None:
    """Say that nobody may hold an office together with these others."""
    ids = numbers(session)
    office = session.get_one(Office, ids[label])
    command = AmendOffice(office.id, office.version, OfficeDetails(label), tuple(ids[other] for other in others))
    amend_office(Act(session, SYSTEM, NOW), command)
    session.commit()


def person(office: str, place: int = 0, number: int = 0) -> str:
    """The name of a field for a name on the page of results."""
    return f"{office}-places-{place}-people-{number}-name"


def test_offices_are_ticked_on_either_page_and_written_down(chair: StrictClient, session: Session) -> None:
    ids = numbers(session)
    page = chair.get_page(office_page(session, "Chair"))
    assert "Cannot be held together with" in page.text
    assert [box.get("value") for box in page.all("input", name="incompatible")] == [
        str(ids[label]) for label in ("Secretary", "Membership", "Other officer")
    ]
    chair.submit(page, {"incompatible": [str(ids["Membership"])]}, button="Save the office")
    session.expire_all()
    assert incompatible_pairs(session, ids.values()) == {(ids["Chair"], ids["Membership"])}
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)).one()
    assert (entry.action, entry.subject) == (Action.OFFICE_AMENDED.value, f"office:{ids['Chair']}")
    assert entry.details == {"changed": [], "incompatible": [ids["Membership"]]}
    session.commit()
    page = chair.get_page(office_page(session, "Membership"))
    ticked = [box.get("value") for box in page.all("input", name="incompatible") if box.get("checked") is not None]
    assert ticked == [str(ids["Chair"])]
    chair.submit(page, {"incompatible": []}, button="Save the office")
    session.expire_all()
    assert incompatible_pairs(session, ids.values()) == set()


def test_a_new_office_may_be_incompatible_from_the_start(chair: StrictClient, session: Session) -> None:
    ids = numbers(session)
    page = chair.get_page("/desk/north-west/offices/new")
    typed: dict[str, Field] = {"label": "Auditor", "incompatible": [str(ids["Chair"]), "999"]}
    chair.submit(page, typed, button="Add the office")
    session.expire_all()
    assert incompatible_ids(session, numbers(session)["Auditor"]) == {ids["Chair"]}


def test_a_change_on_the_page_of_the_other_office_is_not_overwritten(chair: StrictClient, session: Session) -> None:
    ids = numbers(session)
    mine, theirs = (chair.get_page(office_page(session, label)) for label in ("Chair", "Membership"))
    chair.submit(theirs, {"incompatible": [str(ids["Chair"])]}, button="Save the office")
    answer = chair.submit(mine, {"plural_label": "Chairs"}, button="Save the office")
    assert answer.status_code == 409
    page = chair.page(answer)
    assert "Cannot be held together with" in page.text
    answer = chair.submit(page, {}, button="Save what I chose")
    assert answer.status_code == 200
    session.expire_all()
    assert incompatible_ids(session, ids["Chair"]) == {ids["Membership"]}
    assert session.get_one(Office, ids["Chair"]).plural_label == "Chairs"


def test_only_offices_of_the_same_list_can_be_named(meeting: Meeting, session: Session) -> None:
    national = Office(unit_id=NATIONAL_ID, label="President", position=1)
    session.add(national)
    session.flush()
    office = session.get_one(Office, numbers(session)["Chair"])
    for wrong in (national.id, office.id, 999):
        with pytest.raises(RefusedError, match="One of these offices is not on the list any more"):
            amend_office(Act(session, SYSTEM, NOW), AmendOffice(office.id, 1, OfficeDetails("Chair"), (wrong,)))
    session.rollback()
    with pytest.raises(EditConflict):
        amend_office(Act(session, SYSTEM, NOW), AmendOffice(office.id, 7, OfficeDetails("Chair"), ()))
    session.rollback()
    part(session, "Chair", "Secretary")
    amend_office(Act(session, SYSTEM, NOW), AmendOffice(office.id, 2, OfficeDetails("Chair")))
    assert incompatible_ids(session, office.id) == {numbers(session)["Secretary"]}
    session.commit()


@pytest.mark.parametrize("as_partner", [False, True])
def test_results_name_nobody_for_both(
    chair: StrictClient, meeting: Meeting, session: Session, *, as_partner: bool
) -> None:
    part(session, "Membership", "Chair")
    address = f"/desk/meetings/{meeting.id}/results"
    typed: dict[str, Field] = {person(CHAIR): "Ann Bell", person(SECRETARY): "Ann Bell", person(MEMBERSHIP): "Ann Bell"}
    if as_partner:
        typed |= {person(MEMBERSHIP): "Bo Rope", person(MEMBERSHIP, number=1): "Ann Bell", "offices-2-shared": True}
    answer = chair.submit(chair.get_page(address), typed, button="Go on to the announcement")
    assert answer.status_code == 422
    page = chair.page(answer)
    assert page.links[REFUSED] == f"#{person(MEMBERSHIP)}"
    for name, value in typed.items():
        if isinstance(value, str):
            assert [field.get("value") for field in page.all("input", name=name)] == [value]
    session.expire_all()
    assert [office.entries for office in office_results(session, meeting.id)] == [()] * 4
    session.commit()
    put_right: dict[str, Field] = {person(MEMBERSHIP): "Bo Rope"}
    if as_partner:
        put_right |= {person(MEMBERSHIP, number=1): "", "offices-2-shared": False}
    answer = chair.submit(page, put_right, button="Go on to the announcement")
    assert answer.request.path == f"/desk/meetings/{meeting.id}/announcement"


def test_who_stood_for_both_and_lost_one_is_recorded(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    part(session, "Chair", "Membership")
    typed: dict[str, Field] = {
        person(CHAIR): "Bo Rope", "offices-0-has_votes": True, "offices-0-others-0-people-0-name": "Ann Bell",
        person(MEMBERSHIP): "Ann Bell",
    }  # fmt: skip
    page = chair.get_page(f"/desk/meetings/{meeting.id}/results")
    answer = chair.submit(page, typed, button="Go on to the announcement")
    assert answer.request.path == f"/desk/meetings/{meeting.id}/announcement"


def test_a_vacancy_is_not_filled_by_the_holder_of_the_other(chair: StrictClient, session: Session) -> None:
    fill = {label: f"/desk/north-west/officers/{number}/fill" for label, number in numbers(session).items()}
    typed: dict[str, Field] = {
        "people-0-name": "Ann Bell", "since-day": "2", "since-month": "5", "since-year": "2017",
    }  # fmt: skip
    assert chair.submit(chair.get_page(fill["Chair"]), typed, button="Fill the seat").status_code == 200
    part(session, "Chair", "Membership")
    answer = chair.submit(chair.get_page(fill["Membership"]), typed, button="Fill the seat")
    assert answer.status_code == 422
    page = chair.page(answer)
    assert (
        "Ann Bell holds the office of Chair, which nobody may hold together with Membership. Record first that they "
        "left it, or change in the list of offices what can be held together."
    ) in page.text
    assert [field.get("value") for field in page.all("input", name="people-0-name")] == ["Ann Bell"]
    assert chair.submit(chair.get_page(fill["Secretary"]), typed, button="Fill the seat").status_code == 200
    session.expire_all()
    unit_id = session.scalars(select(Meeting.unit_id)).one()
    assert [one.office.label for one in current_holdings(session, [unit_id])] == ["Chair", "Secretary"]
    session.commit()
