"""Who can sign in to the demonstration. These people are fictional, and their password is known to everybody."""

from collections.abc import Iterator

from sqlalchemy import Connection, column, func, select, table
from sqlalchemy.orm import Session

from agm.demo.story import read_story

USERS = table("user_account", column("email"))
"""Asked for by name: the server's parent prints the sign-ins, and starts in half the time without the models."""

PASSWORD = "only a demonstration"  # noqa: S105  printed at each start, for fictional users


def demonstration_sign_ins(database: Session | Connection) -> Iterator[str]:
    """Lines that tell the demonstration's sign-ins; none where its users are not in the database."""
    users = [act for act in read_story()["acts"] if act["do"] == "create_user"]
    emails = [user["email"] for user in users]
    if not database.scalar(select(func.count()).select_from(USERS).where(USERS.c.email.in_(emails))):
        return
    yield f"Demonstration sign-ins (password for each: {PASSWORD})"
    for user in users:
        yield f"  {user['email']:<26} {user['role'].replace('_', ' ')}, {user.get('region', 'every region')}"
