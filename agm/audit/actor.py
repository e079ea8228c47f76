"""Who acts: a frozen value that every operation is given, so that no operation looks for a signed-in user."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A user, or the system itself. `name` is for records that are shown; the audit log keeps only `key`."""

    key: str
    name: str

    @classmethod
    def user(cls, user_id: int, name: str) -> Actor:
        """The actor for a signed-in user."""
        return cls(key=f"user:{user_id}", name=name)


SYSTEM = Actor(key="system", name="the system")
