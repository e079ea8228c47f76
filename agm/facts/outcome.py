"""What came of a contest, whoever found it: typed in, counted or imported."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field

from agm.facts.fields import Count, Day, Line, Many, Markdown, RecordId, ShortLine, StrictBool, Value, Whole
from agm.facts.figures import Percent, Stage, Tally, Turnout
from agm.language.en import plural
from agm.language.typed_names import is_ballot_option


class OfficeState(StrEnum):
    """What is known of an office's seats that nobody was elected to.

    Undecided: no result recorded yet. Decided: they are vacant. Deferred: they are filled later. Suspended: no election
    is possible for now.
    """

    UNDECIDED = "undecided"
    DECIDED = "decided"
    DEFERRED = "deferred"
    SUSPENDED = "suspended"


class VotesAre(StrEnum):
    """What the figures beside the names are, where papers were ranked: without this they read as all the votes."""

    VOTES = "votes"
    FIRST_PREFERENCES = "first_preferences"
    FINAL_STAGE = "final_stage"


class Holding(StrEnum):
    """How somebody holds an office without an election (or co-option) that is told of.

    In office: nobody says how they came to it. Continuing: is in office still. Appointed: by whoever appoints.
    Ex officio: by another office. Honorary: for honour.
    """

    IN_OFFICE = "in_office"
    CONTINUING = "continuing"
    APPOINTED = "appointed"
    EX_OFFICIO = "ex_officio"
    HONORARY = "honorary"


def displayed_name(name: str, prefix: str | None, suffix: str | None) -> str:
    """Prefix, name and suffix, for example "Cllr Jane Black"."""
    return " ".join(filter(None, (prefix, name, suffix)))


@dataclass(frozen=True, slots=True)
class PersonName(Value):
    """A person's name as it was printed at that date, with forms of address before and after it."""

    name: Line
    """The name as displayed, for example Jane Black."""
    prefix: ShortLine | None = None
    """What stands before the name, for example Cllr or Rev’d Dr."""
    suffix: ShortLine | None = None
    """What stands after the name, for example MP."""
    person_id: RecordId = field(default=None, compare=False)
    place: ShortLine | None = None
    """What is told of the person beside the name: a branch, a club, a county, an affiliation."""

    @property
    def displayed(self) -> str:
        """Prefix, name and suffix, for example "Cllr Jane Black"."""
        return displayed_name(self.name, self.prefix, self.suffix)


@dataclass(frozen=True, slots=True)
class Entry(Value):
    """One entry for an office: one person, or several who stand as one (a job share, with one vote total)."""

    people: Many[PersonName]
    """Who stood; more than one is a job share, which takes one seat."""
    elected: StrictBool | None = None
    """true, false, or left out where the result is not recorded yet."""
    unopposed: StrictBool = False
    """Elected without a contest."""
    re_elected: StrictBool = False
    """Held the office before, and was elected again."""
    co_opted: StrictBool = False
    """Chosen by the committee and not by election (then `elected` is true all the same)."""
    votes: Count | None = None
    """Votes for this entry, if known."""
    percent: Percent | None = None
    """The share of the votes as it was printed, for example 48.4; never computed."""
    holds: Holding | None = None
    """Holds the office, and no election is told of: in_office, continuing, appointed, ex_officio or honorary."""
    until: Line | None = None
    """Until when, where that is not the usual term: a date (2027-05-01), or words: “the next conference”."""
    statement: Markdown | None = None
    """What a candidate says for the election, in Markdown; printed by a statement of nominations alone."""

    @property
    def is_person(self) -> bool:
        """Whether somebody stood: “re-open nominations” is on the ballot paper, but nobody."""
        return not any(map(is_ballot_option, [person.name for person in self.people]))

    @property
    def fills_seat(self) -> bool:
        """Whether a seat is filled by this entry, by election or otherwise."""
        return bool(self.elected) or self.holds is not None

    @property
    def is_job_share(self) -> bool:
        """Whether several people share the seat."""
        return len(self.people) > 1


@dataclass(frozen=True)
class Outcome(Value):
    """One office with its seats and what came of the election to it.

    It has no slots, so that what follows from its entries is found once: composing a text asks for it again and again.
    """

    label: Line
    """The office as the organisation calls it, for example Vice Chair."""
    plural_label: Line | None = None
    """The label where there are several seats, for example Non-portfolio officers."""
    seats: Annotated[int, Whole(1, 1000)] = 1
    """How many seats the office has."""
    canonical_key: ShortLine | None = None
    """A key that is the same in all regions, for example chair."""
    state: OfficeState = OfficeState.UNDECIDED
    """What is known of the seats that nobody was elected to."""
    entries: Annotated[Many[Entry], Field(alias="candidacies")] = ()
    """Everyone who stood, in the order in which they are to be printed."""
    predecessors: Annotated[Many[PersonName], Field(alias="in_place_of")] = ()
    """Who held the seat before, where it fell vacant between elections."""
    deferred_to: Day | None = None
    """When a deferred election is to be held: 2017-06-11, 2017-06 or 2017."""
    tie_settled: Line | None = None
    """How a tie was settled, in words that go on from “tie settled”: “by lot”."""
    votes_are: VotesAre = VotesAre.VOTES
    """What the figures are: votes, first_preferences or final_stage (of a count of ranked papers)."""
    rejected_papers: Annotated[Count | None, Field(alias="papers_set_aside")] = None
    """How many ballot papers could not be counted, if known."""
    label_alt: Line | None = None
    """The office in the second language of the announcement."""
    body: Line | None = None
    """Which body the office belongs to, where one announcement tells of several."""
    vacancies_told: Annotated[Count | None, Field(alias="vacancies")] = None
    """How many places are vacant, where nobody knows how many there are in all."""
    unnamed: Count | None = None
    """How many places are filled by people who are not named: “eleven delegates”."""
    method: Line | None = None
    """How it was voted: “show of hands”, “secret ballot”, “en bloc”, “single transferable vote”."""
    term: Line | None = None
    """For how long: “two years”, “2023–24”."""
    reserved: Line | None = None
    """For whom places are reserved: “one must be held by a woman”."""
    incumbents: Many[PersonName] = ()
    """Who holds the office now, before the election."""
    quota: Tally | None = None
    """The quota of a count of ranked papers."""
    turnout: Turnout | None = None
    """How many voted for this office, where that is known for it alone."""
    stages: Many[Stage] = ()
    """The stages of the count, in order, where they are to be printed."""
    office_id: RecordId = field(default=None, compare=False)
    contest_id: RecordId = field(default=None, compare=False)

    @cached_property
    def elected(self) -> tuple[Entry, ...]:
        """The entries that won a seat (or were co-opted to one), in order."""
        return tuple([entry for entry in self.entries if entry.elected])

    @cached_property
    def filled(self) -> tuple[Entry, ...]:
        """The entries that hold a seat, by election or otherwise, in order."""
        return tuple([entry for entry in self.entries if entry.elected or entry.holds is not None])

    @cached_property
    def places(self) -> int:
        """How many seats there are, as far as anything tells."""
        taken = len(self.filled) + (self.unnamed or 0)
        return max(self.seats, taken) if self.vacancies_told is None else max(self.seats, taken + self.vacancies_told)

    @cached_property
    def open_seats(self) -> int:
        """Seats that nobody was elected to or holds otherwise, whatever the reason."""
        if self.vacancies_told is not None:
            return self.vacancies_told
        return max(0, self.seats - len(self.filled) - (self.unnamed or 0))

    @cached_property
    def open_state(self) -> OfficeState:
        """The state of the open seats: while a candidate's result is not recorded, they are not decided."""
        if self.state is OfficeState.UNDECIDED and self.vacancies_told:
            return OfficeState.DECIDED
        if self.state is OfficeState.DECIDED and any(
            entry.elected is None and not entry.holds for entry in self.entries
        ):
            return OfficeState.UNDECIDED
        return self.state

    @cached_property
    def vacancies(self) -> int:
        """Seats left empty by a decided election (a job share fills one seat)."""
        return self.open_seats if self.open_state is OfficeState.DECIDED else 0

    @cached_property
    def printed_label(self) -> str:
        """What the office is called: in the plural for several seats."""
        return (self.plural_label or plural(self.label)) if self.places > 1 else self.label
