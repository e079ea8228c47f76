"""How the flow chart measures: what fits on a line, how wide bars are, and from which width on words have room."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from agm.counting import RULE_SETS, Ballots, Contest, CountResult, count
from agm.counting.render import flow_svg
from agm.counting.render.flow import shorten
from agm.counting.render.flow_layout import beside_each_other, lay_out_flow, text_width
from tests.support import contests


def fifths() -> CountResult:
    """120 votes for four places: two units of length to a vote, and a quota of 25, of which 15 are three fifths."""
    papers = [(number,) for number, votes in enumerate((45, 27, 20, 15, 7, 6), start=1) for _ in range(votes)]
    contest = Contest("Council", contests.people("Ann", "Bo", "Cy", "Di", "Ed", "Flo"), 4)
    return count(contest, Ballots.of(papers), RULE_SETS["gregory"])


def lines_of(svg: str) -> list[tuple[float, float, str]]:
    """Each text with its size and the height of its line."""
    found = re.findall(r'<text x="[^"]*" y="([^"]*)" font-family="[^"]*" font-size="([^"]*)"[^>]*>([^<]*)<', svg)
    return [(float(size), float(y), text) for y, size, text in found]


@pytest.mark.parametrize(("letters", "lines"), [(31, 1), (32, 2)])
def test_a_title_has_the_whole_width_between_the_margins(letters: int, lines: int) -> None:
    words = f"{'n' * 10} {'n' * 10} {'n' * (letters - 20)}"
    assert (text_width(words, 17) <= 360 - 24, text_width(words, 17) > 360 - 36) == (lines == 1, True)
    svg = flow_svg(replace(contests.delegates(), contest=replace(contests.delegates().contest, title=words)))
    assert len([text for size, _, text in lines_of(svg) if size == 17]) == lines


def test_titles_and_facts_stand_line_below_line() -> None:
    result = contests.delegates()
    title = "Delegates to the Conference of all Regions of the Country"
    rules = replace(result.rules, title="Single transferable vote by the rules of 1997")
    svg = flow_svg(replace(result, contest=replace(result.contest, title=title), rules=rules))
    assert lines_of(svg)[:5] == [
        (17, 29, "Delegates to the Conference of all"),
        (17, 49.4, "Regions of the Country"),
        (12, 71.8, "Single transferable vote by the rules of 1997; 2 places,"),
        (12, 88, "106 valid papers, quota 35.34"),
        (12, 104, "Bars: votes. Bands: papers passed on. Dashes: quota."),
    ]


@pytest.mark.parametrize(("digits", "lines"), [(4, 1), (5, 2)])
def test_facts_have_the_whole_width_between_the_margins(digits: int, lines: int) -> None:
    result = contests.plurality()
    facts = "; 1 place, 55 valid papers"
    rules = replace(result.rules, title="n" * 20 + " " + "1" * digits)
    room = text_width(rules.title + facts, 12)
    assert (room <= 360 - 24, room > 360 - 36) == (lines == 1, True)
    svg = flow_svg(replace(result, rules=rules))
    head = [text for size, y, text in lines_of(svg) if size == 12 and y < 80]
    assert len(head) == lines


def test_one_paper_and_one_place_are_in_the_singular() -> None:
    result = count(Contest("", contests.people("Ann", "Bo"), 1), Ballots.of([(1,)]), RULE_SETS["plurality"])
    assert lines_of(flow_svg(result))[1][2] == "Plurality; 1 place, 1 valid paper"
    assert 'width="336" height="8"' in flow_svg(result)


def test_names_are_cut_only_where_they_do_not_fit() -> None:
    room = text_width("Ann Lee", 10)
    assert shorten("Ann Lee", 10, room) == "Ann Lee"
    assert shorten("Ann Lee", 10, room - 0.01) == "Ann L…"
    assert shorten("Ann Lee", 10, text_width("Ann …", 10)) == "Ann…"
    assert shorten("Ann Lee", 10, text_width("Ann L…", 10)) == "Ann L…"
    assert shorten(" Ann Lee", 10, text_width(" Ann …", 10)) == " Ann…"


def test_a_name_and_its_outcome_stand_beside_each_other_where_both_fit() -> None:
    assert [beside_each_other("", "", width) for width in (47, 48)] == [False, True]
    assert [beside_each_other("n" * 10, "nn", width) for width in (146, 147)] == [False, True]


def test_letters_have_the_width_of_their_kind() -> None:
    assert [text_width(letter, 100) for letter in "XnWw.I"] == [74, 60, 95, 95, 36, 74]


@pytest.mark.parametrize(
    ("result", "width", "bar"),
    [
        (contests.delegates(), 60, 8.4),
        (contests.delegates(), 360, 18),
        (contests.committee(), 60, 3),
        (contests.committee(), 100, 5.911),
        (contests.committee(), 96, 5.6),
    ],
)
def test_bars_take_a_third_of_their_column_within_limits(result: CountResult, width: int, bar: float) -> None:
    layout = lay_out_flow(result, width=width, top=0)
    assert round(layout.bar, 3) == bar
    assert round(layout.columns[-1] + layout.bar, 6) == width - 12


@pytest.mark.parametrize(
    ("result", "votes", "stage"),
    [(contests.delegates(), 125, 85), (contests.trustees(), 196, 179), (contests.surplus_lot(), 137, 225)],
    ids=["two stages", "four stages", "five stages"],
)
def test_from_a_width_on_there_is_room_for_words(result: CountResult, votes: int, stage: int) -> None:
    assert ['font-size="11"' in flow_svg(result, width=width) for width in (votes - 1, votes)] == [False, True]
    assert [">Stage 1</text>" in flow_svg(result, width=width) for width in (stage - 1, stage)] == [False, True]


@pytest.mark.parametrize(("width", "numbers"), [(102, ["1", "3", "5"]), (104, ["1", "2", "3", "4", "5"])])
def test_where_columns_are_narrow_every_second_has_its_number(width: int, numbers: list[str]) -> None:
    texts = re.findall(
        r'text-anchor="(?:start|middle|end)">([0-9])</text>', flow_svg(contests.surplus_lot(), width=width)
    )
    assert texts == numbers


def test_a_lane_that_comes_to_three_fifths_of_the_quota_shows_it() -> None:
    layout = lay_out_flow(fifths(), width=360, top=0)
    assert [lane.near_quota for lane in layout.lanes] == [True, True, True, True, False, False, False]
    assert [max(lane.heights) for lane in layout.lanes[:6]] == [90, 54, 40, 30, 14, 12]
    assert flow_svg(fifths()).count("flow-quota") == 4


def test_votes_stand_beside_bars_that_are_high_enough() -> None:
    votes = [text for size, _, text in lines_of(flow_svg(fifths())) if size == 11]
    assert ("7" in votes, "6" in votes) == (True, False)
