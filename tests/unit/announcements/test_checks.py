"""What a careful editor looks at: each thing once, with where it is put right."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from agm.announcements.checks import Beside, Check, Mend, checks
from agm.facts import Entry, Figure, MeetingFacts, OfficeState, Outcome, PersonName, Speaker
from agm.language.partial_date import PartialDate
from agm.wording.document import BlockKey
from tests.support.announced import FACTS

TODAY = dt.date(2017, 5, 1)


def held(label: str, *names: PersonName, seats: int = 1, state: OfficeState = OfficeState.DECIDED) -> Outcome:
    return Outcome(label, seats=seats, state=state, entries=tuple(Entry((name,), elected=True) for name in names))


NOW = replace(
    FACTS,
    held_on=PartialDate(2017, 4, 2),
    attendance=Figure(number=45),
    speakers=(Speaker(PersonName("Imogen Castellane")),),
    said=(),
    messages=(),
    results=(held("Chair", PersonName("Ann Bell", "Cllr")), held("Secretary", PersonName("Jonathan Merle"))),
)
LAST = replace(
    NOW,
    held_on=PartialDate(2016, 4, 3),
    speakers=(),
    results=(
        held("Chair", PersonName("Ann Bell")), held("Secretary", PersonName("Jonathon Merle")),
        held("Auditor", PersonName("Winston Adeyemi")),
    ),
)  # fmt: skip


def found(facts: MeetingFacts = NOW, **beside: object) -> list[Check]:
    return list(checks(facts, Beside(TODAY, **beside)))  # type: ignore[arg-type]  # by name


def told(facts: MeetingFacts = NOW, **beside: object) -> list[tuple[str, Mend]]:
    return [(one.code, one.mend) for one in found(facts, **beside)]


def test_a_record_in_order_has_nothing_to_look_at() -> None:
    assert told() == []
    assert told(last=NOW) == []


def test_last_year_tells_of_names_prefixes_and_offices() -> None:
    assert {one.words for one in found(last=LAST)} == {
        "Ann Bell was Ann Bell in the report before, and is Cllr Ann Bell now.",
        "Jonathan Merle is nearly Jonathon Merle, whom the report before named. Is one of them misspelt?",
        "Auditor was in the report before, and is not in this one.",
    }
    assert ("office_missing", Mend.OFFICES) in told(last=LAST)


def test_two_names_of_one_record_that_are_nearly_one() -> None:
    twice = replace(NOW, speakers=(Speaker(PersonName("Jonathon Merle")),))
    assert told(twice) == [("near_names", Mend.RESULTS)]


def test_seats_and_names_that_differ() -> None:
    some = replace(NOW, results=(held("Delegate", PersonName("Al Marsh"), seats=3, state=OfficeState.UNDECIDED),))
    (one,) = found(some)
    assert one.words == "Delegate has three places, and one is named. Say what became of the other two."
    many = replace(NOW, results=(held("Chair", PersonName("Al Marsh"), PersonName("Bo Fenn")),))
    assert told(many) == [("seats_differ", Mend.RESULTS)]


def test_what_hinders_comes_first() -> None:
    ahead = found(
        replace(NOW, held_on=PartialDate(2018, 4, 2)),
        names_to_ask=("Ann Bell",),
        not_told=("Bo Fenn",),
        withdrawn=(PersonName("Cy Day", person_id=7),),
        imprint_missing=True,
        changed_under=(BlockKey.RESULTS,),
    )
    assert [(one.code, one.hinders) for one in ahead] == [
        ("still_to_come", True), ("imprint_missing", True), ("consent_withdrawn", True),
        ("draft_older", False), ("consent_missing", False), ("not_told", False),
    ]  # fmt: skip
    assert ahead[2].person_id == 7


def test_own_words_that_the_record_contradicts() -> None:
    words = "- **Chair**: Flo Chime\n- Secretary: Jonathan Merle\n\nImogen Castelane spoke to 54 people."
    assert {one.words for one in found(own_words=((BlockKey.RESULTS, words),))} == {
        "Your own words have Flo Chime as Chair; the record has Ann Bell.",
        "Your own words have 54 people; the record has 45.",
        "Your own words have Imogen Castelane; the record has Imogen Castellane.",
    }
    same = "Chair: Ann Bell. Imogen Castellane’s words moved 45 people."
    assert found(own_words=((BlockKey.RESULTS, same),)) == []
