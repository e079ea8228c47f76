"""An announcement as it is sent to members and can be changed by hand: a line for its subject, and Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass

from agm.language.characters import without_no_break
from agm.wording.document import Block, Document, Typed
from agm.wording.render import block_markdown


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


def as_letter(document: Document) -> Letter:
    """The title, and what stands below it; what somebody typed stays as it was typed."""
    return Letter(without_no_break(document.title), "\n\n".join(_told(document.first_text[1:])))


def _told(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if block.heading:
            yield f"## {block.heading}"
        for part in block.parts:
            yield part.markdown.strip() if isinstance(part, Typed) else block_markdown(Block(block.key, (part,)))
