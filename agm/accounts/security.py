"""Sign-in: Flask-Security-Too set up for our users, our addresses and our pages."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from flask import Flask

from agm import extensions
from agm.accounts.datastore import Datastore
from agm.settings import Settings
from agm.web import clock

SHORTEST_PASSWORD = 12

ARGON2 = {"argon2__memory_cost": 19 * 1024, "argon2__time_cost": 2, "argon2__parallelism": 1}
"""19 MiB, two passes, one lane: the second of the equal choices in OWASP's Password Storage Cheat Sheet."""


def init_security(app: Flask) -> None:
    """Bind Flask-Security to the application."""
    settings: Settings = app.extensions["agm_settings"]
    app.config.from_mapping({f"SECURITY_{name}": value for name, value in options(settings).items()})
    extensions.security.init_app(app, Datastore())


def options(settings: Settings) -> dict[str, Any]:
    """Flask-Security's settings, without their common prefix."""
    return {
        "URL_PREFIX": "/account",
        "LOGIN_URL": "/sign-in",
        "LOGOUT_URL": "/sign-out",
        "VERIFY_URL": "/confirm",
        "CHANGE_URL": "/password",
        "RESET_URL": "/forgotten-password",
        "TWO_FACTOR_SETUP_URL": "/second-step",
        "TWO_FACTOR_TOKEN_VALIDATION_URL": "/code",
        "TWO_FACTOR_RESCUE_URL": "/code-help",
        "TWO_FACTOR_SELECT_URL": "/choose-second-step",
        "MULTI_FACTOR_RECOVERY_CODES_URL": "/recovery-codes",
        "MULTI_FACTOR_RECOVERY_URL": "/recovery-code",
        "WAN_REGISTER_URL": "/passkeys",
        "WAN_SIGNIN_URL": "/passkey-sign-in",
        "WAN_DELETE_URL": "/remove-passkey",
        "WAN_VERIFY_URL": "/passkey-confirm",
        "STATIC_FOLDER": None,
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "POST_LOGIN_VIEW": "/desk",
        "POST_LOGOUT_VIEW": "/",
        "DATETIME_FACTORY": clock.now,
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": True,
        "PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
        "PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
        "RETURN_GENERIC_RESPONSES": True,
        "JOIN_USER_ROLES": False,
        "API_ENABLED_METHODS": ["session"],
        "FRESHNESS": dt.timedelta(hours=1),
        "FRESHNESS_GRACE_PERIOD": dt.timedelta(minutes=30),
        "CHANGEABLE": True,
        "RECOVERABLE": settings.mail_server is not None,
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TOTP_SECRETS": {"1": derived_secret(settings, "totp")},
        "TOTP_ISSUER": "AGM",
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "WEBAUTHN": True,
        "WAN_RP_NAME": "AGM",
    }


def derived_secret(settings: Settings, purpose: str) -> str:
    """A secret for one purpose, made from the installation's secret."""
    return hashlib.sha256(f"{purpose}:{settings.secret_key}".encode()).hexdigest()
