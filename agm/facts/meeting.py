"""The facts of one meeting: what the record gives, what `agm export` writes, `agm import` reads and `compose` takes.

Everything here is a frozen value. Facts hold what happened, never how it is said: no sentence of an announcement is
in them, apart from what people typed themselves (what was said, a message's text). The file format: `docs/facts.md`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from agm.facts.fields import Address, Clock, Count, Day, Line, Many, Markdown, ShortLine, StrictBool, Value, Whole
from agm.facts.figures import Turnout
from agm.facts.moments import DayAndTime
from agm.facts.motions import Motion
from agm.facts.outcome import Outcome, PersonName

FORMAT_VERSION = 1
"""The version of the file format that this code reads and writes."""


class MeetingKind(StrEnum):
    """The kind of meeting."""

    AGM = "agm"
    EGM = "egm"
    INAUGURAL = "inaugural"
    BY_ELECTION = "by_election"
    COUNTBACK = "countback"
    OTHER = "other"


class HeldAs(StrEnum):
    """How people could take part."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Language(StrEnum):
    """A language other than English that a passage is in: Welsh, Irish, Scottish Gaelic, Hebrew."""

    WELSH = "cy"
    IRISH = "ga"
    GAELIC = "gd"
    HEBREW = "he"


class SpeakerKind(StrEnum):
    """Guest: invited from outside. Other: spoke as well. Chair: presided over the meeting."""

    GUEST = "guest"
    OTHER = "other"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class OrganisationFacts(Value):
    """The organisation whose meeting, or whose region's meeting, this is."""

    name: Line
    """The full name, without “the”, for example Jewish Labour Movement."""
    short_name: ShortLine | None = None
    """The name in short, for example JLM."""


@dataclass(frozen=True, slots=True)
class RegionFacts(Value):
    """The region (or branch, or unit) that met."""

    name: Line
    """The region's name alone, for example North West."""
    short_name: ShortLine | None = None
    """The name in short, where one is used."""


@dataclass(frozen=True, slots=True)
class Figure(Value):
    """A number of people: exact, in words, or both (then the words are printed)."""

    number: Count | None = None
    """The exact number, if known."""
    words: Line | None = None
    """The number in words, for example “about forty members”."""


@dataclass(frozen=True, slots=True)
class Speaker(Value):
    """One person who spoke, with the role held at that date. The order of the list is the order of importance."""

    person: PersonName
    """Who spoke."""
    role: Line | None = None
    """The role at that date, for example JLM President."""
    kind: SpeakerKind = SpeakerKind.GUEST
    """guest, other (spoke as well) or chair (presided)."""


@dataclass(frozen=True, slots=True)
class Paragraph(Value):
    """One paragraph of what was said, in the chair's own words."""

    text: Markdown
    """The paragraph, in Markdown."""
    speakers: Many[Line] = ()
    """Names of the speakers that it tells of, as in the list of speakers."""
    quoted: PersonName | None = None
    """Whose words these are: the paragraph is a quotation, set apart."""
    quoted_role: Line | None = None
    """The role of whoever is quoted."""
    language: Language | None = None
    """The language of the paragraph, where it is not English: cy, ga, gd or he."""


@dataclass(frozen=True, slots=True)
class SupportMessage(Value):
    """A message of support sent to the meeting."""

    person: PersonName
    """Who sent it."""
    role: Line | None = None
    """The sender's role, for example Leader of the Labour Party."""
    text: Markdown | None = None
    """The message itself, in Markdown, if it is to be printed."""


@dataclass(frozen=True, slots=True)
class Outgoing(Value):
    """Somebody who left an office, and whom they handed it to."""

    person: PersonName
    """Who left."""
    office: Line | None = None
    """The office that was left."""
    service: Line | None = None
    """How long they served, for example “19 years”."""
    handed_to: PersonName | None = None
    """Whom they handed over to."""


@dataclass(frozen=True, slots=True)
class NextMeeting(Value):
    """When and where people meet next."""

    at: DayAndTime | None = None
    """2027-05-12, or 2027-05-12T19:30."""
    what: Line | None = None
    """What it is, for example “committee meeting”; a meeting, if left out."""
    venue: Line | None = None
    """Where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts(Value):
    """The facts of one meeting of an organisation or of one of its regions."""

    announcement: Literal["report", "messages_of_support"] = "report"
    """report, or messages_of_support where the announcement is to be of these alone."""
    format_version: Annotated[int, Whole(FORMAT_VERSION, FORMAT_VERSION)]
    """The version of this format."""
    organisation: OrganisationFacts
    """Whose meeting it was."""
    region: RegionFacts | None = None
    """The region that met; left out for a national meeting."""
    kind: MeetingKind = MeetingKind.AGM
    """Which kind of meeting it was."""
    ordinal: Annotated[int, Whole(1, 9999)] | None = None
    """109 for “109th AGM”; never computed."""
    held_on: Day | None = None
    """When it was held: 2017-04-02, or 2017-04 or 2017 if no more is known."""
    starts_at: Clock | None = None
    """When it began, local time, for example 19:30."""
    venue: Line | None = None
    """Where it was held."""
    online_link: Address | None = None
    """Where to join online; never printed in a report."""
    held_as: HeldAs | None = None
    """In person, online or both (hybrid)."""
    quorum: Figure | None = None
    """How many had to be there."""
    attendance: Figure | None = None
    """How many were there."""
    speakers: Many[Speaker] = ()
    """Everyone who spoke, in the order in which they are to be named."""
    said: Many[Paragraph] = ()
    """What was said, paragraph by paragraph."""
    messages: Many[SupportMessage] = ()
    """Messages of support, in order."""
    messages_from: Line | None = None
    """From whom the messages came, for example “the leadership of the party”."""
    elections: StrictBool | None = None
    """Whether there were elections; left out, it follows from the results."""
    results: Many[Outcome] = ()
    """The offices in the organisation's order, with their results."""
    motions: Many[Motion] = ()
    """The motions of which the announcement is to tell, in order."""
    term: Line | None = None
    """For which term those named were elected: “2013–14”, “two years”."""
    takes_office: Line | None = None
    """When they take office: a date (2027-05-01), or words: “the end of the meeting”."""
    turnout: Turnout | None = None
    """How many voted, where that is known for all offices together."""
    outgoing: Many[Outgoing] = ()
    """Who left office, and whom they handed over to."""
    next_meeting: NextMeeting | None = None
    """When and where people meet next."""
    contact: Line | None = None
    """Whom to write to about a vacant office."""
    vacancies_until: DayAndTime | None = None
    """The last day on which somebody can come forward for a vacant office."""
    second_language: Language | None = None
    """The second language: in Welsh (cy) the text says everything once more; the others are recorded only."""

    @property
    def guests(self) -> tuple[Speaker, ...]:
        """The guest speakers, in order."""
        return self.speakers_of(SpeakerKind.GUEST)

    @property
    def others(self) -> tuple[Speaker, ...]:
        """Those who spoke beside the guests, in order (the chair of the meeting not among them)."""
        return self.speakers_of(SpeakerKind.OTHER)

    def speakers_of(self, kind: SpeakerKind) -> tuple[Speaker, ...]:
        """The speakers of one kind, in order."""
        return tuple(speaker for speaker in self.speakers if speaker.kind is kind)

    @property
    def is_inquorate(self) -> bool:
        """Whether the numbers recorded say that too few were there. Words are not compared."""
        attendance, quorum = (figure.number if figure else None for figure in (self.attendance, self.quorum))
        return attendance is not None and quorum is not None and attendance < quorum
