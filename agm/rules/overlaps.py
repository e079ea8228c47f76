"""Whether a time in office fits beside the others of the office: no more people at once than it has seats.

Dates may be known by month or year alone; only what certainly overlaps is refused.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from agm.language.en import short_date
from agm.language.partial_date import PartialDate
from agm.rules.terms import EndReason, is_after
from agm.rules.violations import Violation


class HeldTerm(Protocol):
    since: PartialDate | None
    until: PartialDate | None
    """The first day on which it was over."""
    end_reason: EndReason | None

    @property
    def names(self) -> str: ...


def overlap_violations(
    label: str,
    seats: int,
    others: Sequence[HeldTerm],
    since: PartialDate | None,
    until: PartialDate | None,
    *,
    is_over: bool,
) -> Iterator[Violation]:
    """Why nobody else can have held an office in this time: the people there then, and when, by name.

    The reason is for `until` where the time could have begun when it did, but not have lasted as long.
    """
    if since is None:
        return
    window = [one.since for one in others if one.since is not None and begins_within(one.since, since, until, is_over)]
    for moment in [since, *sorted(window, key=str)]:
        there = [one for one in others if is_there(one, moment)]
        if len(there) < seats:
            continue
        places = "one seat" if seats == 1 else f"{seats} seats"
        held = "; ".join(f"{one.names} held it {when(one)}" for one in there)
        is_end_wrong = moment is not since and is_over
        advice = "Enter an earlier end" if is_end_wrong else "Enter a later date"
        yield Violation(
            "seats_taken",
            "until" if is_end_wrong else "since",
            f"{label} has {places}, and {held}. {advice}, or put their dates right first.",
        )
        return


def begins_within(date: PartialDate, since: PartialDate, until: PartialDate | None, is_over: bool) -> bool:
    """Whether a date lies certainly after a beginning, and certainly before an end that is known."""
    return is_after(date, since) and (not is_over or is_after(until, date))


def is_there(term: HeldTerm, moment: PartialDate) -> bool:
    """Whether a term had certainly begun at a moment, and was certainly not over."""
    began = not is_after(term.since, moment)
    return began and (term.end_reason is None or is_after(term.until, moment))


def when(term: HeldTerm) -> str:
    """When: "from 19 April 2026 to 1 June 2026", "since 19 April 2026", "until 2020"."""
    since = None if term.since is None else short_date(term.since)
    until = None if term.until is None else short_date(term.until)
    if term.end_reason is None:
        return f"since {since}" if since else "and still does"
    return f"from {since} to {until}" if since and until else f"until {until}" if until else f"since {since}"
