"""Freezing the register of a meeting, and changing it afterwards."""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.language.names import sort_key, sort_name
from agm.meetings.commands import AddEntry, ChangeEntry, FreezeRegister
from agm.meetings.models import Meeting, Register, RegisterAct, RegisterChange, RegisterEntry
from agm.membership.models import RollMember
from agm.organisation.queries import rules_called_under
from agm.rules.eligibility import Answer, Decision
from agm.rules.rights import FREEZE, MEETING, Known, Right, days_asked, rights_of
from agm.rules.rule_set import RuleSet
from agm.rules.violations import Violation, raise_if, refuse

AT_ONCE = 2000
GIVEN, TAKEN = RegisterAct.RIGHT_GIVEN, RegisterAct.RIGHT_TAKEN


def freeze_register(act: Act, command: FreezeRegister) -> Register:
    """Put everybody who is on the unit's roll on that day on the register, with what they may do by the rules that the
    meeting was called under. Raises RefusedError with every day that is missing, or where there is nothing to freeze.
    """
    session = act.session
    meeting = lock_row(session, Meeting, command.meeting_id)
    if session.get(Register, meeting.id) is not None:
        refuse("frozen_already", "", "The register of this meeting is frozen already.")
    rules = rules_called_under(session, meeting.rules_id)
    days = days_of(meeting, command, rules)
    register = Register(
        meeting_id=meeting.id,
        frozen_at=act.at,
        frozen_by=act.actor.name,
        as_of_on=command.as_of_on,
        days={name: str(day) for name, day in days.items()},
    )
    session.add(register)
    session.flush()
    entries = entries_of(session, meeting, command.as_of_on, rules, days)
    number = 0
    while rows := list(islice(entries, AT_ONCE)):
        session.execute(insert(RegisterEntry), rows)
        number += len(rows)
    if not number:
        refuse("roll_empty", "as_of_on", "Nobody is on the roll on that day. Take over a list of members first.")
    record(act, Action.REGISTER_FROZEN, f"meeting:{meeting.id}", unit_id=meeting.unit_id, entries=number)
    return register


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


def entries_of(
    session: Session, meeting: Meeting, as_of_on: dt.date, rules: RuleSet, days: Mapping[str, dt.date]
) -> Iterator[dict[str, Any]]:
    """The rows of everybody on the roll on that day, read a part at a time."""
    on_roll = (
        select(RollMember)
        .where(RollMember.unit_id == meeting.unit_id, or_(RollMember.left_on.is_(None), RollMember.left_on > as_of_on))
        .order_by(RollMember.sort_key, RollMember.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for member in session.scalars(on_roll):
        yield {
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
            **columns_of(rights_of(known(member), rules, days)),
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


def columns_of(rights: Mapping[Right, Decision]) -> dict[str, Any]:
    refused = {right: one for right, one in rights.items() if one.answer is not Answer.YES}
    return {
        **{f"may_{right}": right not in refused for right in Right},
        "reasons": {str(right): " ".join(reason.words for reason in one.reasons) for right, one in refused.items()},
        "is_asked": rights[Right.VOTE].answer is Answer.ASK,
    }


def add_entry(act: Act, command: AddEntry) -> RegisterEntry:
    """Put somebody on a frozen register who was not on the roll."""
    register = open_register(act, command.meeting_id)
    raise_if(
        Violation("missing", name, words)
        for name, words in (("name", "Who is it? Enter their name."), ("reason", WHY))
        if not getattr(command, name).strip()
    )
    same = select(RegisterEntry.name).where(
        RegisterEntry.meeting_id == register.meeting_id,
        RegisterEntry.number == command.number,
        RegisterEntry.removed_at.is_(None),
    )
    if command.number and (holder := act.session.scalar(same.limit(1))):
        refuse("number_taken", "number", f"{holder} has this number, and is on the register.")
    entry = RegisterEntry(
        meeting_id=register.meeting_id,
        number=command.number,
        name=command.name,
        sort_key=sort_key(sort_name(command.name)),
        email=command.email,
        needs_paper=command.email is None,
        postal_address=None if command.email else command.postal_address,
        **{f"may_{right}": right in command.rights for right in Right},
        reasons={str(right): command.reason for right in Right if right not in command.rights},
    )
    act.session.add(entry)
    act.session.flush()
    note(act, entry, RegisterAct.ADDED, command.reason)
    return entry


WHY = "Say why: it is kept with the register."


def change_entry(act: Act, command: ChangeEntry) -> RegisterEntry:
    """Take somebody off a frozen register, put them back, or give or take a right; with the reason.

    Raises RefusedError without a reason, or where it is so already.
    """
    meeting_id = act.session.get_one(RegisterEntry, command.entry_id).meeting_id
    open_register(act, meeting_id)
    entry = lock_row(act.session, RegisterEntry, command.entry_id)
    if not command.reason.strip():
        refuse("missing", "reason", WHY)
    if command.act in {GIVEN, TAKEN} and command.right is not None:
        is_same = entry.may(command.right) is (command.act is GIVEN) and not entry.is_asked
    else:
        is_same = (entry.removed_at is None) is (command.act is RegisterAct.PUT_BACK)
    if is_same or command.act is RegisterAct.ADDED or (command.act in {GIVEN, TAKEN}) is (command.right is None):
        refuse("is_so_already", "", f"Somebody else changed this meanwhile: look at the entry of {entry.name} again.")
    if command.right is None:
        entry.removed_at = act.at if command.act is RegisterAct.REMOVED else None
    else:
        set_right(entry, command.right, is_given=command.act is GIVEN, reason=command.reason)
    note(act, entry, command.act, command.reason, command.right)
    return entry


def set_right(entry: RegisterEntry, right: Right, *, is_given: bool, reason: str) -> None:
    setattr(entry, f"may_{right}", is_given)
    others = {name: words for name, words in entry.reasons.items() if name != right}
    entry.reasons = others if is_given else {**others, str(right): reason}
    if right is Right.VOTE:
        entry.is_asked = False


def open_register(act: Act, meeting_id: int) -> Register:
    """The register, held. Raises RefusedError where there is none, or none any more."""
    lock_row(act.session, Meeting, meeting_id)
    register = act.session.get(Register, meeting_id, populate_existing=True)
    if register is None:
        refuse("not_frozen", "", "There is no register of this meeting yet.")
    if register.disposed_at is not None:
        refuse("disposed_of", "", "The register of this meeting was disposed of.")
    return register


def note(act: Act, entry: RegisterEntry, what: RegisterAct, reason: str, right: Right | None = None) -> None:
    """Keep who changed an entry and why; the log has the number of the entry alone, so that it forgets the name too."""
    act.session.add(
        RegisterChange(entry_id=entry.id, act=what, right=right, at=act.at, by=act.actor.name, reason=reason.strip())
    )
    unit_id = act.session.get_one(Meeting, entry.meeting_id).unit_id
    record(act, Action.REGISTER_AMENDED, f"meeting:{entry.meeting_id}", unit_id=unit_id, entry=entry.id, what=str(what))
