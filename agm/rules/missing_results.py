"""What is still to be entered of the elections of a meeting that is over, in words; it hinders nobody."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from agm.facts import MeetingFacts, MeetingKind, OfficeState
from agm.language.partial_date import PartialDate


@dataclass(frozen=True, slots=True)
class MissingResults:
    """The offices without a result, as they are called, and what the announcement makes of it.

    `is_past` tells whether the meeting's day is past for certain, `is_said` whether the announcement will say of these
    offices that their results follow.
    """

    offices: tuple[str, ...]
    is_past: bool
    is_said: bool

    @property
    def words(self) -> str:
        """For example "The meeting is over, but no result is entered for Chair or Treasurer. The announcement …"."""
        over = "The meeting is over, but no" if self.is_past else "No"
        if not self.offices:
            return f"{over} office is entered for this by-election. The announcement does not say what it was for."
        listed = ", ".join(self.offices[:-1])
        offices = f"{listed} or {self.offices[-1]}" if listed else self.offices[-1]
        said = "says that it follows" if self.is_said else "says nothing of it"
        return f"{over} result is entered for {offices}. The announcement {said}."


def missing_results(facts: MeetingFacts, today: dt.date) -> MissingResults | None:
    """What is missing of a meeting's results; None where all are entered, nobody was to be elected, or too few
    came and the announcement says that for all offices."""
    if facts.elections is False:
        return None
    is_past = is_over(facts.held_on, today)
    if not facts.results:
        is_by_election = facts.kind in {MeetingKind.BY_ELECTION, MeetingKind.COUNTBACK}
        return MissingResults((), is_past, is_said=False) if is_by_election else None
    missing = [one for one in facts.results if one.open_seats and one.open_state is OfficeState.UNDECIDED]
    if not missing or (facts.is_inquorate and len(missing) == len(facts.results)):
        return None
    has_winners = any(office.elected for office in facts.results)
    is_said = has_winners or (len(missing) < len(facts.results) and not facts.is_inquorate)
    return MissingResults(tuple(office.printed_label for office in missing), is_past, is_said)


def names_to_settle(names: Sequence[str]) -> str:
    """What to do about names of which it is still asked whom they mean; "" for none."""
    if not names:
        return ""
    return f"Say who is meant by {' and '.join(names)}: what was typed of that office is kept, and not announced."


def is_over(day: PartialDate | None, today: dt.date) -> bool:
    """Whether a day is past, whatever of it is not known; false for a day that nobody knows."""
    return day is not None and day.last < today


def is_to_come(day: PartialDate | None, today: dt.date) -> bool:
    """Whether a day is still to come, whatever of it is not known; false for a day that nobody knows."""
    return day is not None and day.first > today
