"""What operations on announcements are asked to do."""

from dataclasses import dataclass

from agm.wording.document import BlockKey


@dataclass(frozen=True, slots=True)
class SetBlockOverride:
    """Put own words in place of a generated block, or (None) go back to the generated text."""

    announcement_id: int
    version: int
    block: BlockKey
    text: str | None


@dataclass(frozen=True, slots=True)
class Publish:
    announcement_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Correct:
    announcement_id: int
    version: int
    note: str


@dataclass(frozen=True, slots=True)
class Retract:
    """Take a published text back; its page then says so, with this note."""

    announcement_id: int
    note: str


@dataclass(frozen=True, slots=True)
class WriteStatement:
    """A free statement: title, text in Markdown, and the address of a video that is shown as a plain link."""

    unit_id: int
    title: str
    text: str
    video_url: str | None = None
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class AmendStatement:
    """Change a statement's draft; what is public changes only by a correction."""

    announcement_id: int
    version: int
    title: str
    text: str
    video_url: str | None = None
