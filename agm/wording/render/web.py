"""A document as the article of a web page, in the markup that the house's stylesheet sets."""

from __future__ import annotations

from dataclasses import dataclass

from agm.wording.document import Block, BlockKey, Document, Entry, Listing, Part, Person, Sentence
from agm.wording.render.typed import typed_html
from agm.wording.render.typography import printed_html

SECTION_IDS = {BlockKey.SAID: "said", BlockKey.MESSAGES: "messages", BlockKey.RESULTS: "elected"}


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
    """The whole announcement as an article, ending in a line feed."""
    parts = [_header(document, options)]
    blocks = [block for block in document.blocks if block.key is not BlockKey.TITLE]
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.key is BlockKey.RESULTS:
            closing = following if following and following.key is BlockKey.CLOSING else None
            parts.append(_results(block, closing, options))
        elif block.key is BlockKey.CLOSING and index and blocks[index - 1].key is BlockKey.RESULTS:
            continue
        else:
            parts.append(_section(block, options))
    return _article(parts, options)


def _article(parts: list[str], options: HtmlOptions) -> str:
    label = f' aria-labelledby="{options.id_prefix}title"' if options.heading_level > 1 else ""
    return "\n".join([f'<article class="notice"{label}>', *parts, "</article>\n"])


def _header(document: Document, options: HtmlOptions) -> str:
    place = f"<span>{printed_html(document.place)}</span>"
    date = ""
    if document.held_on:
        date = f' <time datetime="{document.held_on}">{printed_html(document.held_on_text)}</time>'
    title = printed_html(document.title)
    level = options.heading_level
    attributes = "" if level == 1 else f' class="title" id="{options.id_prefix}title"'
    return "\n".join([
        '  <header class="axis">',
        f'    <p class="side">{place}{date}</p>',
        f"    <h{level}{attributes}>{title}</h{level}>",
        "  </header>",
    ])  # fmt: skip


def _section(block: Block, options: HtmlOptions) -> str:
    if block.key is BlockKey.OPENING:
        return _lead(block, options)
    if block.key not in SECTION_IDS:
        return "\n".join(['  <div class="axis">', *_lines(block.parts, options, 4), "  </div>"])
    name = f"{options.id_prefix}{SECTION_IDS[block.key]}"
    listings = [part for part in block.parts if isinstance(part, Listing)]
    if listings and any(entry.message for entry in listings[0].entries):
        return _letters(block, listings[0], name, options)
    if listings:
        return _results(block, None, options)
    return "\n".join([
        f'  <section class="axis" aria-labelledby="{name}">',
        f"    {_heading(block, name, options)}",
        '    <div class="prose">',
        *_lines(block.parts, options, 6),
        "    </div>",
        "  </section>",
    ])  # fmt: skip


def _lead(block: Block, options: HtmlOptions) -> str:
    lines = [line.replace("<p>", '<p class="lead">') for line in _lines(block.parts, options, 4)]
    return "\n".join(['  <div class="axis">', *lines, "  </div>"])


def _results(block: Block, closing: Block | None, options: HtmlOptions) -> str:
    name = f"{options.id_prefix}{SECTION_IDS[block.key]}"
    leads = [part for part in block.parts if not isinstance(part, Listing)]
    lines = [f'  <section class="results" aria-labelledby="{name}">', *_lead_in(block, tuple(leads), name, options)]
    for part in block.parts:
        if isinstance(part, Listing):
            rows = [f"      <div>{_term(entry.label)}{_people(entry)}</div>" for entry in part.entries]
            lines += ['    <dl class="cast">', *rows, "    </dl>"]
    if closing:
        lines += ['    <div class="axis">', *_lines(closing.parts, options, 6), "    </div>"]
    return "\n".join([*lines, "  </section>"])


def _lead_in(block: Block, leads: tuple[Part, ...], name: str, options: HtmlOptions) -> list[str]:
    """The heading in the margin with what introduces the list; a heading that would stand alone is only read aloud."""
    heading = _heading(block, name, options)
    if not leads:
        return ["    " + heading.replace('class="side"', 'class="vh"')]
    if block.own:
        inner = ['      <div class="prose">', *_lines(leads, options, 8), "      </div>"]
    else:
        inner = _lines(leads, options, 6)
    return ['    <div class="axis">', f"      {heading}", *inner, "    </div>"]


def _letters(block: Block, listing: Listing, name: str, options: HtmlOptions) -> str:
    """Messages whose words are printed: the sender's role in the margin, the words beside it."""
    leads = tuple(part for part in block.parts if isinstance(part, Sentence))
    lines = [f'  <section class="results" aria-labelledby="{name}">', *_lead_in(block, leads, name, options)]
    for entry in listing.entries:
        role = f'<p class="side">{printed_html(entry.label)}</p>' if entry.label else ""
        words = typed_html(entry.message, options.heading_level + 2) if entry.message else ""
        sender = f'<p class="lead">{printed_html(entry.people[0].name)}</p>'
        lines.append(f'    <div class="axis">{role}<div class="prose">{sender}{words}</div></div>')
    return "\n".join([*lines, "  </section>"])


def _heading(block: Block, name: str, options: HtmlOptions) -> str:
    level = options.heading_level + 1
    return f'<h{level} class="side" id="{name}">{printed_html(block.heading)}</h{level}>'


def _lines(parts: tuple[Part, ...], options: HtmlOptions, indent: int) -> list[str]:
    lines = []
    for part in [part for part in parts if not isinstance(part, Listing)]:
        if isinstance(part, Sentence):
            lines.append(f"<p>{_sentence(part)}</p>")
        else:
            lines += typed_html(part.markdown, options.heading_level + 2).split("\n")
    return [" " * indent + line for line in lines]


def _sentence(part: Sentence) -> str:
    """The last sentence of a lead-in is kept together as a phrase."""
    before, dot, last = part.text.rpartition(". ")
    if not (part.lead_in and dot):
        return printed_html(part.text)
    return f'{printed_html(before + ".")} <span class="phrase">{printed_html(last)}</span>'


def _term(label: str) -> str:
    return f"<dt>{printed_html(label)}</dt>" if label else '<dt class="vh">From</dt>'


def _people(entry: Entry) -> str:
    items = [_person(person) for person in entry.people]
    note = f" <small>{printed_html(entry.note)}</small>" if entry.note else ""
    if items:
        items[-1] += note
    if entry.empty:
        items.append(f'<i class="none">{printed_html(entry.empty)}</i>')
    return "".join(f"<dd>{item}</dd>" for item in items)


def _person(person: Person) -> str:
    text = printed_html(person.name)
    if person.remark:
        text += f" <small>{printed_html(person.remark)}</small>"
    joiner = person.after.lstrip(",;").strip()
    return (
        text
        + person.after.removesuffix(joiner).strip()
        + (f' <span class="and">{printed_html(joiner)}</span>' if joiner else "")
    )
