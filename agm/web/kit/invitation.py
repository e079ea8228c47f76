"""The link by which an invited person sets a password: signed, for seven days, for one use."""

import datetime as dt
import hashlib

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.settings import Settings

VALID_FOR = dt.timedelta(days=7)


def invitation_link(settings: Settings, user: User) -> str:
    """The address that a user follows to set a password. It stops working once it was used or renewed."""
    return f"{settings.base_url}/account/join/{serializer(settings).dumps([user.id, state_of(user)])}"


def invited_user(settings: Settings, session: Session, token: str) -> User | None:
    """The user whom a link invites; None when the link is forged, used, renewed or too old, or the user disabled."""
    try:
        user_id, state = serializer(settings).loads(token, max_age=int(VALID_FOR.total_seconds()))
    except (BadData, ValueError, TypeError):
        return None
    user = session.get(User, user_id)
    if user is None or not user.active or state != state_of(user):
        return None
    return user


def state_of(user: User) -> str:
    """What changes as soon as the link was used, renewed, or the user disabled."""
    invited = "" if user.invited_at is None else user.invited_at.isoformat()
    return hashlib.sha256(f"{user.fs_uniquifier}|{user.password or ''}|{invited}".encode()).hexdigest()[:32]


def serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.signing_keys, salt="invitation")
