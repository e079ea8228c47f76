"""Who can sign in to the demonstration. These people are fictional, and their password is known to everybody."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.demo.story import read_story

PASSWORD = "only a demonstration"  # noqa: S105  printed at each start, for fictional users


def demonstration_sign_ins(session: Session) -> Iterator[str]:
    """Lines that tell the demonstration's sign-ins; none where its users are not in the database."""
    users = [act for act in read_story()["acts"] if act["do"] == "create_user"]
    emails = [user["email"] for user in users]
    if not session.scalar(select(func.count()).select_from(User).where(User.email.in_(emails))):
        return
    yield f"Demonstration sign-ins (password for each: {PASSWORD})"
    for user in users:
        yield f"  {user['email']:<26} {user['role'].replace('_', ' ')}, {user.get('region', 'every region')}"
