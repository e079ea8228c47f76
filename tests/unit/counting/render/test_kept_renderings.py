"""Renderings against texts that were read with care and kept (`kept/`; AGM_WRITE_GOLDEN=1 writes them anew)."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from agm.counting import CountResult
from agm.counting.render import explain, flow_svg, report_json, sheet_csv, sheet_html, sheet_page, sheet_text
from tests.support import contests
from tests.support.golden import same_as_kept

KEPT = Path(__file__).parent / "kept"


@pytest.mark.parametrize(
    ("rendering", "ending"),
    [
        (sheet_text, "txt"),
        (sheet_csv, "csv"),
        (sheet_html, "html"),
        (report_json, "json"),
        (flow_svg, "svg"),
    ],
)
def test_a_count_with_a_lot(rendering: Callable[[CountResult], str], ending: str) -> None:
    assert same_as_kept(rendering(contests.committee()), KEPT / f"committee.{ending}")


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("delegates_ers97", contests.delegates()),
        ("delegates_meek", contests.delegates("meek")),
        ("deferred_ers97", contests.deferred()),
        ("reserved", contests.reserved()),
        ("plurality", contests.plurality()),
        ("approval", contests.approval()),
        ("rounds", contests.rounds()),
        ("nobody", contests.nobody()),
        ("unopposed_places", contests.unopposed_places()),
        ("surplus_lot", contests.surplus_lot()),
        ("many_receivers", contests.many_receivers()),
    ],
)
def test_sheets_of_all_kinds(name: str, result: CountResult) -> None:
    assert same_as_kept(sheet_text(result), KEPT / f"{name}.txt")


@pytest.mark.parametrize(
    ("name", "result"),
    [("reserved", contests.reserved()), ("plurality", contests.plurality()), ("many", contests.many_receivers())],
)
def test_charts_of_all_kinds(name: str, result: CountResult) -> None:
    assert same_as_kept(flow_svg(result), KEPT / f"{name}.svg")


def test_the_page_holds_the_table_and_every_sentence() -> None:
    result = contests.committee()
    page = sheet_page(result)
    assert sheet_html(result) in page
    assert [sentence for sentence in explain(result) if escape(sentence) not in page] == []
    assert "<script" not in page
    assert "http" not in page
