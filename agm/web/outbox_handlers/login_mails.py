"""The mails about logins, made at the moment of sending: their links are never stored."""

from flask import current_app
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.accounts.queries import user_by_email
from agm.organisation.queries import organisation
from agm.outbox.worker import Job, NotNeededError
from agm.settings import Settings
from agm.web.kit.invitation import invitation_link
from agm.web.outbox_handlers.smtp import Mail

NOBODY = "Nobody can sign in with the address that was typed."
DISABLED = "The login is gone or was disabled meanwhile."
RENEWED = "A later invitation took its place."


def invitation(session: Session, job: Job, settings: Settings) -> Mail:
    user = active_user(session, job)
    if user.invited_at is None or user.invited_at.isoformat() != job.payload["invited_at"]:
        raise NotNeededError(RENEWED)
    body = rendered("invitation", user, link=invitation_link(settings, user), organisation=organisation(session))
    return Mail(user.email, "Your login for the AGM desk", body)


def new_password(session: Session, job: Job, settings: Settings) -> Mail:
    user = user_by_email(session, job.payload["email"])
    if user is None or not user.active:
        raise NotNeededError(NOBODY)
    token = generate_reset_password_token(user)
    path = current_app.url_map.bind("").build("security.reset_password", {"token": token})
    return Mail(user.email, "A new password for the AGM desk", rendered("new_password", user, settings.base_url + path))


def password_changed(session: Session, job: Job, _settings: Settings) -> Mail:
    user = active_user(session, job)
    return Mail(user.email, "Your password for the AGM desk was changed", rendered("password_changed", user))


def active_user(session: Session, job: Job) -> User:
    """The user of a job. Raises NotNeededError where there is none who can sign in."""
    user = session.get(User, job.payload["user_id"])
    if user is None or not user.active:
        raise NotNeededError(DISABLED)
    return user


def rendered(name: str, user: User, link: str = "", **context: object) -> str:
    """The text of a mail. Not by `render_template`: its context is that of a request, and there is none."""
    return current_app.jinja_env.get_template(f"mail/{name}.txt").render(user=user, link=link, **context)
