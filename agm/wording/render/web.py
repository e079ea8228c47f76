"""A document as the article of a web page, in the markup that the house's stylesheet sets."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from agm.wording.document import (
    ADDRESS_OF_PICTURES,
    Block,
    BlockKey,
    Document,
    ListEntry,
    Listing,
    Part,
    Person,
    Picture,
    Sentence,
    Typed,
)
from agm.wording.render.table import table_html
from agm.wording.render.typed_markdown import typed_html
from agm.wording.render.typography import printed_html
from agm.wording.render.words import language_of, spoken_in, words_html

SECTION_IDS = {
    BlockKey.SAID: "said",
    BlockKey.MESSAGES: "messages",
    BlockKey.RESULTS: "elected",
    BlockKey.MOTIONS: "motions",
    BlockKey.AGENDA: "agenda",
    BlockKey.NOMINATIONS: "nominations",
    BlockKey.COUNT: "count",
}


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """How the article sits on its page.

    `heading_level` is that of the title (1 to 4); the sections are one lower. `id_prefix` keeps ids apart where a page
    shows several articles.
    """

    heading_level: int = 1
    id_prefix: str = ""
    pictures: str = ADDRESS_OF_PICTURES
    """Where the page finds the pictures, which readers of a draft find elsewhere."""


PAGE = HtmlOptions()


def render_html(document: Document, options: HtmlOptions = PAGE) -> str:
    """The whole text as an article, ending in a line feed."""
    made = TEMPLATES.get_template("article.html").render(document=document, options=options)
    return made.replace(f'<img src="{ADDRESS_OF_PICTURES}', f'<img src="{options.pictures}')


def blocks_html(blocks: Iterable[Block], level: int, prefix: str) -> str:
    """The blocks of one text below its title, which is a heading of that level."""
    return TEMPLATES.get_template("blocks.html").render(blocks=blocks, level=level, prefix=prefix)


def second_html(document: Document, options: HtmlOptions = PAGE) -> str:
    """The text in the second language, one level below the title; "" where there is none."""
    if all(not block.language for block in document.blocks):
        return ""
    level, prefix = options.heading_level + 1, options.id_prefix
    return TEMPLATES.get_template("second.html").render(document=document, level=level, prefix=prefix)


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
    listings = [part for block in document.first_text for part in block.parts if isinstance(part, Listing)]
    cast = next((part for part in listings if not any(entry.message for entry in part.entries)), Listing(()))
    return tuple(term_html(replace(entry, empty="")) for entry in cast.entries if entry.people)


def before_list(parts: Sequence[Part]) -> Sequence[Part]:
    """What a block tells before its first list; all of it where there is none."""
    return _told(parts[: _first_list(parts)])


def after_list(parts: Sequence[Part]) -> Sequence[Part]:
    """What a block tells after its first list."""
    return _told(parts[_first_list(parts) :])


def _first_list(parts: Sequence[Part]) -> int:
    return next((place for place, part in enumerate(parts) if isinstance(part, Listing)), len(parts))


def _told(parts: Sequence[Part]) -> Sequence[Part]:
    return tuple(part for part in parts if not isinstance(part, Listing | Picture))


def paragraphs(parts: Iterable[Part], heading_level: int = 3, *, is_lead: bool = False) -> Iterator[str]:
    """The lines of what is written as sentences or typed."""
    start = '<p class="lead">' if is_lead else "<p>"
    for part in parts:
        if isinstance(part, Sentence):
            yield f"{start}{_sentence(part)}</p>"
        elif isinstance(part, Typed):
            typed = typed_html(part.markdown, heading_level).replace("<p>", start)
            yield from (f"<div{language_of(part)}>{typed}</div>" if part.language else typed).split("\n")
        elif isinstance(part, Picture):
            yield picture_html(part)


def picture_html(picture: Picture, *, is_lead: bool = False) -> str:
    """A picture with its caption. Its size is said, so that nothing moves when it arrives; the lead comes at once."""
    kind = "lead" if is_lead else "portrait" if picture.people else "inset"
    later = "" if is_lead else ' loading="lazy"'
    caption = f"<figcaption>{printed_html(picture.caption)}</figcaption>" if picture.caption else ""
    return (
        f'<figure class="picture {kind}"><img src="{ADDRESS_OF_PICTURES}{picture.file}.jpg" width="{picture.width}" '
        f'height="{picture.height}" alt="{html.escape(picture.alt)}"{later}>{caption}</figure>'
    )


def _sentence(part: Sentence) -> str:
    """The last sentence of a lead-in is kept together as a phrase."""
    before, dot, last = part.text.rpartition(". ")
    if part.in_english or not (part.lead_in and dot):
        return words_html(part.text, part)
    return f'{words_html(before + ".", part)} <span class="phrase">{words_html(last, part)}</span>'


def term_html(entry: ListEntry) -> str:
    """An entry as a term with its details."""
    term = f"<dt{language_of(entry)}>{printed_html(entry.label)}</dt>" if entry.label else '<dt class="vh">From</dt>'
    items = [_person(person, entry) for person in entry.people]
    if entry.empty:
        items.append(f'<i class="none">{words_html(entry.empty, entry)}</i>')
    details = "".join(f"<dd>{item}</dd>" for item in items)
    if entry.note:  # of the office, and not of whoever stands last
        details += f'<dd class="about"><small>{words_html(entry.note, entry)}</small></dd>'
    return term + details


def section_html(block: Block, prefix: str, kind: str) -> str:
    """The start of a block's section, which its heading names."""
    return f'<section class="{kind}" aria-labelledby="{_heading_id(block, prefix)}">'


def heading_html(block: Block, level: int, prefix: str, place: str = "side") -> str:
    """A block's heading, in the margin or (`vh`) read aloud only."""
    words = printed_html(block.heading)
    return f'<h{level} class="{place}" id="{_heading_id(block, prefix)}">{words}</h{level}>'


def _heading_id(block: Block, prefix: str) -> str:
    return f"{prefix}{SECTION_IDS[block.key]}{f'-{block.language}' if block.language else ''}"


def terms_html(entries: Iterable[ListEntry]) -> str:
    """Entries one below another, each line as the template has it: one filter for all costs a third of one for each."""
    return "".join(f"      <div>{term_html(entry)}</div>\n" for entry in entries)


def title_html(title: Block) -> str:
    """The heading of a text."""
    return "".join(_sentence(part) for part in title.parts if isinstance(part, Sentence))


def _person(person: Person, entry: ListEntry) -> str:
    remark = f" <small>{words_html(person.remark, entry)}</small>" if person.remark else ""
    joiner = person.after.lstrip(",;").strip()
    sign = person.after.removesuffix(joiner).strip()
    joined = f' <span class="and">{printed_html(joiner)}</span>' if joiner else ""
    return f"{printed_html(person.name)}{remark}{sign}{joined}"


TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
TEMPLATES.filters |= {
    "language_of": language_of,
    "spoken_in": spoken_in,
    "printed": printed_html,
    "typed": typed_html,
    "paragraphs": paragraphs,
    "before_list": before_list,
    "after_list": after_list,
    "section": section_html,
    "heading": heading_html,
    "terms": terms_html,
    "title_words": title_html,
    "picture": picture_html,
    "table": table_html,
    "group_words": lambda group, entries: words_html(group, entries[0]),
}
TEMPLATES.globals |= {
    "section_ids": SECTION_IDS,
    "blocks_of": blocks_html,
    "second_of": second_html,
}
