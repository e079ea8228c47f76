"""Who can sign in to the demonstration. These people are fictional, and their password is known to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import func, select

from agm.accounts.models import User
from agm.demo.story import read_story
from agm.web.kit.extensions import db

PASSWORD = "only a demonstration"  # noqa: S105  printed at each start, for fictional users


def demonstration_sign_ins(app: Flask) -> Iterator[str]:
    """Lines that tell the demonstration's sign-ins; none where its users are not in the database."""
    users = [act for act in read_story()["acts"] if act["do"] == "create_user"]
    with app.app_context():
        emails = [user["email"] for user in users]
        present = db.session().scalar(select(func.count()).select_from(User).where(User.email.in_(emails)))
        db.session().rollback()
    if not present:
        return
    yield f"Demonstration sign-ins (password for each: {PASSWORD})"
    for user in users:
        yield f"  {user['email']:<26} {user['role'].replace('_', ' ')}, {user.get('region', 'every region')}"
