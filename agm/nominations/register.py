"""Finding on the register whom a nomination names, and the address at which they can be asked."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.language.names import name_key, parse_name, sort_key, sort_name
from agm.meetings.models import Meeting, Register, RegisterEntry
from agm.membership.models import RollMember
from agm.membership.queries import on_roll


def on_register(session: Session, meeting_id: int, names: Collection[str]) -> dict[str, int]:
    """By name as it was typed, the entry of the only member of that name; nobody is guessed. One statement."""
    bare = {name: parse_name(name).name for name in names if name}
    keys = {sort_key(sort_name(name)) for name in bare.values()}
    if not keys:
        return {}
    found: dict[str, list[int]] = {}
    entries = session.scalars(
        select(RegisterEntry).where(
            RegisterEntry.meeting_id == meeting_id, RegisterEntry.sort_key.in_(keys), RegisterEntry.removed_at.is_(None)
        )
    )
    for entry in entries:
        found.setdefault(name_key(entry.name), []).append(entry.id)
    matches = {name: found.get(name_key(plain), []) for name, plain in bare.items()}
    return {name: one[0] for name, one in matches.items() if len(one) == 1}


def addresses(session: Session, meeting: Meeting, named: Mapping[str, int | None]) -> dict[str, str]:
    """By name, the address that is kept of a member, whatever was typed: of their entry in the register, or, before
    there is a register, of the only member of that name on the roll. Three statements at most."""
    numbers = {number for number in named.values() if number is not None}
    entries = select(RegisterEntry.id, RegisterEntry.email).where(
        RegisterEntry.meeting_id == meeting.id, RegisterEntry.id.in_(numbers), RegisterEntry.removed_at.is_(None)
    )
    by_entry = {number: email for number, email in session.execute(entries) if email}
    found = {name: by_entry[number] for name, number in named.items() if number in by_entry}
    if by_entry or session.get(Register, meeting.id) is not None:
        return found
    bare = {name: parse_name(name).name for name in named if name}
    members = select(RollMember.name, RollMember.email).where(
        on_roll(meeting.unit_id), RollMember.sort_key.in_({sort_key(sort_name(name)) for name in bare.values()})
    )
    on_it: dict[str, list[str | None]] = {}
    for name, email in session.execute(members):
        on_it.setdefault(name_key(name), []).append(email)
    for name, plain in bare.items():
        match on_it.get(name_key(plain)):
            case [str(email)]:
                found[name] = email
    return found
