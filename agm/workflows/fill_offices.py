"""Filling offices from a declaration: who was elected holds office from the meeting on, who held it before leaves it.

Old meetings can be declared after newer ones, when an archive is taken over; so terms are fitted in between those that
are known already. A later declaration of the same meeting takes back only what it changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy, Contest
from agm.office_holders.commands import BeginTerm, EndTerm, TermPerson
from agm.office_holders.models import AppointmentKind, EndReason, OfficeTerm
from agm.office_holders.operations import begin_term, end_term
from agm.office_holders.terms import is_after
from agm.results.models import ContestResult, Declaration, DeclaredTerm, ResultLine
from agm.results.queries import contests_with_candidacies, results_by_contest
from agm.wording.facts import MeetingKind, OfficeState, PersonName
from agm.wording.partial_date import PartialDate

FILLS_ALL_SEATS = {MeetingKind.AGM, MeetingKind.INAUGURAL}
"""Kinds of meeting after which only those elected there hold the offices contested; others fill what is empty."""


@dataclass(frozen=True, slots=True)
class Winner:
    """An entry that won a seat, and how."""

    people: tuple[TermPerson, ...]
    appointment_kind: AppointmentKind

    @property
    def ids(self) -> frozenset[int]:
        """Who they are."""
        return frozenset(person.person_id for person in self.people)


def fill_offices(act: Act, meeting: Meeting, declaration: Declaration) -> list[OfficeTerm]:
    """Bring the office-holders into line with a declaration. The holdings that it brought about are kept with it."""
    results = results_by_contest(act.session, meeting.id)
    before = declared_before(act.session, declaration)
    declared: list[OfficeTerm] = []
    for contest in contests_with_candidacies(act.session, meeting.id):
        winners = winners_of(contest, results.get(contest.id), meeting.kind)
        former = [term for term in before if term.office_id == contest.office_id]
        kept, lost = divide(former, winners)
        for term in lost:
            take_back(act, term)
        for term, winner in kept:
            spell_as_declared(act, term, winner)
        standing = {frozenset(person.person_id for person in term.people) for term, _winner in kept}
        fresh = [winner for winner in winners if winner.ids not in standing]
        if not former and decides(results.get(contest.id), winners):
            make_room(act, meeting, contest, len(fresh))
        begun = [begin(act, meeting, contest, winner, winners.index(winner) + 1) for winner in fresh]
        declared += [*(term for term, _winner in kept), *begun]
    act.session.add_all(DeclaredTerm(declaration_id=declaration.id, term_id=term.id) for term in declared)
    act.session.flush()
    return declared


def declared_before(session: Session, declaration: Declaration) -> Sequence[OfficeTerm]:
    """The holdings that the replaced declaration brought about, taken-back ones left out."""
    if declaration.replaces_id is None:
        return []
    return session.scalars(
        select(OfficeTerm)
        .join(DeclaredTerm, DeclaredTerm.term_id == OfficeTerm.id)
        .where(
            DeclaredTerm.declaration_id == declaration.replaces_id,
            OfficeTerm.end_reason.is_distinct_from(EndReason.CORRECTED),
        )
        .options(selectinload(OfficeTerm.people))
        .order_by(OfficeTerm.seat)
    ).all()


def winners_of(contest: Contest, result: ContestResult | None, kind: MeetingKind) -> list[Winner]:
    """Who won a seat of a contest, in order."""
    lines = {} if result is None else {line.candidacy_id: line for line in result.lines}
    return [
        Winner(names_of(candidacy), appointment_kind(lines[candidacy.id], kind))
        for candidacy in contest.candidacies
        if candidacy.id in lines and lines[candidacy.id].is_elected
    ]


def names_of(candidacy: Candidacy) -> tuple[TermPerson, ...]:
    """The people of an entry with their names as displayed at the election."""
    return tuple(
        TermPerson(person.person_id, PersonName(name=person.name, prefix=person.prefix, suffix=person.suffix))
        for person in candidacy.people
    )


def appointment_kind(line: ResultLine, kind: MeetingKind) -> AppointmentKind:
    """How the winner of a line came to the office."""
    if line.is_co_opted:
        return AppointmentKind.CO_OPTED
    if kind is MeetingKind.BY_ELECTION:
        return AppointmentKind.BY_ELECTION
    if line.is_re_elected:
        return AppointmentKind.RE_ELECTED_UNOPPOSED if line.is_unopposed else AppointmentKind.RE_ELECTED
    return AppointmentKind.UNOPPOSED if line.is_unopposed else AppointmentKind.ELECTED


def decides(result: ContestResult | None, winners: Sequence[Winner]) -> bool:
    """Whether the result ends earlier terms: somebody won, or the seats are declared vacant."""
    return bool(winners) or (result is not None and result.state is OfficeState.DECIDED)


def divide(
    former: Sequence[OfficeTerm], winners: Sequence[Winner]
) -> tuple[list[tuple[OfficeTerm, Winner]], list[OfficeTerm]]:
    """Of the holdings declared before, those whose people still won (with how), and those whose people did not."""
    by_people = {winner.ids: winner for winner in winners}
    kept: list[tuple[OfficeTerm, Winner]] = []
    lost: list[OfficeTerm] = []
    for term in former:
        winner = by_people.get(frozenset(person.person_id for person in term.people))
        if winner is None:
            lost.append(term)
        else:
            kept.append((term, winner))
    return kept, lost


def take_back(act: Act, term: OfficeTerm) -> None:
    """A corrected declaration says that this holding never stood."""
    if term.end_reason is None:
        end_term(act, EndTerm(term.id, term.since, EndReason.CORRECTED))
        return
    term.end_reason = EndReason.CORRECTED
    record(act, Action.HOLDING_AMENDED, f"holding:{term.id}", how=EndReason.CORRECTED.value)


def spell_as_declared(act: Act, term: OfficeTerm, winner: Winner) -> None:
    """Take over a corrected spelling of a name, or of how the office was filled."""
    names = {person.person_id: person.name for person in winner.people}
    changed = term.appointment_kind is not winner.appointment_kind
    term.appointment_kind = winner.appointment_kind
    for row in term.people:
        name = names[row.person_id]
        if (row.name, row.prefix, row.suffix) != (name.name, name.prefix, name.suffix):
            row.name, row.prefix, row.suffix = name.name, name.prefix, name.suffix
            changed = True
    if changed:
        record(act, Action.HOLDING_AMENDED, f"holding:{term.id}")


def make_room(act: Act, meeting: Meeting, contest: Contest, arriving: int) -> None:
    """End the terms that the meeting ended: all of them, or as many of the oldest as the arriving ones need."""
    present = act.session.scalars(
        select(OfficeTerm)
        .where(OfficeTerm.office_id == contest.office_id, OfficeTerm.end_reason.is_(None))
        .order_by(OfficeTerm.since, OfficeTerm.seat)
    ).all()
    earlier = [term for term in present if not is_after(term.since, meeting.held_on)]
    if meeting.kind not in FILLS_ALL_SEATS:
        earlier = earlier[: max(0, len(present) + arriving - contest.office.seats)]
    else:
        shorten_terms(act, meeting, contest)
    for term in earlier:
        end_term(act, EndTerm(term.id, meeting.held_on, EndReason.TERM_ENDED))


def shorten_terms(act: Act, meeting: Meeting, contest: Contest) -> None:
    """Earlier terms that were thought to run until a later meeting ended at this one, which is recorded only now."""
    ended = act.session.scalars(
        select(OfficeTerm).where(
            OfficeTerm.office_id == contest.office_id, OfficeTerm.end_reason == EndReason.TERM_ENDED
        )
    )
    for term in ended:
        if is_after(term.until, meeting.held_on) and is_after(meeting.held_on, term.since):
            term.until = meeting.held_on
            record(act, Action.HOLDING_AMENDED, f"holding:{term.id}", until=str(meeting.held_on))


def begin(
    act: Act,
    meeting: Meeting,
    contest: Contest,
    winner: Winner,
    position: int,
) -> OfficeTerm:
    """Begin a winner's term. Where a later term is known already, it is over when that one begins.

    A past term takes the seat of the winner's place in the results; while it is written down it borrows a free one.
    """
    held_on = meeting.held_on
    term = begin_term(act, BeginTerm(contest.office_id, winner.people, held_on, winner.appointment_kind))
    until = next_term(act.session, contest.office_id, held_on)
    if until is not None:
        end_term(act, EndTerm(term.id, until, EndReason.TERM_ENDED))
        term.seat = position
    return term


def next_term(session: Session, office_id: int, held_on: PartialDate | None) -> PartialDate | None:
    """When the next known term of an office after this date begins."""
    if held_on is None:
        return None
    starts = session.scalars(
        select(OfficeTerm.since).where(
            OfficeTerm.office_id == office_id,
            OfficeTerm.since.is_not(None),
            OfficeTerm.end_reason.is_distinct_from(EndReason.CORRECTED),
        )
    )
    after = [since for since in starts if since is not None and is_after(since, held_on)]
    return min(after, key=str, default=None)
