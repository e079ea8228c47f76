"""Correcting a meeting's date: the terms that it began, and those that it ended, follow to the corrected date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from agm.announcements.commands import AnnouncementError
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.meetings.models import Meeting
from agm.office_holders.models import EndReason, OfficeTerm
from agm.office_holders.terms import is_after
from agm.results.models import Declaration, DeclaredTerm
from agm.rules.progress import short_date
from agm.wording.partial_date import PartialDate
from agm.workflows.fill_offices import FILLS_ALL_SEATS


@dataclass(slots=True)
class Planned:
    """A term with the dates that it shall have."""

    term: OfficeTerm
    since: PartialDate | None
    until: PartialDate | None
    end_reason: EndReason | None

    @property
    def is_changed(self) -> bool:
        """Whether the term has other dates now."""
        one = self.term
        return (one.since, one.until, one.end_reason) != (self.since, self.until, self.end_reason)

    def end(self, until: PartialDate | None) -> None:
        """Let it end with a meeting; None: it lasts still."""
        self.until, self.end_reason = until, None if until is None else EndReason.TERM_ENDED


def move_terms(
    act: Act,
    meeting: Meeting,
    declaration: Declaration,
    was_held_on: PartialDate | None,
) -> bool:
    """Let the terms of a meeting's standing declaration follow from the date it was published with; whether any did.

    Terms whose dates were put right by hand stay. Raises AnnouncementError where somebody left before the new date.
    """
    if meeting.held_on == was_held_on:
        return False
    began = act.session.scalars(
        select(OfficeTerm)
        .join(DeclaredTerm, DeclaredTerm.term_id == OfficeTerm.id)
        .where(
            DeclaredTerm.declaration_id == declaration.id, OfficeTerm.end_reason.is_distinct_from(EndReason.CORRECTED)
        )
        .options(selectinload(OfficeTerm.office), selectinload(OfficeTerm.people))
        .order_by(OfficeTerm.office_id, OfficeTerm.seat)
    ).all()
    moving = [term for term in began if term.since == was_held_on]
    refuse_what_ended_before(moving, meeting.held_on)
    offices = sorted({term.office_id for term in began})
    plans = [plan_of_office(act.session, meeting, was_held_on, office_id, moving) for office_id in offices]
    changed = [carry_out(act.session, plan) for plan in plans]
    for term in (term for terms in changed for term in terms):
        since, until = (None if date is None else str(date) for date in (term.since, term.until))
        record(
            act, Action.HOLDING_AMENDED, f"holding:{term.id}", unit_id=meeting.unit_id,
            since=since, until=until,
        )  # fmt: skip
    return any(changed)


def refuse_what_ended_before(moving: Iterable[OfficeTerm], held_on: PartialDate | None) -> None:
    """Raise AnnouncementError for a term that ended, by its own date, before it would now begin."""
    for term in moving:
        until = term.until
        if until is not None and term.end_reason is not EndReason.TERM_ENDED and is_after(held_on, until):
            names = " and ".join(person.name for person in term.people)
            raise AnnouncementError(
                f"{names} left the office of {term.office.label} on {short_date(until)}, before the corrected "
                "date of the meeting. Check the date of the meeting, or put right first when they left."
            )


def plan_of_office(
    session: Session, meeting: Meeting, was_held_on: PartialDate | None, office_id: int, moving: Sequence[OfficeTerm]
) -> list[Planned]:
    """The terms of one office, with those moved that a meeting began or ended."""
    found = session.scalars(
        select(OfficeTerm)
        .where(OfficeTerm.office_id == office_id, OfficeTerm.end_reason.is_distinct_from(EndReason.CORRECTED))
        .order_by(OfficeTerm.since, OfficeTerm.seat, OfficeTerm.id)
    ).all()
    plan = [Planned(one, one.since, one.until, one.end_reason) for one in found]
    here = [one for one in plan if one.term in moving]
    others = [one for one in plan if one.term not in moving]
    ended = [
        one for one in others if was_held_on and one.end_reason is EndReason.TERM_ENDED and one.until == was_held_on
    ]
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
        by_a_meeting = term.end_reason is EndReason.TERM_ENDED
        runs_over = term.end_reason is None or (by_a_meeting and is_after(term.until, meeting.held_on))
        if runs_over and is_after(meeting.held_on, term.since):
            term.end(meeting.held_on)
    for term in here:
        if term.end_reason in {None, EndReason.TERM_ENDED}:
            term.end(next_beginning(term, others))


def next_beginning(term: Planned, among: Iterable[Planned]) -> PartialDate | None:
    """When the next term after one begins, if there is one."""
    after = [one.since for one in among if one.since is not None and is_after(one.since, term.since)]
    return min(after, key=str, default=None)


def carry_out(session: Session, plan: Sequence[Planned]) -> list[OfficeTerm]:
    """Give the terms their planned dates; gives back those that changed.

    Those that end come first, so that no seat is held twice meanwhile; who holds office again gets a free seat.
    """
    changed = [one for one in plan if one.is_changed]
    back = [one for one in changed if one.end_reason is None and one.term.end_reason is not None]
    for one in sorted(changed, key=lambda one: one in back):
        term = one.term
        if one in back:
            session.flush()
            taken = {other.term.seat for other in plan if other is not one and other.term.end_reason is None}
            if term.seat in taken:
                term.seat = next(number for number in range(1, len(taken) + 2) if number not in taken)
        term.since, term.until, term.end_reason = one.since, one.until, one.end_reason
        term.version += 1
    session.flush()
    return [one.term for one in changed]
