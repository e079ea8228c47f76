"""A report is told whole from a record that has a place for a part of it, and what stands beside it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from agm.facts import Entry, Holding, MeetingFacts, OfficeState, Outcome, PersonName
from agm.facts.particulars import (
    NOTHING_BESIDE,
    STORED_PARTICULARS,
    Particulars,
    particulars_of,
    recorded_of,
    with_particulars,
)
from agm.facts.plain import from_plain
from tests.support.records import elected, facts_of

DATA = Path(__file__).parents[2] / "data"


def reports() -> list[Path]:
    """The files of the project that tell of a meeting that was held."""
    found = sorted(DATA.glob("*/*.json"))
    return [one for one in found if '"results"' in (text := one.read_text()) and '"announcement"' not in text]


@pytest.mark.parametrize("file", reports(), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_what_the_record_has_and_what_stands_beside_it_are_all(file: Path) -> None:
    facts = from_plain(MeetingFacts, json.loads(file.read_text()))
    told = particulars_of(facts)
    assert with_particulars(recorded_of(facts), told) == facts
    assert STORED_PARTICULARS.read(STORED_PARTICULARS.write(told)) == told


def test_among_the_files_are_some_that_tell_more_than_a_record() -> None:
    facts = [from_plain(MeetingFacts, json.loads(file.read_text())) for file in reports()]
    assert sum(particulars_of(one) != NOTHING_BESIDE for one in facts) > 3
    assert sum(particulars_of(one) == NOTHING_BESIDE for one in facts) > 3


def test_who_goes_on_takes_a_place_beside_whoever_was_elected() -> None:
    going_on = Entry((PersonName("Jo Bell"),), holds=Holding.CONTINUING)
    facts = facts_of(elected("Trustees", "Ann Marsh"))
    told = with_particulars(facts, Particulars(offices=(Outcome("trustees", entries=(going_on,), unnamed=2),)))
    (trustees,) = told.results
    assert (trustees.label, trustees.seats, trustees.open_seats) == ("Trustees", 4, 0)
    assert [one.people[0].name for one in trustees.filled] == ["Ann Marsh", "Jo Bell"]
    assert recorded_of(told) == facts


def test_who_holds_an_office_without_an_election_takes_the_place_that_it_has() -> None:
    going_on = Entry((PersonName("Jo Bell"),), holds=Holding.CONTINUING)
    facts = facts_of(elected("Chair", "Ann Marsh"), Outcome("Treasurer"), Outcome("Auditor", state=OfficeState.DECIDED))
    told = [Outcome(label, entries=(going_on,)) for label in ("Treasurer", "Auditor")]
    _chair, treasurer, auditor = with_particulars(facts, Particulars(offices=tuple(told))).results
    assert (treasurer.seats, treasurer.open_seats) == (1, 0)
    assert (auditor.seats, auditor.open_seats) == (2, 1), "a place is vacant besides"


def test_an_office_that_nobody_was_elected_to_is_told_behind_the_others_or_where_it_was_listed() -> None:
    president = Outcome(
        "President", state=OfficeState.DECIDED, entries=(Entry((PersonName("Al Fox"),), holds=Holding.HONORARY),)
    )
    facts = facts_of(elected("Chair", "Ann Marsh"), elected("Clerk", "Bo Hill"))

    def labels(*offices: Outcome) -> list[str]:
        return [one.label for one in with_particulars(facts, Particulars(offices=offices)).results]

    assert labels(president) == ["Chair", "Clerk", "President"]
    assert labels(Outcome("Clerk"), president, Outcome("Chair")) == ["Clerk", "President", "Chair"]


def test_a_place_stands_beside_the_name_wherever_it_is_told() -> None:
    facts = facts_of(elected("Chair", "Jane Black"), guests=("Jane Black", "Al Fox"))
    told = with_particulars(facts, Particulars(names=(PersonName("Jane Black", place="Bangor"),)))
    assert told.results[0].entries[0].people[0].place == "Bangor"
    assert [one.person.place for one in told.speakers] == ["Bangor", None]
    assert particulars_of(told).names == (PersonName("Jane Black", place="Bangor"),)
    assert particulars_of(replace(told, speakers=facts.speakers, results=facts.results)) == NOTHING_BESIDE
