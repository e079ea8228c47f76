"""A document as plain text and as Markdown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from agm.language.characters import printable, without_no_break
from agm.wording.document import (
    ADDRESS_OF_PICTURES,
    Block,
    BlockKey,
    Document,
    ListEntry,
    Listing,
    Part,
    Picture,
    Sentence,
    Video,
)
from agm.wording.render.typed_markdown import escape_markdown_line, typed_markdown, typed_text
from agm.wording.render.typography import with_marks

Writer = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Writers:
    line: Writer
    typed: Callable[[str, str], str]
    video: Callable[[Video], str]
    picture: Callable[[Picture, str], str]
    line_break: str
    title_mark: str
    heading_mark: str
    table: Callable[[Sequence[Sequence[str]]], str]
    rule: str
    """What stands before the text in a second language."""
    base: str = ""
    """What stands before addresses of the site itself."""

    def mark_of(self, block: Block) -> str:
        """What makes a heading of a title: one lower for the text in a second language."""
        if block.key is not BlockKey.TITLE:
            return ""
        return f"{self.rule}{self.heading_mark}" if block.language else self.title_mark


def _plain_line(text: str) -> str:
    return without_no_break(printable(text))


def _markdown_line(text: str) -> str:
    return escape_markdown_line(_plain_line(text))


def _plain_picture(picture: Picture, _base: str) -> str:
    return f"[Picture: {_plain_line(picture.words)}]"


def _markdown_picture(picture: Picture, base: str) -> str:
    image = f"![{_markdown_line(picture.alt)}](<{base}{ADDRESS_OF_PICTURES}{picture.file}.jpg>)"
    return f"{image}  \n{_markdown_line(picture.caption)}" if picture.caption else image


def _plain_video(video: Video) -> str:
    return f"{video.words}: {video.url}"


def _markdown_video(video: Video) -> str:
    return f"[{video.words}](<{video.url}>)"


def _plain_table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as what stands in them, parted by two spaces."""
    cells = [[_plain_line(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)
    return "\n".join(line.rstrip() for line in lines)


def _markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """A table as GitHub's and most other Markdown has it; a votes column runs to the right."""
    head, *others = [" | ".join(_markdown_line(cell).replace("|", "\\|") for cell in row) for row in rows]
    rules = " | ".join(["---", "---", "---:"][: len(rows[0])])
    return "\n".join(f"| {line} |" for line in (head, rules, *others))


_TEXT = _Writers(_plain_line, typed_text, _plain_video, _plain_picture, "\n", "", "", _plain_table, "* * *\n\n")
_MARKDOWN = _Writers(
    _markdown_line, typed_markdown, _markdown_video, _markdown_picture, "  \n", "# ", "## ",
    _markdown_table, "",
)  # fmt: skip


def render_text(document: Document, base: str = "") -> str:
    """The announcement as plain text, quotes as typed, ending in a line feed.

    `base` is the address of the site, which is put before links to the site itself.
    """
    return with_marks(_whole(document, replace(_TEXT, base=base)))


def render_markdown(document: Document, base: str = "") -> str:
    """The announcement as Markdown (CommonMark), the title as its heading, ending in a line feed; `base` as of
    `render_text`, and before the addresses of pictures too."""
    return _whole(document, replace(_MARKDOWN, base=base))


def block_markdown(block: Block) -> str:
    """One block as Markdown (a title as plain text), for a chair who goes on from it in own words: without a table,
    which nobody would type."""
    parts = tuple(replace(part, columns=()) if isinstance(part, Listing) else part for part in block.parts)
    return _block(replace(block, parts=parts), _TEXT if block.key is BlockKey.TITLE else _MARKDOWN)


def _whole(document: Document, writers: _Writers) -> str:
    texts = [f"{writers.mark_of(block)}{_block(block, writers)}" for block in document.blocks]
    if document.lead:
        texts.insert(1, writers.picture(document.lead, writers.base))
    return "\n\n".join(text for text in texts if text) + "\n"


def _block(block: Block, writers: _Writers) -> str:
    return "\n\n".join(_part(part, writers) for part in block.parts)


def _part(part: Part, writers: _Writers) -> str:
    if isinstance(part, Sentence):
        return writers.line(part.text)
    if isinstance(part, Listing):
        if part.sentence:
            return writers.line(part.sentence)
        if part.columns:
            tables = ((heading, _table(part, entries, writers)) for heading, entries in part.groups)
            return "\n\n".join(_headed(heading, lines, writers) for heading, lines in tables)
        separator = "\n" * (part.blank_lines + 1) if part.blank_lines else writers.line_break
        if any(entry.message for entry in part.entries):
            separator = "\n\n"
        return "\n\n".join(_group(heading, entries, separator, writers) for heading, entries in part.groups)
    if isinstance(part, Picture):
        return writers.picture(part, writers.base)
    return writers.video(part) if isinstance(part, Video) else writers.typed(part.markdown, writers.base)


def _group(heading: str, entries: Sequence[ListEntry], separator: str, writers: _Writers) -> str:
    return _headed(heading, separator.join(_entry(entry, writers) for entry in entries), writers)


def _headed(heading: str, lines: str, writers: _Writers) -> str:
    return f"{writers.heading_mark}{writers.line(heading)}\n\n{lines}" if heading else lines


def _table(part: Listing, entries: Sequence[ListEntry], writers: _Writers) -> str:
    """Each office once, beside its first row."""
    rows = [
        (entry.label if first else "", *row)[: len(part.columns)]
        for entry in entries
        for first, row in zip((True, *[False] * len(entry.rows)), entry.rows or (("", ""),), strict=False)
    ]
    return writers.table([part.columns, *rows])


def _entry(entry: ListEntry, writers: _Writers) -> str:
    line = writers.line(entry.line)
    return f"{line}\n\n{writers.typed(entry.message, writers.base)}" if entry.message else line
