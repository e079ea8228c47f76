"""The day, the returning officer and the turnout: checked, and printed in every rendering."""

from __future__ import annotations

import dataclasses
import json

import pytest

from agm.counting import RULE_SETS, CountingError, CountResult, count
from agm.counting.bundle import verify_bundle, write_bundle
from agm.counting.model import Poll, VoteTotals
from agm.counting.render import render
from tests.support.counting import contest_of

VOTES = VoteTotals((31, 24), papers=57, abstentions=2)
WHOLE = Poll("2027-04-18", "Nia Bevan", 120)


def held(poll: Poll) -> CountResult:
    return count(dataclasses.replace(contest_of("Ann Bob"), poll=poll), VOTES, RULE_SETS["plurality"])


@pytest.mark.parametrize(
    ("poll", "problem"),
    [
        (
            Poll(held_on="18 April 2027"),
            "“18 April 2027” is not a date. Write year, month and day, for example 2027-04-18.",
        ),
        (Poll(held_on="20270418"), "“20270418” is not a date. Write year, month and day, for example 2027-04-18."),
        (
            Poll(officer="Nia\x1b[1m"),
            "The name of the returning officer has a line break or another unprintable character in it.",
        ),
        (Poll(eligible=0), "The number of those who could vote must be a whole number from 1, not 0."),
        (Poll(eligible=56), "There are 57 papers, and only 56 people could vote; one of the two is wrong."),
    ],
)
def test_what_cannot_be_is_refused(poll: Poll, problem: str) -> None:
    with pytest.raises(CountingError) as refused:
        held(poll)
    assert list(refused.value.problems) == [problem]


@pytest.mark.parametrize("form", ["sheet", "csv", "html", "svg", "svg-wide"])
def test_every_rendering_has_day_officer_and_turnout(form: str) -> None:
    shown = render(held(WHOLE), form)
    for fact in ("18 April 2027", "Nia Bevan", "57 of 120 who could vote (47.5%)"):
        assert fact in shown


def test_json_has_them_as_data_and_only_where_they_are_given() -> None:
    assert json.loads(render(held(WHOLE), "json"))["CountPoll"] == {
        "Date": "2027-04-18",
        "ReturningOfficer": "Nia Bevan",
        "EligibleVoters": 120,
        "Turnout": "47.5%",
    }
    assert json.loads(render(held(Poll(officer="Bo")), "json"))["CountPoll"]["EligibleVoters"] is None
    assert "CountPoll" not in json.loads(render(held(Poll()), "json"))


def test_a_full_turnout_is_no_mistake() -> None:
    assert "57 of 57 who could vote (100.0%)" in render(held(Poll(eligible=57)), "sheet")


def test_a_bundle_keeps_them() -> None:
    result = held(WHOLE)
    found = verify_bundle(write_bundle(result.contest, VOTES, result))
    assert (found.differences, found.result and found.result.contest.poll) == ((), WHOLE)


@pytest.mark.parametrize("form", ["sheet", "html", "svg", "svg-wide"])
def test_who_was_elected_stands_before_all_figures(form: str) -> None:
    shown = render(held(WHOLE), form)
    body = (
        shown[shown.index("</desc>") :]
        if form.startswith("svg")
        else shown[shown.rindex("<h1>") if form == "html" else 0 :]
    )
    assert body.index("Elected") < body.index("Ann") < body.index("57 of 120")


def test_who_was_elected_is_the_second_line_of_the_csv_sheet() -> None:
    assert render(held(WHOLE), "csv").splitlines()[:3] == [
        "\ufeffElection for,Committee",
        "Elected,Ann",
        "Date,18 April 2027",
    ]
