"""Freezing the register of a meeting: a short roll at once, a long one by a worker."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select
from sqlalchemy.orm import Session

from agm.audit.act import Act, Actor
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.meetings.commands import FreezeRegister
from agm.meetings.models import Meeting, Register, RegisterEntry, RegisterFreeze
from agm.membership.models import RollMember
from agm.membership.queries import version_of
from agm.organisation.queries import rules_called_under
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.rules.eligibility import Answer, Decision
from agm.rules.rights import FREEZE, MEETING, Known, Right, days_asked, rights_of
from agm.rules.rule_set import RuleSet
from agm.rules.violations import RefusedError, Violation, raise_if, refuse

LONG = 3000
"""Members of a roll whose freeze is left to a worker: it takes longer than anybody waits for a page."""
PART = 2000
"""Members that are read, judged and written together; more are never in memory as they are."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a register follows from besides the members; one that was made of another is made anew."""

    roll: int
    """The number of the unit's last import."""
    rules: RuleSet
    days: Mapping[str, dt.date]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The entries of a register that are made and not written yet, in packed parts."""

    meeting_id: int
    begun_at: dt.datetime
    basis: Basis
    parts: tuple[bytes, ...]


def freeze_register(act: Act, command: FreezeRegister) -> Register:
    """Put everybody who is on the unit's roll on that day on the register, with what they may do by the rules that the
    meeting was called under. Raises RefusedError with every day that is missing, or where there is nothing to freeze.
    """
    meeting = lock_unfrozen(act, command.meeting_id)
    basis = basis_of(act.session, meeting, command)
    return write(act, meeting, command, basis, parts_of(act.session, meeting, command.as_of_on, basis))


def begin_freeze(act: Act, command: FreezeRegister) -> Register | None:
    """Freeze the register at once, or have a worker do it where the roll is long: None. Raises as `freeze_register`."""
    session = act.session
    meeting = lock_unfrozen(act, command.meeting_id)
    waiting = session.get(RegisterFreeze, meeting.id, with_for_update=True)
    if waiting is not None and waiting.stopped is None:
        refuse("being_frozen", "", "The register of this meeting is being frozen already.")
    if waiting is not None:
        session.delete(waiting)
        session.flush()
    number = session.scalar(select(func.count()).where(on_roll_at(meeting, command.as_of_on))) or 0
    if number <= LONG:
        return freeze_register(act, command)
    basis_of(session, meeting, command)  # so that a day that is missing is asked for now
    freeze = RegisterFreeze(
        meeting_id=meeting.id,
        begun_at=act.at,
        begun_by={"key": act.actor.key, "name": act.actor.name},
        as_of_on=command.as_of_on,
        days={name: str(day) for name, day in command.days.items()},
        members=number,
    )
    session.add(freeze)
    leave_to_worker(act, meeting, freeze)
    return None


def leave_to_worker(act: Act, meeting: Meeting, freeze: RegisterFreeze) -> None:
    freeze.members_done = 0
    act.session.flush()
    subject = f"meeting:{meeting.id}"
    job = NewJob(
        kind=JobKind.REGISTER_FREEZE,
        key=f"{subject}:register:{act.at.isoformat()}",
        payload={"meeting": meeting.id, "begun_at": freeze.begun_at.isoformat()},
        subject=subject,
        unit_id=meeting.unit_id,
    )
    enqueue(act, job)


def prepare_register(session: Session, freeze: RegisterFreeze, progress: Callable[[int], object]) -> Prepared:
    """Make the entries of a register without writing anything; `progress` is told how many are made.

    Raises RefusedError as `freeze_register`."""
    meeting, command = session.get_one(Meeting, freeze.meeting_id), command_of(freeze)
    basis = basis_of(session, meeting, command)
    packed, number = [], 0
    for part in parts_of(session, meeting, command.as_of_on, basis):
        packed.append(zlib.compress(json.dumps(part).encode()))
        number += len(part)
        progress(number)
    refuse_empty(number)
    return Prepared(meeting.id, freeze.begun_at, basis, tuple(packed))


def settle_freeze(act: Act, prepared: Prepared) -> None:
    """Write a register as it was prepared, all of it, at the word of whoever asked for it. Nothing, where that was
    broken off; and it is prepared anew where something else holds meanwhile than what it was made of."""
    meeting = lock_row(act.session, Meeting, prepared.meeting_id)
    freeze = freeze_begun_at(act.session, meeting.id, prepared.begun_at)
    if freeze is None:
        return
    command = command_of(freeze)
    try:
        refuse_frozen(act.session, meeting)
        basis = basis_of(act.session, meeting, command)
    except RefusedError as refusal:
        freeze.stopped = words_of(refusal)
        return
    if basis != prepared.basis:
        leave_to_worker(act, meeting, freeze)
        return
    asked = Act(act.session, Actor(**freeze.begun_by), act.at)
    write(asked, meeting, command, basis, (json.loads(zlib.decompress(part)) for part in prepared.parts))
    act.session.delete(freeze)
    act.session.flush()


def stop_freeze(act: Act, meeting_id: int, begun_at: dt.datetime, why: str) -> None:
    """Keep why a register cannot be frozen as it was asked, until that is asked again."""
    freeze = freeze_begun_at(act.session, meeting_id, begun_at)
    if freeze is not None:
        freeze.stopped = why


def break_off_freeze(act: Act, meeting_id: int) -> bool:
    """Do not freeze a register that a worker is at; nothing of it is there. Whether there was one."""
    freeze = act.session.get(RegisterFreeze, meeting_id, with_for_update=True)
    if freeze is not None:
        act.session.delete(freeze)
        act.session.flush()
    return freeze is not None


def freeze_begun_at(
    session: Session, meeting_id: int, begun_at: dt.datetime, *, is_held: bool = True
) -> RegisterFreeze | None:
    """The freeze that was asked for then, if it is still to be done."""
    freeze = session.get(RegisterFreeze, meeting_id, with_for_update=is_held, populate_existing=True)
    return freeze if freeze is not None and freeze.begun_at == begun_at and freeze.stopped is None else None


def command_of(freeze: RegisterFreeze) -> FreezeRegister:
    days = {name: dt.date.fromisoformat(day) for name, day in freeze.days.items()}
    return FreezeRegister(freeze.meeting_id, freeze.as_of_on, days)


def words_of(refusal: RefusedError) -> str:
    return " ".join(one.words for one in refusal.violations)


def lock_unfrozen(act: Act, meeting_id: int) -> Meeting:
    meeting = lock_row(act.session, Meeting, meeting_id)
    refuse_frozen(act.session, meeting)
    return meeting


def refuse_frozen(session: Session, meeting: Meeting) -> None:
    if session.get(Register, meeting.id) is not None:
        refuse("frozen_already", "", "The register of this meeting is frozen already.")


def refuse_empty(number: int) -> None:
    if not number:
        refuse("roll_empty", "as_of_on", "Nobody is on the roll on that day. Take over a list of members first.")


def basis_of(session: Session, meeting: Meeting, command: FreezeRegister) -> Basis:
    rules = rules_called_under(session, meeting.rules_id)
    return Basis(version_of(session, meeting.unit_id), rules, days_of(meeting, command, rules))


def days_of(meeting: Meeting, command: FreezeRegister, rules: RuleSet) -> dict[str, dt.date]:
    """The days that the rules ask about. Raises RefusedError with each that is missing."""
    held_on = meeting.held_on.full if meeting.held_on else None
    known = {**command.days, FREEZE: command.as_of_on, **({MEETING: held_on} if held_on else {})}
    missing = [day for day in days_asked(rules) if day not in known]
    raise_if(
        Violation("day_missing", f"days.{day}", f"The rules ask about the day of {day.replace('_', ' ')}: which is it?")
        for day in missing
    )
    return known


def write(act: Act, meeting: Meeting, command: FreezeRegister, basis: Basis, parts: Iterable[list[Row]]) -> Register:
    register = Register(
        meeting_id=meeting.id,
        frozen_at=act.at,
        frozen_by=act.actor.name,
        as_of_on=command.as_of_on,
        days={name: str(day) for name, day in basis.days.items()},
    )
    act.session.add(register)
    act.session.flush()
    number = 0
    for rows in parts:
        act.session.execute(insert(RegisterEntry.__table__), rows)  # type: ignore[arg-type]  # a Table
        number += len(rows)
    refuse_empty(number)
    record(act, Action.REGISTER_FROZEN, f"meeting:{meeting.id}", unit_id=meeting.unit_id, entries=number)
    return register


def on_roll_at(meeting: Meeting, as_of_on: dt.date) -> ColumnElement[bool]:
    return and_(RollMember.unit_id == meeting.unit_id, or_(RollMember.left_on.is_(None), RollMember.left_on > as_of_on))


def parts_of(session: Session, meeting: Meeting, as_of_on: dt.date, basis: Basis) -> Iterator[list[Row]]:
    """The rows of everybody on the roll on that day, read a part at a time."""
    on_roll = (
        select(RollMember)
        .where(on_roll_at(meeting, as_of_on))
        .order_by(RollMember.sort_key, RollMember.id)
        .execution_options(yield_per=PART)
    )
    with session.scalars(on_roll) as found:
        for members in found.partitions():
            yield [row_of(meeting, member, basis) for member in members]


def row_of(meeting: Meeting, member: RollMember, basis: Basis) -> Row:
    return {
        "meeting_id": meeting.id,
        "roll_member_id": member.id,
        "number": member.number,
        "name": member.name,
        "sort_key": member.sort_key,
        "email": member.email,
        "needs_paper": member.email is None,
        "postal_address": member.postal_address,
        "section": member.region,
        "member_class": member.member_class,
        **columns_of(rights_of(known(member), basis.rules, basis.days)),
    }


def known(member: RollMember) -> Known:
    return Known(
        name=member.name,
        joined=member.joined,
        paid_to=member.paid_to,
        membership_class=member.member_class or "",
        section=member.region or "",
        says_paid=member.says_paid,
    )


def columns_of(rights: Mapping[Right, Decision]) -> Row:
    refused = {right: one for right, one in rights.items() if one.answer is not Answer.YES}
    return {
        **{f"may_{right}": right not in refused for right in Right},
        "reasons": {str(right): " ".join(reason.words for reason in one.reasons) for right, one in refused.items()},
        "is_asked": rights[Right.VOTE].answer is Answer.ASK,
    }
