"""Asks axe-core for the accessibility faults of the page that a browser shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


def accessibility_faults(page: Page) -> list[str]:
    """What axe-core finds on the page as it now stands, one line per rule and element; empty when all is well."""
    page.wait_for_load_state("load")  # words are there before the sheet of styles that gives them their size
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(
            SCRIPT.read_text(encoding="utf-8")
        )  # evaluated by the debugger, so the page's policy stays as it is
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n    {element['html']}\n    {element['failureSummary']}"
        for fault in found["violations"]
        for element in fault["nodes"]
    ]
