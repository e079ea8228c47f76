"""Finding on the register whom a nomination names."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.language.names import name_key, parse_name, sort_key, sort_name
from agm.meetings.models import RegisterEntry


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
