"""What happened at a meeting's elections, as far as the wording depends on it."""

from __future__ import annotations

from dataclasses import dataclass

from agm.wording.facts import Candidacy, MeetingFacts, MeetingKind, OfficeResult, OfficeState
from agm.wording.style import HouseStyle, OfficeOrder


@dataclass(frozen=True, slots=True)
class Situation:
    """What the wording of the results follows from.

    `offices` are those to print: all, once anything is known of any of them. `stood` counts people who stood for
    election (people who were co-opted did not). The `all_…` are true only where somebody was elected.
    """

    offices: tuple[OfficeResult, ...]
    elected: tuple[Candidacy, ...]
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

    @property
    def people_elected(self) -> tuple[str, ...]:
        """The names elected, each once."""
        return tuple(dict.fromkeys(person.name for entry in self.elected for person in entry.people))

    @property
    def without_opponents(self) -> bool:
        """Whether everyone elected is known to have had no opponent."""
        return bool(self.elected) and not self.contested and all(e.unopposed or e.co_opted for e in self.elected)


def situation_of(facts: MeetingFacts, style: HouseStyle) -> Situation:
    """Look at the results of a meeting."""
    known = any(office.open_state is not OfficeState.UNDECIDED or office.elected for office in facts.results)
    offices = facts.results if known else ()
    if style.office_order is OfficeOrder.VACANT_LAST:
        offices = tuple(sorted(offices, key=lambda office: not office.elected))
    entries = [entry for office in offices for entry in office.candidacies]
    elected = tuple(entry for entry in entries if entry.elected)
    stood = {person.name for entry in entries if not entry.co_opted for person in entry.people}
    return Situation(
        offices=offices,
        elected=elected,
        stood=len(stood),
        contested=any(not entry.elected for entry in entries),
        all_filled=bool(offices) and not any(office.open_seats for office in offices),
        all_unopposed=bool(elected) and all(entry.unopposed for entry in elected),
        all_re_elected=bool(elected) and all(entry.re_elected for entry in elected),
        all_co_opted=bool(elected) and all(entry.co_opted for entry in elected),
        all_deferred=bool(offices) and all(_is_open(office, OfficeState.DEFERRED) for office in offices),
        all_vacant=bool(offices) and all(_is_open(office, OfficeState.DECIDED) for office in offices),
        inquorate=facts.is_inquorate and not elected,
        none_held=facts.elections is False,
    )


def _is_open(office: OfficeResult, state: OfficeState) -> bool:
    return not office.elected and office.open_state is state


def opens_with_by_election(facts: MeetingFacts) -> bool:
    """Whether the opening tells of a by-election (with guests, it tells of the guests)."""
    return facts.kind is MeetingKind.BY_ELECTION and not facts.guests
