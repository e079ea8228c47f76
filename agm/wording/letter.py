"""An announcement as it is sent to members and can be changed by hand: a line for its subject, and Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from agm.language.characters import without_no_break
from agm.wording.document import Block, BlockKey, Document, Typed
from agm.wording.render import block_markdown


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


def as_letter(document: Document) -> Letter:
    """The title, and what stands below it; what somebody typed stays as it was typed."""
    return Letter(without_no_break(document.title), "\n\n".join(_told(document.first_text[1:])))


def _told(blocks: tuple[Block, ...]) -> Iterator[str]:
    for before, block in pairwise((blocks[0], *blocks) if blocks else ()):
        if block.key is BlockKey.CLOSING and before.key is BlockKey.MESSAGES:
            yield "* * *"  # or it would read as what the last of the candidates says
        if block.heading:
            yield f"## {block.heading}"
        for part in block.parts:
            yield part.markdown.strip() if isinstance(part, Typed) else block_markdown(Block(block.key, (part,)))
