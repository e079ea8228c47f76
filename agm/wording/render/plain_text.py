"""A document as plain text and as Markdown."""

from collections.abc import Callable
from dataclasses import dataclass

from agm.language.characters import printable, without_no_break
from agm.wording.document import STATEMENT_VIDEO, Block, BlockKey, Document, ListEntry, Listing, Part, Sentence, Video
from agm.wording.render.typed_markdown import escape_markdown_line, typed_markdown, typed_text
from agm.wording.render.typography import with_marks

Writer = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Writers:
    line: Writer
    typed: Writer
    video: Writer
    line_break: str
    title_mark: str


def _plain_line(text: str) -> str:
    return without_no_break(printable(text))


def _markdown_line(text: str) -> str:
    return escape_markdown_line(_plain_line(text))


_TEXT = _Writers(_plain_line, typed_text, f"{STATEMENT_VIDEO}: {{}}".format, "\n", "")
_MARKDOWN = _Writers(_markdown_line, typed_markdown, f"[{STATEMENT_VIDEO}](<{{}}>)".format, "  \n", "# ")


def render_text(document: Document) -> str:
    """The announcement as plain text, quotes as typed, ending in a line feed."""
    return with_marks(_whole(document, _TEXT))


def render_markdown(document: Document) -> str:
    """The announcement as Markdown (CommonMark), the title as its heading, ending in a line feed."""
    return _whole(document, _MARKDOWN)


def block_markdown(block: Block) -> str:
    """One block as Markdown (a title as plain text), for a chair who goes on from it in own words."""
    return _block(block, _TEXT if block.key is BlockKey.TITLE else _MARKDOWN)


def _whole(document: Document, writers: _Writers) -> str:
    texts = [
        f"{writers.title_mark if block.key is BlockKey.TITLE else ''}{_block(block, writers)}"
        for block in document.blocks
    ]
    return "\n\n".join(text for text in texts if text) + "\n"


def _block(block: Block, writers: _Writers) -> str:
    return "\n\n".join(_part(part, writers) for part in block.parts)


def _part(part: Part, writers: _Writers) -> str:
    if isinstance(part, Sentence):
        return writers.line(part.text)
    if isinstance(part, Listing):
        if part.sentence:
            return writers.line(part.sentence)
        separator = "\n" * (part.blank_lines + 1) if part.blank_lines else writers.line_break
        if any(entry.message for entry in part.entries):
            separator = "\n\n"
        return separator.join(_entry(entry, writers) for entry in part.entries)
    return writers.video(part.url) if isinstance(part, Video) else writers.typed(part.markdown)


def _entry(entry: ListEntry, writers: _Writers) -> str:
    line = writers.line(entry.line)
    return f"{line}\n\n{writers.typed(entry.message)}" if entry.message else line
