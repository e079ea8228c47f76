"""What the desk shows for reading: texts without signs of Markdown, and no button for whoever may not change them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from tests.support.client import StrictClient
from tests.support.records import elected, facts_of, make_organisation, make_region, record

SignIn = Callable[..., StrictClient]


def test_blocks_read_as_the_announcement_does(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    unit = make_region(session)
    meeting = record(session, facts_of(elected("Chair", "Ann <b>Bell"), elected("Bell_tower *officer*", "Bo Rope")))
    officer = sign_in("regional_officer", unit)
    address = f"/desk/meetings/{meeting.id}/announcement"
    page = officer.get_page(address)
    words = "\n".join(page.texts("p", class_="words"))
    assert "Chair: Ann <b>Bell" in words
    assert "Bell_tower *officer*: Bo Rope" in words
    areas = "\n".join(area.text or "" for area in page.all("textarea"))
    assert "Ann \\<b\\>Bell" in areas
    closing = max(area.get("name", "") for area in page.all("textarea"))
    officer.submit(page, {closing: "With *warm* thanks \\<3"}, button="Go on to publish")
    page = officer.get_page(address)
    assert "With warm thanks <3" in page.texts("p", class_="words")
    assert "With *warm* thanks \\<3" in "\n".join(area.text or "" for area in page.all("textarea"))


def test_a_viewer_has_no_button_that_saves(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    unit = make_region(session)
    meeting = record(session, facts_of(elected("Chair", "Ann Bell")))
    address = f"/desk/meetings/{meeting.id}"
    assert "Save" in sign_in("regional_officer", unit).get_page(f"{address}/results").texts("button")
    viewer = sign_in("viewer", unit)
    for page in ("details", "guests", "said", "messages", "results", "offices"):
        assert "Save" not in viewer.get_page(f"{address}/{page}").texts("button"), page
