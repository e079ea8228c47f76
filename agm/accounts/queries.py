"""Reading users and their roles."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.accounts.models import Official, OfficialRole, User


def all_users(session: Session) -> list[User]:
    """Every user with their roles, by name; those who are disabled last. Two statements."""
    return list(session.scalars(select(User).order_by(User.active.desc(), func.lower(User.name), User.id)))


def user_by_email(session: Session, email: str) -> User | None:
    """The user with this address, in capitals or not; or None."""
    return session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def other_national_officers(session: Session, user_id: int) -> int:
    """How many national officers besides this user can sign in or are invited."""
    statement = (
        select(func.count())
        .select_from(Official)
        .join(User)
        .where(Official.role == OfficialRole.NATIONAL_OFFICER, User.active, User.id != user_id)
    )
    return session.scalar(statement) or 0
