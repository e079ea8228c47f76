"""Facts as JSON: an exact round trip, all errors at once, and a schema that agrees with the reader."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from agm.facts import Figure, MeetingFacts, OfficeState, OrganisationFacts
from agm.facts.files import (
    check_facts,
    facts_from_json,
    facts_from_plain,
    facts_schema,
    facts_to_json,
)
from agm.facts.plain import PlainValueError, to_plain
from agm.language.partial_date import PartialDate
from tests.support.wording_facts import ORGANISATION, elected, meetings, not_elected, office

SMALLEST: dict[str, Any] = {"format_version": 1, "organisation": {"name": "Civic Commonweal Movement"}}
VALIDATOR = Draft202012Validator(facts_schema())


def problems_of(value: object) -> list[str]:
    """What the reader says of a value."""
    with pytest.raises(PlainValueError) as caught:
        facts_from_plain(value)
    return [str(problem) for problem in caught.value.problems]


def with_office(**changes: object) -> dict[str, Any]:
    """The smallest facts with one office."""
    return SMALLEST | {"results": [{"label": "Chair"} | changes]}


def test_only_the_organisation_is_needed() -> None:
    facts = facts_from_plain(SMALLEST)
    assert facts == MeetingFacts(format_version=1, organisation=OrganisationFacts("Civic Commonweal Movement"))
    assert to_plain(facts) == SMALLEST


def test_every_kind_of_value_is_read() -> None:
    facts = facts_from_plain(
        SMALLEST
        | {
            "held_on": "2017-04",
            "starts_at": "19:30",
            "attendance": {"number": 45},
            "region": None,
            "elections": False,
            "results": [{"label": "Chair", "state": "deferred", "deferred_to": "2017-06-11", "seats": 2.0}],
        }
    )
    assert facts.held_on == PartialDate(2017, 4)
    assert facts.starts_at == time(19, 30)
    assert facts.attendance == Figure(45)
    assert facts.elections is False
    assert facts.results == (
        office("Chair", seats=2, state=OfficeState.DEFERRED, deferred_to=PartialDate(2017, 6, 11)),
    )


@given(meetings())
@settings(max_examples=40)
def test_facts_come_back_as_they_were_and_keep_the_schema(facts: MeetingFacts) -> None:
    text = facts_to_json(facts)
    assert facts_from_json(text) == facts
    assert facts_from_json(text.encode()) == facts
    assert list(VALIDATOR.iter_errors(json.loads(text))) == []


def test_a_mark_at_the_start_of_the_file_is_no_error() -> None:
    text = "\ufeff" + json.dumps(SMALLEST)
    assert facts_from_json(text) == facts_from_json(text.encode()) == facts_from_plain(SMALLEST)


def test_what_pasting_brings_along_is_read_as_it_was_meant() -> None:
    pasted = {"venue": "Hall\u200b\tA", "said": [{"text": "First line.\u2028Second.\u2060"}]}
    assert facts_from_plain(SMALLEST | pasted) == facts_from_plain(
        SMALLEST | {"venue": "Hall A", "said": [{"text": "First line.\nSecond."}]}
    )


def test_all_errors_come_at_once_with_their_places() -> None:
    wrong = {
        "format_version": 1,
        "organisation": {"name": " ", "shortname": "CCM"},
        "held_on": "2017-02-30",
        "starts_at": "25:00",
        "ordinal": 0,
        "kind": "party",
        "venue": 12,
        "speakers": {},
        "said": [{"text": "Fine."}, {"text": None}, "no object"],
        "elections": "yes",
        "results": [{"seats": True, "candidacies": [{"people": [{"name": "A\nB"}, {"name": "A\x1fB"}]}]}],
    }
    assert problems_of(wrong) == [
        "organisation.name: This is empty. Leave the field out where nothing is known.",
        "organisation.shortname: There is no such field. Did you mean short_name?",
        "kind: “party” is not one of agm, egm, inaugural, by_election, countback, other.",
        "ordinal: Enter a number from 1 to 9999.",
        "held_on: There is no such date as 2017-02-30.",
        "starts_at: Write the time as hours and minutes, for example 19:30.",
        "venue: Expected text in quotation marks, found a number.",
        "speakers: Expected a list, found an object.",
        "said[1].text: Expected text in quotation marks, found null.",
        "said[2]: Expected an object with named values, found text.",
        "elections: Expected true or false, found text.",
        "results[0].label: This is needed, but it is missing.",
        "results[0].seats: Expected a whole number, found true.",
        "results[0].candidacies[0].people[0].name: Character 2 is a line break; remove it.",
        "results[0].candidacies[0].people[1].name: Character 2 is a hidden character (U+001F); remove it.",
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"venue": "x" * 300}, "venue: The text has 300 characters; at most 200 are possible."),
        ({"said": [{"text": "x"}] * 2001}, "said: The list has 2001 items; at most 2000 can be read."),
        ({"held_on": "2 April"}, "held_on: Write the date as 2017-04-02, or 2017-04 or 2017 where no more is known."),
        ({"elections": 1}, "elections: Expected true or false, found a number."),
        ({"elections": False, "ordinal": False}, "ordinal: Expected a whole number, found false."),
        ({"venue": ["x"]}, "venue: Expected text in quotation marks, found a list."),
        ({"venue": object()}, "venue: Expected text in quotation marks, found something else."),
        (
            {"pet": 1},
            (
                "pet: There is no such field. Known are: announcement, format_version, organisation, region, kind, "
                "ordinal, held_on, starts_at, venue, online_link, held_as, quorum, attendance, speakers, said, "
                "messages, messages_from, elections, results, motions, term, takes_office, turnout, outgoing, "
                "next_meeting, contact, vacancies_until, second_language."
            ),
        ),
    ],
)
def test_each_error_says_what_to_do(change: dict[str, object], problem: str) -> None:
    assert problems_of(SMALLEST | change) == [problem]


@pytest.mark.parametrize("value", [None, [], "text", {}, {"$schema": "https://json-schema.org"}])
def test_another_kind_of_json_is_told_apart(value: object) -> None:
    assert problems_of(value) == ["This is not a file of meeting facts: it has no “format_version”."]


@pytest.mark.parametrize("version", [2, "1", None, True])
def test_another_version_is_told_apart(version: object) -> None:
    message = "format_version: This program reads version 1 of the format, and this file does not have it."
    assert problems_of(SMALLEST | {"format_version": version}) == [message]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{"format_version": 1,', "This is not JSON: line 1, column 22:"),
        (b"\xff\xfe", "This is not a text file in UTF-8 (the byte at position 0 is not part of any letter)."),
        ("[" * 100_000, "This JSON is nested too deeply to be a record of ours."),
        ('{"a": 1, "a": 2}', "This is not JSON that we can read: “a” is given twice in one object."),
        ('{"a": NaN}', "This is not JSON that we can read: NaN is not a number in JSON."),
        ("1" * 5000, "This is not JSON that we can read:"),
    ],
)
def test_what_is_no_json_is_refused(source: str | bytes, message: str) -> None:
    with pytest.raises(PlainValueError) as caught:
        facts_from_json(source)
    assert [problem.path for problem in caught.value.problems] == [""]
    assert caught.value.problems[0].message.startswith(message)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"candidacies": [{"people": [{"name": name}], "elected": True} for name in "AB"]},
            "results[0].candidacies: 2 are elected to Chair, but it has 1 seat.",
        ),
        (
            {"seats": 2, "candidacies": [{"people": [{"name": name}], "elected": True} for name in "ABC"]},
            "results[0].candidacies: 3 are elected to Chair, but it has 2 seats.",
        ),
        (
            {"state": "deferred", "candidacies": [{"people": [{"name": "A"}], "elected": True}]},
            "results[0].state: Every seat of Chair is filled, so the election cannot be deferred.",
        ),
        (
            {"deferred_to": "2017"},
            "results[0].deferred_to: Only a deferred election has a date that it is deferred to.",
        ),
        ({"candidacies": [{"people": []}]}, "results[0].candidacies[0].people: Name at least one person."),
        (
            {"candidacies": [{"people": [{"name": "A"}, {"name": "A"}]}]},
            "results[0].candidacies[0].people: The same person is named twice in one job share.",
        ),
        (
            {"candidacies": [{"people": [{"name": "A"}], "elected": False, "unopposed": True}]},
            (
                "results[0].candidacies[0].unopposed: Only someone who took the office can be marked so; "
                "“elected” is not true."
            ),
        ),
        (
            {"candidacies": [{"people": [{"name": "A"}], "elected": True, "co_opted": True, "votes": 3}]},
            (
                "results[0].candidacies[0].co_opted: Someone co-opted was not elected: leave out unopposed, "
                "re_elected and votes."
            ),
        ),
        (
            {"candidacies": [{"people": [{"name": "A"}], "elected": won} for won in (True, False)]},
            "results[0].candidacies[1]: A is entered twice for Chair. Take one away.",
        ),
    ],
)
def test_results_that_contradict_themselves_are_refused(change: dict[str, object], problem: str) -> None:
    assert problems_of(with_office(**change)) == [problem]


def test_an_office_on_two_lines_is_one_with_two_seats() -> None:
    elected_a, vacant = {"people": [{"name": "A"}], "elected": True}, {"label": "vice  chair", "state": "decided"}
    lines = [{"label": "Vice Chair", "state": "decided", "candidacies": [elected_a]}, vacant]
    (merged,) = facts_from_plain(SMALLEST | {"results": lines}).results
    assert (merged.printed_label, merged.seats, merged.vacancies) == ("Vice Chairs", 2, 1)
    assert problems_of(SMALLEST | {"results": [{"label": "Vice Chair"}, vacant]}) == [
        (
            "results[1].label: “vice  chair” is listed already, at results[0], and its empty seats are otherwise. "
            "Give each office a label of its own."
        )
    ]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"held_on": "2019-05-12", "results": [{"label": "Chair", "state": "deferred", "deferred_to": "2019-04"}]},
         "results[0].deferred_to"),
        ({"speakers": [{"person": {"name": "A"}}, {"person": {"name": "A", "prefix": "Dr"}}]}, "speakers[1]"),
        ({"messages": [{"person": {"name": "A"}}, {"person": {"name": "A"}}]}, "messages[1]"),
        (
            {"results": [{"label": "Chair", "candidacies": [
                {"people": [{"name": "A"}], "elected": True, "unopposed": True},
                {"people": [{"name": "B"}], "elected": False},
            ]}]},
            "results[0].candidacies",
        ),
    ],
)  # fmt: skip
def test_a_contradiction_is_refused_at_its_place(changes: dict[str, Any], place: str) -> None:
    (problem,) = problems_of(SMALLEST | changes)
    assert problem.startswith(f"{place}: ")


def test_what_is_usual_is_read() -> None:
    winner, loser = {"people": [{"name": "A"}], "elected": True}, {"people": [{"name": "B"}], "elected": False}
    reserved = facts_from_plain(with_office(candidacies=[winner | {"votes": 3}, loser | {"votes": 4}]))
    assert [(entry.elected, entry.votes) for entry in reserved.results[0].entries] == [(True, 3), (False, 4)]
    nobody = {"people": [{"name": "R.O.N."}], "elected": False, "votes": 4}
    alone = facts_from_plain(with_office(candidacies=[winner | {"unopposed": True}, nobody]))
    assert [(entry.unopposed, entry.is_person) for entry in alone.results[0].entries] == [(True, True), (False, False)]
    same_year = facts_from_plain(with_office(state="deferred", deferred_to="2019") | {"held_on": "2019-05-12"})
    assert str(same_year.results[0].deferred_to) == "2019"


def test_no_elections_and_somebody_elected_is_refused() -> None:
    facts = MeetingFacts(
        format_version=1, organisation=ORGANISATION, elections=False, results=(office("Chair", elected("Ann Lee")),)
    )
    assert [str(problem) for problem in check_facts(facts)] == [
        "elections: It says that there were no elections, but the results name people elected."
    ]


def test_a_paragraph_names_only_people_who_spoke() -> None:
    facts = SMALLEST | {"said": [{"text": "Ann spoke.", "speakers": ["Ann Lee"]}]}
    assert problems_of(facts) == ["said[0].speakers: “Ann Lee” is not among the speakers of this meeting."]


def test_an_office_with_a_result_outstanding_is_not_vacant() -> None:
    lost = office("Chair", not_elected("Bo Ray"))
    assert (lost.open_state, lost.open_seats, lost.vacancies) == (OfficeState.DECIDED, 1, 1)
    undecided = facts_from_plain(with_office(state="decided", candidacies=[{"people": [{"name": "A"}]}])).results[0]
    assert (undecided.open_state, undecided.open_seats, undecided.vacancies) == (OfficeState.UNDECIDED, 1, 0)


def test_the_schema_is_one_and_describes_each_field() -> None:
    schema: Any = facts_schema()
    Draft202012Validator.check_schema(schema)
    objects = [schema, *(item for item in schema["$defs"].values() if "enum" not in item)]
    fields = [field for item in objects for field in item["properties"].values()]
    assert len(fields) > 40
    assert [field for field in fields if not field["description"]] == []
    assert [item for item in objects if not item["description"] or item["additionalProperties"]] == []


broken_values = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 12000), st.floats(allow_nan=False), st.just([]), st.just({}),
    st.sampled_from(["", " ", "x", "2017", "2017-13", "2017-04-02\n", "19:30", "24:00", "agm", "a\nb", "a\u202eb"]),
    st.just("x" * 201),
)  # fmt: skip
PLACES = """
    format_version organisation organisation.name organisation.short_name region kind ordinal held_on starts_at venue
    held_as attendance attendance.number said said.0.text elections results results.0 results.0.label results.0.seats
    results.0.state results.0.candidacies.0.people.0.name unknown
"""
PATHS: list[list[str | int]] = [
    [int(step) if step.isdigit() else step for step in place.split(".")] for place in PLACES.split()
]


@given(st.sampled_from(PATHS), broken_values)
@settings(max_examples=150)
def test_schema_and_reader_agree(path: list[str | int], value: object) -> None:
    """They may differ only in what a schema cannot say: whether a date exists."""
    whole: Any = json.loads(
        json.dumps(
            SMALLEST
            | {
                "region": {"name": "Northern Vale"},
                "attendance": {"number": 4},
                "said": [{"text": "Ann spoke."}],
                "results": [{"label": "Chair", "candidacies": [{"people": [{"name": "Ann Lee"}]}]}],
            }
        )
    )
    inner = whole
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    try:
        facts_from_plain(whole)
        is_read = True
    except PlainValueError as error:
        is_read = any("no such date" in problem.message for problem in error.problems)
    assert VALIDATOR.is_valid(whole) == is_read


def test_partial_dates_know_how_much_they_know() -> None:
    assert PartialDate.of(date(2017, 4, 2)) == PartialDate.parse("2017-04-02")
    assert PartialDate(2017, 4, 2).full == date(2017, 4, 2)
    assert PartialDate(2017, 4).full is None
    assert [str(PartialDate(2017)), str(PartialDate(2017, 4)), str(PartialDate(2017, 4, 2))] == [
        "2017",
        "2017-04",
        "2017-04-02",
    ]
    with pytest.raises(ValueError, match="needs its month"):
        PartialDate(2017, None, 2)
    with pytest.raises(ValueError, match="between 1000 and 2999"):
        PartialDate(17)
