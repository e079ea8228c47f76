"""What operations on meetings are asked to do."""

import datetime as dt
from dataclasses import dataclass

from agm.facts import Figure, HeldAs, MeetingKind, SpeakerKind
from agm.language.partial_date import PartialDate
from agm.people.commands import NamedPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDetails:
    kind: MeetingKind = MeetingKind.AGM
    ordinal: int | None = None
    held_on: PartialDate | None = None
    starts_at: dt.time | None = None
    venue: str | None = None
    online_link: str | None = None
    held_as: HeldAs | None = None
    quorum: Figure | None = None
    attendance: Figure | None = None
    is_announced_beforehand: bool = False


@dataclass(frozen=True, slots=True)
class CreateMeeting:
    """A meeting to be recorded, of a region or (None) of the whole organisation. A slug is made where none is given."""

    unit_id: int
    details: MeetingDetails
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class AmendDetails:
    """New details for a meeting. `version` is that of the section's state which the form was filled from."""

    meeting_id: int
    version: int
    details: MeetingDetails


@dataclass(frozen=True, slots=True)
class Guest:
    person: NamedPerson
    role: str | None = None
    kind: SpeakerKind = SpeakerKind.GUEST


@dataclass(frozen=True, slots=True)
class AmendGuests:
    meeting_id: int
    version: int
    guests: tuple[Guest, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """One paragraph of what was said, and the speakers it tells of, by their displayed names."""

    text: str
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    person: NamedPerson
    role: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class AmendSpeeches:
    meeting_id: int
    version: int
    paragraphs: tuple[Speech, ...]


@dataclass(frozen=True, slots=True)
class AmendMessages:
    """The messages of support, in order, and from whom they are in short."""

    meeting_id: int
    version: int
    messages: tuple[Message, ...]
    messages_from: str | None = None
