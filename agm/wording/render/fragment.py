"""A document as HTML without any house's classes: to be pasted into another site, sent as mail, or made into a file."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from agm.wording.document import (
    ADDRESS_OF_PICTURES,
    Block,
    Document,
    Listing,
    Part,
    Picture,
    Sentence,
    Typed,
)
from agm.wording.render.colophon import Colophon
from agm.wording.render.table import table_html
from agm.wording.render.typed_markdown import typed_html
from agm.wording.render.typography import printed_html
from agm.wording.render.web import term_html, title_html
from agm.wording.render.words import language_of, spoken_in, words_html

_OWN_LINK = re.compile(r'/(?!/)(?:(?<= href="/)|(?<=<img src="/))')

WIDEST_PORTRAIT = 200
"""In points of a page."""


class Lists(StrEnum):
    """How offices and their holders are set."""

    LINES = "lines"
    """A line each, in the house style's shape."""
    TERMS = "terms"
    """The office, and its holders beside it, as on a programme."""


def render_fragment(
    document: Document,
    base: str,
    *,
    heading_level: int = 2,
    has_title: bool = True,
    lists: Lists = Lists.LINES,
    sources: Mapping[str, str] | None = None,
    widest: int = 0,
) -> str:
    """The whole text, ending in a line feed. `base` is put before links to the site itself.

    `sources` has the address of each picture by its digest, where it is not that of the site; one that is not there is
    told in words. `widest` is how wide such a picture is at most, in points of a page; 0 for its own width.
    """
    lines = []
    if has_title:
        lines.append(f"<h{heading_level}>{printed_html(document.title)}</h{heading_level}>")
    where = [f"<strong>{printed_html(document.place)}</strong>"]
    if document.held_on_text:
        where.append(printed_html(document.held_on_text))
    lines.append(f"<p>{', '.join(where)}</p>")
    if document.lead:
        lines.append(figure_html(document.lead, own_address(document.lead)))
    for language, blocks in document.texts:
        if language:
            level = heading_level + 1
            title = f"<h{level}>{title_html(blocks[0])}</h{level}>"
            lines += [f"<div{language_of(blocks[0])}>", title, *blocks_html(blocks[1:], level, lists), "</div>"]
        else:
            lines += blocks_html(blocks[1:], heading_level, lists)
    made = _OWN_LINK.sub(f"{html.escape(base)}/", "\n".join(lines)) + "\n"
    for one in document.pictures if sources is not None else ():
        ours = figure_html(one, base + own_address(one))
        source = (sources or {}).get(one.file)
        made = made.replace(
            ours, figure_html(fitted(one, widest), source) if source else f"<p>[Picture: {printed_html(one.words)}]</p>"
        )
    return made


def blocks_html(blocks: Sequence[Block], heading_level: int, lists: Lists) -> Iterator[str]:
    """The lines of a text below its heading of that level."""
    for block in blocks:
        if block.heading:
            yield f"<h{heading_level + 1}>{printed_html(block.heading)}</h{heading_level + 1}>"
        for part in block.parts:
            yield from part_html(part, heading_level + 2, lists)


def part_html(part: Part, heading_level: int, lists: Lists) -> Iterator[str]:
    if isinstance(part, Sentence):
        yield f"<p>{words_html(part.text, part)}</p>"
    elif isinstance(part, Typed):
        typed = typed_html(part.markdown, heading_level)
        yield f"<div{language_of(part)}>{typed}</div>" if part.language else typed
    elif isinstance(part, Picture):
        yield figure_html(part, own_address(part))
    elif isinstance(part, Listing):
        yield from listing_html(part, heading_level, lists)
    else:
        address = html.escape(part.url)
        yield f'<p>{part.words}: <a href="{address}"{spoken_in(part)}>{address}</a></p>'


def own_address(picture: Picture) -> str:
    return f"{ADDRESS_OF_PICTURES}{picture.file}.jpg"


def fitted(picture: Picture, widest: int) -> Picture:
    """The picture no wider than that, for programs that know nothing but the width that is said."""
    if not 0 < widest < picture.width:
        return picture
    return replace(picture, width=widest, height=round(picture.height * widest / picture.width))


def figure_html(picture: Picture, source: str) -> str:
    """A picture as wide as the text at most, with its caption; a portrait is small."""
    picture = fitted(picture, WIDEST_PORTRAIT) if picture.people else picture
    caption = f"<figcaption>{printed_html(picture.caption)}</figcaption>" if picture.caption else ""
    return (
        f'<figure><img src="{html.escape(source)}" width="{picture.width}" height="{picture.height}" '
        f'alt="{html.escape(picture.alt)}" style="max-width: 100%; height: auto">{caption}</figure>'
    )


def listing_html(listing: Listing, heading_level: int, lists: Lists) -> Iterator[str]:
    if any(entry.message for entry in listing.entries):
        for entry in listing.entries:
            yield f"<p><strong>{printed_html(entry.line)}</strong></p>"
            if entry.message:
                yield typed_html(entry.message, heading_level)
        return
    for group, entries in listing.groups:
        if group:
            yield f"<h{heading_level}>{words_html(group, entries[0])}</h{heading_level}>"
        if listing.columns:
            yield from table_html(listing.columns, entries)
        elif lists is Lists.TERMS:
            yield "<dl>"
            yield from (f"<div>{term_html(entry)}</div>" for entry in entries)
            yield "</dl>"
        else:
            yield "<ul>"
            yield from (f"<li>{words_html(entry.line, entry)}</li>" for entry in entries)
            yield "</ul>"


def colophon_html(colophon: Colophon) -> str:
    """The lines below the text, ending in a line feed."""
    address = html.escape(colophon.address)
    lines = [f'<p><a href="{address}">{address}</a></p>']
    lines.append(f"<p>{'<br>'.join(printed_html(line) for line in colophon.times)}</p>")
    if colophon.imprint:
        lines.append(f"<p>{printed_html(colophon.imprint)}</p>")
    return "\n".join(lines) + "\n"
