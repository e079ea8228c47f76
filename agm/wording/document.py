"""A public text as a frozen tree of blocks: what `compose` makes, what is stored, and what every format is made from.

Generated texts hold U+00A0 where a line should not break ("Rayner MP"); only HTML keeps it.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from agm.facts.fields import Day, RecordId, Value
from agm.facts.plain import Stored, to_plain
from agm.language.characters import without_no_break

STATEMENT_VIDEO = "Watch the video"


class AnnouncementKind(StrEnum):
    REPORT = "report"
    MESSAGES_OF_SUPPORT = "messages_of_support"
    STATEMENT = "statement"


OF_MEETINGS = (AnnouncementKind.REPORT, AnnouncementKind.MESSAGES_OF_SUPPORT)
"""The kinds that `compose` makes."""


class BlockKey(StrEnum):
    """The parts of a text, each of which can be replaced by own words. A statement has a title and what is said."""

    TITLE = "title"
    OPENING = "opening"
    SAID = "said"
    MESSAGES = "messages"
    RESULTS = "results"
    MOTIONS = "motions"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Person(Value):
    """Somebody whom the text names.

    In a list, `remark` stands behind the name and `after` joins the next one (",", ";" or "and", "" for the last).
    """

    name: str
    remark: str = ""
    after: str = ""
    person_id: RecordId = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Sentence(Value):
    """A generated paragraph, and whom it names. `lead_in` introduces the list that follows it."""

    text: str
    lead_in: bool = False
    people: tuple[Person, ...] = ()
    type: Literal["sentence"] = "sentence"


@dataclass(frozen=True, slots=True)
class Typed(Value):
    """Markdown that somebody typed, and those of the record whom it may name.

    In place of a generated block these are also whom that block would have named: a nickname names somebody too.
    """

    markdown: str
    people: tuple[Person, ...] = ()
    type: Literal["typed"] = "typed"


@dataclass(frozen=True, slots=True)
class ListEntry(Value):
    """One office with its holders, or one sender with the message.

    `line` is the whole entry on one line, in the house style's shape. `empty` says what is open ("vacant", "one place
    vacant"), `note` what concerns the office as a whole. `message` is Markdown that was sent. `predecessors` and
    `losers` are named in a remark or the note.
    """

    label: str
    people: tuple[Person, ...]
    line: str
    empty: str = ""
    note: str = ""
    message: str = ""
    predecessors: tuple[Person, ...] = ()
    losers: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing(Value):
    """The results (or the senders of messages), in order, with the number of blank lines between two of them.

    `sentence` says the same where a list would be too much for running text; a page keeps the list.
    """

    entries: tuple[ListEntry, ...]
    blank_lines: int = 1
    sentence: str = ""
    type: Literal["listing"] = "listing"

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(person for entry in self.entries for person in (*entry.people, *entry.predecessors, *entry.losers))


@dataclass(frozen=True, slots=True)
class Video(Value):
    url: str
    type: Literal["video"] = "video"
    people: tuple[Person, ...] = ()


Part = Sentence | Typed | Listing | Video


@dataclass(frozen=True, slots=True)
class Block(Value):
    key: BlockKey
    parts: tuple[Annotated[Part, Field(discriminator="type")], ...]
    heading: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Document(Value):
    """A public text. `blocks` begins with the title; empty blocks are left out.

    `place` is the region's name (or the word for the national level); the page prints `imprint`, not `render`.
    """

    kind: AnnouncementKind
    title: str
    place: str
    held_on: Day | None
    held_on_text: str
    blocks: tuple[Block, ...]
    imprint: str

    def block(self, key: BlockKey) -> Block | None:
        return next((block for block in self.blocks if block.key is key), None)

    @property
    def results(self) -> tuple[ListEntry, ...]:
        """The offices with their holders, as they are listed; none where own words stand for them."""
        block = self.block(BlockKey.RESULTS)
        parts = block.parts if block else ()
        return tuple(entry for part in parts if isinstance(part, Listing) for entry in part.entries)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everyone whom the text names, each once (by id, where that is known, and otherwise by name), in order."""
        found: dict[int | str, Person] = {}
        for person in self._named():
            name = without_no_break(person.name)
            found.setdefault(person.person_id or name, Person(name, person_id=person.person_id))
        return tuple(found.values())

    def _named(self) -> Iterator[Person]:
        for block in self.blocks:
            for part in block.parts:
                yield from part.people

    @property
    def digest(self) -> str:
        """The SHA-256 of the content, in 64 hexadecimal digits: two texts with one digest read the same in any format.

        Neither ids nor the formats count; what has its default is left out, so that a new field changes no old digest.
        """
        text = json.dumps(to_plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


STORED_DOCUMENT = Stored(Document)
"""A document as a revision keeps it (JSON values): complete, with ids and the version of its shape."""


def statement(title: str, markdown: str, *, place: str, imprint: str = "", video_url: str | None = None) -> Document:
    video = (Video(video_url),) if video_url else ()
    return Document(
        kind=AnnouncementKind.STATEMENT,
        title=title,
        place=place,
        held_on=None,
        held_on_text="",
        blocks=(Block(BlockKey.TITLE, (Sentence(title),)), Block(BlockKey.SAID, (Typed(markdown), *video), own=True)),
        imprint=imprint,
    )
