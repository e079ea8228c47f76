"""What operations on announcements are asked to do."""

from dataclasses import dataclass

from agm.facts import PersonName
from agm.facts.announcement import OtherFacts
from agm.files.pictures import Picture
from agm.wording.document import BlockKey
from agm.wording.kinds.beside import Beside
from agm.wording.placing import Place

NOTHING = Beside()


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
class SetWordpressSite:
    """Without an address there is no site. Without a password the one that is kept stays."""

    unit_id: int
    address: str
    user_name: str
    sealed_password: str
    as_draft: bool


@dataclass(frozen=True, slots=True)
class SendByMail:
    """Send what stands in public to every member on the unit's roll who has an address, to these addresses, or both."""

    announcement_id: int
    to_members: bool
    addresses: tuple[str, ...] = ()


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
    """A free statement: title, text in Markdown, the address of a video that is shown as a plain link, and what stands
    beside the text."""

    unit_id: int
    title: str
    text: str
    video_url: str | None = None
    beside: Beside = NOTHING
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """An announcement of another kind, composed from facts; with its number and version, a change of that draft."""

    unit_id: int
    facts: OtherFacts
    announcement_id: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class AmendStatement:
    """Change a statement's draft; what is public changes only by a correction."""

    announcement_id: int
    version: int
    title: str
    text: str
    video_url: str | None = None
    beside: Beside = NOTHING


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture of a draft, by the digest of its file: what it shows, where it stands, and who is in it."""

    file: str
    place: Place
    paragraph: int
    alt: str
    credit: str
    people: tuple[PersonName, ...] = ()
    begins: str = ""
    """The mark of its paragraph (`wording.placing.marks`)."""


@dataclass(frozen=True, slots=True)
class ArrangePictures:
    """The pictures of a draft in their order, and those that were sent now; who sends them says that all agreed."""

    announcement_id: int
    version: int
    placed: tuple[PlacedPicture, ...]
    sent: tuple[Picture, ...] = ()
    have_agreed: bool = False
