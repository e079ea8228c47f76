"""Changing a unit's roll."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import delete, insert, select, update

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.language.names import sort_key, sort_name
from agm.membership.commands import ImportRoll
from agm.membership.models import RollImport, RollMember
from agm.membership.queries import last_import
from agm.membership.reading.values import Member
from agm.organisation.models import Unit
from agm.organisation.queries import local_day
from agm.rules.violations import EditConflict, refuse

FIELDS = (
    "number", "name", "given", "family", "email", "joined", "paid_to", "member_class", "region", "says_paid",
    "postal_address",
)  # fmt: skip
"""What a list says of a member; what it leaves empty stays as it is."""
AT_ONCE = 2000
KEPT_FOR = dt.timedelta(days=366)
"""How long somebody who left the roll is kept: a register of an earlier day may still be made."""
Row: TypeAlias = dict[str, Any]


def import_roll(act: Act, command: ImportRoll) -> RollImport:
    """Take over the members of a list, all of them or none.

    Raises EditConflict if another list was taken over meanwhile, and RefusedError if one of them is nobody of this roll
    or nothing would change.
    """
    lock_row(act.session, Unit, command.unit_id)  # the second of two at once sees what the first took over
    last = last_import(act.session, command.unit_id)
    if command.version != (last.id if last else 0):
        raise EditConflict(*(last.id, last.taken_by, last.taken_at) if last else (0,))
    columns = [getattr(RollMember, field) for field in ("id", *FIELDS)]
    on_roll = select(*columns).where(RollMember.unit_id == command.unit_id, RollMember.left_on.is_(None))
    held = {row["id"]: dict(row) for row in act.session.execute(on_roll).mappings()}
    if not held.keys() >= {*command.leaving, *(one.held_id for one in command.members if one.held_id is not None)}:
        refuse("not_of_this_roll", "sheet", "The roll has changed since. Choose the list again.")
    added = [new_row(command.unit_id, one) for one in command.members if one.held_id is None]
    found = ((one, held[one.held_id]) for one in command.members if one.held_id is not None)
    changed = [row for one, before in found if (row := changed_row(before, one))]
    if not added and not changed and not command.leaving:
        refuse("nothing_new", "sheet", "The roll has all of this already: nothing would change.")
    today = local_day(act.session, act.at)
    for rows in in_parts(added):
        act.session.execute(insert(RollMember), rows)
    for rows in in_parts(changed):
        act.session.execute(update(RollMember), rows)
    for rows in in_parts([{"id": one, "left_on": today, "postal_address": None} for one in command.leaving]):
        act.session.execute(update(RollMember), rows)
    act.session.execute(
        delete(RollMember).where(RollMember.unit_id == command.unit_id, RollMember.left_on < today - KEPT_FOR)
    )
    taken = RollImport(
        unit_id=command.unit_id,
        taken_at=act.at,
        taken_by=act.actor.name,
        file_name=command.file_name,
        lines=command.lines,
        added=len(added),
        changed=len(changed),
        unchanged=len(command.members) - len(added) - len(changed),
        gone=len(command.leaving),
        not_taken=command.not_taken,
    )
    act.session.add(taken)
    act.session.flush()
    figures = {name: getattr(taken, name) for name in ("added", "changed", "gone", "not_taken")}
    record(act, Action.ROLL_IMPORTED, f"unit:{command.unit_id}", unit_id=command.unit_id, **figures)
    return taken


def new_row(unit_id: int, member: Member) -> Row:
    values = {field: getattr(member, field) for field in FIELDS}
    return values | {"unit_id": unit_id, "sort_key": sort_key(sort_name(member.name))}


def changed_row(before: Row, member: Member) -> Row | None:
    """What becomes otherwise, with the number of the row; None where nothing does."""
    told = {field: getattr(member, field) for field in FIELDS}
    row = {field: value for field, value in told.items() if value is not None and value != before[field]}
    if not row:
        return None
    if row.get("email"):
        row["postal_address"] = None  # nobody sends them letters any more
    if "name" in row:
        row["sort_key"] = sort_key(sort_name(member.name))
    return row | {"id": before["id"]}


def in_parts(rows: Sequence[Row]) -> Iterable[list[Row]]:
    """The rows in parts that one statement each takes: those that set the same columns stand together."""
    alike: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        alike.setdefault(tuple(sorted(row)), []).append(row)
    for group in alike.values():
        for start in range(0, len(group), AT_ONCE):
            yield group[start : start + AT_ONCE]
