"""What the front page shows of a published announcement, cut from its stored HTML without composing it again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

HEADING = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
LEAD = re.compile(r'<p class="lead">(.*?)</p>', re.DOTALL)
CAST = re.compile(r'<dl class="cast">(.*?)</dl>', re.DOTALL)
ROW = re.compile(r"<div>(<dt>.*?</dt>)(.*?)</div>", re.DOTALL)
NOBODY = re.compile(r'<dd><i class="none">.*?</dd>', re.DOTALL)
PLACE = re.compile(r'(<p class="side">)<span>(.*?)</span>', re.DOTALL)
END = "</article>"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Heading, opening and the first offices that are filled, as safe HTML of our own renderer."""

    heading: Markup
    lead: Markup
    rows: tuple[Markup, ...]


def excerpt_of(content: bytes, offices: int = 4) -> Excerpt:
    """The excerpt of a stored article."""
    html = content.decode()
    cast = CAST.search(html)
    rows = [f"{term}{NOBODY.sub('', people)}" for term, people in ROW.findall(cast[1] if cast else "")]
    return Excerpt(first(HEADING, html), first(LEAD, html), tuple(safe(row) for row in rows if "<dd>" in row)[:offices])


def safe(html: str) -> Markup:
    """HTML that our own renderer made and escaped, marked as safe to print."""
    return Markup(html)  # noqa: S704  stored bytes of `agm.wording.render`, where everything typed is escaped or cleaned


def first(pattern: re.Pattern[str], html: str) -> Markup:
    """What the first match holds, or nothing."""
    found = pattern.search(html)
    return safe(found[1] if found else "")


def article_parts(content: bytes, place_address: str) -> Markup:
    """A stored article without its closing tag, so that a colophon can be added; the place's name leads to its page."""
    html = content.decode().rstrip().removesuffix(END)
    return safe(PLACE.sub(lambda found: f'{found[1]}<a href="{place_address}">{found[2]}</a>', html, count=1))
