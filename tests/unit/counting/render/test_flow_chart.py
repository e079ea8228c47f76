"""The flow chart: well-formed, accessible, with every name and outcome, and wide enough for its text."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ET

import pytest

from agm.counting import RULE_SETS, CountResult, count
from agm.counting.model import Ballots, Contest, Rounds, VoteTotals
from agm.counting.render.explain import explain
from agm.counting.render.flow import flow_svg
from agm.counting.render.flow_layout import MARGIN, lay_out_flow, shorten, text_width, wrap
from agm.counting.result import CandidateStatus
from tests.support import contests
from tests.support.counting import count_with_lots

SVG = "{http://www.w3.org/2000/svg}"


def large(candidates: int, seats: int, rules: str = "ers97") -> CountResult:
    """An election in which each tie is settled for the first of the tied."""
    chance = random.Random(candidates)  # noqa: S311  a game, not a secret
    people = contests.people(*(f"Candidate Number{n}" for n in range(candidates)))
    papers = [tuple(chance.sample(range(1, candidates + 1), chance.randint(1, min(6, candidates)))) for _ in range(400)]
    return count_with_lots(Contest("Council", people, seats), Ballots.of(papers), RULE_SETS[rules])


RESULTS = [
    contests.committee(),
    contests.delegates(),
    contests.delegates("meek"),
    contests.reserved(),
    contests.plurality(),
    contests.approval(),
    contests.rounds(),
    contests.nobody(),
    contests.unopposed_seats(),
    contests.many_receivers(),
    contests.withdrawn(),
    contests.long_names(),
    contests.trustees(),
    large(4, 2),
    large(30, 15),
    large(30, 15, "scottish"),
    large(40, 4, "scottish"),
]


def drawing(result: CountResult, width: int = 360) -> ET.Element:
    return ET.fromstring(flow_svg(result, width=width, ids="c1"))  # noqa: S314  our own text


@pytest.mark.parametrize("result", RESULTS, ids=range(len(RESULTS)))
def test_it_can_be_read_aloud(result: CountResult) -> None:
    root = drawing(result)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "c1-title c1-desc")
    assert root[0].text == f"{result.contest.title}: how the votes moved"
    assert [sentence for sentence in explain(result) if sentence not in (root[1].text or "")] == []


@pytest.mark.parametrize("result", RESULTS, ids=range(len(RESULTS)))
@pytest.mark.parametrize("width", [360, 720])
def test_everything_is_inside_and_large_enough(result: CountResult, width: int) -> None:
    root = drawing(result, width)
    height = float(root.get("height") or 0)
    for text in root.iter(f"{SVG}text"):
        size = float(text.get("font-size") or 0)
        x, wide = float(text.get("x") or 0), text_width(text.text or "", size)
        left = x - {"end": wide, "middle": wide / 2}.get(text.get("text-anchor") or "", 0)
        assert size >= 11
        assert left >= 0 or text.get("text-anchor") == "end"
        assert 0 < float(text.get("y") or 0) <= height
        assert left + wide <= width
    for rect in root.iter(f"{SVG}rect"):
        assert float(rect.get("x") or 0) + float(rect.get("width") or 0) <= width + 0.1
        assert float(rect.get("y") or 0) + float(rect.get("height") or 0) <= height + 0.1


@pytest.mark.parametrize("result", RESULTS, ids=range(len(RESULTS)))
def test_nothing_is_said_by_colour_alone(result: CountResult) -> None:
    texts = [text.text or "" for text in drawing(result).iter(f"{SVG}text")]
    words = [text for text in texts if re.match(r"(Elected|Excluded|Not elected|Withdrawn)\b(?!:)", text)]
    assert len(words) == 2 * len(result.contest.candidates)  # the shape in paper, and the text
    assert sum(word.startswith("Elected") for word in words) == 2 * len(result.elected)


@pytest.mark.parametrize("result", RESULTS, ids=range(len(RESULTS)))
def test_it_is_only_a_drawing(result: CountResult) -> None:
    text = flow_svg(result)
    assert [word for word in ("script", "style=", "<style", "paint-order", "href", "url(") if word in text] == []


def test_bands_tell_papers_and_votes_from_whom_to_whom() -> None:
    bands = [path[0].text for path in drawing(contests.delegates()).iter(f"{SVG}path") if len(path)]
    assert bands == [
        "Stage 2: 0.06 votes, Ruth Adler to not transferable",
        "Stage 2: 60 papers, 24.60 votes, Ruth Adler to Dylan Price",
    ]


def test_bands_begin_and_end_at_their_bars() -> None:
    result = contests.committee()
    layout = lay_out_flow(result, width=360, top=100)
    lanes = {lane.number: lane for lane in layout.lanes}
    for band in layout.passed:
        source, target = lanes[band.source], lanes[band.target]
        left_top, right_top = band.left_bottom - band.height, band.right_bottom - band.height
        assert source.baseline - source.heights[band.stage - 1] - 1 <= left_top <= source.baseline
        assert target.baseline - target.heights[band.stage] - 1 <= right_top <= target.baseline
    assert layout.columns[0] == MARGIN


def test_the_votes_of_somebody_elected_are_those_of_that_stage() -> None:
    contest = Contest("Chair", contests.people("Ann", "Bo", "Cy"), 1)
    votes = Rounds((VoteTotals((12, 8, 5)), VoteTotals((11, 10, 0))))
    svg = flow_svg(count(contest, votes, RULE_SETS["exhaustive_ballot"]))
    assert ">Elected at 2, 11</text>" in svg
    assert ">Not elected, 10</text>" in svg


def test_outcomes_below_their_names_are_reported_in_full() -> None:
    texts = [text.text for text in drawing(contests.committee(), 180).iter(f"{SVG}text")]
    assert [text for text in texts[::2] if text and text.startswith(("Elected", "Not", "Excluded"))][:3] != []
    assert {"Elected at stage 1 with 10", "Not elected with 2.10", "Excluded at stage 3 by lot with 1"} <= set(texts)


def test_a_count_without_votes_has_no_bars() -> None:
    contest = Contest("Chair", contests.people("Ann", "Bo", "Cy"), 1)
    svg = flow_svg(count_with_lots(contest, Ballots.of([(), ()]), RULE_SETS["scottish"]))
    assert [word for word in ("flow-votes", "flow-elected", "flow-passed", "nan", "inf") if word in svg] == []
    assert svg.count("flow-mark") == 3


def test_one_stage_without_votes_has_bars_without_length() -> None:
    contest = Contest("Chair", contests.people("Ann", "Bo"), 1)
    svg = flow_svg(count_with_lots(contest, Ballots.of([(), ()]), RULE_SETS["plurality"]))
    assert svg.count('width="0" height="8"') == 2


def test_a_long_name_stands_on_several_lines_and_only_a_word_longer_than_a_line_is_cut() -> None:
    texts = [text.text or "" for text in drawing(contests.withdrawn()).iter(f"{SVG}text")]
    at = texts.index("Maximiliana", texts.index("Withdrawn"))
    assert texts[at + 2 : at + 5 : 2] == ["Featherstonehaugh-Cholmondeley (Campaign", "for Very Long Names)"]
    words = contests.people("Ann", "Bo" * 40)
    one = count(Contest("", words, 1), Ballots.of([(1,)]), RULE_SETS["plurality"])
    assert [text.text for text in drawing(one).iter(f"{SVG}text") if (text.text or "").endswith("…")] != []


def test_titles_are_wrapped_at_words() -> None:
    assert wrap("one two three", 10, text_width("one two", 10)) == ["one two", "three"]
    assert wrap("incomprehensibilities", 10, 20) == ["incomprehensibilities"]


def test_status_words_follow_the_result() -> None:
    result = contests.withdrawn()
    assert result.status(1) is CandidateStatus.WITHDRAWN
    assert "Withdrawn" in flow_svg(result)


def fifths() -> CountResult:
    """120 votes for four places: two units of length to a vote, and a quota of 25, of which 15 are three fifths."""
    papers = [(number,) for number, votes in enumerate((45, 27, 20, 15, 7, 6), start=1) for _ in range(votes)]
    contest = Contest("Council", contests.people("Ann", "Bo", "Cy", "Di", "Ed", "Flo"), 4)
    return count(contest, Ballots.of(papers), RULE_SETS["gregory"])


def test_one_paper_and_one_seat_are_in_the_singular() -> None:
    result = count(Contest("", contests.people("Ann", "Bo"), 1), Ballots.of([(1,)]), RULE_SETS["plurality"])
    assert ">Plurality; 1 place, 1 valid paper</text>" in flow_svg(result)


def test_names_are_cut_only_where_they_do_not_fit() -> None:
    room = text_width("Ann Lee", 10)
    assert shorten("Ann Lee", 10, room) == "Ann Lee"
    assert shorten("Ann Lee", 10, room - 0.01) == "Ann L…"
    assert shorten("Ann Lee", 10, text_width("Ann …", 10)) == "Ann…"
    assert shorten("Ann Lee", 10, text_width("Ann L…", 10)) == "Ann L…"
    assert shorten(" Ann Lee", 10, text_width(" Ann …", 10)) == " Ann…"


@pytest.mark.parametrize(("width", "numbers"), [(102, ["1", "3", "5"]), (104, ["1", "2", "3", "4", "5"])])
def test_where_columns_are_narrow_every_second_has_its_number(width: int, numbers: list[str]) -> None:
    texts = re.findall(
        r'text-anchor="(?:start|middle|end)">([0-9])</text>', flow_svg(contests.surplus_lot(), width=width)
    )
    assert texts == numbers


def test_a_lane_that_comes_to_three_fifths_of_the_quota_shows_it() -> None:
    layout = lay_out_flow(fifths(), width=360, top=0)
    assert [lane.near_quota for lane in layout.lanes] == [True, True, True, True, False, False, False]
    assert flow_svg(fifths()).count("flow-quota") == 4


def test_votes_stand_beside_bars_that_are_high_enough() -> None:
    votes = re.findall(r'font-size="11"[^>]*>([^<]*)<', flow_svg(fifths()))
    assert ("7" in votes, "6" in votes) == (True, False)
