"""Renderings against texts that were read with care and kept (`kept/`; AGM_WRITE_GOLDEN=1 writes them anew)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path

import pytest

from agm.counting import CountResult
from agm.counting.render.explain import explain, remarks
from agm.counting.render.flow import flow_svg
from agm.counting.render.json_report import report_json
from agm.counting.render.sheet_csv import sheet_csv
from agm.counting.render.sheet_html import sheet_html, sheet_page
from agm.counting.render.sheet_text import sheet_text
from tests.support import contests
from tests.support.golden import same_as_kept

KEPT = Path(__file__).parent / "kept"


FORMS: dict[str, Callable[[CountResult], str]] = {
    "txt": sheet_text,
    "csv": sheet_csv,
    "html": sheet_html,
    "json": report_json,
    "svg": flow_svg,
    "wide.svg": partial(flow_svg, width=720, ids="wide"),
}


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize(
    ("name", "result"),
    [("committee", contests.committee()), ("trustees", contests.trustees()), ("rounds", contests.rounds())],
)
def test_every_form(name: str, result: CountResult, ending: str) -> None:
    assert same_as_kept(FORMS[ending](result), KEPT / f"{name}.{ending}")


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("delegates_ers97", contests.delegates()),
        ("delegates_meek", contests.delegates("meek")),
        ("deferred_ers97", contests.deferred()),
        ("reserved", contests.reserved()),
        ("plurality", contests.plurality()),
        ("approval", contests.approval()),
        ("nobody", contests.nobody()),
        ("unopposed_seats", contests.unopposed_seats()),
        ("surplus_lot", contests.surplus_lot()),
        ("many_receivers", contests.many_receivers()),
        ("fractions", contests.fractions()),
        ("chair", contests.chair()),
        ("long_names", contests.long_names()),
    ],
)
def test_sheets_of_all_kinds(name: str, result: CountResult) -> None:
    assert same_as_kept(sheet_text(result), KEPT / f"{name}.txt")


@pytest.mark.parametrize("ending", ["csv", "html"])
@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("delegates_meek", contests.delegates("meek")),
        ("plurality", contests.plurality()),
        ("reserved", contests.reserved()),
        ("fractions", contests.fractions()),
    ],
)
def test_tables_of_all_kinds(name: str, result: CountResult, ending: str) -> None:
    assert same_as_kept(FORMS[ending](result), KEPT / f"{name}.{ending}")


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("reserved", contests.reserved()),
        ("plurality", contests.plurality()),
        ("many", contests.many_receivers()),
        ("long_names", contests.long_names()),
    ],
)
def test_charts_of_all_kinds(name: str, result: CountResult) -> None:
    assert same_as_kept(flow_svg(result), KEPT / f"{name}.svg")


def test_a_whole_page() -> None:
    assert same_as_kept(sheet_page(contests.rounds()), KEPT / "rounds.page.html")


def test_the_page_holds_the_table_and_every_sentence() -> None:
    result = contests.committee()
    page = sheet_page(result)
    assert "<title>Committee of the Anglesey &amp; Gwynedd Region</title>" in page
    assert sheet_html(result) in page
    sentences = (*explain(result), *remarks(result))
    assert "\n".join(f"<p>{escape(sentence)}</p>" for sentence in sentences) in page
    assert "<script" not in page
    assert "http" not in page.replace('xmlns="http://www.w3.org/2000/svg"', "")
