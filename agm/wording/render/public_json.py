"""A document for other programs: JSON of one shape, without the numbers of our records."""

import json

from agm.facts.plain import to_plain
from agm.wording.document import ADDRESS_OF_PICTURES, Document, Picture
from agm.wording.render.colophon import Colophon
from agm.wording.render.plain_text import render_text

VERSION = 1
"""To be raised when a name in it changes its meaning or goes."""
WRITE = json.JSONEncoder(ensure_ascii=False).encode


def picture_of(picture: Picture, colophon: Colophon) -> dict[str, object]:
    return {
        "url": f"{colophon.base}{ADDRESS_OF_PICTURES}{picture.file}.jpg",
        "width": picture.width, "height": picture.height, "alt": picture.alt, "credit": picture.credit,
    }  # fmt: skip


def render_json(document: Document, colophon: Colophon) -> str:
    """The text with its parts, ending in a line feed. `text` says all of it as one plain text."""
    told = {
        "version": VERSION,
        "url": colophon.address,
        "organisation": colophon.organisation,
        "kind": document.kind.value,
        "title": document.title,
        "place": document.place,
        "held_on": None if document.held_on is None else str(document.held_on),
        "published": colophon.published_at.isoformat(),
        "corrections": [{"at": one.at.isoformat(), "note": one.note} for one, _ in colophon.corrections],
        "people": [person.name for person in document.people],
        "pictures": [picture_of(one, colophon) for one in document.pictures],
        "blocks": to_plain(document).get("blocks", []),
        "text": render_text(document, colophon.base),
        "imprint": document.imprint,
    }
    return WRITE(told) + "\n"
