"""Recording who was elected, without scripts; and two people who record it at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import IO

import pytest
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.facts import Entry, OfficeState, Outcome, PersonName, VotesAre
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.nominations.operations import copy_offices
from agm.organisation.models import Office
from agm.results.queries import office_results
from tests.support.client import StrictClient, filled_in, find_form
from tests.support.desk_records import MORNING
from tests.support.html_page import Page
from tests.support.statements import Statements

SignIn = Callable[..., StrictClient]
Typed = dict[str, str | bool | list[str] | tuple[IO[bytes], str]]
Counter = Callable[[], AbstractContextManager[Statements]]
WINNERS = ("Ann Bell", "Bo Rope", "Cy Tower", "Di Peal", "Ed Change", "Flo Chime", "Gil Sally")
OTHERS = ("Hal Muffle", "Ivy Clapper", "Jo Sound", "Kit Reed", "Lou Stay", "May Wheel", "Ned Headstock")
MOST_STATEMENTS = 32
GO_ON = "Go on to the announcement"


def path(meeting: Meeting) -> str:
    """The address of the page of results."""
    return f"/desk/meetings/{meeting.id}/results"


def name_of(office: int, place: int = 0, person: int = 0) -> str:
    """The name of a field for a name."""
    return f"offices-{office}-places-{place}-people-{person}-name"


def recorded(session: Session, meeting: Meeting) -> dict[str, Outcome]:
    """The results on record, by office."""
    session.expire_all()
    found = {office.label: office for office in office_results(session, meeting.id)}
    session.commit()
    return found


def values_of(page: Page, name: str) -> list[str | None]:
    """What stands in the fields of that name."""
    return [field.get("value") for field in page.all("input", name=name)]


def test_every_kind_of_outcome_is_recorded(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    page = chair.get_page(path(meeting))
    assert page.heading == "Who was elected?"
    typed: Typed = {
        name_of(0): "Cllr Jane Black",
        "offices-0-places-0-re_elected": True,
        "offices-0-has_votes": True,
        "offices-0-places-0-votes": "34",
        "offices-0-others-0-people-0-name": "Gareth Llŷr",
        "offices-0-others-0-votes": "36",
        "offices-0-votes_are": "first_preferences",
        "offices-0-papers_set_aside": "1",
        "offices-0-tie_settled": "by lot",
        "offices-1-open_state": "decided",
        name_of(2): "Tomasz Żółtowski",
        name_of(2, 0, 1): "Ayşe Yıldız",
        "offices-2-shared": True,
        "offices-2-unopposed": True,
        name_of(3): "נעמי לוי",
        "offices-3-open_state": "deferred",
        "offices-3-deferred_to-month": "6",
        "offices-3-deferred_to-year": "2017",
    }
    answer = chair.submit(page, typed, button=GO_ON)
    assert answer.request.path == f"/desk/meetings/{meeting.id}/announcement"
    found = recorded(session, meeting)
    assert found["Chair"].entries == (
        Entry((PersonName("Jane Black", "Cllr"),), elected=True, re_elected=True, votes=34),
        Entry((PersonName("Gareth Llŷr"),), elected=False, votes=36),
    )
    assert (found["Chair"].state, found["Chair"].rejected_papers) == (OfficeState.DECIDED, 1)
    assert (found["Chair"].tie_settled, found["Chair"].votes_are) == ("by lot", VotesAre.FIRST_PREFERENCES)
    assert values_of(chair.get_page(path(meeting)), "offices-0-tie_settled") == ["by lot"]
    assert (found["Secretary"].state, found["Secretary"].vacancies) == (OfficeState.DECIDED, 1)
    assert found["Membership"].entries == (
        Entry((PersonName("Tomasz Żółtowski"), PersonName("Ayşe Yıldız")), elected=True, unopposed=True),
    )
    assert found["Other officer"].state is OfficeState.DEFERRED
    assert found["Other officer"].deferred_to == PartialDate(2017, 6)
    again = chair.get_page(path(meeting))
    assert values_of(again, name_of(0)) == ["Cllr Jane Black"]
    chair.submit(again, {}, button=GO_ON)
    assert recorded(session, meeting) == found


def test_a_name_typed_elsewhere_is_the_same_person(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    chair.submit(chair.get_page(path(meeting)), {name_of(0): "Jane Black", name_of(1): "Jane Black"}, button=GO_ON)
    found = recorded(session, meeting)
    assert found["Chair"].elected[0].people == found["Secretary"].elected[0].people
    assert found["Membership"].state is OfficeState.UNDECIDED


@pytest.mark.parametrize(
    ("typed", "message", "target"),
    [
        (
            {name_of(2): "Ann Example", "offices-2-shared": True},
            "Enter the second person who shares Membership, or take away the job share",
            f"#{name_of(2, 0, 1)}",
        ),
        (
            {name_of(0): "Ann Example", "offices-0-open_state": "decided"},
            "Chair is filled, and you said “Vacant”. Take away the one or the other",
            f"#{name_of(0)}",
        ),
        (
            {
                name_of(0): "Ann Example",
                "offices-0-has_votes": True,
                "offices-0-places-0-votes": "3",
                "offices-0-others-0-people-0-name": "Joe Bloggs",
                "offices-0-others-0-votes": "4",
            },
            (
                "Joe Bloggs has more votes for Chair than Ann Example, who was elected. Correct a figure, or say "
                "that they are first preferences"
            ),
            "#offices-0-others-0-votes",
        ),
        (
            {name_of(0): "Ann Example", "offices-0-has_votes": True, "offices-0-places-0-votes": "-1"},
            "Enter 0 or more",
            "#offices-0-places-0-votes",
        ),
        ({name_of(0): "x" * 300}, "Shorten this to 200 characters; it has 300 now", f"#{name_of(0)}"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(
    chair: StrictClient,
    meeting: Meeting,
    session: Session,
    typed: dict[str, str | bool],
    message: str,
    target: str,
) -> None:
    before = recorded(session, meeting)
    answer = chair.submit(chair.get_page(path(meeting)), {name_of(1): "Jess Goldstone", **typed}, button=GO_ON)
    assert answer.status_code == 422
    page = chair.page(answer)
    assert page.title.startswith("Error: ")
    assert page.links[message] == target
    assert values_of(page, name_of(1)) == ["Jess Goldstone"]
    for name, value in typed.items():
        if isinstance(value, str) and not name.endswith("open_state"):
            assert values_of(page, name) == [value]
    assert recorded(session, meeting) == before


def test_votes_before_a_winner_is_known_are_kept(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    tied: Typed = {
        "offices-0-has_votes": True,
        "offices-0-others-0-people-0-name": "Petra Holloway",
        "offices-0-others-0-votes": "21",
    }
    chair.submit(chair.get_page(path(meeting)), tied, button=GO_ON)
    page = chair.get_page(path(meeting))
    second: Typed = {"offices-0-others-1-people-0-name": "RON", "offices-0-others-1-votes": "21"}
    answer = chair.submit(page, second, button=GO_ON)
    assert recorded(session, meeting)["Chair"] == Outcome(
        "Chair",
        canonical_key=recorded(session, meeting)["Chair"].canonical_key,
        entries=(Entry((PersonName("Petra Holloway"),), votes=21), Entry((PersonName("RON"),), votes=21)),
    )
    assert values_of(chair.get_page(path(meeting)), "offices-0-others-0-votes") == ["21"]
    assert "Petra Holloway" not in chair.page(answer).text, "nothing is told of a tie that is not settled"
    settled: Typed = {name_of(0): "Petra Holloway", "offices-0-places-0-votes": "21"}
    taken = {"offices-0-others-0-people-0-name": "", "offices-0-others-0-votes": "", "offices-0-tie_settled": "by lot"}
    chair.submit(chair.get_page(path(meeting)), settled | taken, button=GO_ON)
    found = recorded(session, meeting)["Chair"]
    assert [(entry.elected, entry.votes) for entry in found.entries] == [(True, 21), (False, 21)]


def test_no_elections_and_the_way_back(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    chair.submit(chair.get_page(path(meeting)), {"no_elections": True}, button=GO_ON)
    session.refresh(meeting)
    assert meeting.has_elections is False
    chair.submit(chair.get_page(path(meeting)), {"no_elections": False}, button=GO_ON)
    session.refresh(meeting)
    assert meeting.has_elections is None


def test_two_people_at_once_lose_nothing(
    chair: StrictClient, meeting: Meeting, session: Session, sign_in: SignIn
) -> None:
    other = sign_in("regional_officer", meeting.unit)
    mine, theirs = chair.get_page(path(meeting)), other.get_page(path(meeting))
    other.submit(theirs, {name_of(0): "Jane Black", name_of(1): "Miriam Lasker"}, button=GO_ON)
    answer = chair.submit(mine, {name_of(0): "Joe Bloggs", name_of(2): "Priya Raman"}, button=GO_ON)
    assert answer.status_code == 409
    page = chair.page(answer)
    assert page.heading.endswith("saved this page while you were writing")
    for name in ("Jane Black", "Joe Bloggs", "Miriam Lasker", "Priya Raman"):
        assert name in page.text
    chosen = [field.get("value") for field in page.all("input", type="radio") if field.get("checked") is not None]
    assert chosen == ["mine", "theirs", "mine"]
    assert recorded(session, meeting)["Chair"].elected[0].people[0].name == "Jane Black"
    answer = chair.submit(page, {}, button="Save what I chose")
    assert answer.request.path == f"/desk/meetings/{meeting.id}/announcement"
    found = recorded(session, meeting)
    assert [found[label].elected[0].people[0].name for label in ("Chair", "Secretary", "Membership")] == [
        "Joe Bloggs", "Miriam Lasker", "Priya Raman",
    ]  # fmt: skip


def test_theirs_can_be_taken(chair: StrictClient, meeting: Meeting, session: Session, sign_in: SignIn) -> None:
    other = sign_in("regional_officer", meeting.unit)
    mine, theirs = chair.get_page(path(meeting)), other.get_page(path(meeting))
    other.submit(theirs, {name_of(0): "Jane Black"}, button=GO_ON)
    page = chair.page(chair.submit(mine, {name_of(0): "Joe Bloggs"}, button=GO_ON))
    chair.submit(page, {"choice-0": "theirs"}, button="Save what I chose")
    assert recorded(session, meeting)["Chair"].elected[0].people[0].name == "Jane Black"


def test_the_offices_of_a_meeting_are_changed_for_it_alone(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    address = f"/desk/meetings/{meeting.id}/offices"
    page = chair.page(
        chair.submit(chair.get_page(address), {"contests-0-label": "Convenor"}, button="Take away office 3")
    )
    page = chair.page(chair.submit(page, {"contests-2-seats": "3"}, button="Add an office"))
    answer = chair.submit(page, {"contests-3-label": "Treasurer"}, button="Set the offices")
    assert answer.request.path == path(meeting)
    found = recorded(session, meeting)
    assert [(office.label, office.seats) for office in found.values()] == [
        ("Convenor", 1), ("Secretary", 1), ("Other officer", 3), ("Treasurer", 1),
    ]  # fmt: skip
    answer = chair.submit(chair.get_page(address), {"contests-1-label": "Convenor"}, button="Set the offices")
    assert answer.status_code == 422
    assert "Convenor is on the list twice. Take one away." in chair.page(answer).links


def test_the_page_takes_the_same_number_of_statements_whatever_is_recorded(
    chair: StrictClient, meeting: Meeting, count_statements: Counter
) -> None:
    chair.submit(chair.get_page(path(meeting)), {name_of(0): "Ann Example"}, button=GO_ON)
    with count_statements() as few:
        chair.get_page(path(meeting))
    many_names: Typed = {name_of(office): WINNERS[office] for office in range(4)}
    chair.submit(chair.get_page(path(meeting)), many_names, button=GO_ON)
    with count_statements() as many:
        chair.get_page(path(meeting))
    assert many.count == few.count, many


def test_results_are_recorded_in_few_statements(
    chair: StrictClient, meeting: Meeting, session: Session, count_statements: Counter
) -> None:
    session.add_all(
        Office(unit_id=meeting.unit_id, label=f"Steward {place}", position=20 + place) for place in range(3)
    )
    copy_offices(Act(session, SYSTEM, MORNING), meeting)
    session.commit()
    counts: list[int] = []
    for many in (1, 7, 7):  # the first names one person, the second many, the third says of them who else stood
        typed: Typed = {name_of(office): WINNERS[office] for office in range(many)}
        if counts[1:]:
            typed |= {f"offices-{office}-has_votes": True for office in range(many)}
            typed |= {f"offices-{office}-others-0-people-0-name": OTHERS[office] for office in range(many)}
        page = chair.get_page(path(meeting))
        with count_statements() as sent:
            answer = chair.submit(page, typed, button=GO_ON, follow_redirects=False)
        assert answer.status_code == 303
        counts.append(sent.count)
    assert max(counts) <= MOST_STATEMENTS, sent
    assert {len(one.entries) for one in recorded(session, meeting).values()} == {2}


def test_a_silent_save_asks_for_nothing_that_is_still_to_be_typed(
    chair: StrictClient, meeting: Meeting, session: Session
) -> None:
    page = chair.get_page(path(meeting))
    typed: Typed = {name_of(0): "Jane Black", name_of(2): "Ann Bell", "offices-2-shared": True}
    typed |= {"offices-1-has_votes": True, "offices-1-places-0-votes": "12"}
    sent = filled_in(find_form(page, GO_ON, None), typed)
    answer = chair.post(path(meeting), data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.get_json()["errors"] == {}
    assert recorded(session, meeting)["Chair"].elected[0].people[0].name == "Jane Black"
    again = chair.get_page(path(meeting))
    assert values_of(again, "offices-1-places-0-votes") == ["12"]
    assert values_of(again, name_of(2)) == ["Ann Bell"]
    assert "the second person for Membership" in chair.get_page(f"/desk/meetings/{meeting.id}/publish").text
    answer = chair.submit(again, {}, button=GO_ON)
    assert answer.status_code == 422
    assert chair.page(answer).links["Enter who had these 12 votes for Secretary"] == f"#{name_of(1)}"
    chair.submit(again, {"offices-1-places-0-votes": "", name_of(2, 0, 1): "Bo Fenn"}, button=GO_ON)
    assert [person.name for person in recorded(session, meeting)["Membership"].elected[0].people] == [
        "Ann Bell", "Bo Fenn",
    ]  # fmt: skip


def test_return_without_scripts_saves_and_stays(chair: StrictClient, meeting: Meeting, session: Session) -> None:
    answer = chair.submit(chair.get_page(path(meeting)), {name_of(0): "Jane Black"}, button="Save")
    assert (answer.request.path, "Saved." in chair.page(answer).text) == (path(meeting), True)
    assert recorded(session, meeting)["Chair"].elected
