"""How Flask-Security reaches our users (without its roles, without its own commits), and sends them letters."""

import datetime as dt
from typing import Any

from flask import current_app
from flask_security import MailUtil, SQLAlchemyUserDatastore
from sqlalchemy import func, select

from agm.accounts.models import Passkey, User
from agm.web.kit import clock
from agm.web.kit.access import current_act
from agm.web.kit.extensions import db
from agm.web.kit.mails import mail_password_changed


class NoRole:
    """Stands where Flask-Security wants a model of global roles; there are none."""


class Datastore(SQLAlchemyUserDatastore):
    """Finds and changes users in the request's session; the edge of the request commits, not the datastore."""

    def __init__(self) -> None:
        super().__init__(db, User, NoRole, Passkey)

    def commit(self) -> None:
        """Send changes to the database; `agm.web.kit.transaction` commits them once, or not at all."""
        db.session.flush()

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> User | None:  # noqa: ANN401  any column's type
        [(name, value)] = kwargs.items()
        column = getattr(User, name)
        wanted = func.lower(column) == func.lower(value) if case_insensitive else column == value
        return db.session.scalar(select(User).where(wanted))

    def find_role(self, role: str) -> None:  # noqa: ARG002  the signature is Flask-Security's
        """Nothing: roles are per region, see `agm.accounts.models.Official`."""
        return

    def create_webauthn(self, user: User, **details: Any) -> None:  # noqa: ANN401  the passkey's columns
        now: dt.datetime = clock.now()
        db.session.add(Passkey(user=user, create_datetime=now, lastuse_datetime=now, **details))


class Letters(MailUtil):
    """Flask-Security's letters go to the outbox; the only ones that it still sends tell of a changed password."""

    def send_mail(self, *_details: Any, user: User, **_more: Any) -> None:  # noqa: ANN401  Flask-Security's
        if current_app.extensions["agm_settings"].mail_server is not None:
            mail_password_changed(current_act(), user)
