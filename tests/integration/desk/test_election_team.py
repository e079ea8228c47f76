"""Who runs an election is appointed on its pages: heads by the national office, helpers by whoever runs it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import Duty, ElectionDuty, User
from agm.accounts.queries import duties_of
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy, CandidacyPerson, Contest
from agm.people.models import Person
from tests.integration.meetings.test_elections import NOW, coming
from tests.support.client import StrictClient
from tests.support.records import make_region
from tests.support.signing_in import make_official

__all__ = ["coming"]

SignIn = Callable[..., StrictClient]


@pytest.fixture
def outsider(coming: Meeting, session: Session) -> User:
    """A user of no region."""
    return make_official(session, None)


def duties(session: Session) -> list[tuple[Duty, str]]:
    session.expire_all()
    return [(one.duty, one.name) for one in duties_of(session, 1)]


def test_the_national_office_appoints_and_a_new_one_takes_the_place_of_the_former(
    coming: Meeting, outsider: User, session: Session, sign_in: SignIn
) -> None:
    national, other = sign_in("national_officer"), make_official(session, "viewer", [coming.unit])
    heads = f"/desk/meetings/{coming.id}/election/returning-officer"
    for user in (outsider, other):
        national.submit(national.get_page(heads), {"duty": "returning_officer", "email": user.email}, form=heads)
    assert duties(session) == [(Duty.RETURNING_OFFICER, other.name)]
    assert len(session.scalars(select(ElectionDuty)).all()) == 2
    chair = sign_in("regional_officer", coming.unit)
    assert chair.get(heads).status_code == 403
    assert other.name in chair.get_page(f"/desk/meetings/{coming.id}/election/people").text
    dates = f"/desk/meetings/{coming.id}/election/dates"
    foreign = sign_in("regional_officer", make_region(session, "Fenland"))
    not_theirs, not_here = "belongs to whoever runs the election", "does not cover this region"
    for official, words in ((chair, not_theirs), (national, not_theirs), (foreign, not_here)):
        refused = official.get(dates)
        assert (refused.status_code, words in refused.text) == (403, True)


def test_whoever_runs_it_appoints_helpers_and_ends_their_duties(
    coming: Meeting, outsider: User, session: Session, sign_in: SignIn
) -> None:
    chair, people = sign_in("regional_officer", coming.unit), f"/desk/meetings/{coming.id}/election/people"
    page = chair.page(
        chair.submit(chair.get_page(people), {"duty": "teller", "email": outsider.email.upper()}, form=people)
    )
    assert duties(session) == [(Duty.TELLER, outsider.name)]
    teller = sign_in(None, user=outsider)
    assert "North West" in teller.get_page("/desk/duties").text
    front = teller.get_page("/desk")
    assert "Your duty in the election of the AGM" in front.text
    assert front.links["Go on to the door"] == f"/desk/meetings/{coming.id}/check-in"
    assert teller.get(people).status_code == 403
    answer = chair.submit(page, {"duty": "teller", "email": "nobody@example.org"}, form=people)
    assert answer.status_code == 422
    assert "Nobody signs in with this address" in answer.text
    assert "nobody@example.org" in answer.text
    chair.submit(page, form=f"{people}/1/end")
    assert duties(session) == []
    assert "You have none" in teller.get_page("/desk/duties").text


def test_whoever_stands_is_not_appointed_but_at_the_door(
    coming: Meeting, outsider: User, session: Session, sign_in: SignIn
) -> None:
    person = Person(name="Ann Bell", sort_name="Bell, Ann", name_key="ann bell", created_at=NOW)
    session.add(person)
    session.flush()
    contest = session.scalars(select(Contest).limit(1)).one()
    contest.candidacies.append(Candidacy(position=1, people=[CandidacyPerson(person_id=person.id, name="Ann Bell")]))
    outsider.person_id = person.id
    chair, people = sign_in("regional_officer", coming.unit), f"/desk/meetings/{coming.id}/election/people"
    page = chair.get_page(people)
    answer = chair.submit(page, {"duty": "teller", "email": outsider.email}, form=people)
    assert answer.status_code == 422
    assert "stands in this election" in answer.text
    chair.submit(page, {"duty": "door", "email": outsider.email}, form=people)
    assert duties(session) == [(Duty.DOOR, outsider.name)]
