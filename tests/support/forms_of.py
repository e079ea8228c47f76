"""What each form of a text says, as words to compare."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from defusedxml.ElementTree import fromstring
from markdown_it import MarkdownIt

from agm.wording.document import Document, Listing, Sentence, Typed
from agm.wording.render import Format, render, typed_text
from agm.wording.render.colophon import Colophon, Correction
from agm.wording.render.fragment import Lists, render_fragment
from agm.wording.render.mail import mail_html, mail_text
from agm.wording.render.public_json import render_json
from agm.wording.render.share_image import Fonts
from agm.wording.render.social import NETWORKS, render_post
from agm.wording.render.word_file import render_word_file
from tests.support.project import ROOT

FOLDER = ROOT / "agm" / "web" / "static" / "fonts"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOON = dt.datetime(2017, 5, 3, 12, tzinfo=dt.UTC)
COLOPHON = Colophon(
    "https://agm.example.org/north-west/agm-2017",
    "Weavers’ Union",
    "Promoted by Ada Weaver, 1 Loom Street",
    NOON,
    "3 May 2017, 13:00",
    ((Correction(NOON, "the spelling of a name"), "4 May 2017, 9:00"),),
    "North West",
)
REASON = "You get this as a member."


def font(name: str) -> Path:
    """The file of one of the house's fonts."""
    return next(FOLDER.glob(f"{name}.*.woff2"))


FONTS = Fonts(
    font("notice-serif-display"),
    font("notice-serif-text"),
    font("notice-serif-italic"),
    font("notice-sans"),
    font("notice-hebrew"),
)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.parts.append(dict(attrs)["alt"] or "")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def words_of_html(source: str) -> str:
    """The text of HTML."""
    parser = _Words()
    parser.feed(source)
    parser.close()
    return "".join(parser.parts)


def words_of_docx(content: bytes) -> str:
    """The text of a file for word processors, a line a paragraph."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        root = fromstring(file.read("word/document.xml"))
    return "\n".join("".join(part.text or "" for part in line.iter(f"{W}t")) for line in root.iter(f"{W}p"))


def words_of_json(source: str) -> str:
    """The plain text within the JSON."""
    return str(json.loads(source)["text"])


WHOLE_FORMS: dict[str, Callable[[Document], str]] = {
    "text": lambda document: render(document, Format.TEXT),
    "page": lambda document: words_of_html(render(document, Format.HTML)),
    "markdown": lambda document: words_of_html(
        MarkdownIt("commonmark").render(render(document, Format.MARKDOWN).replace("\\\n", "  \n"))
    ),
    "fragment": lambda document: words_of_html(render_fragment(document, COLOPHON.base)),
    "fragment in terms": lambda document: words_of_html(render_fragment(document, COLOPHON.base, lists=Lists.TERMS)),
    "mail as text": lambda document: mail_text(document, COLOPHON, REASON),
    "mail as HTML": lambda document: words_of_html(mail_html(document, COLOPHON, REASON)),
    "JSON": lambda document: words_of_json(render_json(document, COLOPHON)),
    "DOCX": lambda document: words_of_docx(render_word_file(document, COLOPHON)),
    "longest post": lambda document: render_post(document, COLOPHON.address, NETWORKS[1]),
}
IN_TERMS = {"page", "fragment in terms", "DOCX"}
"""The forms that set an office beside its holders; the others have it as a line in the house style's shape."""


NUMBERED_BY_READER = {"page", "markdown", "fragment", "fragment in terms", "mail as HTML"}


def letters(text: str) -> str:
    """The letters and digits alone: what stays the same however a form writes quotes, dashes and spaces."""
    return "".join(filter(str.isalnum, text))


def told(document: Document, form: str) -> Iterator[str]:
    """The pieces of text that a form has to carry."""
    is_post = form == "longest post"
    for one in document.pictures if not is_post else ():
        yield from (one.alt, one.credit)
    for block in document.first_text if is_post else document.blocks:
        for part in block.parts:
            if isinstance(part, Sentence):
                yield from () if is_post and block.key != "title" else (part.text,)
            elif isinstance(part, Typed):
                yield from () if is_post else lines_of(part.markdown, form)
            elif isinstance(part, Listing):
                yield from told_in_list(part, form, is_post=is_post)


def lines_of(markdown: str, form: str) -> list[str]:
    """The lines of typed text; HTML leaves the numbers of a list to the browser."""
    lines = typed_text(markdown).split("\n")
    return [re.sub(r"^\s*\d+\.\s*", "", line) for line in lines] if form in NUMBERED_BY_READER else lines


def told_in_list(listing: Listing, form: str, *, is_post: bool) -> Iterator[str]:
    """An office with holders, vacancies and remarks."""
    has_messages = any(entry.message for entry in listing.entries)
    for entry in listing.entries:
        if has_messages:
            yield from () if is_post else (*(one.name for one in entry.people), *lines_of(entry.message, form))
        elif listing.columns and not is_post:
            yield entry.label
            yield from (cell for row in entry.rows for cell in row)
        elif form in IN_TERMS:
            yield entry.label
            yield from (f"{one.name} {one.remark}" for one in entry.people)
            yield from (entry.empty, entry.note)
        elif listing.sentence and form in {"text", "markdown", "mail as text", "JSON"}:
            yield listing.sentence
        else:
            yield entry.line
