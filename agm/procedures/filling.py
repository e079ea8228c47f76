"""Filling offices from a declaration: who was elected holds office from the meeting on, who held it before leaves it.

Old meetings can be declared after newer ones, when an archive is taken over; so terms are fitted in between those that
are known already. A later declaration of the same meeting takes back only what it changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from agm.audit.actions import Action
from agm.audit.actor import Actor
from agm.audit.operations import record
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy, Contest
from agm.office_holders.commands import BeginHolding, EndHolding, HoldingName
from agm.office_holders.models import Holding, HowEnded, HowFilled
from agm.office_holders.operations import begin_holding, end_holding
from agm.office_holders.terms import is_after
from agm.results.models import ContestResult, Declaration, DeclaredHolding, ResultLine
from agm.results.queries import contests_with_candidacies, results_by_contest
from agm.wording.facts import MeetingKind, OfficeState, PersonName
from agm.wording.partial_date import PartialDate

FILLS_ALL_SEATS = {MeetingKind.AGM, MeetingKind.INAUGURAL}
"""Kinds of meeting after which only those elected there hold the offices contested; others fill what is empty."""


@dataclass(frozen=True, slots=True)
class Winner:
    """An entry that won a seat, and how."""

    people: tuple[HoldingName, ...]
    how_filled: HowFilled

    @property
    def ids(self) -> frozenset[int]:
        """Who they are."""
        return frozenset(person.person_id for person in self.people)


def fill_offices(
    session: Session, actor: Actor, now: dt.datetime, meeting: Meeting, declaration: Declaration
) -> list[Holding]:
    """Bring the office-holders into line with a declaration. The holdings that it brought about are kept with it."""
    results = results_by_contest(session, meeting.id)
    before = declared_before(session, declaration)
    declared: list[Holding] = []
    for contest in contests_with_candidacies(session, meeting.id):
        winners = winners_of(contest, results.get(contest.id), meeting.kind)
        former = [holding for holding in before if holding.office_id == contest.office_id]
        kept, lost = divide(former, winners)
        for holding in lost:
            take_back(session, actor, now, holding)
        for holding, winner in kept:
            spell_as_declared(session, actor, now, holding, winner)
        standing = {frozenset(person.person_id for person in holding.people) for holding, _winner in kept}
        fresh = [winner for winner in winners if winner.ids not in standing]
        if not former and decides(results.get(contest.id), winners):
            make_room(session, actor, now, meeting, contest, len(fresh))
        begun = [begin(session, actor, now, meeting, contest, winner, winners.index(winner) + 1) for winner in fresh]
        declared += [*(holding for holding, _winner in kept), *begun]
    session.add_all(DeclaredHolding(declaration_id=declaration.id, holding_id=holding.id) for holding in declared)
    session.flush()
    return declared


def declared_before(session: Session, declaration: Declaration) -> Sequence[Holding]:
    """The holdings that the replaced declaration brought about, taken-back ones left out."""
    if declaration.replaces_id is None:
        return []
    return session.scalars(
        select(Holding)
        .join(DeclaredHolding, DeclaredHolding.holding_id == Holding.id)
        .where(
            DeclaredHolding.declaration_id == declaration.replaces_id,
            Holding.how_ended.is_distinct_from(HowEnded.CORRECTED),
        )
        .options(selectinload(Holding.people))
        .order_by(Holding.seat)
    ).all()


def winners_of(contest: Contest, result: ContestResult | None, kind: MeetingKind) -> list[Winner]:
    """Who won a seat of a contest, in order."""
    lines = {} if result is None else {line.candidacy_id: line for line in result.lines}
    return [
        Winner(names_of(candidacy), how_filled(lines[candidacy.id], kind))
        for candidacy in contest.candidacies
        if candidacy.id in lines and lines[candidacy.id].is_elected
    ]


def names_of(candidacy: Candidacy) -> tuple[HoldingName, ...]:
    """The people of an entry with their names as displayed at the election."""
    return tuple(
        HoldingName(person.person_id, PersonName(name=person.name, prefix=person.prefix, suffix=person.suffix))
        for person in candidacy.people
    )


def how_filled(line: ResultLine, kind: MeetingKind) -> HowFilled:
    """How the winner of a line came to the office."""
    if line.is_co_opted:
        return HowFilled.CO_OPTED
    if kind is MeetingKind.BY_ELECTION:
        return HowFilled.BY_ELECTION
    if line.is_re_elected:
        return HowFilled.RE_ELECTED_UNOPPOSED if line.is_unopposed else HowFilled.RE_ELECTED
    return HowFilled.UNOPPOSED if line.is_unopposed else HowFilled.ELECTED


def decides(result: ContestResult | None, winners: Sequence[Winner]) -> bool:
    """Whether the result ends earlier terms: somebody won, or the seats are declared vacant."""
    return bool(winners) or (result is not None and result.state is OfficeState.DECIDED)


def divide(former: Sequence[Holding], winners: Sequence[Winner]) -> tuple[list[tuple[Holding, Winner]], list[Holding]]:
    """Of the holdings declared before, those whose people still won (with how), and those whose people did not."""
    by_people = {winner.ids: winner for winner in winners}
    kept: list[tuple[Holding, Winner]] = []
    lost: list[Holding] = []
    for holding in former:
        winner = by_people.get(frozenset(person.person_id for person in holding.people))
        if winner is None:
            lost.append(holding)
        else:
            kept.append((holding, winner))
    return kept, lost


def take_back(session: Session, actor: Actor, now: dt.datetime, holding: Holding) -> None:
    """A corrected declaration says that this holding never stood."""
    if holding.how_ended is None:
        end_holding(session, actor, now, EndHolding(holding.id, holding.since, HowEnded.CORRECTED))
        return
    holding.how_ended = HowEnded.CORRECTED
    record(session, actor, now, Action.HOLDING_AMENDED, f"holding:{holding.id}", how=HowEnded.CORRECTED.value)


def spell_as_declared(session: Session, actor: Actor, now: dt.datetime, holding: Holding, winner: Winner) -> None:
    """Take over a corrected spelling of a name, or of how the office was filled."""
    names = {person.person_id: person.name for person in winner.people}
    changed = holding.how_filled is not winner.how_filled
    holding.how_filled = winner.how_filled
    for row in holding.people:
        name = names[row.person_id]
        if (row.name, row.prefix, row.suffix) != (name.name, name.prefix, name.suffix):
            row.name, row.prefix, row.suffix = name.name, name.prefix, name.suffix
            changed = True
    if changed:
        record(session, actor, now, Action.HOLDING_AMENDED, f"holding:{holding.id}")


def make_room(
    session: Session, actor: Actor, now: dt.datetime, meeting: Meeting, contest: Contest, arriving: int
) -> None:
    """End the terms that the meeting ended: all of them, or as many of the oldest as the arriving ones need."""
    present = session.scalars(
        select(Holding)
        .where(Holding.office_id == contest.office_id, Holding.how_ended.is_(None))
        .order_by(Holding.since, Holding.seat)
    ).all()
    earlier = [holding for holding in present if not is_after(holding.since, meeting.held_on)]
    if meeting.kind not in FILLS_ALL_SEATS:
        earlier = earlier[: max(0, len(present) + arriving - contest.office.seats)]
    else:
        shorten_terms(session, actor, now, meeting, contest)
    for holding in earlier:
        end_holding(session, actor, now, EndHolding(holding.id, meeting.held_on, HowEnded.TERM_ENDED))


def shorten_terms(session: Session, actor: Actor, now: dt.datetime, meeting: Meeting, contest: Contest) -> None:
    """Earlier terms that were thought to run until a later meeting ended at this one, which is recorded only now."""
    ended = session.scalars(
        select(Holding).where(Holding.office_id == contest.office_id, Holding.how_ended == HowEnded.TERM_ENDED)
    )
    for holding in ended:
        if is_after(holding.until, meeting.held_on) and is_after(meeting.held_on, holding.since):
            holding.until = meeting.held_on
            record(session, actor, now, Action.HOLDING_AMENDED, f"holding:{holding.id}", until=str(meeting.held_on))


def begin(
    session: Session,
    actor: Actor,
    now: dt.datetime,
    meeting: Meeting,
    contest: Contest,
    winner: Winner,
    position: int,
) -> Holding:
    """Begin a winner's term. Where a later term is known already, it is over when that one begins.

    A past term takes the seat of the winner's place in the results; while it is written down it borrows a free one.
    """
    held_on = meeting.held_on
    holding = begin_holding(
        session, actor, now, BeginHolding(contest.office_id, winner.people, held_on, winner.how_filled)
    )
    until = next_term(session, contest.office_id, held_on)
    if until is not None:
        end_holding(session, actor, now, EndHolding(holding.id, until, HowEnded.TERM_ENDED))
        holding.seat = position
    return holding


def next_term(session: Session, office_id: int, held_on: PartialDate | None) -> PartialDate | None:
    """When the next known term of an office after this date begins."""
    if held_on is None:
        return None
    starts = session.scalars(
        select(Holding.since).where(
            Holding.office_id == office_id,
            Holding.since.is_not(None),
            Holding.how_ended.is_distinct_from(HowEnded.CORRECTED),
        )
    )
    after = [since for since in starts if since is not None and is_after(since, held_on)]
    return min(after, key=str, default=None)
