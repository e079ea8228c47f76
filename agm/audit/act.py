"""Who acts, and the act itself: the first parameter of every operation, so that none looks for a user or a clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Actor:
    """A user, or the system itself. `name` is for records that are shown; the audit log keeps only `key`."""

    key: str
    name: str

    @classmethod
    def user(cls, user_id: int, name: str) -> Actor:
        return cls(key=f"user:{user_id}", name=name)


SYSTEM = Actor(key="system", name="the system")


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does at one instant (UTC), in one transaction."""

    session: Session
    actor: Actor
    at: dt.datetime
