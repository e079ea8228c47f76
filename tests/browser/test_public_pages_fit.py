"""Every public page on small phones, with large text and long names: nothing scrolls sideways, no word is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from itertools import product
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from agm.accounts.permissions import Access
from agm.app import create_app
from agm.settings import Settings
from agm.web.kit.access import access_of
from tests.support.live_server import LiveServer, run_agm, running_application
from tests.support.long_names import ADDRESS_VALUES, QUESTIONS, add_long_names
from tests.support.route_access import VARIABLE

NOTHING_THERE = ("no-such-thing",)
WIDTHS = (320, 360, 390, 768, 1280)
LAYOUT_FAULTS = """
() => {
  const faults = [], root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} wide`);
  const block = node => {
    let at = node.parentElement;
    while (getComputedStyle(at).display == 'inline') at = at.parentElement;
    return at;
  };
  const words = [];
  let last = null, word = [];
  const end = () => { if (word.length) words.push(word); word = [] };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType == 1) { if (['BR', 'WBR'].includes(node.tagName)) end(); continue }
    const above = node.parentElement;
    if (!above.checkVisibility() || above.closest('script, style, select, textarea')) continue;
    if (last != block(node)) end();
    last = block(node);
    for (let at = 0; at < node.length; at++) {
      const sign = node.data[at];
      if (/\\s/.test(sign)) end(); else word.push([node, at, sign]);
    }
  }
  end();
  const range = document.createRange();
  for (const word of words) {
    const whole = word.map(([, , sign]) => sign).join('');
    if (/:\\/\\/|@/.test(whole)) continue;  // an address may break anywhere
    let piece = [];
    for (const [index, part] of word.entries()) {
      piece.push(part);
      if (!/[-\\u00ad\\u2010\\u200b\\u2013\\u2014\\/]/.test(part[2]) && index < word.length - 1) continue;
      // of a letter after a soft hyphen, the first box is the hyphen's
      const boxes = piece.map(([node, at, sign]) => {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return sign == '\\u00ad' ? null : [...range.getClientRects()].at(-1);
      }).filter(box => box?.width);
      if (boxes.some(box => box.top > boxes[0].bottom - 2)) faults.push(`“${whole}” is broken`);
      piece = [];
    }
  }
  return [...new Set(faults)];
}
"""


@pytest.fixture(scope="module")
def long_names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server whose record holds long names only."""
    folder = tmp_path_factory.mktemp("long-names")
    run_agm(folder, "migrate")
    engine = create_engine(f"sqlite:///{folder / 'agm.sqlite3'}")
    with Session(engine) as session:
        add_long_names(session)
        session.commit()
    engine.dispose()
    with running_application(folder) as server:
        yield server


def pages_of(server: LiveServer) -> list[str]:
    """Every page that needs no sign-in: all public routes of the code, and for each whatever is found there."""
    app = create_app(Settings(database_url=server.database_url, data_folder=server.folder, is_testing=True))
    rules = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if access_of(app, rule.endpoint) is Access.PUBLIC
        and "GET" in (rule.methods or ())
        and rule.endpoint != "static"
    ]
    found = list(QUESTIONS)
    for rule in rules:
        names = [found["name"] for found in VARIABLE.finditer(rule) if not (found["kind"] or "").startswith("any(")]
        for values in product(*(ADDRESS_VALUES.get(name, NOTHING_THERE) for name in names)):
            given = dict(zip(names, values, strict=True))
            found.append(VARIABLE.sub(lambda one: given.get(one["name"], "txt"), rule))  # noqa: B023  used at once
    return [path for path in found if is_page(server, path)]


def is_page(server: LiveServer, path: str) -> bool:
    """Whether an address answers with a page of its own."""
    connection = HTTPConnection("127.0.0.1", urlsplit(server.url).port or 0, timeout=60)
    connection.request("GET", quote(path, safe="/?=&"))
    answer = connection.getresponse()
    connection.close()
    assert answer.status < 500, path
    is_found = answer.status in {200, 410} or path in QUESTIONS or "no-such" in path
    return is_found and answer.headers.get_content_type() == "text/html"


def test_no_word_is_broken_and_nothing_scrolls_sideways(long_names: LiveServer, page_at: Callable[..., Page]) -> None:
    page, faults = page_at(WIDTHS[0]), []
    for path in pages_of(long_names):
        page.goto(long_names.url + path)
        page.evaluate("document.fonts.ready")
        for width, size in product(WIDTHS, (100, 200)):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(f"document.documentElement.style.fontSize = '{size}%'")
            faults += [f"{path} at {width} px, text {size} %: {fault}" for fault in page.evaluate(LAYOUT_FAULTS)]
    assert not faults, "\n".join(faults)
