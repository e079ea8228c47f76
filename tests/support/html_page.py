"""What every HTML answer must be: valid, named, safe under its own security policy, unbroken inside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

DATA_BLOCKS = {"application/ld+json", "application/json"}
LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
}
LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}
TOKENS = {"csrf_token", "code", "receipt"}
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "headers", "form")
CHANGES_WITH_EACH_ANSWER = re.compile(rb'nonce="[^"]*"|name="csrf_token"[^>]*')


@dataclass(frozen=True, slots=True)
class Page:
    """One parsed HTML answer: the tree, the address it came from, and the faults that the parser named."""

    root: Element
    path: str
    parse_faults: tuple[str, ...]
    is_fragment: bool

    @property
    def title(self) -> str:
        """The text of the title element, blanks as one."""
        return text_of(self.root.find(".//title"))

    @property
    def heading(self) -> str:
        """The text of the first h1, blanks as one."""
        return text_of(self.root.find(".//h1"))

    @property
    def text(self) -> str:
        """All that a reader reads: the body's text without scripts and styles, blanks as one."""
        return text_of(self.root.find("body") if self.root.find("body") is not None else self.root)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Every element of that tag whose attributes have these values (`class_` for class, `_` for `-`)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.root.iter(tag)
            if all(
                value in element.get(name, "").split() if name == "class" else element.get(name) == value
                for name, value in wanted.items()
            )
        ]

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """The text of each such element, blanks as one."""
        return [text_of(element) for element in self.all(tag, **attributes)]

    @property
    def links(self) -> dict[str, str]:
        """Where the links lead, by their text (the last one, where a text occurs twice)."""
        return {text_of(element): element.get("href", "") for element in self.root.iter("a")}


def text_of(element: Element | None) -> str:
    """The text inside an element, without scripts, styles and templates, blanks as one; "" for None."""
    return "" if element is None else " ".join("".join(readable(element)).split())


def readable(element: Element) -> Iterator[str]:
    """The pieces of text inside an element that a reader can see."""
    if element.tag not in {"script", "style", "template"}:
        yield element.text or ""
        for child in element:
            yield from readable(child)
            yield child.tail or ""


def read_page(body: bytes, path: str, *, is_fragment: bool = False) -> Page:
    """Parse an HTML answer as a browser does, keeping each fault."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    text = body.decode("utf-8")
    root: Element = parser.parseFragment(text) if is_fragment else parser.parse(text)
    faults = tuple(f"line {place[0]}: {code} {values or ''}".rstrip() for place, code, values in parser.errors)
    return Page(root, path, faults, is_fragment)


def fingerprint(body: bytes) -> int:
    """The same for two answers that differ in nothing but nonces and form tokens."""
    return hash(CHANGES_WITH_EACH_ANSWER.sub(b"", body))


def faults_of(page: Page, app: Flask, policy: str) -> list[str]:
    """All that is wrong with an answer, given the Content-Security-Policy header that came with it."""
    faults = [*page.parse_faults]
    if not page.is_fragment:
        faults += faults_of_head(page)
    faults += faults_of_identifiers(page)
    faults += faults_of_policy(page, policy)
    faults += faults_of_addresses(page, app)
    return faults


def faults_of_head(page: Page) -> Iterator[str]:
    """A page has a language, one title that is not empty, and one h1 that is not empty."""
    if not page.root.get("lang"):
        yield "the html element has no lang"
    if len(page.all("title")) == 0 or not page.title:
        yield "no title"
    if len(page.all("h1")) != 1 or not page.heading:
        yield f"{len(page.all('h1'))} h1 elements: {page.texts('h1')}"
    if len(page.all("main")) != 1:
        yield f"{len(page.all('main'))} main elements"


def faults_of_identifiers(page: Page) -> Iterator[str]:
    """Each id occurs once, and whatever refers to an id finds it; pictures have a text."""
    identifiers = Counter(element.get("id") for element in page.root.iter() if element.get("id") is not None)
    yield from (f"id {name!r} occurs {count} times" for name, count in identifiers.items() if count > 1)
    for element in page.root.iter():
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in identifiers and not page.is_fragment:
                    yield f"<{element.tag} {attribute}={name!r}> refers to nothing"
        if element.tag == "img" and element.get("alt") is None:
            yield f"<img src={element.get('src')!r}> has no alt"


def faults_of_policy(page: Page, policy: str) -> Iterator[str]:
    """Nothing inline that the Content-Security-Policy does not let run by its nonce."""
    if not policy:
        yield "no Content-Security-Policy header"
    for element in page.root.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        inline_script = tag == "script" and not element.get("src") and element.get("type") not in DATA_BLOCKS
        if inline_script or tag == "style":
            nonce = element.get("nonce")
            if not nonce or f"'nonce-{nonce}'" not in policy:
                yield f"inline <{tag}> without the nonce of the policy"
        for name, value in element.attrib.items():
            if name == "style":
                yield f"<{tag} style={value!r}>"
            if name.startswith("on"):
                yield f"<{tag} {name}=…>"
            if value.strip().lower().startswith("javascript:"):
                yield f"<{tag} {name}={value!r}>"


def faults_of_addresses(page: Page, app: Flask) -> Iterator[str]:
    """Scripts, styles and pictures are our own; forms and inner links lead to a route; static files exist."""
    for element in page.root.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in LOADED and element.get(LOADED[tag]):
            yield from faults_of_loading(tag, element.get(LOADED[tag], ""), page, app)
        elif tag == "link" and LOADING_LINKS & set(element.get("rel", "").split()):
            yield from faults_of_loading(tag, element.get("href", ""), page, app)
        elif tag == "form":
            method = element.get("method", "get").upper()
            yield from faults_of_target(element.get("action") or page.path, method, page, app)
            yield from faults_of_token(element, method)
        elif tag in {"button", "input"} and element.get("formaction"):
            yield from faults_of_target(element.get("formaction", ""), "POST", page, app)
        elif tag == "a" and is_link_to_another_page(element.get("href"), app):
            yield from faults_of_target(element.get("href", ""), "GET", page, app)


def is_link_to_another_page(address: str | None, app: Flask) -> bool:
    """Whether a link leads to a page of ours that is not the very page it stands on."""
    return address is not None and not address.startswith("#") and is_own(address, app)


def faults_of_loading(tag: str, address: str, page: Page, app: Flask) -> Iterator[str]:
    """What a page loads by itself comes from the application."""
    if address.startswith("data:") and tag == "img":
        return
    if not is_own(address, app):
        yield f"<{tag}> loads {address!r} from elsewhere"
    else:
        yield from faults_of_target(address, "GET", page, app)


def faults_of_token(form: Element, method: str) -> Iterator[str]:
    """A form that changes something carries the token against forged requests; or the secret itself that the act hangs
    on, which no other site knows: a voting code, or a receipt. A reaction has neither, since no
    cookie may be set for a token."""
    if (form.get("action") or "").startswith("/reactions/"):
        return
    if method == "POST" and not any(field.get("name") in TOKENS for field in form.iter("input")):
        yield f"the form to {form.get('action')!r} has no csrf_token"


def is_own(address: str, app: Flask) -> bool:
    """Whether an address leads into the application: relative, or under its public address."""
    parts = urlsplit(address)
    if parts.scheme not in {"", "http", "https"}:
        return False
    return parts.netloc in {"", "localhost", urlsplit(app.extensions["agm_settings"].base_url).netloc}


def faults_of_target(address: str, method: str, page: Page, app: Flask) -> Iterator[str]:
    """An inner address must be one that a route answers by this method; a static file must exist."""
    if not is_own(address, app):
        yield f"{method} {address!r} leads elsewhere"
        return
    path = urlsplit(urljoin(page.path, address)).path
    try:
        endpoint, values = app.url_map.bind("localhost").match(path, method=method)
    except RequestRedirect:
        if method != "GET":
            yield f"{method} {address!r} is redirected, and loses what was sent"
    except MethodNotAllowed:
        yield f"no route takes {method} {address!r}"
    except HTTPException:
        yield f"no route answers {address!r}"
    else:
        if endpoint == "static" and not (Path(app.static_folder or "") / str(values["filename"])).is_file():
            yield f"no static file {address!r}"
