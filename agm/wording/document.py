"""A public text as a frozen tree of blocks: what `compose` makes, what is stored, and what every format is made from.

Generated texts hold U+00A0 where a line should not break ("Rayner MP"); only HTML keeps it.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from typing import Annotated, Literal

from pydantic import Field

from agm.facts import Language
from agm.facts.fields import Day, RecordId, Value
from agm.facts.kinds import AnnouncementKind
from agm.facts.plain import Stored, to_plain
from agm.language import cy
from agm.language.characters import without_no_break

__all__ = [
    "ADDRESS_OF_PICTURES",
    "OF_MEETINGS",
    "STATEMENT_VIDEO",
    "STORED_DOCUMENT",
    "AnnouncementKind",
    "Block",
    "BlockKey",
    "Document",
    "ListEntry",
    "Listing",
    "Part",
    "Person",
    "Picture",
    "Sentence",
    "Typed",
    "Video",
    "statement",
]

STATEMENT_VIDEO = "Watch the video"
LEAVES = "leaves this site"
IN_LANGUAGE = {"cy": "in Welsh", "ga": "in Irish", "gd": "in Scottish Gaelic", "he": "in Hebrew"}
ADDRESS_OF_PICTURES = "/pictures/"
"""Where the site has the pictures of what is public: their digests stand behind it, and .jpg."""
OF_MEETINGS = (AnnouncementKind.REPORT, AnnouncementKind.MESSAGES_OF_SUPPORT)
"""The kinds that are made of the record of one meeting, and belong to it."""


class BlockKey(StrEnum):
    """The parts of a text, each of which can be replaced by own words. A statement has a title and what is said."""

    TITLE = "title"
    OPENING = "opening"
    AGENDA = "agenda"
    NOMINATIONS = "nominations"
    SAID = "said"
    MESSAGES = "messages"
    RESULTS = "results"
    COUNT = "count"
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
    """A generated paragraph, and whom it names. `lead_in` introduces the list that follows it.

    `in_english` are the pieces of it that are in English, where the text is in another language; `in_welsh` those in
    Welsh, where it is in English.
    """

    text: str
    lead_in: bool = False
    people: tuple[Person, ...] = ()
    in_english: tuple[str, ...] = ()
    in_welsh: tuple[str, ...] = ()
    type: Literal["sentence"] = "sentence"


@dataclass(frozen=True, slots=True)
class Typed(Value):
    """Markdown that somebody typed, and those of the record whom it may name.

    In place of a generated block these are also whom that block would have named: a nickname names somebody too.
    `language` is set where it is not the block's (cy, ga, gd, he; en within a text that is not in English).
    """

    markdown: str
    people: tuple[Person, ...] = ()
    language: str = ""
    type: Literal["typed"] = "typed"


@dataclass(frozen=True, slots=True)
class ListEntry(Value):
    """One office with its holders, or one sender with the message.

    `line` is the whole entry on one line, in the house style's shape. `empty` says what is open ("vacant", "one place
    vacant"), `note` what concerns the office as a whole. `message` is Markdown that was sent. `group` is a heading over
    this entry and those that follow with the same; `language` that of the label, where it is not the block's.
    `predecessors` and `losers` are named in a remark or the note. `in_english` as of a sentence, for all its texts.
    `rows` say the same as rows of a table: who, or what is said of the office, and the votes.
    """

    label: str
    people: tuple[Person, ...]
    line: str
    empty: str = ""
    note: str = ""
    message: str = ""
    group: str = ""
    language: str = ""
    predecessors: tuple[Person, ...] = ()
    losers: tuple[Person, ...] = ()
    in_english: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing(Value):
    """The results (or the senders of messages), in order, with the number of blank lines between two of them.

    `sentence` says the same where a list would be too much for running text; a page keeps the list. With `columns`, the
    words of its head, it is a table of the entries' rows: office, name and, where any are printed, votes.
    """

    entries: tuple[ListEntry, ...]
    blank_lines: int = 1
    sentence: str = ""
    columns: tuple[str, ...] = ()
    type: Literal["listing"] = "listing"

    @property
    def groups(self) -> tuple[tuple[str, tuple[ListEntry, ...]], ...]:
        """The entries by their heading, in order; "" where they stand under none."""
        return tuple((heading, tuple(found)) for heading, found in groupby(self.entries, key=lambda one: one.group))

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(person for entry in self.entries for person in (*entry.people, *entry.predecessors, *entry.losers))


@dataclass(frozen=True, slots=True)
class Video(Value):
    """A film that a text links to, in words of the text's language."""

    url: str
    language: str = ""
    """The language of the text that it stands in, where it is not English."""
    spoken: str = ""
    """The language that is spoken in it, where that is worth saying."""
    type: Literal["video"] = "video"
    people: tuple[Person, ...] = ()

    @property
    def words(self) -> str:
        """ "Watch the video", "Watch the video (in Welsh)"."""
        words, spoken = (
            (cy.WATCH, cy.IN_LANGUAGE) if self.language == Language.WELSH else (STATEMENT_VIDEO, IN_LANGUAGE)
        )
        return f"{words} ({spoken[self.spoken]})" if self.spoken else words

    @property
    def leaves(self) -> str:
        """That the link leads away."""
        return cy.LEAVES if self.language == Language.WELSH else LEAVES


@dataclass(frozen=True, slots=True)
class Picture(Value):
    """A photograph. `file` is the digest of its bytes, which are kept apart; `people` are those whose portrait it is.

    Its size is in points of the picture.
    """

    file: str
    width: int
    height: int
    alt: str
    credit: str = ""
    people: tuple[Person, ...] = ()
    type: Literal["picture"] = "picture"

    @property
    def caption(self) -> str:
        """What stands below it: whose portrait it is, and who took it."""
        names = " and ".join(person.name for person in self.people)
        return ". ".join(piece for piece in (names, self.credit and f"Photo: {self.credit}") if piece)

    @property
    def words(self) -> str:
        """The picture for those who do not see it; whose portrait it is, where what it shows does not say so."""
        told = without_no_break(self.alt).casefold()
        silent = tuple(one for one in self.people if without_no_break(one.name).casefold() not in told)
        caption = replace(self, people=silent).caption
        return ". ".join(piece.rstrip(".") for piece in (self.alt, caption) if piece)


Part = Sentence | Typed | Listing | Video | Picture


@dataclass(frozen=True, slots=True)
class Block(Value):
    key: BlockKey
    parts: tuple[Annotated[Part, Field(discriminator="type")], ...]
    heading: str = ""
    own: bool = False
    language: str = ""
    """The language of the whole block, where it is not English: the text in a second language follows the first."""


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
    lead: Picture | None = None
    """The picture below the title."""

    @property
    def texts(self) -> tuple[tuple[str, tuple[Block, ...]], ...]:
        """The language of each text ("" for the first) with its blocks; each begins with its title."""
        return tuple((language, tuple(found)) for language, found in groupby(self.blocks, key=lambda one: one.language))

    @property
    def first_text(self) -> tuple[Block, ...]:
        """The blocks of the first text: what short forms are made of."""
        return tuple(block for block in self.blocks if not block.language)

    def block(self, key: BlockKey) -> Block | None:
        return next((block for block in self.blocks if block.key is key), None)

    @property
    def results(self) -> tuple[ListEntry, ...]:
        """The offices with their holders, as they are listed; none where own words stand for them."""
        block = self.block(BlockKey.RESULTS)
        parts = block.parts if block else ()
        return tuple(entry for part in parts if isinstance(part, Listing) for entry in part.entries)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture, the lead first."""
        parts = (part for block in self.blocks for part in block.parts if isinstance(part, Picture))
        return (*((self.lead,) if self.lead else ()), *parts)

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


def statement(
    title: str,
    markdown: str,
    *,
    place: str,
    imprint: str = "",
    video_url: str | None = None,
    beside: tuple[Part, ...] = (),
    in_welsh: tuple[str, tuple[Part, ...]] | None = None,
) -> Document:
    """A statement; `beside` and a video stand below its text, and its title and parts in Welsh below all of that."""
    video = (Video(video_url),) if video_url else ()
    said = (Typed(markdown), *beside, *video)
    blocks = [Block(BlockKey.TITLE, (Sentence(title),)), Block(BlockKey.SAID, said, own=True)]
    if in_welsh is not None:
        second_title, second = in_welsh
        blocks += (
            Block(BlockKey.TITLE, (Sentence(second_title),), language="cy"),
            Block(BlockKey.SAID, second, own=True, language="cy"),
        )
    return Document(
        kind=AnnouncementKind.STATEMENT,
        title=title,
        place=place,
        held_on=None,
        held_on_text="",
        blocks=tuple(blocks),
        imprint=imprint,
    )
