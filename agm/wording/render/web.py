"""A document as the article of a web page, in the markup that the house's stylesheet sets."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from agm.wording.document import (
    STATEMENT_VIDEO,
    Block,
    BlockKey,
    Document,
    ListEntry,
    Listing,
    Part,
    Person,
    Sentence,
    Typed,
    Video,
)
from agm.wording.render.typed import typed_html
from agm.wording.render.typography import printed_html

SECTION_IDS = {BlockKey.SAID: "said", BlockKey.MESSAGES: "messages", BlockKey.RESULTS: "elected"}


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """How the article sits on its page.

    `heading_level` is that of the title (1 to 4); the sections are one lower. `id_prefix` keeps ids apart where a page
    shows several articles. The place leads to `place_address`. An article that is not closed goes on with what the
    page adds.
    """

    heading_level: int = 1
    id_prefix: str = ""
    place_address: str = ""
    is_closed: bool = True


PAGE = HtmlOptions()


def render_html(document: Document, options: HtmlOptions = PAGE) -> str:
    """The whole text as an article, ending in a line feed."""
    article = _Article(options)
    article.write(document)
    return "\n".join(article.lines if options.is_closed else article.lines[:-1]) + "\n"


def lead_html(document: Document) -> str:
    """The first paragraph of the opening; "" where there is none."""
    block = document.block(BlockKey.OPENING)
    if block is None:
        return ""
    first = block.parts[0]
    if isinstance(first, Typed):
        first = replace(first, markdown=re.split(r"\n\s*\n", first.markdown.strip())[0])
    article = _Article(PAGE)
    article.paragraphs((first,), is_lead=True)
    return "\n".join(article.lines)


def cast_html(document: Document) -> tuple[str, ...]:
    """The entries with people of its first list, each as a term with its details."""
    listings = [part for block in document.blocks for part in block.parts if isinstance(part, Listing)]
    cast = next((part for part in listings if not any(entry.message for entry in part.entries)), Listing(()))
    return tuple(_term(entry.label) + _holders(replace(entry, empty="")) for entry in cast.entries if entry.people)


class _Article:
    def __init__(self, options: HtmlOptions) -> None:
        self.lines: list[str] = []
        self.level = options.heading_level
        self.prefix = options.id_prefix
        self.place_address = options.place_address
        self.depth = 0

    def add(self, *lines: str) -> None:
        self.lines += ["  " * self.depth + line for line in lines]

    @contextmanager
    def element(self, name: str, attributes: str = "") -> Iterator[None]:
        self.add(f"<{name}{attributes}>")
        self.depth += 1
        yield
        self.depth -= 1
        self.add(f"</{name}>")

    def write(self, document: Document) -> None:
        label = f' aria-labelledby="{self.prefix}title"' if self.level > 1 else ""
        with self.element("article", f' class="notice"{label}'):
            self.header(document)
            blocks = [block for block in document.blocks if block.key is not BlockKey.TITLE]
            while blocks:
                block = blocks.pop(0)
                if block.key is BlockKey.RESULTS:
                    closes = bool(blocks) and blocks[0].key is BlockKey.CLOSING
                    self.results(block, blocks.pop(0) if closes else None)
                else:
                    self.block(block)

    def header(self, document: Document) -> None:
        date = ""
        if document.held_on:
            date = f' <time datetime="{document.held_on}">{printed_html(document.held_on_text)}</time>'
        attributes = "" if self.level == 1 else f' class="title" id="{self.prefix}title"'
        with self.element("header", ' class="axis"'):
            place = f"<span>{printed_html(document.place)}</span>"
            if self.place_address:
                place = f'<a href="{html.escape(self.place_address)}">{printed_html(document.place)}</a>'
            self.add(f'<p class="side">{place}{date}</p>')
            self.add(f"<h{self.level}{attributes}>{printed_html(document.title)}</h{self.level}>")

    def block(self, block: Block) -> None:
        listings = [part for part in block.parts if isinstance(part, Listing)]
        if block.key not in SECTION_IDS:
            with self.element("div", ' class="axis"'):
                self.paragraphs(block.parts, is_lead=block.key is BlockKey.OPENING)
        elif not block.heading:
            self.statement(block)
        elif listings and any(entry.message for entry in listings[0].entries):
            self.messages(block, listings[0])
        elif listings:
            self.results(block, None)
        else:
            with self.section(block, ' class="axis"'):
                self.heading(block)
                with self.element("div", ' class="prose"'):
                    self.paragraphs(block.parts)

    def section(self, block: Block, attributes: str) -> AbstractContextManager[None]:
        return self.element("section", f'{attributes} aria-labelledby="{self.prefix}{SECTION_IDS[block.key]}"')

    def heading(self, block: Block, place: str = "side") -> None:
        level, name = self.level + 1, self.prefix + SECTION_IDS[block.key]
        self.add(f'<h{level} class="{place}" id="{name}">{printed_html(block.heading)}</h{level}>')

    def statement(self, block: Block) -> None:
        with self.element("div", ' class="axis"'), self.element("div", ' class="prose"'):
            self.paragraphs(block.parts, heading_level=self.level + 1)
        for part in block.parts:
            if isinstance(part, Video):
                link = f'<a href="{html.escape(part.url)}" rel="noreferrer">{STATEMENT_VIDEO}</a>'
                with self.element("p", ' class="axis"'):
                    self.add(f'<span class="ui">{link} (leaves this site)</span>')

    def results(self, block: Block, closing: Block | None) -> None:
        with self.section(block, ' class="results"'):
            self.lead_in(block)
            for part in block.parts:
                if isinstance(part, Listing):
                    with self.element("dl", ' class="cast"'):
                        self.add(*(f"<div>{_term(entry.label)}{_holders(entry)}</div>" for entry in part.entries))
            if closing:
                with self.element("div", ' class="axis"'):
                    self.paragraphs(closing.parts)

    def messages(self, block: Block, listing: Listing) -> None:
        with self.section(block, ' class="results"'):
            self.lead_in(block)
            for entry in listing.entries:
                role = f'<p class="side">{printed_html(entry.label)}</p>' if entry.label else ""
                words = typed_html(entry.message, self.level + 2) if entry.message else ""
                sender = f'<p class="lead">{printed_html(entry.people[0].name)}</p>'
                self.add(f'<div class="axis">{role}<div class="prose">{sender}{words}</div></div>')

    def lead_in(self, block: Block) -> None:
        """The heading in the margin with what introduces the list; one that would stand alone is only read aloud."""
        leads = [part for part in block.parts if not isinstance(part, Listing)]
        if not leads:
            self.heading(block, "vh")
            return
        with self.element("div", ' class="axis"'):
            self.heading(block)
            if block.own:
                with self.element("div", ' class="prose"'):
                    self.paragraphs(leads)
            else:
                self.paragraphs(leads)

    def paragraphs(self, parts: Sequence[Part], *, is_lead: bool = False, heading_level: int = 0) -> None:
        start = '<p class="lead">' if is_lead else "<p>"
        for part in parts:
            if isinstance(part, Sentence):
                self.add(f"{start}{_sentence(part)}</p>")
            elif isinstance(part, Typed):
                typed = typed_html(part.markdown, heading_level or self.level + 2)
                self.add(*typed.replace("<p>", start).split("\n"))


def _sentence(part: Sentence) -> str:
    """The last sentence of a lead-in is kept together as a phrase."""
    before, dot, last = part.text.rpartition(". ")
    if not (part.lead_in and dot):
        return printed_html(part.text)
    return f'{printed_html(before + ".")} <span class="phrase">{printed_html(last)}</span>'


def _term(label: str) -> str:
    return f"<dt>{printed_html(label)}</dt>" if label else '<dt class="vh">From</dt>'


def _holders(entry: ListEntry) -> str:
    items = [_person(person) for person in entry.people]
    if items and entry.note:
        items[-1] += f" <small>{printed_html(entry.note)}</small>"
    if entry.empty:
        items.append(f'<i class="none">{printed_html(entry.empty)}</i>')
    return "".join(f"<dd>{item}</dd>" for item in items)


def _person(person: Person) -> str:
    remark = f" <small>{printed_html(person.remark)}</small>" if person.remark else ""
    joiner = person.after.lstrip(",;").strip()
    sign = person.after.removesuffix(joiner).strip()
    joined = f' <span class="and">{printed_html(joiner)}</span>' if joiner else ""
    return f"{printed_html(person.name)}{remark}{sign}{joined}"
