"""What operations on meetings are asked to do."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from agm.facts import (
    AmendmentOutcome,
    Figure,
    HeldAs,
    Language,
    MeetingKind,
    MotionKind,
    MotionOutcome,
    ShareOf,
    SpeakerKind,
    Threshold,
    Vote,
)
from agm.facts.particulars import Particulars
from agm.language.partial_date import PartialDate
from agm.meetings.models import NoticeKind, ProxyKind, RegisterAct
from agm.people.commands import NamedPerson
from agm.rules.rights import Right
from agm.rules.rule_set import Stage


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
    language: Language | None = None
    quoted: str = ""
    quoted_role: str = ""
    """Whose words these are, as displayed, where the paragraph is a quotation."""


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
class AmendParticulars:
    """What a report tells beside the rest of the record."""

    meeting_id: int
    version: int
    particulars: Particulars


@dataclass(frozen=True, slots=True)
class AmendMessages:
    """The messages of support, in order, and from whom they are in short."""

    meeting_id: int
    version: int
    messages: tuple[Message, ...]
    messages_from: str | None = None


NOT_COUNTED = Vote()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What motions and amendments have in common."""

    mover: NamedPerson | None = None
    seconder: NamedPerson | None = None
    vote: Vote = NOT_COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentDetails(Moved):
    text: str
    outcome: AmendmentOutcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionDetails(Moved):
    title: str
    kind: MotionKind = MotionKind.MOTION
    text: str | None = None
    outcome: MotionOutcome | None = None
    threshold: Threshold = Threshold.SIMPLE
    share_of: ShareOf = ShareOf.VOTES
    is_announced: bool = False
    are_movers_named: bool = False
    amendments: tuple[AmendmentDetails, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordMotion:
    """A motion of a meeting: a new one, or (with `motion_id`) what one is to be from now on."""

    meeting_id: int
    version: int
    details: MotionDetails
    motion_id: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveMotion:
    meeting_id: int
    version: int
    motion_id: int


@dataclass(frozen=True, slots=True)
class ReorderMotions:
    meeting_id: int
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SetElectionDates:
    """The planned dates of an election; those that are left out are taken away. `version` is the election's."""

    meeting_id: int
    version: int
    dates: Mapping[Stage, dt.datetime]


@dataclass(frozen=True, slots=True)
class AllowShortNotice:
    """Leave for a notice that was too short, or (`is_refused`) that it is not given: who says so, and why."""

    meeting_id: int
    version: int
    by: str
    reason: str
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class SendToMembers:
    """A text for every member of a meeting's unit; `due_at` is when it goes out, None for at once."""

    meeting_id: int
    kind: NoticeKind
    title: str
    text: str
    due_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What was marked at a door, with the key that is made once for each mark; `at` is when it was marked there."""

    meeting_id: int
    client_key: str
    at: dt.datetime
    door: str | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is not on the register; `reason` is why they came in, or vote."""

    name: str
    reason: str | None = None
    may_vote: bool = False


@dataclass(frozen=True, slots=True)
class GiveProxy:
    """`holder_id` None: whoever takes the chair."""

    meeting_id: int
    giver_id: int
    holder_id: int | None
    kind: ProxyKind


@dataclass(frozen=True, slots=True)
class AmendHallScreen:
    meeting_id: int
    is_open: bool
    now: str | None
    words: str | None
    next: str | None
    version: int


@dataclass(frozen=True, slots=True)
class FreezeRegister:
    """``days`` are those that the rules ask about besides the freeze and the meeting, by name."""

    meeting_id: int
    as_of_on: dt.date
    days: Mapping[str, dt.date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Somebody to be on a frozen register, with the rights that they have there."""

    meeting_id: int
    name: str
    reason: str
    number: str | None = None
    email: str | None = None
    rights: frozenset[Right] = frozenset(Right)
    postal_address: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """``right`` is for the acts that give or take one."""

    entry_id: int
    act: RegisterAct
    reason: str
    right: Right | None = None


@dataclass(frozen=True, slots=True)
class CorrectAddresses:
    """Where somebody on a frozen register gets mails, or letters: of those alone who have no e-mail."""

    entry_id: int
    version: int
    """The number of the entry's last change, as it was shown; 0 for none."""
    reason: str
    email: str | None = None
    postal_address: str | None = None


@dataclass(frozen=True, slots=True)
class SaveMinutes:
    meeting_id: int
    version: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleMinutes:
    """`approved_at` is the later meeting that approved them; `approved_on` the day where that one is not on record.
    With neither they are a draft."""

    meeting_id: int
    version: int
    approved_at: int | None = None
    approved_on: PartialDate | None = None
    is_public: bool = False
    names_agreed: bool = False
    """That somebody says that everyone who is named agrees to it."""
