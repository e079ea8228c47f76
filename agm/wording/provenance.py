"""Which pattern of a house style each generated sentence comes from: for a page on which a click opens the pattern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from agm.facts import MeetingFacts
from agm.wording.compose import compose
from agm.wording.compose.grammar import squeeze
from agm.wording.document import AnnouncementKind, BlockKey, Document, Listing, Sentence
from agm.wording.second import in_both_languages
from agm.wording.style import HouseStyle


class WatchedStyle(HouseStyle):
    """A style that remembers what it filled, pattern by pattern."""

    __slots__ = ("filled",)

    filled: list[tuple[str, str]]

    @classmethod
    def of(cls, style: HouseStyle) -> WatchedStyle:
        watched = cls(**{field.name: getattr(style, field.name) for field in fields(HouseStyle)})
        object.__setattr__(watched, "filled", [])  # the style itself stays as frozen as it is
        return watched

    def fill(self, name: str, values: Mapping[str, str]) -> str:
        text = HouseStyle.fill(self, name, values)
        self.filled.append((name, squeeze(text)))
        return text


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence with the item of the style that words it; "" for what no pattern words."""

    text: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Worded:
    """An announcement, and by block the pieces of its generated sentences."""

    document: Document
    pieces: dict[BlockKey, tuple[tuple[Piece, ...], ...]]
    said: dict[str, str]
    """By item, the first thing that it says here."""

    @property
    def items(self) -> set[str]:
        """The items that can be clicked."""
        found = {piece.item for parts in self.pieces.values() for pieces in parts for piece in pieces if piece.item}
        return found | ({"line"} if self.document.results else set())


def worded(facts: MeetingFacts, style: HouseStyle) -> Worded:
    """The report of a meeting with where each sentence comes from."""
    watched = WatchedStyle.of(style)
    document = in_both_languages(compose(facts, watched, kind=AnnouncementKind.REPORT), facts, style)
    filled = [(name, text) for name, text in watched.filled if text]
    pieces = {
        block.key: tuple(pieces_of(part.text, filled) for part in block.parts if isinstance(part, Sentence))
        for block in document.first_text
        if not block.own
    }
    said: dict[str, str] = {}
    for name, text in filled:
        said.setdefault(name, text)
    for block in document.first_text:
        for part in block.parts:
            if isinstance(part, Listing) and part.entries and block.key is BlockKey.RESULTS:
                said["line"] = part.entries[0].line
    return Worded(document, pieces, said)


def pieces_of(text: str, filled: list[tuple[str, str]]) -> tuple[Piece, ...]:
    """A paragraph divided by what filled it, the longest pieces first: no part of a sentence stands for the whole."""
    places: list[tuple[int, int, str]] = []
    for name, said in sorted(set(filled), key=lambda one: (-len(one[1]), one[0])):
        bare = said.rstrip(".:")
        start = text.find(bare) if len(bare) > len(text) // 20 else -1
        if start < 0 or any(start < end and begin < start + len(bare) for begin, end, _ in places):
            continue
        end = start + len(bare)
        while end < len(text) and text[end] in ".:":
            end += 1
        places.append((start, end, name))
    found: list[Piece] = []
    at = 0
    for start, end, name in sorted(places):
        if text[at:start].strip():
            found.append(Piece(text[at:start].strip()))
        found.append(Piece(text[start:end], name))
        at = end
    if text[at:].strip():
        found.append(Piece(text[at:].strip()))
    return tuple(found)
