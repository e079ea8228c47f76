"""Reading the audit log, and checking that nobody changed it."""

import datetime as dt
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from agm.audit.models import ANY_UNIT, FIRST_HASH, AuditEntry, PublicState, UnitPublicState, entry_hash

OF_ANY_UNIT = select(UnitPublicState.counter).where(UnitPublicState.unit_id == ANY_UNIT).scalar_subquery()
PUBLIC_CHANGES = select(PublicState.counter + func.coalesce(OF_ANY_UNIT, 0))
"""How many acts there were that can change a public page, whichever."""


@dataclass(frozen=True, slots=True)
class Verification:
    sound_count: int
    broken_sequence: int | None = None
    reason: str | None = None

    @property
    def is_sound(self) -> bool:
        return self.broken_sequence is None


def verify_chain(session: Session) -> Verification:
    """Walk the log from its first entry; stop at the first that was changed, taken away or put in.

    Entries cut off at the end cannot be seen from the log alone: compare the last hash with one noted elsewhere.
    """
    statement = select(AuditEntry).order_by(AuditEntry.sequence).execution_options(yield_per=500)
    previous, sound = FIRST_HASH, 0
    with closing(session.scalars(statement)) as entries:
        for entry in entries:
            expected = sound + 1
            reason = fault(entry, expected, previous)
            if reason is not None:
                return Verification(sound, expected, reason)
            previous, sound = entry.hash, expected
    return Verification(sound)


def fault(entry: AuditEntry, expected: int, previous: str) -> str | None:
    """What is wrong with an entry that should have this number and follow the entry with this hash; None if nothing."""
    if entry.sequence != expected:
        return f"entry {expected} is missing; the next one is {entry.sequence}"
    if entry.previous_hash != previous:
        return "it does not follow from the entry before it"
    if entry.hash != entry_hash(entry):
        return "its content was changed after it was written"
    return None


def has_acted(session: Session, actor_key: str) -> bool:
    """Whether somebody ever changed the record: anything but their own sign-in. One statement."""
    own = AuditEntry.action.startswith("user:", autoescape=True)
    found = select(AuditEntry.sequence).where(AuditEntry.actor == actor_key, ~own).limit(1)
    return session.scalar(found) is not None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries to read: of one actor, of acts on one kind of thing ("meeting"), from one instant up to another."""

    actor: str | None = None
    about: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.actor is not None:
            found.append(AuditEntry.actor == self.actor)
        if self.about is not None:
            found.append(AuditEntry.action.startswith(f"{self.about}:", autoescape=True))
        if self.since is not None:
            found.append(AuditEntry.at >= self.since)
        if self.until is not None:
            found.append(AuditEntry.at < self.until)
        return found


def recent_entries(
    session: Session,
    wanted: Wanted = Wanted(),
    *,
    unit_ids: Collection[int] | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[AuditEntry]:
    """The newest entries first; of some regions only, and older than `before`, if asked. One statement."""
    statement = select(AuditEntry).where(*wanted.conditions).order_by(AuditEntry.sequence.desc()).limit(limit)
    if unit_ids is not None:
        statement = statement.where(AuditEntry.unit_id.in_(unit_ids))
    if before is not None:
        statement = statement.where(AuditEntry.sequence < before)
    return list(session.scalars(statement))
