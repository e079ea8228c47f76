"""The verbs that change who holds which office."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.office_holders.commands import AmendTerm, BeginTerm, EndTerm, FillVacancy, LeaveOffice, TermPerson
from agm.office_holders.models import AppointmentKind, OfficeTerm, OfficeTermPerson
from agm.office_holders.overlaps import overlap_reasons
from agm.office_holders.queries import current_holdings_of_office, held_by, holdings_of_office
from agm.organisation.models import Office
from agm.organisation.queries import incompatible_ids
from agm.people.models import Person
from agm.people.operations import resolve_person
from agm.people.queries import records_of
from agm.rules.violations import Reason, check_version, refuse_if
from agm.wording.facts import PersonName
from agm.wording.partial_date import PartialDate


def begin_term(act: Act, command: BeginTerm) -> OfficeTerm:
    """Put people into a seat. Raises RefusedError without people, with one person twice, or in a seat that is taken.

    A declaration may fill more seats than the office has today; only `fill_vacancy` asks for a free one.
    """
    office = act.session.get_one(Office, command.office_id)
    present = current_holdings_of_office(act.session, office.id)
    taken = {term.seat for term in present}
    seat = command.seat or next(number for number in range(1, len(taken) + 2) if number not in taken)
    ids = [person.person_id for person in command.people]
    reasons = []
    if not ids:
        reasons.append(Reason("people", f"Enter who holds the office of {office.label}."))
    if len(set(ids)) < len(ids):
        reasons.append(Reason("people", "The same person is named twice. Name each person once."))
    if seat in taken:
        reasons.append(Reason("seat", f"Seat {seat} of {office.label} is taken. End that holding first."))
    refuse_if(reasons)
    begun = OfficeTerm(
        office_id=office.id,
        seat=seat,
        since=command.since,
        appointment_kind=command.appointment_kind,
        people=[
            OfficeTermPerson(
                person_id=person.person_id,
                position=position,
                name=person.name.name,
                prefix=person.name.prefix,
                suffix=person.name.suffix,
            )
            for position, person in enumerate(command.people, 1)
        ],
    )
    act.session.add(begun)
    act.session.flush()
    write_down(act, Action.HOLDING_BEGAN, begun, office, how=command.appointment_kind.value, people=ids)
    return begun


def end_term(act: Act, command: EndTerm) -> OfficeTerm:
    """End a holding. Raises RefusedError if it is over already, or would end before it began."""
    ended = lock_row(act.session, OfficeTerm, command.term_id)
    refuse_if(
        [Reason("", "Somebody else has recorded already that this is over. Look at the page again.")]
        if ended.end_reason is not None
        else date_reasons(ended.since, command.until)
    )
    ended.until = command.until
    ended.end_reason = command.end_reason
    ended.version += 1
    write_down(act, Action.HOLDING_ENDED, ended, ended.office, how=command.end_reason.value)
    return ended


def leave_office(act: Act, command: LeaveOffice) -> OfficeTerm:
    """End a holding for those who leave; whoever shared the seat with them goes on holding it from that day.

    Raises RefusedError as `end_holding` does, and if nobody who leaves holds the seat.
    """
    left = lock_row(act.session, OfficeTerm, command.term_id)
    staying = [person for person in left.people if person.person_id not in command.person_ids]
    refuse_if([Reason("who", "Tick who left.")] if len(staying) == len(left.people) else [])
    end_term(act, EndTerm(left.id, command.until, command.end_reason))
    if staying:
        names = tuple(
            TermPerson(person.person_id, PersonName(person.name, person.prefix, person.suffix)) for person in staying
        )
        begin = BeginTerm(left.office_id, names, command.until, AppointmentKind.CONTINUED, left.seat)
        begin_term(act, begin)
    return left


def fill_vacancy(act: Act, command: FillVacancy) -> OfficeTerm:
    """Fill a vacant seat between annual meetings. The term ends as the original one would: at the next declaration.

    Raises RefusedError if no seat is free, somebody holds the office already or one that nobody may hold together with
    it, a seat of it cannot be shared, or every seat was taken on the day from which it shall be held.
    """
    office = lock_row(act.session, Office, command.office_id)
    present = current_holdings_of_office(act.session, office.id)
    reasons = []
    if office.abolished_on is not None:
        reasons.append(Reason("", f"The office of {office.label} was abolished. Bring it back first."))
    elif len(present) >= office.seats:
        reasons.append(Reason("", f"Every seat of {office.label} is taken. Record first that somebody left."))
    if len(command.people) > 1 and not office.is_shareable:
        reasons.append(Reason("people", f"{office.label} cannot be shared. Enter one person."))
    refuse_if(reasons)
    people = [resolve_person(act, named) for named in command.people]
    holders = {person.person_id for term in present for person in term.people}
    refuse_if(
        Reason("people", f"{person.name} holds the office of {office.label} already.")
        for person in people
        if person.id in holders
    )
    refuse_if(incompatible_reasons(act.session, office, people))
    refuse_if(overlap_reasons(office, holdings_of_office(act.session, office.id), command.since, None, is_over=False))
    names = tuple(TermPerson(person.id, named.name) for person, named in zip(people, command.people, strict=True))
    begin = BeginTerm(office.id, names, command.since, command.appointment_kind)
    return begin_term(act, begin)


def incompatible_reasons(session: Session, office: Office, people: Collection[Person]) -> Iterator[Reason]:
    """Why these people cannot hold an office: they hold one now that nobody may hold together with it."""
    incompatible = incompatible_ids(session, office.id)
    for person in people if incompatible else ():
        ids = [one.id for one in records_of(session, person.id)]
        for other in held_by(session, ids, incompatible):
            yield Reason(
                "people",
                f"{person.name} holds the office of {other.label}, which nobody may hold together with {office.label}. "
                "Record first that they left it, or change in the list of offices what can be held together.",
            )


def amend_term(act: Act, command: AmendTerm) -> OfficeTerm:
    """Put a holding's dates right. Raises StaleVersionError, and RefusedError also where every seat was taken then."""
    amended = lock_row(act.session, OfficeTerm, command.term_id)
    check_version(command.version, amended.version)
    reasons = list(date_reasons(command.since, command.until))
    if command.until is not None and command.end_reason is None:
        reasons.append(Reason("end_reason", "Choose how the time in office ended, or leave out its end."))
    if command.end_reason is None and amended.end_reason is not None and is_seat_taken(act.session, amended):
        reasons.append(Reason("end_reason", "Somebody else holds this seat now. Choose how the time in office ended."))
    refuse_if(reasons or new_overlaps(act.session, amended, command))
    amended.since = command.since
    amended.until = command.until
    amended.appointment_kind = command.appointment_kind
    amended.end_reason = command.end_reason
    amended.version += 1
    write_down(act, Action.HOLDING_AMENDED, amended, amended.office)
    return amended


def new_overlaps(session: Session, amended: OfficeTerm, command: AmendTerm) -> list[Reason]:
    """Why a time cannot have these dates. Where it overlapped others before, any dates are taken as they are.

    An office may have had more seats once than it has today.
    """
    office = amended.office
    others = [one for one in holdings_of_office(session, office.id) if one.id != amended.id]
    was_over, is_over = amended.end_reason is not None, command.end_reason is not None
    if list(overlap_reasons(office, others, amended.since, amended.until, is_over=was_over)):
        return []
    return list(overlap_reasons(office, others, command.since, command.until, is_over=is_over))


def is_seat_taken(session: Session, term: OfficeTerm) -> bool:
    """Whether another holding has this one's seat now."""
    present = current_holdings_of_office(session, term.office_id)
    return any(other.seat == term.seat and other.id != term.id for other in present)


def date_reasons(since: PartialDate | None, until: PartialDate | None) -> Iterator[Reason]:
    """Why these cannot be the first date in office and the first one after; as far as both are known."""
    if since is None or until is None:
        return
    length = min(len(str(since)), len(str(until)))
    if str(until)[:length] < str(since)[:length]:
        yield Reason("until", "The end is before the beginning. Check both dates.")


def write_down(
    act: Act,
    action: Action,
    term: OfficeTerm,
    office: Office,
    *,
    how: str | None = None,
    people: list[int] | None = None,
) -> None:
    """Add what happened to a holding to the audit log."""
    details = {"office": office.id, "seat": term.seat, "how": how, "people": people}
    known = {name: value for name, value in details.items() if value is not None}
    record(act, action, f"holding:{term.id}", unit_id=office.unit_id, **known)
