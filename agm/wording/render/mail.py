"""A document as a mail: plain text, and HTML that looks the same in every program for mail."""

import html
from collections.abc import Mapping
from types import MappingProxyType

from agm.wording.document import Document
from agm.wording.render.colophon import Colophon
from agm.wording.render.fragment import colophon_html, render_fragment
from agm.wording.render.plain_text import render_text

WIDEST = 600
"""Of a picture, in points of the page: the column of the text in most programs."""
NO_PICTURES: Mapping[str, str] = MappingProxyType({})
STYLE = (
    "body { margin: 0; padding: 24px; overflow-wrap: anywhere; background: #fbfaf6; color: #17181b; "
    "font: 18px/1.55 Georgia, 'Times New Roman', serif }\n"
    "div { max-width: 36em } h1 { font-size: 32px; line-height: 1.15; font-weight: normal } "
    "h2 { font-size: 22px; line-height: 1.3; font-weight: normal } h3, h4, h5, h6 { font-size: 18px }\n"
    "ul, ol { padding-left: 1.4em } blockquote { margin: 0 0 0 1.4em; font-style: italic } a { color: inherit }\n"
    "figure { margin: 0 0 20px } figcaption { font-size: 15px; color: #5b5b5c }\n"
    "footer { margin-top: 32px; padding-top: 12px; border-top: 1px solid #d9d6cd; font-size: 15px; color: #5b5b5c }"
)


def mail_text(document: Document, colophon: Colophon, reason: str) -> str:
    """The text, and below it where it stands and why it was sent, ending in a line feed."""
    below = [colophon.whose, colophon.address, *colophon.times, colophon.imprint, reason]
    return f"{render_text(document, colophon.base)}\n" + "\n".join(line for line in below if line) + "\n"


def mail_html(document: Document, colophon: Colophon, reason: str, pictures: Mapping[str, str] = NO_PICTURES) -> str:
    """The same as a page of its own, ending in a line feed; nothing in it is fetched from anywhere.

    `pictures` are those that the mail carries: the name of its part (Content-ID) by the digest. The others are told in
    words: whoever reads a mail is not told of to a site.
    """
    sources = {file: f"cid:{name}" for file, name in pictures.items()}
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f"<title>{html.escape(document.title)}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<div>\n"
        f"{render_fragment(document, colophon.base, heading_level=1, sources=sources, widest=WIDEST)}"
        f"<footer>\n<p>{html.escape(colophon.whose)}</p>\n{colophon_html(colophon)}<p>{html.escape(reason)}</p>\n</footer>\n</div>\n</body>\n</html>\n"
    )
