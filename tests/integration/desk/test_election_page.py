"""The front of a meeting's election at the desk, its dates, and leave for short notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.facts import MeetingKind
from agm.meetings.models import Election, Meeting, NoticeKind, NoticeSending
from agm.nominations.models import Candidacy, CandidacyPerson, Contest
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.people.models import Person
from agm.results.commands import Declare
from agm.results.operations import declare
from agm.web.kit import clock
from tests.integration.meetings.test_elections import RULES, act, coming
from tests.support.client import Field, StrictClient
from tests.support.signing_in import make_official

__all__ = ["coming"]

DATES: dict[str, Field] = {
    "nominations_close-day": "12",
    "nominations_close-month": "4",
    "nominations_close-year": "2027",
    "nominations_close_time": "noon",
    "statement-day": "13",
}


@pytest.fixture(autouse=True)
def seventh_of_april() -> Iterator[None]:
    """It is 7 April 2027."""
    with time_machine.travel(dt.datetime(2027, 4, 7, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def front(coming: Meeting) -> str:
    """The page's address."""
    return f"/desk/meetings/{coming.id}/election"


@pytest.fixture
def officer(coming: Meeting, session: Session) -> User:
    """An officer of the meeting's region."""
    adopt_rules(act(session), AdoptRules(RULES, 0))
    return make_official(session, "regional_officer", [coming.unit])


@pytest.fixture
def chair(officer: User, sign_in: Callable[..., StrictClient]) -> StrictClient:
    """The officer, signed in."""
    return sign_in(None, user=officer)


def test_an_election_is_called_by_one_button_and_tells_what_comes_next(
    chair: StrictClient, front: str, session: Session
) -> None:
    page = chair.get_page(front)
    assert "Under which rules is the AGM called?" in page.texts("h1")
    page = chair.page(chair.submit(page, form=f"{front}/call"))
    assert page.texts("h1") == ["The notice should have gone out on Saturday 27 March at 23:59"]
    assert [*page.texts("h3")] == ["Nominations opened", "Notice of the AGM", "Nominations close",
                                   "Candidates published", "The AGM"]  # fmt: skip
    session.get_one(Election, 1).notice_sent_at = dt.datetime(2027, 3, 20, tzinfo=dt.UTC)
    page = chair.get_page(front)
    assert page.texts("h1") == ["Nominations close on Friday at noon"]
    assert "Nobody stands yet." in page.text
    assert "Nominations close on Friday at noon." in chair.get_page("/desk").text


def test_once_the_result_is_declared_nothing_says_that_it_is_to_be(
    chair: StrictClient, front: str, coming: Meeting, session: Session
) -> None:
    chair.submit(chair.get_page(front), form=f"{front}/call")
    session.get_one(Election, 1).notice_sent_at = dt.datetime(2027, 3, 20, tzinfo=dt.UTC)
    coming.kind = MeetingKind.BY_ELECTION
    session.commit()
    with time_machine.travel(dt.datetime(2027, 4, 20, 9, tzinfo=dt.UTC), tick=False):
        assert chair.get_page(front).texts("h1") == ["The result is to be declared"]
        declare(act(session), Declare(coming.id))
        session.commit()
        page = chair.get_page(front)
    assert page.texts("h1") == ["The result is declared"]
    assert page.texts("h3")[-1] == "The by-election"


def test_what_dates_break_stands_there_at_once_with_the_ways_out(
    chair: StrictClient, front: str, session: Session
) -> None:
    chair.submit(chair.get_page(front), form=f"{front}/call")
    session.add(
        NoticeSending(
            meeting_id=1, kind=NoticeKind.NOTICE, title="Notice", text="x", sent_by="RO",
            sent_at=dt.datetime(2027, 3, 30, 10, tzinfo=dt.UTC),
        )
    )  # fmt: skip
    page = chair.page(chair.submit(chair.get_page(f"{front}/dates"), DATES, form=f"{front}/dates"))
    short, late = page.texts("p", class_="error")
    assert "18 of at least 21 clear days: 3 short" in short
    assert short.endswith("Rule 4.2.")
    assert "Nominations close" in late
    asked = chair.get_page(f"{front}/short-notice")
    refused = chair.submit(asked, {"by": "The executive"}, form=f"{front}/short-notice")
    assert refused.status_code == 422
    assert "The executive" in refused.text
    given: dict[str, Field] = {"by": "The executive", "reason": "A strike of the post."}
    page = chair.page(chair.submit(asked, given, form=f"{front}/short-notice"))
    (late,) = page.texts("p", class_="error")
    assert "Nominations close" in late
    assert "allowed by The executive" in page.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"nominations_close-day": ""}, "Enter the day and the month"),
        ({"nominations_close_time": ""}, "Enter the time too"),
        ({"nominations_close-month": "3", "nominations_close-day": "28", "nominations_close_time": "01:30"},
         "the clocks go forward"),
        ({"nominations_close-month": "10", "nominations_close-day": "31", "nominations_close_time": "01:30"},
         "the clocks go back"),
        ({"nominations_close-day": "19"}, "after the meeting has begun"),
        ({"nominations_open-day": "13"}, "Nominations close before this"),
    ],
)  # fmt: skip
def test_dates_that_cannot_be_are_told_at_their_field_and_kept(
    chair: StrictClient, front: str, typed: dict[str, Field], told: str
) -> None:
    chair.submit(chair.get_page(front), form=f"{front}/call")
    fields = DATES | typed
    if "nominations_open-day" in typed:
        fields |= {"nominations_open-month": "4"}
    answer = chair.submit(chair.get_page(f"{front}/dates"), fields, form=f"{front}/dates")
    assert answer.status_code == 422
    assert told in answer.text


def test_a_chair_who_stands_is_told_and_changes_nothing(
    chair: StrictClient, front: str, officer: User, session: Session
) -> None:
    chair.submit(chair.get_page(front), form=f"{front}/call")
    person = Person(name="Ann Bell", sort_name="Bell, Ann", name_key="ann bell", created_at=clock.now())
    session.add(person)
    session.flush()
    contest = session.scalars(select(Contest).limit(1)).one()
    contest.candidacies.append(Candidacy(position=1, people=[CandidacyPerson(person_id=person.id, name="Ann Bell")]))
    officer.person_id = person.id
    page = chair.get_page(front)
    assert "You stand in this election, so somebody else runs it." in page.text
    assert chair.get(f"{front}/dates").status_code == 403


def test_without_day_or_rules_the_page_asks_for_them(
    coming: Meeting, front: str, session: Session, sign_in: Callable[..., StrictClient]
) -> None:
    chair = sign_in("regional_officer", coming.unit)
    assert "has adopted no rules" in chair.get_page(front).text
    coming.starts_at = None
    assert "When is the AGM?" in chair.get_page(front).texts("h1")
