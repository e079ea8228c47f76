"""The error summary of a page has the order of the page, whatever the order of the form."""

from __future__ import annotations

import re

from agm.web.kit.forms import in_page_order

FIELDS = '<p id="day-hint">A day</p><input id="name"><input id="day-day"><fieldset><input id="kind-0"></fieldset>'
LINE = '<li><a href="#{}">What is wrong with “{}”</a></li>'


def summary(*targets: str) -> str:
    return "<ul data-errors>\n{}</ul>".format("\n".join(LINE.format(one, one) for one in targets))


def order(page: str) -> list[list[str]]:
    return [re.findall(r'href="#([^"]*)"', one) for one in re.findall(r"<ul data-errors>.*?</ul>", page, re.DOTALL)]


def test_lines_stand_as_their_fields_do_and_what_is_of_no_field_first() -> None:
    page = in_page_order(summary("kind-0", "day-day", "main", "name") + FIELDS)
    assert order(page) == [["main", "name", "day-day", "kind-0"]]
    assert "What is wrong with “kind-0”</a></li>\n</ul>" in page
    assert page.endswith(FIELDS)


def test_each_summary_of_a_page_is_sorted_by_itself_and_lines_of_one_field_keep_their_order() -> None:
    twice = summary("name").replace("</ul>", '<li><a href="#name">And this</a></li></ul>')
    page = in_page_order(summary("kind-0", "name") + FIELDS + twice)
    assert order(page) == [["name", "kind-0"], ["name", "name"]]
    assert page.index("What is wrong with “name”") < page.index("And this")


def test_a_page_without_errors_stays_as_it_is() -> None:
    page = f"<ul><li><a href='#kind-0'>x</a></li><li><a href='#name'>y</a></li></ul>{FIELDS}"
    assert in_page_order(page) == page
