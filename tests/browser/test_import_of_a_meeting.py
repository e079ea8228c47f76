"""On a phone, a chair takes over a meeting from a file: looked at first, then a draft; a wrong file tells all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.support.browsing import assert_fits, sign_in
from tests.support.live_server import LiveServer
from tests.support.project import ROOT

PAGE = "/desk/north-west/meetings/import"
CHAIR = "north-west@example.org"
MEETING = ROOT / "agm" / "demo" / "seed-north-west-agm.json"


def look_at(page: Page, folder: Path, **changes: Any) -> None:  # noqa: ANN401  any JSON value
    """Choose a file with the facts of the seed's meeting, changed so, and look at it."""
    facts = json.loads(MEETING.read_text(encoding="utf-8")) | changes
    file = folder / "meeting.json"
    file.write_text(json.dumps(facts), encoding="utf-8")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()


def test_a_good_file_is_looked_at_and_becomes_a_draft(
    own_server: LiveServer, phone: Page, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    sign_in(phone, own_server, CHAIR)
    phone.goto(own_server.url + PAGE)
    assert_fits(phone)
    axe(phone)
    look_at(phone, tmp_path, held_on="2016-04-03")
    expect(phone.get_by_text("This is what the file holds. Nothing is recorded yet.")).to_be_visible()
    expect(phone.get_by_text("A meeting of North West, Sunday 3 April 2016")).to_be_visible()
    expect(
        phone.get_by_text("Angela Rayner, Louise Ellman, Jeremy Newmark, Gurinder Singh Josan", exact=True)
    ).to_be_visible()
    assert_fits(phone)
    axe(phone)
    phone.get_by_role("button", name="Take it over as a draft").click()
    phone.wait_for_url("**/details")
    expect(phone.get_by_text("Taken over as a draft. Nothing is public until you publish it.")).to_be_visible()
    phone.goto(phone.url.replace("/details", "/guests"))
    expect(phone.locator("[data-name]").first).to_have_value("Angela Rayner")


def test_a_bad_file_tells_everything_that_is_wrong(
    live_server: LiveServer, phone: Page, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    sign_in(phone, live_server, CHAIR)
    phone.goto(live_server.url + PAGE)
    guest = {"person": {"name": "Flo Chime"}}
    for changes, problems in (
        (
            {"held_on": "2016-02-30", "kind": "party", "venue": "x" * 300},
            [
                r"^kind: “party” is not one of",
                r"^held_on: There is no such date",
                r"^venue: The text has 300 characters",
            ],
        ),
        (
            {"held_on": "2016-04", "starts_at": "19:30"},
            [r"^starts_at: A time needs a day\."],
        ),
        (
            {"held_on": "2016-04-03", "said": [], "speakers": [guest, guest], "messages": [guest, guest]},
            [r"^speakers\[1\]: Flo Chime is on the list twice", r"^messages\[1\]: Flo Chime is on the list twice"],
        ),
    ):
        look_at(phone, tmp_path, **changes)
        summary = phone.locator(".summary")
        expect(summary).to_be_focused()
        expect(summary.get_by_role("link")).to_have_text([re.compile(problem) for problem in problems])
        assert_fits(phone)
        axe(phone)
    summary.get_by_role("link").first.click()
    expect(phone.get_by_label("The file")).to_be_focused()


def test_without_scripts(own_server: LiveServer, page_at: Callable[..., Page], tmp_path: Path) -> None:
    page = page_at(360, java_script_enabled=False)
    sign_in(page, own_server, CHAIR)
    page.goto(own_server.url + PAGE)
    look_at(page, tmp_path, held_on="2016-02-30")
    expect(page.locator(".summary a")).to_have_count(1)
    look_at(page, tmp_path, held_on="2016-04-03")
    page.get_by_role("button", name="Take it over as a draft").click()
    page.wait_for_url("**/details")
