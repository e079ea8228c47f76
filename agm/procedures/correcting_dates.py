"""Correcting a meeting's date: the terms that it began, and those that it ended, follow to the corrected date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from agm.announcements.commands import AnnouncementError
from agm.audit.actions import Action
from agm.audit.actor import Actor
from agm.audit.operations import record
from agm.meetings.models import Meeting
from agm.office_holders.models import Holding, HowEnded
from agm.office_holders.terms import is_after
from agm.procedures.filling import FILLS_ALL_SEATS
from agm.results.models import Declaration, DeclaredHolding
from agm.rules.progress import short_date
from agm.wording.partial_date import PartialDate


@dataclass(slots=True)
class Planned:
    """A term with the dates that it shall have."""

    holding: Holding
    since: PartialDate | None
    until: PartialDate | None
    how_ended: HowEnded | None

    @property
    def is_changed(self) -> bool:
        """Whether the term has other dates now."""
        one = self.holding
        return (one.since, one.until, one.how_ended) != (self.since, self.until, self.how_ended)

    def end(self, until: PartialDate | None) -> None:
        """Let it end with a meeting; None: it lasts still."""
        self.until, self.how_ended = until, None if until is None else HowEnded.TERM_ENDED


def move_terms(
    session: Session,
    actor: Actor,
    now: dt.datetime,
    meeting: Meeting,
    declaration: Declaration,
    was_held_on: PartialDate | None,
) -> bool:
    """Let the terms of a meeting's standing declaration follow from the date it was published with; whether any did.

    Terms whose dates were put right by hand stay. Raises AnnouncementError where somebody left before the new date.
    """
    if meeting.held_on == was_held_on:
        return False
    began = session.scalars(
        select(Holding)
        .join(DeclaredHolding, DeclaredHolding.holding_id == Holding.id)
        .where(DeclaredHolding.declaration_id == declaration.id, Holding.how_ended.is_distinct_from(HowEnded.CORRECTED))
        .options(selectinload(Holding.office), selectinload(Holding.people))
        .order_by(Holding.office_id, Holding.seat)
    ).all()
    moving = [holding for holding in began if holding.since == was_held_on]
    refuse_what_ended_before(moving, meeting.held_on)
    offices = sorted({holding.office_id for holding in began})
    plans = [plan_of_office(session, meeting, was_held_on, office_id, moving) for office_id in offices]
    changed = [carry_out(session, plan) for plan in plans]
    for holding in (holding for holdings in changed for holding in holdings):
        since, until = (None if date is None else str(date) for date in (holding.since, holding.until))
        record(
            session, actor, now, Action.HOLDING_AMENDED, f"holding:{holding.id}", region_id=meeting.region_id,
            since=since, until=until,
        )  # fmt: skip
    return any(changed)


def refuse_what_ended_before(moving: Iterable[Holding], held_on: PartialDate | None) -> None:
    """Raise AnnouncementError for a term that ended, by its own date, before it would now begin."""
    for holding in moving:
        until = holding.until
        if until is not None and holding.how_ended is not HowEnded.TERM_ENDED and is_after(held_on, until):
            names = " and ".join(person.name for person in holding.people)
            raise AnnouncementError(
                f"{names} left the office of {holding.office.label} on {short_date(until)}, before the corrected "
                "date of the meeting. Check the date of the meeting, or put right first when they left."
            )


def plan_of_office(
    session: Session, meeting: Meeting, was_held_on: PartialDate | None, office_id: int, moving: Sequence[Holding]
) -> list[Planned]:
    """The terms of one office, with those moved that a meeting began or ended."""
    found = session.scalars(
        select(Holding)
        .where(Holding.office_id == office_id, Holding.how_ended.is_distinct_from(HowEnded.CORRECTED))
        .order_by(Holding.since, Holding.seat, Holding.id)
    ).all()
    plan = [Planned(one, one.since, one.until, one.how_ended) for one in found]
    here = [one for one in plan if one.holding in moving]
    others = [one for one in plan if one.holding not in moving]
    ended = [one for one in others if was_held_on and one.how_ended is HowEnded.TERM_ENDED and one.until == was_held_on]
    for one in here:
        one.since = meeting.held_on
    if crosses(others, was_held_on, meeting.held_on):
        fit_in_anew(meeting, others, ended, here)
    else:
        for one in ended:
            one.until = meeting.held_on
    return plan


def crosses(others: Iterable[Planned], old: PartialDate | None, new: PartialDate | None) -> bool:
    """Whether another term began between two dates of a meeting."""
    if old is None or new is None:
        return False
    return any(is_after(other.since, old) is not is_after(other.since, new) for other in others)


def fit_in_anew(meeting: Meeting, others: Sequence[Planned], ended: Sequence[Planned], here: Sequence[Planned]) -> None:
    """The meeting changed places with another: what it ended runs on to the next, and it ends what ran over it now.

    Terms end where the next one begins, as when old meetings are recorded after newer ones.
    """
    for term in ended:
        term.end(next_beginning(term, [*others, *here]))
    for term in others if meeting.kind in FILLS_ALL_SEATS else ():
        by_a_meeting = term.how_ended is HowEnded.TERM_ENDED
        runs_over = term.how_ended is None or (by_a_meeting and is_after(term.until, meeting.held_on))
        if runs_over and is_after(meeting.held_on, term.since):
            term.end(meeting.held_on)
    for term in here:
        if term.how_ended in {None, HowEnded.TERM_ENDED}:
            term.end(next_beginning(term, others))


def next_beginning(term: Planned, among: Iterable[Planned]) -> PartialDate | None:
    """When the next term after one begins, if there is one."""
    after = [one.since for one in among if one.since is not None and is_after(one.since, term.since)]
    return min(after, key=str, default=None)


def carry_out(session: Session, plan: Sequence[Planned]) -> list[Holding]:
    """Give the terms their planned dates; gives back those that changed.

    Those that end come first, so that no seat is held twice meanwhile; who holds office again gets a free seat.
    """
    changed = [one for one in plan if one.is_changed]
    back = [one for one in changed if one.how_ended is None and one.holding.how_ended is not None]
    for one in sorted(changed, key=lambda one: one in back):
        holding = one.holding
        if one in back:
            session.flush()
            taken = {other.holding.seat for other in plan if other is not one and other.holding.how_ended is None}
            if holding.seat in taken:
                holding.seat = next(number for number in range(1, len(taken) + 2) if number not in taken)
        holding.since, holding.until, holding.how_ended = one.since, one.until, one.how_ended
        holding.version += 1
    session.flush()
    return [one.holding for one in changed]
