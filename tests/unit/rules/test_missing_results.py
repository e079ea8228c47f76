"""What is missing of a meeting's results, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from agm.facts import Figure, MeetingFacts, MeetingKind, OfficeState, Outcome
from agm.language.partial_date import PartialDate
from agm.rules.missing_results import is_over, missing_results
from tests.support.wording_facts import ORGANISATION, REGION, elected, not_elected, office

TODAY = dt.date(2024, 5, 2)
FACTS = MeetingFacts(
    format_version=1, organisation=ORGANISATION, region=REGION, held_on=PartialDate.parse("2024-04-21")
)
CHAIR = office("Chair", elected("A"))


def to_follow(label: str, *, seats: int = 1, plural_label: str | None = None) -> Outcome:
    """An office without a result."""
    return office(label, seats=seats, plural_label=plural_label, state=OfficeState.UNDECIDED)


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ((to_follow("Chair"),), "result is entered for Chair. The announcement says nothing of it."),
        (
            (to_follow("Chair"), to_follow("Clerk"), to_follow("Delegate", seats=2, plural_label="Delegates")),
            "result is entered for Chair, Clerk or Delegates. The announcement says nothing of it.",
        ),
        ((CHAIR, to_follow("Clerk")), "result is entered for Clerk. The announcement says that it follows."),
        ((office("Chair"), to_follow("Clerk")), "result is entered for Clerk. The announcement says that it follows."),
        (
            (office("Chair", not_elected("A"), replace(elected("B"), elected=None)),),
            "result is entered for Chair. The announcement says nothing of it.",
        ),
    ],
)
def test_what_is_missing_is_said_plainly(results: tuple[Outcome, ...], words: str) -> None:
    facts = replace(FACTS, results=results)
    past = missing_results(facts, TODAY)
    assert past is not None
    assert (past.is_past, past.words) == (True, f"The meeting is over, but no {words}")
    on_the_day = missing_results(replace(facts, held_on=PartialDate.parse("2024-05-02")), TODAY)
    assert on_the_day is not None
    assert (on_the_day.is_past, on_the_day.words) == (False, f"No {words}")


def test_nothing_is_missing_where_all_is_entered_or_nobody_was_to_be_elected() -> None:
    complete = [
        replace(FACTS, results=(CHAIR, office("Clerk"), office("Auditor", state=OfficeState.DEFERRED))),
        replace(FACTS, results=(office("Chair", elected("A"), state=OfficeState.UNDECIDED),)),
        replace(FACTS, elections=False),
        replace(FACTS, elections=False, kind=MeetingKind.BY_ELECTION),
        FACTS,
    ]
    assert [missing_results(facts, TODAY) for facts in complete] == [None] * len(complete)


def test_a_by_election_without_an_office_lacks_it() -> None:
    lacking = missing_results(replace(FACTS, kind=MeetingKind.BY_ELECTION), TODAY)
    assert lacking is not None
    assert lacking.words == (
        "The meeting is over, but no office is entered for this by-election. "
        "The announcement does not say what it was for."
    )


def test_too_few_who_came_leave_nothing_to_follow() -> None:
    facts = replace(FACTS, attendance=Figure(3), quorum=Figure(9), results=(office("Chair"), to_follow("Clerk")))
    lacking = missing_results(facts, TODAY)
    assert lacking is not None
    assert lacking.words.endswith("for Clerk. The announcement says nothing of it.")


def test_nothing_is_missing_where_too_few_came_for_any_election() -> None:
    facts = replace(FACTS, attendance=Figure(3), quorum=Figure(9), results=(to_follow("Chair"), to_follow("Clerk")))
    assert missing_results(facts, TODAY) is None
    assert missing_results(replace(facts, attendance=Figure(9)), TODAY) is not None


def test_a_day_is_past_once_all_that_it_may_be_is() -> None:
    days = ["2024-05-01", "2024-05-02", "2024-05-03", "2024-04", "2024-05", "2024-06", "2023", "2024", "2025"]
    assert [day for day in days if is_over(PartialDate.parse(day), TODAY)] == ["2024-05-01", "2024-04", "2023"]
    assert is_over(None, TODAY) is False
