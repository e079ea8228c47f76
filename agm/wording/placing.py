"""Where the pictures of a text stand: below its title, after a paragraph, or as portraits with the results."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from agm.language.characters import without_no_break
from agm.wording.document import Block, BlockKey, Document, ListEntry, Listing, Part, Person, Picture, Sentence, Typed
from agm.wording.render.typed_markdown import pieces_of, typed_text

LONGEST_START = 60


class Place(StrEnum):
    LEAD = "lead"
    AFTER = "after"
    PORTRAIT = "portrait"


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture and its place: after the paragraph that begins as it did, wherever that is now.

    Where none does, or nobody said how it begins, after the paragraph of that number, or the last one.
    """

    picture: Picture
    place: Place
    after: int = 0
    begins: str = ""


def starts(document: Document) -> tuple[str, ...]:
    """How each paragraph begins after which a picture can stand, in order; a list is one."""
    lines = (" ".join(words_of(piece).split()) for block in document.first_text[1:] for piece in pieces(block.parts))
    return tuple(map(begun, lines))


def marks(document: Document) -> tuple[str, ...]:
    """By what each of these paragraphs is known again: a digest, so that nobody's name is kept with a picture."""
    return tuple(hashlib.sha256(words.encode()).hexdigest()[:16] for words in starts(document))


def number_of(after: int, begins: str, found: Sequence[str]) -> int:
    """The number of a picture's paragraph among those of these marks: of several alike the nearest to where it was."""
    alike = [number for number, mark in enumerate(found, 1) if begins and mark == begins]
    return min(alike, key=lambda number: abs(number - after)) if alike else min(max(after, 1), len(found))


def begun(line: str) -> str:
    return line if len(line) <= LONGEST_START else f"{line[:LONGEST_START].rsplit(' ', 1)[0]} …"


def elected(document: Document) -> tuple[tuple[Person, ListEntry], ...]:
    """Those whose portraits can stand with the results, each with the office."""
    return tuple((person, entry) for entry in document.results for person in entry.people)


def with_pictures(document: Document, placed: Sequence[Placed]) -> Document:
    """The text with its pictures, those of one place in their order."""
    leads = [one.picture for one in placed if one.place is Place.LEAD]
    found = marks(document)
    after: dict[int, list[Picture]] = {}
    for one in placed:
        if one.place is Place.AFTER:
            after.setdefault(number_of(one.after, one.begins, found), []).append(one.picture)
    portraits = [one.picture for one in placed if one.place is Place.PORTRAIT]
    after.setdefault(min(1, len(found)), []).extend(leads[1:])
    blocks, number = [], 0
    home = document.block(BlockKey.RESULTS) or document.first_text[-1]
    for block in document.blocks:
        is_text = not block.language and block.key is not BlockKey.TITLE
        parts, number = parts_with(block, number, after) if is_text else (block.parts, number)
        blocks.append(replace(block, parts=(*parts, *portraits) if block is home else parts))
    return replace(document, blocks=tuple(blocks), lead=leads[0] if leads else None)


def parts_with(block: Block, number: int, after: dict[int, list[Picture]]) -> tuple[tuple[Part, ...], int]:
    """The parts of a block with its pictures, and the number of its last paragraph; those beside a list stand below."""
    has_list = any(isinstance(part, Listing) for part in block.parts)
    parts: list[Part] = []
    below: list[Picture] = []
    for part in block.parts:
        own = list(pieces((part,)))
        found = [after.get(number + place, []) for place in range(1, len(own) + 1)]
        number += len(own)
        if has_list or not any(found):
            parts.append(part)
            below += [one for pictures in found for one in pictures]
            continue
        run: list[str] = []
        for piece, pictures in zip(own, found, strict=True):
            run.append(piece.markdown if isinstance(piece, Typed) else "")
            if pictures:
                parts += [joined(part, run), *pictures]
                run = []
        parts += [joined(part, run)] if run else []
    return (*parts, *below), number


def joined(part: Part, run: Sequence[str]) -> Part:
    """A part as far as these paragraphs of it go."""
    return replace(part, markdown="\n\n".join(run)) if isinstance(part, Typed) else part


def pieces(parts: Sequence[Part]) -> Iterator[Sentence | Typed | Listing]:
    for part in parts:
        if isinstance(part, Typed):
            yield from (replace(part, markdown=piece) for piece in pieces_of(part.markdown))
        elif isinstance(part, Sentence | Listing):
            yield part


def words_of(piece: Sentence | Typed | Listing) -> str:
    if isinstance(piece, Listing):
        return " ".join(entry.line for entry in piece.entries)
    return without_no_break(piece.text) if isinstance(piece, Sentence) else typed_text(piece.markdown)
