"""Searching announcements, people and offices."""

import re
from typing import Any

from flask import render_template, request, url_for
from markupsafe import Markup, escape
from sqlalchemy import Row

from agm.language.letters import plain_letters
from agm.organisation.models import NATIONAL
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import address_of_text, list_page
from agm.web.public.queries.search import LONGEST_QUERY, MOST_RANKED, find, words_of
from agm.web.public.shared import words_of_regions
from agm.web.public.site import blueprint, session, today
from agm.wording.document import AnnouncementKind

FOUND_ON_A_PAGE = 20
BEFORE, AFTER = 70, 130
KINDS = {"announcement": "Announcement", "person": "Person", "office": "Office"}


@blueprint.get("/search")
@access(Access.PUBLIC)
def search() -> str:
    """What holds all the words typed; one statement besides what is shared (more where nothing does), or none."""
    typed = " ".join(request.args.get("q", "")[:LONGEST_QUERY].replace("\x00", "").split())
    words = words_of(typed)
    page = list_page(
        lambda limit, offset: find(session(), words, words_of_regions(), today(), limit, offset) if words else (),
        FOUND_ON_A_PAGE,
        "public.search",
        {"q": typed},
    )
    return render_template(
        "public/search.html",
        here="search",
        typed=typed,
        words=words,
        hits=page.items,
        kinds=KINDS,
        address_of=address_of,
        marked=lambda text: marked(text, words),
        passage=lambda hit: passage(hit.body.removeprefix(hit.title).lstrip(), words),
        page=page,
        count=page.items[0].hits if page.items else 0,
        most=MOST_RANKED,
    )


def address_of(found: Row[Any]) -> str:
    """Where what was found is read: a text by itself, who holds and held office on the page of the unit."""
    if found.text_kind is not None:
        kind = AnnouncementKind(found.text_kind)
        return address_of_text(kind, found.unit_slug or NATIONAL, found.meeting_slug, found.text_slug or "")
    if found.unit_slug is None:
        return url_for("public.regions")
    return url_for("public.region", region_slug=found.unit_slug)


def passage(body: str, words: list[str]) -> str:
    """What stands around the first of the words looked for."""
    place = min((start for start, _end in places(body, words)), default=0)
    start = 0 if place <= BEFORE else body.find(" ", place - BEFORE) + 1
    end = len(body) if len(body) <= place + AFTER else body.rfind(" ", 0, place + AFTER)
    end = end if end > start else len(body)
    return f"{'… ' if start else ''}{body[start:end]}{' …' if end < len(body) else ''}"


def places(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where words of a text begin with one of the words looked for, whatever their case and accents."""
    return [
        found.span()
        for found in re.finditer(r"[^\W_]+", text)
        if plain_letters(found[0]).lower().startswith(tuple(words))
    ]


def marked(text: str, words: list[str]) -> Markup:
    pieces: list[Markup] = []
    last = 0
    for start, end in places(text, words):
        pieces += [escape(text[last:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        last = end
    return Markup("").join([*pieces, escape(text[last:])])
