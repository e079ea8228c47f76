"""A pasted list of results, read for the offices of a meeting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.facts import Entry, OfficeState, Outcome, PersonName, VotesAre
from agm.language.partial_date import PartialDate
from agm.results.pasted import PastedResults, read_results
from agm.results.pasted_lines import with_office
from agm.wording.compose import compose
from agm.wording.render import Format, render
from tests.support.announced import FACTS, LIST

OFFICES = (
    Outcome("Chair", contest_id=1),
    Outcome("Vice Chair", contest_id=2),
    Outcome("Secretary", contest_id=3),
    Outcome("Youth and Students", contest_id=4),
    Outcome("Delegate", seats=3, contest_id=5),
)


def read(text: str) -> PastedResults:
    return read_results(text, OFFICES)


def told(found: PastedResults) -> dict[str, list[str]]:
    """By office, each entry as "+Ann Bell & Bo Fenn 34", with + for elected, - for not elected and ? for not known."""
    signs = {True: "+", False: "-", None: "?"}
    return {
        outcome.label: [
            signs[entry.elected]
            + " & ".join(person.displayed for person in entry.people)
            + ("" if entry.votes is None else f" {entry.votes}")
            for entry in outcome.entries
        ]
        for outcome in found.outcomes
    }


def troubles(found: PastedResults) -> dict[int, str]:
    return {line.number: line.trouble for line in found.lines if line.trouble}


@pytest.mark.parametrize(
    "line",
    [
        "Chair: Ann Bell", "Chair – Ann Bell", "Chair - Ann Bell", "Ann Bell (Chair)", "Ann Bell, Chair",
        "Chair Ann Bell", "Chair\tAnn Bell", "Ann Bell\tChair", "Chair  Ann Bell", "CHAIR: Ann Bell", "chair:Ann Bell",
        "• Chair: Ann Bell", "1. Chair: Ann Bell.", "Chair = Ann Bell", "Chair: Bell, Ann", "Chair\tBell, Ann",
        "Chairperson: Ann Bell", "Ann Bell was elected Chair", "Ann Bell elected as Chair", "The Chair: Ann Bell",
        "Chiar: Ann Bell", "Chair: Ann Bell <ann@example.org>", "Chair\nAnn Bell", "Chair:\n\n  Ann Bell  ",
        "Ann Bell – Chair", "Chair, Ann Bell", "Chair | Ann Bell", "Chair (1): Ann Bell",
    ],
)  # fmt: skip
def test_an_office_and_a_name(line: str) -> None:
    found = read(line)
    assert told(found) == {"Chair": ["+Ann Bell"]}
    assert not troubles(found)


@pytest.mark.parametrize(
    ("rest", "entry"),
    [
        ("Ann Bell 34", {"votes": 34}),
        ("Ann Bell – 34 votes", {"votes": 34}),
        ("Ann Bell (1,203 votes)", {"votes": 1203}),
        ("Ann Bell: 34", {"votes": 34}),
        ("Bell, Ann – 34", {"votes": 34}),
        ("Ann Bell, elected unopposed", {"unopposed": True}),
        ("Ann Bell unopposed", {"unopposed": True}),
        ("Ann Bell (re-elected)", {"re_elected": True}),
        ("Ann Bell - reelected unopposed", {"re_elected": True, "unopposed": True}),
        ("Ann Bell (re-elected, 34 votes)", {"re_elected": True, "votes": 34}),
        ("Ann Bell re-elected with 34 votes", {"re_elected": True, "votes": 34}),
        ("Ann Bell (co-opted)", {"co_opted": True}),
        ("Ann Bell (elected)", {}),
    ],
)
def test_what_is_said_of_somebody(rest: str, entry: dict[str, Any]) -> None:
    found = read(f"Chair: {rest}")
    assert found.outcomes[0].entries == (replace(Entry((PersonName("Ann Bell"),), elected=True), **entry),)
    assert not troubles(found)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Delegates: Ann Bell, Bo Fenn and Cy Day", ["+Ann Bell", "+Bo Fenn", "+Cy Day"]),
        ("Delegates: Bell, Ann; Fenn, Bo; van Dijk, Cy", ["+Ann Bell", "+Bo Fenn", "+Cy van Dijk"]),
        ("Delegates: Bell, Ann and Fenn, Bo", ["+Ann Bell", "+Bo Fenn"]),
        ("Delegates: Ann Bell and Bo Fenn (job share), and Cy Day", ["+Ann Bell & Bo Fenn", "+Cy Day"]),
        ("Delegates\n- Ann Bell\n- Bo Fenn", ["+Ann Bell", "+Bo Fenn"]),
        ("Delegate: Ann Bell\nDelegate: Bo Fenn", ["+Ann Bell", "+Bo Fenn"]),
        ("Delegate\tAnn Bell\n\tBo Fenn", ["+Ann Bell", "+Bo Fenn"]),
        ("Delegates: Ann Bell, MP, Bo King, Jr", ["+Ann Bell MP", "+Bo King, Jr"]),
        ("Delegates: Ann 9, Bo 8, Cy 7, Di 6", ["+Ann 9", "+Bo 8", "+Cy 7", "-Di 6"]),
    ],
)
def test_several_people_for_one_office(line: str, names: list[str]) -> None:
    found = read(line)
    assert told(found) == {"Delegate": names}
    assert not troubles(found)


def test_who_has_most_votes_is_elected_and_a_tie_is_left_open() -> None:
    assert told(read("Chair: Ann Bell 21, Bo Fenn 34 and RON 3"))["Chair"] == ["+Bo Fenn 34", "-Ann Bell 21", "-RON 3"]
    assert told(read("Chair\nAnn Bell\t34\nBo Fenn\t21"))["Chair"] == ["+Ann Bell 34", "-Bo Fenn 21"]
    assert told(read("Chair: Ann Bell 21 (elected), Bo Fenn 34"))["Chair"] == ["+Ann Bell 21", "-Bo Fenn 34"]
    tied = read("Chair: Ann Bell 34, Bo Fenn 34")
    assert told(tied)["Chair"] == ["?Ann Bell 34", "?Bo Fenn 34"]
    assert (tied.outcomes[0].state, list(troubles(tied))) == (OfficeState.UNDECIDED, [1])
    many = read("Chair: Ann Bell, Bo Fenn")
    assert told(many)["Chair"] == ["?Ann Bell", "?Bo Fenn"]
    assert "one place" in troubles(many)[1]


@pytest.mark.parametrize(
    ("rest", "state", "day"),
    [
        ("vacant", OfficeState.DECIDED, None),
        ("Vacancy", OfficeState.DECIDED, None),
        ("-", None, None),
        ("no nominations", OfficeState.DECIDED, None),
        ("nominations to be re-opened", OfficeState.DECIDED, None),
        ("TBC", OfficeState.UNDECIDED, None),
        ("result to follow", OfficeState.UNDECIDED, None),
        ("deferred", OfficeState.DEFERRED, None),
        ("election deferred to Tuesday 11 June 2019", OfficeState.DEFERRED, PartialDate(2019, 6, 11)),
        ("election deferred to June 2019", OfficeState.DEFERRED, PartialDate(2019, 6)),
        ("election suspended", OfficeState.SUSPENDED, None),
    ],
)
def test_a_place_that_nobody_took(rest: str, state: OfficeState | None, day: PartialDate | None) -> None:
    found = read(f"Chair: {rest}")
    assert [(one.entries, one.state, one.deferred_to) for one in found.outcomes] == (
        [((), state, day)] if state else []
    )
    assert not troubles(found)


def test_re_open_nominations_that_won_leaves_the_place_empty() -> None:
    for text in ("Chair: RON", "Chair: Ann Bell 3, RON 34"):
        (chair,) = read(text).outcomes
        assert (chair.elected, chair.state) == ((), OfficeState.DECIDED)


def test_as_above_is_the_name_above() -> None:
    assert told(read("Chair: Ann Bell (unopposed, 3 votes)\nSecretary: as above"))["Secretary"] == ["+Ann Bell"]
    assert troubles(read("Chair: as above")) == {1: "There is no name above"}


def test_a_column_of_names_follows_the_order_of_the_offices() -> None:
    column = "Ann Bell\n\nBo Fenn\nvacant\nCy Day\nDi Ek"
    assert told(read(column)) == {
        "Chair": ["+Ann Bell"], "Secretary": ["+Bo Fenn"], "Youth and Students": [], "Delegate": ["+Cy Day", "+Di Ek"],
    }  # fmt: skip
    spaced = "Ann Bell\n\nBo Fenn\n\nCy Day"
    assert list(told(read(spaced))) == ["Chair", "Vice Chair", "Secretary"]
    assert len(troubles(read("Ann\nBo\nCy\nDi\nEd\nFay\nGil\nHal"))) == 8, "there are seven places"
    assert troubles(read("Ann Bell\nThe meeting was held at the hall"))


def test_a_spreadsheet_with_headings() -> None:
    found = read("Office\tName\tVotes\nChair\tBell, Ann\t34\n\tBo Fenn\t21\nYouth & Students\tCy Day\t\n")
    assert told(found) == {"Chair": ["+Ann Bell 34", "-Bo Fenn 21"], "Youth and Students": ["+Cy Day"]}
    assert not troubles(found)


def test_what_is_not_understood_is_told_with_its_line() -> None:
    found = read("Our new officers\n\nChair: Ann Bell (she/her)\nTreasurer: Bo Fenn\nCy Day\nSecretary: s@example.org")
    assert told(found) == {"Chair": ["+Ann Bell"]}
    assert sorted(troubles(found)) == [1, 3, 4, 5, 6]
    assert "she/her" in troubles(found)[3]
    assert "Treasurer" in troubles(found)[4]
    assert found.lines[0].text == "Our new officers"


def test_a_long_office_wins_over_a_short_one() -> None:
    assert told(read("Vice Chair: Ann Bell\nBo Fenn (Vice-Chair)\nVice Chair Cy Day")).keys() == {"Vice Chair"}


def test_nothing_typed_is_too_odd_to_read() -> None:
    for text in (
        "",
        "\n\n",
        "Chair:" * 300,
        "(" * 5000,
        "Chair: " + "Ann, " * 4000,
        "a b " * 5000,
        "Chair: " + "1 " * 3000,
    ):
        for line in read(text).lines:
            assert line.understood or line.trouble, line.text[:40]


@settings(max_examples=300)
@given(st.text(alphabet="Chair:Secty–-,;()\t\n Ann Bell 34RON&/@", max_size=120))
def test_each_line_is_understood_or_named(text: str) -> None:
    found = read(text)
    assert [line.number for line in found.lines] == [
        number for number, line in enumerate(text.split("\n"), start=1) if line.strip()
    ]
    assert all(line.understood or line.trouble for line in found.lines)
    assert not any("\n" in person.displayed for one in found.outcomes for each in one.entries for person in each.people)


NAMES = ("Ann Bell", "Bo Fenn", "Cllr Cy Day", "Di Ek MP", "Edith van Dijk", "Fay O’Hara-Lloyd", "Siân Prŷs", "Gil Hay")


@st.composite
def outcomes(draw: st.DrawFn) -> tuple[Outcome, ...]:
    """What came of the offices, as an announcement can tell it."""
    found = []
    for office in OFFICES:
        names = draw(st.permutations(NAMES))
        count = draw(st.integers(0, office.seats))
        has_votes = draw(st.booleans())
        entries = []
        for place in range(count):
            people = (names[place], names[place + 4]) if draw(st.integers(0, 3)) == 0 else (names[place],)
            how: dict[str, Any] = draw(
                st.sampled_from(({}, {"unopposed": True}, {"re_elected": True}, {"co_opted": True}))
            )
            votes: dict[str, Any] = {} if "co_opted" in how or not has_votes else {"votes": 90 - place}
            named = tuple(person(name) for name in people)
            entries.append(replace(Entry(named, elected=True), **how, **votes))
        if has_votes and count == office.seats == 1 and not entries[0].unopposed and not entries[0].co_opted:
            entries.append(Entry((PersonName("Ivo Lost"),), elected=False, votes=draw(st.integers(0, 80))))
        state = draw(st.sampled_from(OfficeState)) if count < office.seats else OfficeState.DECIDED
        found.append(replace(office, entries=tuple(entries), state=state))
    return tuple(found)


def person(name: str) -> PersonName:
    if name.startswith("Cllr "):
        return PersonName(name.removeprefix("Cllr "), "Cllr")
    return PersonName(name.removesuffix(" MP"), None, "MP") if name.endswith(" MP") else PersonName(name)


@settings(max_examples=150)
@given(outcomes())
def test_what_an_announcement_lists_can_be_read_again(results: tuple[Outcome, ...]) -> None:
    style = replace(LIST, show_votes=True, capital_labels=True)
    text = render(compose(replace(FACTS, results=results), style), Format.TEXT)
    found = {outcome.label: outcome for outcome in read(text).outcomes}
    for told_of in results:
        again = found.get(told_of.label)
        assert again is not None or not told_of.entries, text
        if again is not None:
            assert [plain(one) for one in again.entries] == [plain(one) for one in told_of.entries], text
            assert again.state == told_of.state, text
            assert again.votes_are is VotesAre.VOTES


def plain(entry: Entry) -> Entry:
    """An entry without what a lead-in may say of everybody."""
    return replace(entry, unopposed=False, re_elected=False, co_opted=False)


def test_a_word_of_an_office_is_asked_about_and_never_guessed() -> None:
    text = "Chair: Ann Bell\nYouth: Al Marsh"
    asked = read(text)
    assert troubles(asked) == {2: "“Youth” is not among the offices"}
    assert asked.lines[1].may_mean == ("Youth and Students",)
    assert told(asked) == {"Chair": ["+Ann Bell"]}
    answered = read(with_office(text, 2, "Youth and Students"))
    assert told(answered) == {"Chair": ["+Ann Bell"], "Youth and Students": ["+Al Marsh"]}
    assert with_office(text, 9, "Chair") == text
