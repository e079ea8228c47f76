"""The facts of each kind of announcement. A facts file is one of these as JSON, told apart by its `announcement`.

The report of a meeting (and messages of support to one) is `MeetingFacts`; the others are here. What all have in common
is `Announced`; what concerns one meeting has its kind, day and place as `OfMeeting`.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from agm.facts.fields import Address, Clock, Count, Day, Line, Many, RecordId, ShortLine, StrictBool, Value, Whole
from agm.facts.figures import Turnout
from agm.facts.kinds import AnnouncementKind
from agm.facts.meeting import (
    FORMAT_VERSION,
    Figure,
    HeldAs,
    Language,
    MeetingFacts,
    MeetingKind,
    NextMeeting,
    OrganisationFacts,
    Outgoing,
    Paragraph,
    RegionFacts,
    Speaker,
)
from agm.facts.moments import DayAndTime
from agm.facts.outcome import Outcome, PersonName


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced(Value):
    """What every announcement has that is no report of a meeting."""

    format_version: Annotated[int, Whole(FORMAT_VERSION, FORMAT_VERSION)]
    """The version of this format."""
    organisation: OrganisationFacts
    """Whose announcement it is."""
    region: RegionFacts | None = None
    """The region; left out for the national level."""
    title: Line | None = None
    """The headline, where it is not to be made of the facts."""
    said: Many[Paragraph] = ()
    """What else is to be said, in own words."""
    results: Many[Outcome] = ()
    """The offices: to be filled, with who stands, with the result, or as they stand now."""
    contact: Line | None = None
    """Whom to ask."""
    second_language: Language | None = None
    """The second language: in Welsh (cy) the text says everything once more; the others are recorded only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMeeting(Announced):
    """What concerns one meeting."""

    kind: MeetingKind | None = None
    """Which kind of meeting it is; an AGM, if left out where there is one."""
    ordinal: Annotated[int, Whole(1, 9999)] | None = None
    """109 for “109th AGM”; never computed."""
    held_on: Day | None = None
    """The day of the meeting."""
    starts_at: Clock | None = None
    """When it begins, local time."""
    venue: Line | None = None
    """Where."""
    held_as: HeldAs | None = None
    """In person, online or both (hybrid)."""
    online_link: Address | None = None
    """Where to join online; whoever wants to join asks for it, if left out."""
    meeting_id: RecordId = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(OfMeeting):
    """The notice of a meeting, the call for nominations for it, or the statement of who was nominated."""

    announcement: Literal["notice", "call_for_nominations", "statement_of_nominations"]
    """Which kind of announcement this is."""
    agenda: Many[Line] = ()
    """What is to be dealt with, in order."""
    speakers: Many[Speaker] = ()
    """Who will speak, or chair."""
    who_may_come: Line | None = None
    """For example “Every member may come.”"""
    nominations_open: DayAndTime | None = None
    """From when nominations can be made."""
    nominations_close: DayAndTime | None = None
    """The last moment for a nomination."""
    needs_roles: Many[ShortLine] = ()
    """Whom a nomination needs: proposer, seconder."""
    needs_supporters: Count = 0
    """How many members have to support a nomination."""
    self_allowed: StrictBool | None = None
    """Whether somebody can nominate themselves."""
    unopposed_elected: StrictBool | None = None
    """Whether those who stand are declared elected without a vote where they are no more than the places."""
    motions_close: DayAndTime | None = None
    """The last moment for a motion."""
    returning_officer: Line | None = None
    """Who conducts the election."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration(OfMeeting):
    """The result of a ballot, or of a by-election. `kind` and `held_on` are of the meeting where it was declared."""

    announcement: Literal["declaration", "by_election"]
    """Which kind of announcement this is."""
    declared_on: Day | None = None
    """When it was declared."""
    voting_closed: DayAndTime | None = None
    """When voting closed."""
    turnout: Turnout | None = None
    """How many voted, where that is known for all offices together."""
    rules: Line | None = None
    """Under which rules the votes were counted: “ERS97”."""
    returning_officer: Line | None = None
    """Who conducted the election."""
    term: Line | None = None
    """For how long those named hold office."""
    takes_office: Line | None = None
    """From when: a date, or words."""
    outgoing: Many[Outgoing] = ()
    """Who left office, and whom they handed over to."""


@dataclass(frozen=True, slots=True)
class OfficeChange(Value):
    """Somebody who came to an office between elections, or left it."""

    person: PersonName
    """Who."""
    office: Line
    """Which office."""
    on: Day | None = None
    """When."""
    until: Line | None = None
    """Until when: a date, or words."""
    in_place_of: Many[PersonName] = ()
    """Who held the office before."""
    office_alt: Line | None = None
    """The office in the second language of the announcement."""
    office_id: RecordId = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeChanges(Announced):
    """A co-option, a resignation or an appointment."""

    announcement: Literal["co_option", "resignation", "appointment"]
    """Which kind of announcement this is."""
    changes: Many[OfficeChange] = ()
    """Who came, or left."""
    by: Line | None = None
    """Who co-opted or appointed: “the committee”."""
    what_follows: Line | None = None
    """What happens next, as a sentence: “A by-election will be held.”"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingChange(OfMeeting):
    """A meeting that is postponed, or cancelled. `held_on`, `starts_at` and `venue` are the new ones."""

    announcement: Literal["postponement", "cancellation"]
    """Which kind of announcement this is."""
    was_on: Day | None = None
    """When it was to be held."""
    reason: Line | None = None
    """Why, for example “flooding at the hall”."""
    nominations_stand: StrictBool | None = None
    """Whether nominations that were made still count."""
    nominations_close: DayAndTime | None = None
    """The new last moment for a nomination."""
    what_follows: Line | None = None
    """What happens next, as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquorate(OfMeeting):
    """A meeting to which too few came."""

    announcement: Literal["inquorate"]
    """Which kind of announcement this is."""
    attendance: Figure | None = None
    """How many came."""
    quorum: Figure | None = None
    """How many had to be there."""
    what_follows: Line | None = None
    """What happens next, as a sentence: “The branch committee decides in its place.”"""
    next_meeting: NextMeeting | None = None
    """When and where it meets again."""


@dataclass(frozen=True, slots=True)
class Corrected(Value):
    """What was wrong in a text, and what is right."""

    now: Line
    """What it should have said."""
    was: Line | None = None
    """What it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Announced):
    """A correction of something that was published."""

    announcement: Literal["correction"]
    """Which kind of announcement this is."""
    of: Line | None = None
    """The title of what is corrected."""
    published_on: Day | None = None
    """When that was published."""
    corrections: Many[Corrected] = ()
    """What was wrong, and what is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeList(Announced):
    """Who holds the offices at a day."""

    announcement: Literal["committee_list"]
    """Which kind of announcement this is."""
    as_at: Day | None = None
    """On which day."""
    term: Line | None = None
    """For how long they hold office."""
    vacancies_until: DayAndTime | None = None
    """The last day on which somebody can come forward for a vacant office."""
    next_meeting: NextMeeting | None = None
    """When and where people meet next."""


@dataclass(frozen=True, slots=True)
class RegionReport(Value):
    """What one region reported."""

    name: Line
    """The region."""
    held_on: Day | None = None
    """When it met."""
    results: Many[Outcome] = ()
    """Whom it elected; left out, it is told that the region met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundUp(Announced):
    """The meetings of the regions, together."""

    announcement: Literal["round_up"]
    """Which kind of announcement this is."""
    period: ShortLine | None = None
    """Of which year or season: “2027”."""
    regions: Many[RegionReport] = ()
    """The regions that met, in order."""
    to_report: Many[Line] = ()
    """The regions that have not reported yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeStatement(Announced):
    """A statement in own words: a title and what is said."""

    announcement: Literal["statement"]
    """Which kind of announcement this is."""
    by: PersonName | None = None
    """Whose statement it is."""
    by_role: Line | None = None
    """Their role."""
    first_published_in: Line | None = None
    """Where it was published first."""
    first_published_at: Address | None = None
    """The address there."""
    video_url: Address | None = None
    """The address of a video."""
    video_language: Language | None = None
    """The language that is spoken in it, where it is not English: cy, ga, gd or he."""


OtherFacts: TypeAlias = (
    Notice
    | Declaration
    | OfficeChanges
    | MeetingChange
    | Inquorate
    | Correction
    | CommitteeList
    | RoundUp
    | FreeStatement
)
AnyFacts: TypeAlias = MeetingFacts | OtherFacts

TYPES: dict[AnnouncementKind, type[AnyFacts]] = {
    AnnouncementKind.REPORT: MeetingFacts,
    AnnouncementKind.MESSAGES_OF_SUPPORT: MeetingFacts,
    AnnouncementKind.STATEMENT: FreeStatement,
    AnnouncementKind.NOTICE: Notice,
    AnnouncementKind.CALL_FOR_NOMINATIONS: Notice,
    AnnouncementKind.STATEMENT_OF_NOMINATIONS: Notice,
    AnnouncementKind.DECLARATION: Declaration,
    AnnouncementKind.BY_ELECTION: Declaration,
    AnnouncementKind.CO_OPTION: OfficeChanges,
    AnnouncementKind.RESIGNATION: OfficeChanges,
    AnnouncementKind.APPOINTMENT: OfficeChanges,
    AnnouncementKind.POSTPONEMENT: MeetingChange,
    AnnouncementKind.CANCELLATION: MeetingChange,
    AnnouncementKind.INQUORATE: Inquorate,
    AnnouncementKind.CORRECTION: Correction,
    AnnouncementKind.COMMITTEE_LIST: CommitteeList,
    AnnouncementKind.ROUND_UP: RoundUp,
}
"""The type of the facts of each kind."""


def kind_of(facts: AnyFacts) -> AnnouncementKind:
    return AnnouncementKind(facts.announcement)
