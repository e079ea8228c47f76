"""What a region has only drafted is not told to another region: no name, no role, no question who is meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.meetings.models import Meeting, Speaker
from agm.people.models import Person
from tests.support.client import StrictClient
from tests.support.desk_records import add_meeting, add_organisation, add_region
from tests.support.records import make_public

SignIn = Callable[..., StrictClient]
SECRET = "Zuleika Hiddenguest"
ROLE = "Whistleblower of the draft"


@pytest.fixture
def drafted(session: Session, sign_in: SignIn) -> Meeting:
    """A meeting whose unpublished draft names a guest."""
    add_organisation(session)
    meeting = add_meeting(session, add_region(session))
    address = f"/desk/meetings/{meeting.id}/guests"
    chair = sign_in("regional_officer", meeting.unit)
    chair.submit(
        chair.get_page(address), {"guests-0-name": SECRET, "guests-0-role": ROLE}, button="Go on to what was said"
    )
    return meeting


@pytest.fixture
def elsewhere(drafted: Meeting, session: Session) -> Meeting:
    """A meeting of another region."""
    return add_meeting(session, add_region(session, "South West"))


def suggested(client: StrictClient, slug: str) -> list[tuple[str, str]]:
    """Who is suggested, and by which words to know them."""
    found = client.get(f"/desk/{slug}/people.json?q=zulei").get_json()["people"]
    return [(one["name"], one["hint"]) for one in found]


def test_a_draft_suggests_nobody_to_others(
    drafted: Meeting, elsewhere: Meeting, session: Session, sign_in: SignIn
) -> None:
    own, other = drafted.unit, elsewhere.unit
    assert own is not None
    assert other is not None
    hint = f"{ROLE}, {drafted.held_on.year if drafted.held_on else ''}"
    both = sign_in("regional_officer", own, other)
    neighbour = sign_in("regional_officer", other)
    national = sign_in("national_officer")
    slug = other.slug
    assert suggested(sign_in("regional_officer", own), own.slug) == [(SECRET, hint)]
    assert suggested(both, slug) == [(SECRET, hint)]
    assert suggested(national, slug) == [(SECRET, hint)]
    assert suggested(neighbour, slug) == []
    make_public(session, session.scalars(select(Person)).one())
    assert suggested(neighbour, slug) == [(SECRET, "")]


@pytest.mark.parametrize("is_public", [False, True])
def test_others_are_asked_about_public_people_alone(
    drafted: Meeting, elsewhere: Meeting, session: Session, sign_in: SignIn, *, is_public: bool
) -> None:
    if is_public:
        make_public(session, session.scalars(select(Person)).one())
    address = f"/desk/meetings/{elsewhere.id}/guests"
    neighbour = sign_in("regional_officer", elsewhere.unit)
    answer = neighbour.submit(
        neighbour.get_page(address), {"guests-0-name": "Zulieka Hiddenguest"}, button="Go on to what was said"
    )
    assert (SECRET in neighbour.page(answer).text) is is_public
    assert (answer.status_code == 422) is is_public


def test_the_number_of_somebody_in_anothers_draft_means_nobody(
    drafted: Meeting, elsewhere: Meeting, session: Session, sign_in: SignIn
) -> None:
    hidden = session.scalars(select(Person.id)).one()
    meeting_id = elsewhere.id
    address = f"/desk/meetings/{meeting_id}/guests"
    neighbour = sign_in("regional_officer", elsewhere.unit)
    sent = {"version": "0", "base": "{}", "guests-0-name": "Noor Body", "guests-0-kind": "guest"}
    for claim in ({"guests-0-who": str(hidden)}, {"guests-0-person": str(hidden), "guests-0-known": "Noor Body"}):
        token = neighbour.csrf_token(address)
        answer = neighbour.post(address, data={**sent, **claim, "csrf_token": token})
        assert SECRET not in answer.text
    session.rollback()
    named = session.scalars(select(Speaker.person_id).where(Speaker.meeting_id == meeting_id)).all()
    assert len(named) == 1
    assert hidden not in named
