"""Users, what they sign in with, where they are signed in, and their roles per region."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from flask_security import UserMixin, WebAuthnMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agm.database import Base
from agm.organisation.models import Unit


class OfficialRole(enum.StrEnum):
    """What an official may do: everything; everything in a region; see a region's drafts."""

    NATIONAL_OFFICER = "national_officer"
    REGIONAL_OFFICER = "regional_officer"
    VIEWER = "viewer"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class User(Base, UserMixin):
    """A login. The columns from `active` on are those that Flask-Security-Too asks for by name."""

    __tablename__ = "user_account"
    __table_args__ = (
        UniqueConstraint("email", name="uq_user_account_email"),
        UniqueConstraint("person_id", name="uq_user_account_person_id"),
        UniqueConstraint("fs_uniquifier", name="uq_user_account_fs_uniquifier"),
        UniqueConstraint("fs_webauthn_user_handle", name="uq_user_account_fs_webauthn_user_handle"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who this is on the record, so that somebody who stands for office is not asked to run its election."""
    created_at: Mapped[dt.datetime]
    invited_at: Mapped[dt.datetime | None]
    disabled_at: Mapped[dt.datetime | None]

    second_step_due_at: Mapped[dt.datetime | None]
    """From when a sign-in by password alone opens no desk any more; None until there was one that counts."""

    active: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None]
    fs_uniquifier: Mapped[str]
    fs_webauthn_user_handle: Mapped[str | None]
    confirmed_at: Mapped[dt.datetime | None]
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    tf_phone_number: Mapped[str | None]
    tf_last_counter: Mapped[int | None]
    """The half minute whose code was used last, so that no code is taken twice (RFC 6238, 5.2)."""
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON()))
    us_totp_secrets: Mapped[str | None]
    us_phone_number: Mapped[str | None]

    officials: Mapped[list[Official]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin"
    )
    webauthn: Mapped[list[Passkey]] = relationship(back_populates="user", cascade="all, delete-orphan")

    @property
    def roles(self) -> list[Any]:
        """Empty: what a user may do is said per region by `officials`, not by Flask-Security's global roles."""
        return []


class Passkey(Base, WebAuthnMixin):
    """A passkey (WebAuthn credential) of a user; the columns are Flask-Security-Too's."""

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("credential_id", name="uq_passkey_credential_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON()))
    backup_state: Mapped[bool]
    device_type: Mapped[str]
    extensions: Mapped[str | None]
    create_datetime: Mapped[dt.datetime]
    lastuse_datetime: Mapped[dt.datetime]
    name: Mapped[str]
    usage: Mapped[str]

    user: Mapped[User] = relationship(back_populates="webauthn")

    def get_user_mapping(self) -> dict[str, Any]:
        return {"id": self.user_id}


class SignInMethod(enum.StrEnum):
    """By what a session was begun."""

    PASSKEY = "passkey"
    CODE = "code"
    PASSWORD = "password"  # noqa: S105  the name of a method
    LINK = "link"

    @property
    def has_second_factor(self) -> bool:
        return self in {SignInMethod.PASSKEY, SignInMethod.CODE}


class UserSession(Base):
    """Where somebody is signed in: one browser, from the sign-in to its end. The row goes when the session ends."""

    __tablename__ = "user_session"
    __table_args__ = (UniqueConstraint("token_digest", name="uq_user_session_token_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str]
    """SHA-256 of what the browser's cookie holds: who reads the database cannot sign in with it."""
    device: Mapped[str]
    """The browser and the kind of machine, in words."""
    method: Mapped[SignInMethod]
    is_kept: Mapped[bool]
    """Whether it ends by its date alone, and not by standing idle."""
    began_at: Mapped[dt.datetime]
    last_used_at: Mapped[dt.datetime]
    """The last use, give or take a minute."""
    ends_at: Mapped[dt.datetime]

    user: Mapped[User] = relationship()


class Official(Base):
    __tablename__ = "official"
    __table_args__ = (
        CheckConstraint("(role = 'national_officer') = (unit_id = 0)", name="national_role_for_national_level"),
        UniqueConstraint("user_id", "unit_id", name="uq_official_user_unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[OfficialRole]

    user: Mapped[User] = relationship(back_populates="officials")
    unit: Mapped[Unit] = relationship(lazy="joined")


class Duty(enum.StrEnum):
    """What a user does in one election."""

    RETURNING_OFFICER = "returning_officer"
    DEPUTY = "deputy"
    SCRUTINEER = "scrutineer"
    TELLER = "teller"
    DOOR = "door"

    @property
    def label(self) -> str:
        return DUTY_LABELS[self]


DUTY_LABELS = {
    Duty.RETURNING_OFFICER: "Returning officer",
    Duty.DEPUTY: "Deputy returning officer",
    Duty.SCRUTINEER: "Scrutineer",
    Duty.TELLER: "Teller",
    Duty.DOOR: "At the door",
}
IN_FORCE = text("ended_at IS NULL")
RETURNING_OFFICER_IN_FORCE = text("ended_at IS NULL AND duty = 'returning_officer'")


class ElectionDuty(Base):
    """A user's part in the election of one meeting, from the appointment until it ended."""

    __tablename__ = "election_duty"
    __table_args__ = (
        Index(
            "uq_election_duty_meeting_user_duty", "meeting_id", "user_id", "duty",
            unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE,
        ),
        Index(
            "uq_election_duty_one_returning_officer", "meeting_id",
            unique=True, sqlite_where=RETURNING_OFFICER_IN_FORCE, postgresql_where=RETURNING_OFFICER_IN_FORCE,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int]
    """No key: meetings are a later chapter. The duties go with their meeting when it is disposed of."""
    duty: Mapped[Duty]
    name: Mapped[str]
    """The user's name, as it was then."""
    appointed_at: Mapped[dt.datetime]
    appointed_by: Mapped[str]
    ended_at: Mapped[dt.datetime | None]

    user: Mapped[User] = relationship()
