"""An announcement as a small tree of blocks: what `compose` makes and `render` prints.

Generated texts hold U+00A0 where a line should not break ("Rayner MP"); only HTML keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from agm.wording.facts import MeetingFacts
from agm.wording.partial_date import PartialDate


class AnnouncementKind(StrEnum):
    """Which announcement is made of a meeting's facts."""

    REPORT = "report"
    MESSAGES_OF_SUPPORT = "messages_of_support"


class BlockKey(StrEnum):
    """The parts of an announcement. Each can be replaced by own words."""

    TITLE = "title"
    OPENING = "opening"
    SAID = "said"
    MESSAGES = "messages"
    RESULTS = "results"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A generated paragraph. `lead_in` introduces the list that follows it."""

    text: str
    lead_in: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """Markdown that a person typed."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a list entry. `after` joins the next one (",", ";" or "and", "" for the last)."""

    name: str
    remark: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One office with its holders, or one sender with the message.

    `line` is the whole entry on one line, in the house style's shape. `empty` says what is open ("vacant", "one place
    vacant"), `note` what concerns the office as a whole. `message` is Markdown that was sent.
    """

    label: str
    people: tuple[Person, ...]
    line: str
    empty: str = ""
    note: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The results (or the senders of messages), in order, with the number of blank lines between two of them."""

    entries: tuple[Entry, ...]
    blank_lines: int = 1


Part = Sentence | Typed | Listing


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its key, a short heading for the margin, and its parts. `own` marks own words."""

    key: BlockKey
    parts: tuple[Part, ...]
    heading: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A composed announcement. `blocks` begins with the title; empty blocks are left out.

    `place` is the region's name (or the word for national meetings); `imprint` is printed by the page, not by `render`.
    """

    kind: AnnouncementKind
    title: str
    place: str
    held_on: PartialDate | None
    held_on_text: str
    blocks: tuple[Block, ...]
    imprint: str
    facts: MeetingFacts = field(repr=False)

    def block(self, key: BlockKey) -> Block | None:
        """The block of that key, or None where the announcement has none."""
        return next((block for block in self.blocks if block.key is key), None)
