"""What happened at a meeting's elections, as far as the wording depends on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from agm.facts import Entry, MeetingFacts, MeetingKind, OfficeState, Outcome
from agm.language.typed_names import re_opens
from agm.wording.style import HouseStyle
from agm.wording.style_choices import OfficeOrder


@dataclass(frozen=True, slots=True)
class Situation:
    """What the wording of the results follows from.

    `offices` are those to print: all, once anything is known of any of them; where there was no election, those that
    something is known of. `people_elected` and `stood` count each person once, however many offices it was for
    (people who were co-opted did not stand). The `all_…` are true only where somebody was elected.
    """

    offices: tuple[Outcome, ...]
    elected: tuple[Entry, ...]
    people_elected: int
    stood: int
    contested: bool
    all_filled: bool
    all_unopposed: bool
    all_re_elected: bool
    all_co_opted: bool
    all_deferred: bool
    all_vacant: bool
    inquorate: bool
    none_held: bool
    ahead: bool
    held_only: bool
    """Whether offices are held or filled, and nothing is told of an election to any."""

    @property
    def all_decided(self) -> bool:
        """Whether no seat waits for a result or for an election."""
        return not any(office.open_seats and office.open_state is not OfficeState.DECIDED for office in self.offices)

    @property
    def without_opponents(self) -> bool:
        """Whether the record says that nobody who was elected had an opponent."""
        unopposed = not self.contested and all(entry.unopposed or entry.co_opted for entry in self.elected)
        return bool(self.elected) and unopposed and not self.all_co_opted


def is_ahead(facts: MeetingFacts, today: date | None) -> bool:
    """Whether the meeting is still to come, and nothing is recorded that can only have happened at it."""
    day = facts.held_on
    told = facts.attendance or facts.said or any(motion.outcome for motion in facts.motions)
    told = told or any(entry.elected for office in facts.results for entry in office.entries)
    is_later = day is not None and today is not None and day.first > today
    return is_later and not told


def situation_of(facts: MeetingFacts, style: HouseStyle, today: date | None) -> Situation:
    none_held = facts.elections is False and not any(_was_elected_upon(office) for office in facts.results)
    inquorate = facts.is_inquorate and not any(office.elected for office in facts.results)
    known = tuple(
        office
        for office in facts.results
        if office.filled or office.unnamed or not _is_open(office, OfficeState.UNDECIDED)
    )
    ahead = is_ahead(facts, today)
    offices = facts.results if known and not none_held and not inquorate and not ahead else known
    if style.office_order is OfficeOrder.VACANT_LAST:
        offices = tuple(sorted(offices, key=lambda office: not _is_taken(office)))
    entries = [entry for office in offices for entry in office.entries]
    elected = tuple(entry for entry in entries if entry.elected)
    unnamed = any(office.unnamed for office in offices)
    taken = [] if unnamed else [entry for entry in entries if entry.fills_seat]
    held_only = bool(taken or unnamed) and not any(entry.elected is not None for entry in entries)
    return Situation(
        offices=offices,
        elected=elected,
        people_elected=_people(offices, lambda entry: bool(entry.elected)),
        stood=_people(offices, lambda entry: not entry.co_opted and not entry.holds and entry.is_person),
        contested=any(not entry.fills_seat and entry.is_person for entry in entries),
        all_filled=bool(offices) and not any(office.open_seats for office in offices),
        all_unopposed=bool(elected and taken) and all(entry.unopposed for entry in taken),
        all_re_elected=bool(elected and taken) and all(entry.re_elected for entry in taken),
        all_co_opted=bool(elected and taken) and all(entry.co_opted for entry in taken),
        all_deferred=bool(offices) and all(_is_open(office, OfficeState.DEFERRED) for office in offices),
        all_vacant=bool(offices) and all(_is_open(office, OfficeState.DECIDED) for office in offices),
        inquorate=inquorate,
        none_held=none_held,
        ahead=ahead,
        held_only=held_only,
    )


def _was_elected_upon(office: Outcome) -> bool:
    return any(entry.elected is not None and not entry.co_opted for entry in office.entries)


def _people(offices: tuple[Outcome, ...], is_counted: Callable[[Entry], bool]) -> int:
    """How many people: one name is one person in two offices, but two people where it stands twice in one office."""
    most: dict[str, int] = {}
    for office in offices:
        names = [person.name for entry in office.entries if is_counted(entry) for person in entry.people]
        for name in names:
            most[name] = max(most.get(name, 0), names.count(name))
    return sum(most.values())


def _is_open(office: Outcome, state: OfficeState) -> bool:
    return not _is_taken(office) and office.open_state is state


def _is_taken(office: Outcome) -> bool:
    """Whether any place is filled, by somebody who is named or not."""
    return bool(office.filled or office.unnamed)


def quorum_item(facts: MeetingFacts, situation: Situation) -> str:
    """The item of a house style for the quorum, beside the attendance; "" where the results tell, or none is known."""
    if facts.quorum is None or situation.inquorate:
        return ""
    if situation.ahead:
        return "quorum_ahead"
    if facts.quorum.number is None or facts.attendance is None or facts.attendance.number is None:
        return "quorum_words"
    return "quorum_not_reached" if facts.is_inquorate else "quorum_reached"


def is_by_election(facts: MeetingFacts) -> bool:
    """Whether it was held to fill what fell vacant: a countback is told like a by-election."""
    return facts.kind in {MeetingKind.BY_ELECTION, MeetingKind.COUNTBACK}


def has_several_by_elections(facts: MeetingFacts) -> bool:
    """Whether there was more than one: no ordinal goes with "by-elections"."""
    return is_by_election(facts) and len(facts.results) > 1


def ron_that_won(office: Outcome) -> Entry | None:
    """ "Re-open nominations", where it had more votes for the one place than anybody who stood."""
    if office.elected or office.places > 1 or office.open_state is not OfficeState.DECIDED:
        return None
    first = max(office.entries, key=lambda entry: entry.votes or 0, default=None)
    return first if first and first.votes and any(re_opens(one.name) for one in first.people) else None


def needs_somebody(office: Outcome) -> bool:
    """Whether places are left vacant, and nominations are not re-opened anyway."""
    return bool(office.vacancies) and not ron_that_won(office)
