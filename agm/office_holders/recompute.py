"""The table of terms made to say what follows from the acts on an office; only rows that differ are written."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import Entry as AuditLine
from agm.audit.operations import record_all
from agm.database.locking import lock_rows
from agm.database.numbering import number
from agm.language.en import short_date
from agm.office_holders.models import OfficeAct, OfficeActPerson, OfficeTerm, OfficeTermPerson
from agm.office_holders.search import index_unit
from agm.organisation.models import Office
from agm.people.models import KnownFor
from agm.people.operations import set_known
from agm.rules import terms as rule
from agm.rules.terms import ActKind, EndReason, Term
from agm.rules.violations import Violation, raise_if

COLUMNS = ("seat", "since", "until", "appointment_kind", "end_reason")
"""What a row has of the term that follows."""
PARKED = 1000
"""Added to the seat of somebody who changes seats, so that no seat is held twice while the others move."""


@dataclass(slots=True)
class Book:
    """An office, held for a change, with every act on it and every term that follows from them."""

    office: Office
    acts: list[OfficeAct]
    terms: list[OfficeTerm]

    def follow(self, acts: Sequence[OfficeAct]) -> tuple[Term, ...]:
        """What follows from acts, written or not. The terms tell acts by their places among these."""
        place = {id(act): number for number, act in enumerate(acts)}
        values = [
            rule.OfficeAct(
                id=number,
                kind=act.kind,
                on=act.effective_on,
                entries=entries_of(act),
                seats=act.seats,
                ends_terms=act.ends_terms,
                end_reason=act.end_reason,
                concerns=None if act.concerns is None else place[id(act.concerns)],
                replaces=None if act.replaces is None else place[id(act.replaces)],
                source=act.source or "",
            )
            for number, act in enumerate(acts)
        ]
        return rule.terms(values, self.office.seats)[0]

    def standing(self, *kinds: ActKind) -> list[OfficeAct]:
        """The acts of these kinds that no other replaces."""
        replaced = {act.replaces_id for act in self.acts}
        return [act for act in self.acts if act.id not in replaced and act.kind in kinds]

    def term_of(self, recorded: OfficeTerm, acts: Sequence[OfficeAct]) -> Term | None:
        people = {row.person_id for row in recorded.people}
        terms = (one for one in self.follow(acts) if acts[one.origin] is recorded.begun_by)
        return next((one for one in terms if set(one.people) == people), None)


def entries_of(act: OfficeAct) -> tuple[rule.Entry, ...]:
    """The people of an act, those who share a seat together."""
    found: dict[int, list[OfficeActPerson]] = {}
    for row in act.people:
        found.setdefault(row.entry, []).append(row)
    return tuple(rule.Entry(tuple(row.person_id for row in rows), rows[0].appointment_kind) for rows in found.values())


def open_books(session: Session, office_ids: Collection[int]) -> dict[int, Book]:
    """The books of these offices, held until the transaction ends. Five statements."""
    books = {office.id: Book(office, [], []) for office in lock_rows(session, Office, office_ids)}
    for act in session.scalars(select(OfficeAct).where(OfficeAct.office_id.in_(books)).order_by(OfficeAct.id)):
        books[act.office_id].acts.append(act)
    recorded = select(OfficeTerm).where(OfficeTerm.office_id.in_(books)).order_by(OfficeTerm.id)
    for row in session.scalars(recorded.execution_options(populate_existing=True)):
        if row.end_reason is not EndReason.CORRECTED:
            books[row.office_id].terms.append(row)
    return books


@dataclass(slots=True)
class Change:
    """A row and what shall follow; None: it follows from no act any more."""

    office: Office
    row: OfficeTerm
    term: Term | None
    names: dict[int, dict[str, str | None]] = field(default_factory=dict)
    is_new: bool = False
    was_open: bool = True

    @property
    def takes_seat(self) -> bool:
        """Whether the row is to hold a seat that it does not hold now."""
        if self.term is None or self.term.end_reason is not None:
            return False
        return not self.was_open or self.row.seat != self.term.seat


def record_acts(act: Act, books: Iterable[Book], acts: Sequence[OfficeAct]) -> list[OfficeTerm]:
    """Write acts on offices whose books are open, and the terms that follow; gives back the terms that changed.

    Raises RefusedError, before anything is changed, where somebody would have left before they came. The number of
    statements does not depend on that of offices and acts.
    """
    found = [(book, [*book.acts, *(new for new in acts if new.office_id == book.office.id)]) for book in books]
    follows = [(book, all_acts, book.follow(all_acts)) for book, all_acts in found]
    raise_if(reason for book, all_acts, terms in follows for reason in too_early(book, terms, all_acts))
    changes = [change for book, all_acts, terms in follows for change in differences(book, terms, all_acts)]
    number(act.session, acts)
    number(act.session, [row for new in acts for row in new.people])
    act.session.add_all(acts)
    act.session.flush()
    write(act.session, changes)
    record_all(act, [line for change in changes for line in audit_lines(change)])
    known = {
        (book.office.unit_id, book.office.id): {person for term in terms for person in term.people}
        for book, _, terms in follows
    }
    set_known(act.session, KnownFor.OFFICE, known)
    for unit_id in {change.office.unit_id for change in changes}:
        index_unit(act.session, unit_id)
    return [change.row for change in changes]


def too_early(book: Book, terms: Iterable[Term], acts: Sequence[OfficeAct]) -> Iterator[Violation]:
    """Why terms cannot begin when they would: somebody left by their own act before that."""
    for term in terms:
        if term.left_before is not None:
            names = " and ".join(row.name for row in names_of(term, acts))
            yield Violation(
                "left_before_beginning",
                "since",
                f"{names} left the office of {book.office.label} on {short_date(term.left_before)}, before the "
                "corrected date of the meeting. Check the date of the meeting, or put right first when they left.",
            )


def names_of(term: Term, acts: Sequence[OfficeAct]) -> list[OfficeActPerson]:
    by_id = {row.person_id: row for row in acts[term.named_in].people}
    return [by_id[person] for person in term.people]


def differences(book: Book, terms: Sequence[Term], acts: Sequence[OfficeAct]) -> Iterator[Change]:
    """The rows that are to change, with new ones for terms that have none; a row is told by its act and its people."""
    rows = {(id(row.begun_by), frozenset(one.person_id for one in row.people)): row for row in book.terms}
    for term in terms:
        origin, columns, names = acts[term.origin], columns_of(term), names_of(term, acts)
        row = rows.pop((id(origin), frozenset(term.people)), None)
        if row is None:
            people = [
                OfficeTermPerson(person_id=one.person_id, position=place, **spelling(one))
                for place, one in enumerate(names, 1)
            ]
            new = OfficeTerm(office_id=book.office.id, begun_by=origin, version=1, people=people, **columns)
            yield Change(book.office, new, term, is_new=True)
            continue
        spelt = {one.person_id: spelling(one) for one in names}
        is_changed = any(getattr(row, name) != value for name, value in columns.items())
        if is_changed or any(spelling(one) != spelt[one.person_id] for one in row.people):
            yield Change(book.office, row, term, spelt, was_open=row.end_reason is None)
    yield from (Change(book.office, row, None, was_open=row.end_reason is None) for row in rows.values())


def columns_of(term: Term) -> dict[str, Any]:
    return {name: getattr(term, name) for name in COLUMNS}


def spelling(row: OfficeTermPerson | OfficeActPerson) -> dict[str, str | None]:
    return {"name": row.name, "prefix": row.prefix, "suffix": row.suffix}


def write(session: Session, changes: Sequence[Change]) -> None:
    """Write the rows: those that end before any seat is taken anew, and each kind in one statement."""
    old = [change for change in changes if not change.is_new]
    moving = [change for change in old if change.takes_seat]
    for change in old:
        if change not in moving:
            carry_out(change)
        elif change.was_open:
            change.row.seat += PARKED
    session.flush()
    for change in moving:
        carry_out(change)
    session.flush()
    new = [change.row for change in changes if change.is_new]
    number(session, new)
    number(session, [row for term in new for row in term.people])
    session.add_all(new)
    session.flush()


def carry_out(change: Change) -> None:
    """Give a row its new content. Every column is written, so that all rows go in one statement."""
    row = change.row
    if change.term is None:
        row.until = row.since if change.was_open else row.until
        row.end_reason = EndReason.CORRECTED
    else:
        for name, value in columns_of(change.term).items():
            setattr(row, name, value)
        for one in row.people:
            for name, spelt in change.names.get(one.person_id, {}).items():
                setattr(one, name, spelt)
    row.version += 1
    for name in (*COLUMNS, "version"):
        flag_modified(row, name)


def audit_lines(change: Change) -> Iterator[AuditLine]:
    row, unit_id = change.row, change.office.unit_id
    subject, seat = f"term:{row.id}", {"office": change.office.id, "seat": row.seat}
    if change.is_new:
        people = [one.person_id for one in row.people]
        details = {**seat, "how": row.appointment_kind.value, "people": people}
        yield AuditLine(Action.TERM_BEGAN, subject, unit_id, details)
    if row.end_reason is not None and change.was_open:
        yield AuditLine(Action.TERM_ENDED, subject, unit_id, {**seat, "how": row.end_reason.value})
    elif not change.is_new:
        dates = {"since": row.since, "until": row.until}
        known = {name: str(value) for name, value in dates.items() if value is not None}
        yield AuditLine(Action.TERM_AMENDED, subject, unit_id, {**seat, **known})
