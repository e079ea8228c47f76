"""The count sheet as a browser shows and prints it: whole on A4 paper, and legible on a phone with large text."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from agm.counting import RULE_SETS, CountResult
from agm.counting.model import Ballots, Contest, Poll
from agm.counting.render.sheet_html import sheet_page
from tests.support import contests
from tests.support.counting import count_with_lots

LONG = ("Maximiliana Featherstonehaugh-Cholmondeley (Campaign for Very Long Names)", "Seònaid NicDhòmhnaill")
A4 = {"portrait": (680, 1009), "landscape": (1009, 680)}
"""The room within margins of 15 mm, in CSS pixels of 1/96 inch."""
OUTSIDE = """() => [...document.querySelectorAll("th, td, h1, h2, p, li, dd, svg")]
    .filter(element => element.getClientRects().length)
    .filter(element => { const box = element.getBoundingClientRect();
                         return box.right > innerWidth + 0.5 || box.left < -0.5
                             || element.scrollWidth > Math.ceil(box.width) + 1; })
    .map(element => element.textContent.slice(0, 60))"""
BROKEN = r"""() => [...document.querySelectorAll(".outcome, dt, thead th, td")]
    .filter(element => element.getClientRects().length && element.closest("thead")?.offsetWidth !== 1)
    .flatMap(element => { const found = [], range = document.createRange();
        for (const node of element.childNodes) if (node.nodeType === 3)
            for (const word of node.data.matchAll(/(?<![^\s])[^\s]{1,14}(?![^\s])/g)) {
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
                if (lines.size > 1) found.push(word[0]); }
        return found; })"""
"""Words that stand on two lines, but for names too long for their column."""


def council(candidates: int, seats: int, rules: str) -> CountResult:
    """As many stages as so many candidates make, each with two long names among them."""
    chance = random.Random(candidates)  # noqa: S311  a game, not a secret
    people = contests.people(*LONG, *(f"Candidate Number{n}" for n in range(candidates - len(LONG))))
    papers = [tuple(chance.sample(range(1, candidates + 1), min(6, candidates))) for _ in range(200)]
    contest = Contest("Council of the Region", people, seats, poll=Poll("2027-04-18", "Nia Bevan", 900))
    return count_with_lots(contest, Ballots.of(papers), RULE_SETS[rules])


COUNCILS = [council(4, 2, "ers97"), council(13, 3, "meek"), council(30, 3, "scottish"), council(60, 3, "ers97")]


@pytest.mark.parametrize("result", COUNCILS, ids=["4", "13", "30", "60"])
def test_the_printed_sheet_is_whole_on_a4_paper(
    page_at: Callable[..., Page], tmp_path: Path, result: CountResult
) -> None:
    (tmp_path / "sheet.html").write_text(sheet_page(result), encoding="utf-8")
    for width, height in A4.values():
        page = page_at(width, height, color_scheme="dark")
        page.goto((tmp_path / "sheet.html").as_uri())
        page.emulate_media(media="print")
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(BROKEN) == []
        heads = page.locator("thead").evaluate_all("found => found.map(head => getComputedStyle(head).display)")
        assert set(heads) == {"table-header-group"}
        shown = page.locator("main").inner_text()
        missing = [f"Stage {stage.number}\n" for stage in result.stages if f"Stage {stage.number}\n" not in shown]
        assert missing == []
        last = page.locator("table").last
        assert last.locator("tbody tr").count() == len(result.contest.candidates)
        assert last.locator("tbody .outcome:visible").count() == len(result.contest.candidates)


@pytest.mark.parametrize(("scheme", "size"), [("light", "100%"), ("dark", "200%")])
def test_nine_candidates_are_legible_on_a_phone(
    page_at: Callable[..., Page], tmp_path: Path, axe: Callable[[Page], None], scheme: str, size: str
) -> None:
    (tmp_path / "sheet.html").write_text(sheet_page(council(9, 3, "ers97")), encoding="utf-8")
    page = page_at(360, 800, color_scheme=scheme)
    page.goto((tmp_path / "sheet.html").as_uri())
    page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(BROKEN) == []
    sizes = page.locator("figure.narrow text").evaluate_all(
        "found => found.map(text => parseFloat(getComputedStyle(text).fontSize) * text.getCTM().a)"
    )
    assert min(sizes) > 10
    axe(page)
