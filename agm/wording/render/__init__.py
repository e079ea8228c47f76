"""A document in each format. A renderer adds no facts: every format carries the same names, offices and roles."""

from enum import StrEnum

from agm.wording.document import Document
from agm.wording.render.plain_text import block_markdown, render_markdown, render_text
from agm.wording.render.typed_markdown import typed_html, typed_text
from agm.wording.render.web import PAGE, HtmlOptions, render_html, second_html

__all__ = [
    "RENDERER_VERSION",
    "Format",
    "HtmlOptions",
    "KeptForm",
    "block_markdown",
    "render",
    "second_html",
    "typed_html",
    "typed_text",
]

RENDERER_VERSION = 4
"""To be raised with every change after which a format of some document reads otherwise."""


class Format(StrEnum):
    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"


class KeptForm(StrEnum):
    """What takes long to make of a text: made once it is public, by the outbox, and kept beside the other formats."""

    PDF = "pdf"
    PICTURE = "png"


def render(document: Document, to: Format, options: HtmlOptions = PAGE, base: str = "") -> str:
    """The announcement in one format, ending in a line feed. `options` concern HTML only; `base`, the address of the
    site, goes before the links within it in the others, for what is read elsewhere."""
    if to is Format.HTML:
        return render_html(document, options)
    return render_text(document, base) if to is Format.TEXT else render_markdown(document, base)
