"""Reading the register of a meeting. Each query is one statement."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from agm.meetings.models import CORRECTIONS, Election, Register, RegisterChange, RegisterEntry, RegisterFreeze
from agm.membership.queries import typed_matches
from agm.organisation.queries import local_day

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class RegisterCounts:
    """How many are on a register, and of them may do what."""

    entries: int
    may_vote: int
    may_nominate: int
    may_stand: int
    needs_paper: int
    is_asked: int
    removed: int

    @property
    def may_not(self) -> int:
        return self.entries - self.may_vote - self.is_asked


def register_of(session: Session, meeting_id: int) -> Register | None:
    return session.get(Register, meeting_id)


def freeze_of(session: Session, meeting_id: int) -> RegisterFreeze | None:
    """The freeze that a worker is at, or could not do."""
    return session.get(RegisterFreeze, meeting_id)


def planned_days(session: Session, meeting_id: int) -> dict[str, dt.date]:
    """The days of the meeting's election, by the names that rules have for them."""
    election = session.get(Election, meeting_id)
    if election is None:
        return {}
    instants = {
        "notice": election.notice_sent_at,
        "nominations_open": election.nominations_open_at,
        "nominations_close": election.nominations_close_at,
        "voting_opens": election.voting_opens_at,
        "voting_closes": election.voting_closes_at,
    }
    return {name: local_day(session, at) for name, at in instants.items() if at is not None}


def on_register(meeting_id: int) -> ColumnElement[bool]:
    return and_(RegisterEntry.meeting_id == meeting_id, RegisterEntry.removed_at.is_(None))


def entry(session: Session, entry_id: int) -> RegisterEntry | None:
    return session.get(RegisterEntry, entry_id)


def find_entries(
    session: Session,
    meeting_id: int,
    typed: str = "",
    limit: int = MOST_FOUND,
    *,
    where: ColumnElement[bool] | None = None,
    offset: int = 0,
) -> Sequence[RegisterEntry]:
    """Who is on the register now, by name: those of whom this is the number or words of the name."""
    statement = select(RegisterEntry).where(RegisterEntry.meeting_id == meeting_id)
    statement = statement.where(RegisterEntry.removed_at.is_(None) if where is None else where)
    if typed.strip():
        statement = statement.where(typed_matches(typed, RegisterEntry.sort_key, RegisterEntry.number))
    ordered = statement.order_by(RegisterEntry.sort_key, RegisterEntry.id)
    return session.scalars(ordered.limit(limit).offset(offset)).all()


def counts(session: Session, meeting_id: int) -> RegisterCounts:
    here = RegisterEntry.removed_at.is_(None)
    asked = (
        here,
        *(
            and_(here, column)
            for column in (
                RegisterEntry.may_vote,
                RegisterEntry.may_nominate,
                RegisterEntry.may_stand,
                RegisterEntry.needs_paper,
                RegisterEntry.is_asked,
            )
        ),
        ~here,
    )
    sums = (func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in asked)
    row = session.execute(select(*sums).where(RegisterEntry.meeting_id == meeting_id)).one()
    return RegisterCounts(*row)


def last_change(session: Session, entry_id: int) -> RegisterChange | None:
    statement = select(RegisterChange).where(RegisterChange.entry_id == entry_id).order_by(RegisterChange.id.desc())
    return session.scalars(statement.limit(1)).first()


def corrected_entries(meeting_id: ColumnElement[int] | int) -> Select[RegisterEntry]:
    """Those of the roll whose addresses were corrected on the register: there alone they are right."""
    corrected = select(RegisterChange.id).where(
        RegisterChange.entry_id == RegisterEntry.id, RegisterChange.act.in_(CORRECTIONS)
    )
    return select(RegisterEntry).where(
        RegisterEntry.meeting_id == meeting_id, RegisterEntry.roll_member_id.is_not(None), corrected.exists()
    )


def changes_of(session: Session, entry_ids: Sequence[int]) -> Sequence[RegisterChange]:
    """What was changed of these entries since the freeze, in order."""
    statement = select(RegisterChange).where(RegisterChange.entry_id.in_(entry_ids)).order_by(RegisterChange.id)
    return session.scalars(statement).all()
