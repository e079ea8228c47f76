"""Who can sign in to the demonstration. These people are fictional, and their password is known to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select

from agm.accounts.models import OfficialRole, User
from agm.web.kit.extensions import db

PASSWORD = "only a demonstration"  # noqa: S105  printed at each start, for fictional users


@dataclass(frozen=True, slots=True)
class DemonstrationUser:
    """A user of the demonstration; `region_slug` is None for a national officer."""

    email: str
    name: str
    role: OfficialRole
    region_slug: str | None


USERS = (
    DemonstrationUser("national@example.org", "Ottilie Farrow", OfficialRole.NATIONAL_OFFICER, None),
    DemonstrationUser("chair@example.org", "Corwin Thackeray", OfficialRole.REGIONAL_OFFICER, "severn-vale"),
    DemonstrationUser("north-west@example.org", "Idony Marsh", OfficialRole.REGIONAL_OFFICER, "north-west"),
    DemonstrationUser("viewer@example.org", "Perpetua Lisle", OfficialRole.VIEWER, "severn-vale"),
)
WHAT_THEY_ARE = {
    OfficialRole.NATIONAL_OFFICER: "national officer",
    OfficialRole.REGIONAL_OFFICER: "regional officer",
    OfficialRole.VIEWER: "viewer",
}


def demonstration_sign_ins(app: Flask) -> Iterator[str]:
    """Lines that tell the demonstration's sign-ins; none where its users are not in the database."""
    with app.app_context():
        emails = [user.email for user in USERS]
        present = db.session().scalar(select(func.count()).select_from(User).where(User.email.in_(emails)))
        db.session().rollback()
    if not present:
        return
    yield f"Demonstration sign-ins (password for each: {PASSWORD})"
    for user in USERS:
        place = "every region" if user.region_slug is None else user.region_slug
        yield f"  {user.email:<26} {WHAT_THEY_ARE[user.role]}, {place}"
