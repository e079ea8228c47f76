"""A document as plain text and as Markdown."""

from __future__ import annotations

from collections.abc import Callable

from agm.wording.compose.grammar import GLUE
from agm.wording.document import Block, BlockKey, Document, Entry, Listing, Part, Sentence
from agm.wording.render.typed import escape_markdown_line, typed_markdown, typed_text
from agm.wording.render.typography import clean


def render_text(document: Document) -> str:
    """The announcement as plain text, quotes as typed, ending in a line feed."""
    return _blocks(document, _line_text, typed_text, hard_break="\n")


def render_markdown(document: Document) -> str:
    """The announcement as Markdown (CommonMark), the title as its heading, ending in a line feed."""
    return _blocks(
        document, lambda text: escape_markdown_line(_line_text(text)), typed_markdown, hard_break="  \n", mark="# "
    )


def _line_text(text: str) -> str:
    return clean(text).replace(GLUE, " ")


Writer = Callable[[str], str]


def _blocks(document: Document, line: Writer, typed: Writer, *, hard_break: str, mark: str = "") -> str:
    texts = []
    for block in document.blocks:
        text = "\n\n".join(_part(part, line, typed, hard_break) for part in block.parts)
        texts.append(_title(block, text, mark))
    return "\n\n".join(text for text in texts if text) + "\n"


def _title(block: Block, text: str, mark: str) -> str:
    return f"{mark}{text}" if block.key is BlockKey.TITLE else text


def _part(part: Part, line: Writer, typed: Writer, hard_break: str) -> str:
    if isinstance(part, Sentence):
        return line(part.text)
    if isinstance(part, Listing):
        separator = "\n" * (part.blank_lines + 1) if part.blank_lines else hard_break
        if any(entry.message for entry in part.entries):
            separator = "\n\n"
        return separator.join(_entry(entry, line, typed) for entry in part.entries)
    return typed(part.markdown)


def _entry(entry: Entry, line: Writer, typed: Writer) -> str:
    return f"{line(entry.line)}\n\n{typed(entry.message)}" if entry.message else line(entry.line)
