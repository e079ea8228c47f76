"""Reading users and their roles."""

import datetime as dt
import hashlib

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from agm.accounts.models import Duty, ElectionDuty, Official, OfficialRole, User, UserSession
from agm.language.names import sort_key, sort_name

LONGEST_IDLE = dt.timedelta(minutes=30)


def all_users(session: Session) -> list[User]:
    """Every user with their roles, by name; those who are disabled last. Two statements."""
    return sorted(
        session.scalars(select(User).order_by(User.id)),
        key=lambda user: (not user.active, sort_key(sort_name(user.name))),
    )


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


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def still_runs(at: dt.datetime) -> ColumnElement[bool]:
    """Whether a session has neither come to its end nor stood idle for too long."""
    is_in_use = or_(UserSession.is_kept, UserSession.last_used_at > at - LONGEST_IDLE)
    return and_(UserSession.ends_at > at, is_in_use)


def running_session(session: Session, token: str, at: dt.datetime) -> UserSession | None:
    """The session that this token opens, with its user, who is not disabled, and what they may do; or None. One
    statement: nearly every page of an official begins with it."""
    statement = (
        select(UserSession)
        .join(UserSession.user)
        .options(contains_eager(UserSession.user).joinedload(User.officials))
        .where(UserSession.token_digest == token_digest(token), still_runs(at), User.active)
    )
    return session.scalars(statement).unique().one_or_none()


def running_sessions(session: Session, user_id: int, at: dt.datetime) -> list[UserSession]:
    """Where a user is signed in, the last used first."""
    statement = select(UserSession).where(UserSession.user_id == user_id, still_runs(at))
    return list(session.scalars(statement.order_by(UserSession.last_used_at.desc(), UserSession.id.desc())))


def duties_of(session: Session, meeting_id: int) -> list[ElectionDuty]:
    """Who does what in a meeting's election, in the order of the duties and then of the appointments. One statement."""
    found = session.scalars(select(ElectionDuty).where(ElectionDuty.meeting_id == meeting_id, in_force()))
    order = list(Duty)
    return sorted(found, key=lambda one: (order.index(one.duty), one.id))


def duties_of_user(session: Session, user_id: int) -> list[ElectionDuty]:
    """In which elections a user does what, the last appointment first. One statement."""
    statement = select(ElectionDuty).where(ElectionDuty.user_id == user_id, in_force())
    return list(session.scalars(statement.order_by(ElectionDuty.id.desc())))


def in_force() -> ColumnElement[bool]:
    return ElectionDuty.ended_at.is_(None)
