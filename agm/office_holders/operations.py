"""The verbs that change who holds which office: each writes acts, and the terms follow from them."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.facts import PersonName
from agm.language.partial_date import PartialDate
from agm.office_holders.commands import AmendTerm, FillVacancy, LeaveOffice, RecordElection
from agm.office_holders.models import OfficeAct, OfficeActPerson, OfficeTerm, OfficeTermPerson
from agm.office_holders.queries import held_by
from agm.office_holders.recompute import Book, open_books, record_acts
from agm.organisation.models import Office
from agm.organisation.queries import incompatible_ids
from agm.people.models import Person
from agm.people.operations import resolve_people
from agm.people.queries import records_of
from agm.rules.overlaps import overlap_violations
from agm.rules.terms import ActKind, AppointmentKind, EndReason, is_after
from agm.rules.violations import Violation, check_version, raise_if, refuse


def record_elections(act: Act, source: str, sequence: int, elections: Collection[RecordElection]) -> list[OfficeTerm]:
    """Record what a meeting (`source`, as meeting:7) decided about offices, in place of what it was said to before.

    An office that is not among them any more was not filled there. Gives back the terms that changed. Raises
    RefusedError where somebody would have left an office before they came to it.
    """
    before = act.session.scalars(select(OfficeAct.office_id).where(OfficeAct.source == source).distinct())
    books = open_books(act.session, {*before, *(election.office_id for election in elections)})
    decided = {election.office_id: election for election in elections}
    acts = [
        office_act
        for office_id, book in books.items()
        for office_act in election_acts(book, source, decided.get(office_id), act.at, sequence)
    ]
    return record_acts(act, books.values(), acts)


def election_acts(
    book: Book, source: str, election: RecordElection | None, now: dt.datetime, sequence: int
) -> Iterator[OfficeAct]:
    """The act that says what a meeting decided about an office, if none that stands says so."""
    earlier = (act for act in book.standing(ActKind.ELECTED, ActKind.RETRACTED) if act.source == source)
    former = next(earlier, None)
    act = act_on(book, ActKind.RETRACTED, now, replaces=former)
    act.source, act.declaration_sequence = source, sequence
    if former is not None:
        act.seats = former.seats
    if election is not None and (election.entries or election.ends_terms):
        act.kind, act.effective_on, act.ends_terms = ActKind.ELECTED, election.on, election.ends_terms
        act.people = [
            row
            for number, entry in enumerate(election.entries, 1)
            for row in rows_of(entry.people, entry.appointment_kind, number)
        ]
    if content(act) != (content(former) if former is not None else (ActKind.RETRACTED, None, False, [])):
        yield act


def content(act: OfficeAct) -> tuple[object, ...]:
    people = [
        (row.entry, row.position, row.person_id, row.name, row.prefix, row.suffix, row.appointment_kind)
        for row in act.people
    ]
    return act.kind, act.effective_on, act.ends_terms, people


def act_on(
    book: Book,
    kind: ActKind,
    now: dt.datetime,
    on: PartialDate | None = None,
    *,
    concerns: OfficeAct | None = None,
    replaces: OfficeAct | None = None,
    people: Iterable[OfficeActPerson] = (),
    end_reason: EndReason | None = None,
) -> OfficeAct:
    return OfficeAct(
        office_id=book.office.id,
        kind=kind,
        effective_on=on,
        seats=book.office.seats,
        ends_terms=False,
        end_reason=end_reason,
        concerns=concerns,
        replaces=replaces,
        recorded_at=now,
        people=list(people),
    )


def rows_of(
    people: Iterable[PersonName | OfficeTermPerson | OfficeActPerson],
    appointment_kind: AppointmentKind | None = None,
    entry: int = 1,
) -> Iterator[OfficeActPerson]:
    for position, person in enumerate(people, 1):
        yield OfficeActPerson(
            person_id=person.person_id,
            entry=entry,
            position=position,
            name=person.name,
            prefix=person.prefix,
            suffix=person.suffix,
            appointment_kind=appointment_kind,
        )


def leave_office(act: Act, command: LeaveOffice) -> OfficeTerm:
    """End a holding for those who leave; whoever shared the seat with them goes on holding it from that day.

    Raises RefusedError if nobody who leaves holds the seat, it is over already, or would end before it began.
    """
    left = act.session.get_one(OfficeTerm, command.term_id)
    book = open_book(act.session, left.office_id)
    leaving = [person for person in left.people if person.person_id in command.person_ids]
    if not leaving:
        refuse("nobody_leaves", "who", "Tick who left.")
    if left.end_reason is not None:
        refuse("term_over", "", "Somebody else has recorded already that this is over. Look at the page again.")
    raise_if(date_violations(left.since, command.until))
    office_act = act_on(
        book, ActKind.LEFT, act.at, command.until,
        concerns=left.begun_by, people=rows_of(leaving), end_reason=command.end_reason,
    )  # fmt: skip
    record_acts(act, [book], [office_act])
    return left


def open_book(session: Session, office_id: int) -> Book:
    return open_books(session, [office_id])[office_id]


def fill_vacancy(act: Act, command: FillVacancy) -> OfficeTerm:
    """Fill a vacant seat between annual meetings. The term ends as the original one would: at the next declaration.

    Raises RefusedError if no seat is free, nobody is named or somebody twice, somebody holds the office already or one
    that nobody may hold together with it, a seat of it cannot be shared, or every seat was taken on the day from which
    it shall be held.
    """
    book = open_book(act.session, command.office_id)
    office = book.office
    present = [term for term in book.terms if term.end_reason is None]
    raise_if(vacancy_violations(office, len(present), len(command.people)))
    people = resolve_people(act, command.people, office.unit_id)
    holders = {person.person_id for term in present for person in term.people}
    if len({person.id for person in people}) < len(people):
        refuse("named_twice", "people", "The same person is named twice. Name each person once.")
    raise_if(
        Violation("holds_office", "people", f"{person.name} holds the office of {office.label} already.")
        for person in people
        if person.id in holders
    )
    raise_if(incompatible_violations(act.session, office, people))
    raise_if(overlap_violations(office.label, office.seats, in_order(book.terms), command.since, None, is_over=False))
    known = book.standing(ActKind.ELECTED, ActKind.FILLED, ActKind.LEFT)
    known_then = [office_act for office_act in known if not is_after(office_act.effective_on, command.since)]
    names = [replace(named.name, person_id=person.id) for person, named in zip(people, command.people, strict=True)]
    office_act = act_on(
        book, ActKind.FILLED, act.at, command.since,
        concerns=max(known_then, key=lambda one: str(one.effective_on or ""), default=None),
        people=rows_of(names, command.appointment_kind),
    )  # fmt: skip
    changed = record_acts(act, [book], [office_act])
    return next(term for term in changed if term.begun_by is office_act)


def vacancy_violations(office: Office, present: int, people: int) -> Iterator[Violation]:
    """Why so many people cannot take a seat of an office that so many hold now."""
    if office.abolished_on is not None:
        yield Violation("office_abolished", "", f"The office of {office.label} was abolished. Bring it back first.")
    elif present >= office.seats:
        yield Violation("seats_taken", "", f"Every seat of {office.label} is taken. Record first that somebody left.")
    if not people:
        yield Violation("nobody_named", "people", f"Enter who holds the office of {office.label}.")
    if people > 1 and not office.is_shareable:
        yield Violation("not_shareable", "people", f"{office.label} cannot be shared. Enter one person.")


def in_order(terms: Iterable[OfficeTerm]) -> list[OfficeTerm]:
    """The last first."""
    return sorted(terms, key=lambda one: (str(one.since or ""), -one.seat, one.id), reverse=True)


def incompatible_violations(session: Session, office: Office, people: Collection[Person]) -> Iterator[Violation]:
    """Why these people cannot hold an office: they hold one now that nobody may hold together with it."""
    incompatible = incompatible_ids(session, office.id)
    for person in people if incompatible else ():
        ids = [one.id for one in records_of(session, person.id)]
        for other in held_by(session, ids, incompatible):
            yield Violation(
                "offices_incompatible",
                "people",
                f"{person.name} holds the office of {other.label}, which nobody may hold together with {office.label}. "
                "Record first that they left it, or change in the list of offices what can be held together.",
            )


def amend_term(act: Act, command: AmendTerm) -> OfficeTerm:
    """Put a holding's dates right. Raises EditConflict, and RefusedError also where every seat was taken then."""
    amended = act.session.get_one(OfficeTerm, command.term_id)
    book = open_book(act.session, amended.office_id)
    check_version(command.version, amended.version)
    others = [one for one in book.terms if one is not amended]
    raise_if(amendment_violations(amended, others, command))
    raise_if(new_overlaps(book.office, amended, in_order(others), command))
    acts = corrections(book, act.at, amended, command)
    then = book.term_of(amended, [*book.acts, *acts])
    asked = (command.since, command.until, command.end_reason)
    if then is None or (then.since, then.until, then.end_reason) != asked:
        refuse(
            "seat_taken_later", "until", "Somebody else took this seat at another time. Put their dates right first."
        )
    record_acts(act, [book], acts)
    return amended


def amendment_violations(amended: OfficeTerm, others: Iterable[OfficeTerm], command: AmendTerm) -> Iterator[Violation]:
    yield from date_violations(command.since, command.until)
    if command.end_reason is not None:
        return
    if command.until is not None:
        words = "Choose how the time in office ended, or leave out its end."
        yield Violation("end_reason_missing", "end_reason", words)
    is_seat_taken = any(one.end_reason is None and one.seat == amended.seat for one in others)
    if amended.end_reason is not None and is_seat_taken:
        words = "Somebody else holds this seat now. Choose how the time in office ended."
        yield Violation("seat_held", "end_reason", words)


def corrections(book: Book, now: dt.datetime, amended: OfficeTerm, command: AmendTerm) -> list[OfficeAct]:
    """The acts by which a term is put right: one for each thing that is another."""
    term = book.term_of(amended, book.acts)
    by_hand = {} if term is None else {book.acts[place].kind: book.acts[place] for place in term.by_hand}
    left = None if term is None or term.left_by is None else book.acts[term.left_by]

    def correction(kind: ActKind, on: PartialDate | None, appointment_kind: AppointmentKind | None = None) -> OfficeAct:
        people = rows_of(amended.people, appointment_kind)
        return act_on(book, kind, now, on, concerns=amended.begun_by, replaces=by_hand.get(kind), people=people)

    acts: list[OfficeAct] = []
    if command.since != amended.since:
        acts.append(correction(ActKind.DATE_CORRECTED, command.since))
    if command.appointment_kind is not amended.appointment_kind:
        acts.append(correction(ActKind.WAY_CORRECTED, None, command.appointment_kind))
    if (command.until, command.end_reason) == (amended.until, amended.end_reason):
        return acts
    if command.end_reason is not None:
        leaving = act_on(
            book, ActKind.LEFT, now, command.until, concerns=amended.begun_by, replaces=left,
            people=rows_of(amended.people if left is None else left.people), end_reason=command.end_reason,
        )  # fmt: skip
        return [*acts, leaving]
    if left is not None:
        acts.append(act_on(book, ActKind.RETRACTED, now, replaces=left))
    still = book.term_of(amended, [*book.acts, *acts])
    if still is not None and still.end_reason is not None:
        acts.append(correction(ActKind.CONTINUING, still.until))
    return acts


def new_overlaps(
    office: Office, amended: OfficeTerm, others: Sequence[OfficeTerm], command: AmendTerm
) -> list[Violation]:
    """Why a time cannot have these dates. Where it overlapped others before, any may: seats may have been more."""
    was_over, is_over = amended.end_reason is not None, command.end_reason is not None
    if list(overlap_violations(office.label, office.seats, others, amended.since, amended.until, is_over=was_over)):
        return []
    return list(overlap_violations(office.label, office.seats, others, command.since, command.until, is_over=is_over))


def date_violations(since: PartialDate | None, until: PartialDate | None) -> Iterator[Violation]:
    """Why these cannot be the first date in office and the first one after; as far as both are known."""
    if is_after(since, until):
        yield Violation("end_before_beginning", "until", "The end is before the beginning. Check both dates.")
