"""A document as the article of a web page, in the markup that the house's stylesheet sets."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from agm.wording.document import STATEMENT_VIDEO, BlockKey, Document, ListEntry, Listing, Part, Person, Sentence, Typed
from agm.wording.render.typed_markdown import typed_html
from agm.wording.render.typography import printed_html

SECTION_IDS = {
    BlockKey.SAID: "said",
    BlockKey.MESSAGES: "messages",
    BlockKey.RESULTS: "elected",
    BlockKey.MOTIONS: "motions",
}


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """How the article sits on its page.

    `heading_level` is that of the title (1 to 4); the sections are one lower. `id_prefix` keeps ids apart where a page
    shows several articles.
    """

    heading_level: int = 1
    id_prefix: str = ""


PAGE = HtmlOptions()


def render_html(document: Document, options: HtmlOptions = PAGE) -> str:
    """The whole text as an article, ending in a line feed."""
    return TEMPLATES.get_template("article.html").render(document=document, options=options)


def open_article(article: str, place_address: str) -> str:
    """A rendered article for its own page: its place, the first span, leads to its page, and what the page adds can
    follow before it is closed."""
    before, _span, rest = article.partition("<span>")
    place, _end, after = rest.partition("</span>")
    return f'{before}<a href="{html.escape(place_address)}">{place}</a>{after}'.removesuffix("</article>\n")


def lead_html(document: Document) -> str:
    """The first paragraph of the opening; "" where there is none."""
    block = document.block(BlockKey.OPENING)
    if block is None:
        return ""
    first = block.parts[0]
    if isinstance(first, Typed):
        first = replace(first, markdown=re.split(r"\n\s*\n", first.markdown.strip())[0])
    return "\n".join(paragraphs((first,), is_lead=True))


def cast_html(document: Document) -> tuple[str, ...]:
    """The entries with people of its first list, each as a term with its details."""
    listings = [part for block in document.blocks for part in block.parts if isinstance(part, Listing)]
    cast = next((part for part in listings if not any(entry.message for entry in part.entries)), Listing(()))
    return tuple(_term(replace(entry, empty="")) for entry in cast.entries if entry.people)


def paragraphs(parts: Iterable[Part], heading_level: int = 3, *, is_lead: bool = False) -> Iterator[str]:
    """The lines of what is written as sentences or typed."""
    start = '<p class="lead">' if is_lead else "<p>"
    for part in parts:
        if isinstance(part, Sentence):
            yield f"{start}{_sentence(part)}</p>"
        elif isinstance(part, Typed):
            yield from typed_html(part.markdown, heading_level).replace("<p>", start).split("\n")


def _sentence(part: Sentence) -> str:
    """The last sentence of a lead-in is kept together as a phrase."""
    before, dot, last = part.text.rpartition(". ")
    if not (part.lead_in and dot):
        return printed_html(part.text)
    return f'{printed_html(before + ".")} <span class="phrase">{printed_html(last)}</span>'


def _term(entry: ListEntry) -> str:
    term = f"<dt>{printed_html(entry.label)}</dt>" if entry.label else '<dt class="vh">From</dt>'
    items = [_person(person) for person in entry.people]
    if entry.empty:
        items.append(f'<i class="none">{printed_html(entry.empty)}</i>')
    if items and entry.note:
        items[max(len(entry.people), 1) - 1] += f" <small>{printed_html(entry.note)}</small>"
    return term + "".join(f"<dd>{item}</dd>" for item in items)


def _person(person: Person) -> str:
    remark = f" <small>{printed_html(person.remark)}</small>" if person.remark else ""
    joiner = person.after.lstrip(",;").strip()
    sign = person.after.removesuffix(joiner).strip()
    joined = f' <span class="and">{printed_html(joiner)}</span>' if joiner else ""
    return f"{printed_html(person.name)}{remark}{sign}{joined}"


TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
TEMPLATES.filters |= {"printed": printed_html, "typed": typed_html, "paragraphs": paragraphs, "term": _term}
TEMPLATES.globals |= {"section_ids": SECTION_IDS, "video_words": STATEMENT_VIDEO}
