"""The facts of one meeting: what the record gives, what `agm export` writes, `agm import` reads and `compose` takes.

Everything here is a frozen value. Facts hold what happened, never how it is said: no sentence of an announcement is
in them, apart from what people typed themselves (what was said, a message's text). The file format: `docs/facts.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Annotated

from agm.wording.codec import Note
from agm.wording.partial_date import PartialDate

FORMAT_VERSION = 1
"""The version of the file format that this code reads and writes."""


class MeetingKind(StrEnum):
    """The kind of meeting."""

    AGM = "agm"
    EGM = "egm"
    INAUGURAL = "inaugural"
    BY_ELECTION = "by_election"
    OTHER = "other"


class HeldAs(StrEnum):
    """How people could take part."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class SpeakerKind(StrEnum):
    """Guest: invited from outside. Other: spoke as well. Chair: presided over the meeting."""

    GUEST = "guest"
    OTHER = "other"
    CHAIR = "chair"


class OfficeState(StrEnum):
    """What is known of an office's seats that nobody was elected to.

    Undecided: no result recorded yet. Decided: they are vacant. Deferred: they are filled later. Suspended: no election
    is possible for now.
    """

    UNDECIDED = "undecided"
    DECIDED = "decided"
    DEFERRED = "deferred"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name as it was printed at that date, with forms of address before and after it."""

    name: Annotated[str, Note("The name as displayed, for example Jane Black")]
    prefix: Annotated[str | None, Note("What stands before the name, for example Cllr or Rev’d Dr", longest=60)] = None
    suffix: Annotated[str | None, Note("What stands after the name, for example MP", longest=60)] = None

    @property
    def displayed(self) -> str:
        """Prefix, name and suffix, for example "Cllr Jane Black"."""
        return " ".join(part for part in (self.prefix, self.name, self.suffix) if part)


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """The organisation whose meeting, or whose region's meeting, this is."""

    name: Annotated[str, Note("The full name, without “the”, for example Jewish Labour Movement")]
    short_name: Annotated[str | None, Note("The name in short, for example JLM", longest=60)] = None


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """The region (or branch, or unit) that met."""

    name: Annotated[str, Note("The region's name alone, for example North West")]
    short_name: Annotated[str | None, Note("The name in short, where one is used", longest=60)] = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people: exact, in words, or both (then the words are printed)."""

    number: Annotated[int | None, Note("The exact number, if known")] = None
    words: Annotated[str | None, Note("The number in words, for example “about forty members”")] = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """One person who spoke, with the role held at that date. The order of the list is the order of importance."""

    person: Annotated[PersonName, Note("Who spoke")]
    role: Annotated[str | None, Note("The role at that date, for example JLM President")] = None
    kind: Annotated[SpeakerKind, Note("guest, other (spoke as well) or chair (presided)")] = SpeakerKind.GUEST


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of what was said, in the chair's own words."""

    text: Annotated[str, Note("The paragraph, in Markdown", longest=20_000, lines=True)]
    speakers: Annotated[
        tuple[str, ...], Note("Names of the speakers that it tells of, as in the list of speakers")
    ] = ()


@dataclass(frozen=True, slots=True)
class SupportMessage:
    """A message of support sent to the meeting."""

    person: Annotated[PersonName, Note("Who sent it")]
    role: Annotated[str | None, Note("The sender's role, for example Leader of the Labour Party")] = None
    text: Annotated[
        str | None, Note("The message itself, in Markdown, if it is to be printed", longest=20_000, lines=True)
    ] = None


@dataclass(frozen=True, slots=True)
class Candidacy:
    """One entry for an office: one person, or several who stand as one (a job share, with one vote total)."""

    people: Annotated[tuple[PersonName, ...], Note("Who stood; more than one is a job share, which takes one seat")]
    elected: Annotated[bool | None, Note("true, false, or left out where the result is not recorded yet")] = None
    unopposed: Annotated[bool, Note("Elected without a contest")] = False
    re_elected: Annotated[bool, Note("Held the office before, and was elected again")] = False
    co_opted: Annotated[
        bool, Note("Chosen by the committee and not by election (then `elected` is true all the same)")
    ] = False
    votes: Annotated[int | None, Note("Votes for this entry, if known")] = None

    @property
    def is_job_share(self) -> bool:
        """Whether several people share the seat."""
        return len(self.people) > 1


@dataclass(frozen=True, slots=True)
class OfficeResult:
    """One office with its seats and what came of the election to it."""

    label: Annotated[str, Note("The office as the organisation calls it, for example Vice Chair")]
    plural_label: Annotated[
        str | None, Note("The label where there are several seats, for example Non-portfolio officers")
    ] = None
    seats: Annotated[int, Note("How many seats the office has", smallest=1, largest=1000)] = 1
    canonical_key: Annotated[
        str | None, Note("A key that is the same in all regions, for example chair", longest=60)
    ] = None
    state: Annotated[OfficeState, Note("What is known of the seats that nobody was elected to")] = OfficeState.UNDECIDED
    candidacies: Annotated[
        tuple[Candidacy, ...], Note("Everyone who stood, in the order in which they are to be printed")
    ] = ()
    in_place_of: Annotated[
        tuple[PersonName, ...], Note("Who held the seat before, where it fell vacant between elections")
    ] = ()
    deferred_to: Annotated[
        PartialDate | None, Note("When a deferred election is to be held: 2017-06-11, 2017-06 or 2017")
    ] = None
    papers_set_aside: Annotated[int | None, Note("How many ballot papers could not be counted, if known")] = None

    @property
    def elected(self) -> tuple[Candidacy, ...]:
        """The entries that won a seat (or were co-opted to one), in order."""
        return tuple(entry for entry in self.candidacies if entry.elected)

    @property
    def open_seats(self) -> int:
        """Seats that nobody was elected to, whatever the reason."""
        return max(0, self.seats - len(self.elected))

    @property
    def open_state(self) -> OfficeState:
        """The state of the open seats: while a candidate's result is not recorded, they are not decided."""
        if self.state is OfficeState.DECIDED and any(entry.elected is None for entry in self.candidacies):
            return OfficeState.UNDECIDED
        return self.state

    @property
    def vacancies(self) -> int:
        """Seats left empty by a decided election (a job share fills one seat)."""
        return self.open_seats if self.open_state is OfficeState.DECIDED else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """The facts of one meeting of an organisation or of one of its regions."""

    format_version: Annotated[int, Note("The version of this format", smallest=FORMAT_VERSION, largest=FORMAT_VERSION)]
    organisation: Annotated[OrganisationFacts, Note("Whose meeting it was")]
    region: Annotated[RegionFacts | None, Note("The region that met; left out for a national meeting")] = None
    kind: Annotated[MeetingKind, Note("The kind of meeting")] = MeetingKind.AGM
    ordinal: Annotated[int | None, Note("109 for “109th AGM”; never computed", smallest=1, largest=9999)] = None
    held_on: Annotated[
        PartialDate | None, Note("When it was held: 2017-04-02, or 2017-04 or 2017 if no more is known")
    ] = None
    starts_at: Annotated[time | None, Note("When it began, local time, for example 19:30")] = None
    venue: Annotated[str | None, Note("Where it was held")] = None
    online_link: Annotated[str | None, Note("Where to join online; never printed in a report", longest=500)] = None
    held_as: Annotated[HeldAs | None, Note("In person, online or both (hybrid)")] = None
    quorum: Annotated[Figure | None, Note("How many had to be there")] = None
    attendance: Annotated[Figure | None, Note("How many were there")] = None
    speakers: Annotated[
        tuple[Speaker, ...], Note("Everyone who spoke, in the order in which they are to be named")
    ] = ()
    said: Annotated[tuple[Paragraph, ...], Note("What was said, paragraph by paragraph")] = ()
    messages: Annotated[tuple[SupportMessage, ...], Note("Messages of support, in order")] = ()
    messages_from: Annotated[
        str | None, Note("From whom the messages came, for example “the leadership of the party”")
    ] = None
    elections: Annotated[bool | None, Note("Whether there were elections; left out, it follows from the results")] = (
        None
    )
    results: Annotated[
        tuple[OfficeResult, ...], Note("The offices in the organisation's order, with their results")
    ] = ()

    @property
    def guests(self) -> tuple[Speaker, ...]:
        """The guest speakers, in order."""
        return tuple(speaker for speaker in self.speakers if speaker.kind is SpeakerKind.GUEST)

    @property
    def others(self) -> tuple[Speaker, ...]:
        """Those who spoke beside the guests, in order (the chair of the meeting not among them)."""
        return tuple(speaker for speaker in self.speakers if speaker.kind is SpeakerKind.OTHER)

    @property
    def is_inquorate(self) -> bool:
        """Whether the numbers recorded say that too few were there. Words are not compared."""
        numbers = [figure.number if figure else None for figure in (self.attendance, self.quorum)]
        attendance, quorum = numbers
        return attendance is not None and quorum is not None and attendance < quorum
