"""What stands on the public site at once after the first start: the seed's posts, word for word, in every form."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.live_server import LiveServer
from tests.support.project import ROOT

GOLDEN = ROOT / "tests" / "golden" / "announcements"
NORTH_WEST = "North West JLM AGM with guest speaker Angela Rayner MP"
ADDRESSES = {"seed-north-west-agm": "/north-west/agm-2017", "seed-messages-of-support": "/national/agm-2017/messages"}
KINDS = {"txt": "text/plain", "html": "text/html", "md": "text/markdown"}


def kept(name: str, file: str) -> str:
    """A text of the seed that is kept beside the tests."""
    return (GOLDEN / name / file).read_text(encoding="utf-8")


def paragraphs(text: str) -> list[str]:
    """The paragraphs, with plain spaces and straight apostrophes."""
    plain = " ".join(text.replace("\u00a0", " ").replace("\u2019", "'").split(" "))
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", plain) if part.strip()]


def without_colon(line: str) -> str:
    """A line of results as the page sets it, where label and names stand apart."""
    return line.replace(": ", " ", 1)


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize("name", ADDRESSES)
def test_the_seed_is_there_in_each_form(live_server: LiveServer, page: Page, name: str, ending: str) -> None:
    answer = page.request.get(f"{live_server.url}{ADDRESSES[name]}.{ending}")
    assert (answer.status, answer.headers["content-type"]) == (200, f"{KINDS[ending]}; charset=utf-8")
    assert answer.text() == kept(name, f"announcement.{ending}")


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_plain_text_is_the_post_that_was_published(live_server: LiveServer, page: Page, name: str) -> None:
    answer = page.request.get(f"{live_server.url}{ADDRESSES[name]}.txt")
    assert paragraphs(answer.text()) == paragraphs(kept(name, "published.txt"))


def test_the_seed_is_on_the_page_at_once(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url)
    page.get_by_role("link", name=NORTH_WEST, exact=True).click()
    expect(page).to_have_url(live_server.url + ADDRESSES["seed-north-west-agm"])
    article = page.get_by_role("article")
    blocks = article.locator(":scope > header h1, :scope > :not(footer) p:not(.side), dl.cast > div")
    shown = [" ".join(block.inner_text().replace("\u2019", "'").split()) for block in blocks.all()]
    seed = paragraphs(kept("seed-north-west-agm", "published.txt"))
    results = slice(seed.index("Chair: Cllr Jane Black"), -1)
    assert shown == [*seed[: results.start], *map(without_colon, seed[results]), seed[-1]]
