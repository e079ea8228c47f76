"""Sign-in: Flask-Security-Too set up for our users, our addresses, our words and our pages."""

import datetime as dt
from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, abort, redirect, request, url_for
from flask_login.utils import _user_context_processor
from flask_security import Security
from itsdangerous import Serializer
from werkzeug.wrappers import Response

from agm.accounts.permissions import Access
from agm.settings import Settings
from agm.web.account import forms
from agm.web.account.datastore import Datastore, Letters
from agm.web.account.forgotten_password import ask_for_new_password
from agm.web.account.passwords import SHORTEST_PASSWORD, Passwords
from agm.web.account.second_step import (
    Codes,
    Passkeys,
    RecoveryCodes,
    app_link,
    fernet_keys,
    keeps_the_key,
    totp_secrets,
)
from agm.web.account.security_log import connect_notices
from agm.web.account.sessions import init_sessions
from agm.web.account.sign_in_limits import init_rate_limits
from agm.web.account.words import MESSAGES
from agm.web.kit import clock
from agm.web.kit.access import signed_in_user
from agm.web.kit.extensions import limiter
from agm.web.kit.mails import NEW_PASSWORD_LINK_VALID_FOR

ARGON2 = {"argon2__memory_cost": 19 * 1024, "argon2__time_cost": 2, "argon2__parallelism": 1}
"""19 MiB, two passes, one lane: the second of the equal choices in OWASP's Password Storage Cheat Sheet."""

ACCESS_MARKS = {
    "security.login": Access.PUBLIC,
    "security.logout": Access.PUBLIC,
    "security.forgot_password": Access.PUBLIC,
    "security.reset_password": Access.PUBLIC,
    "security.two_factor_token_validation": Access.PUBLIC,
    "security.two_factor_rescue": Access.PUBLIC,
    "security.tf_select": Access.PUBLIC,
    "security.mf_recovery": Access.PUBLIC,
    "security.wan_signin": Access.PUBLIC,
    "security.wan_signin_response": Access.PUBLIC,
    "security.verify": Access.SIGNED_IN,
    "security.change_password": Access.SIGNED_IN,
    "security.two_factor_setup": Access.SIGNED_IN,
    "security.two_factor_setup_validate": Access.SIGNED_IN,
    "security.mf_recovery_codes": Access.SIGNED_IN,
    "security.wan_register": Access.SIGNED_IN,
    "security.wan_register_response": Access.SIGNED_IN,
    "security.wan_delete": Access.SIGNED_IN,
    "security.wan_verify": Access.SIGNED_IN,
    "security.wan_verify_response": Access.SIGNED_IN,
}
"""Marks of the routes that Flask-Security brings, which we cannot decorate. The steps of a sign-in are public."""

CODE_SECONDS = 30
"""How far a phone's clock may be off."""


def init_security(app: Flask) -> None:
    settings: Settings = app.extensions["agm_settings"]
    app.config.from_mapping({f"SECURITY_{name}": value for name, value in options(settings).items()})
    app.config.from_mapping({f"SECURITY_MSG_{name}": value for name, value in MESSAGES.items()})
    security = Security(
        mail_util_cls=Letters,
        password_util_cls=Passwords,
        totp_cls=Codes,
        webauthn_util_cls=Passkeys,
        mf_recovery_codes_util_cls=RecoveryCodes,
        login_form=forms.SignInForm,
        verify_form=forms.ConfirmForm,
        change_password_form=forms.OwnPasswordForm,
        reset_password_form=forms.NewPasswordForm,
        two_factor_setup_form=forms.SetUpCodesForm,
        two_factor_verify_code_form=forms.CodeForm,
        two_factor_rescue_form=forms.LostCodesForm,
        mf_recovery_form=forms.RecoveryCodeForm,
        wan_register_form=forms.PasskeyForm,
        wan_register_response_form=forms.NewPasskeyForm,
        wan_signin_response_form=forms.PasskeyAnswerForm,
    )
    security.init_app(app, Datastore())
    let_the_newest_secret_sign(security)
    security.want_json(answers_in_html)
    leave_public_pages_alone(app, security)
    security.tf_setup_context_processor(app_link)
    set_up = "security.two_factor_setup_validate"
    app.view_functions[set_up] = keeps_the_key(app.view_functions[set_up])
    app.view_functions["security.two_factor_rescue"] = ask_for_recovery_code
    if settings.mail_server is not None:
        app.view_functions["security.forgot_password"] = ask_for_new_password
    for endpoint in STEPS_OF_A_SIGN_IN:
        app.view_functions[endpoint] = unless_signed_in(app.view_functions[endpoint])
    app.jinja_env.globals["signed_in_user"] = signed_in_user
    app.jinja_env.globals["site_address"] = settings.base_url
    app.after_request_funcs["security"] = [refuse_by_status]
    app.before_request(refuse_unreadable_next)
    init_sessions(app, security)
    connect_notices(app)
    init_rate_limits(app)


def let_the_newest_secret_sign(security: Security) -> None:
    """Put the secrets of Flask-Security's links in the order that itsdangerous takes: it signs with the last, and
    Flask-Security (5.9) lists the newest first."""
    for serializer in vars(security).values():
        if isinstance(serializer, Serializer):
            serializer.secret_keys.reverse()


def leave_public_pages_alone(app: Flask, security: Security) -> None:
    """Take away what Flask-Login and Flask-Principal do on every request: look for a user, and so at the cookie.

    A public page needs no user: it is the same for everybody, costs no query for one, and can be kept by a proxy.
    Flask-Limiter looks for limits of the route, which none has: what is counted is in `sign_in_limits`.
    """
    app.template_context_processors[None].remove(_user_context_processor)
    lookers = (security.login_manager, security.principal, limiter)
    before, after = app.before_request_funcs, app.after_request_funcs
    before[None] = [function for function in before[None] if object_of(function) not in lookers]
    after[None] = [function for function in after[None] if object_of(function) not in lookers]
    security.login_manager.request_loader(no_token_user)


def object_of(function: object) -> object:
    """What a bound method belongs to, or a partial of one."""
    return function.args[0] if isinstance(function, partial) else getattr(function, "__self__", None)


REFUSES_WITH_ITS_PAGE = {
    "security.login",
    "security.verify",
    "security.change_password",
    "security.reset_password",
    "security.two_factor_token_validation",
    "security.mf_recovery",
}
"""Forms of Flask-Security that lead on when all is well, and show themselves again, with status 200, when it is not."""


def refuse_by_status(response: Response) -> Response:
    is_form = request.method == "POST" and request.endpoint in REFUSES_WITH_ITS_PAGE
    if is_form and response.status_code == 200:
        response.status_code = 422
    return response


def refuse_unreadable_next() -> None:
    """400 for a page to go on to that is no address at all: Flask-Security would fail on it."""
    if (request.endpoint or "").startswith("security."):
        try:
            urlsplit(request.values.get("next", ""))
        except ValueError:
            abort(400)


STEPS_OF_A_SIGN_IN = ("security.two_factor_token_validation", "security.tf_select", "security.mf_recovery")


def unless_signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Send whoever is signed in on to the desk: Flask-Security would sign them out for looking at such a page."""

    @wraps(view)
    def step() -> Any:  # noqa: ANN401  what a view may answer
        return view() if signed_in_user() is None else redirect("/desk")

    return step


def no_token_user(_request: Request) -> None:
    """Nobody: there are no tokens to sign in with, only sessions."""
    return


def answers_in_html(_request: Request) -> bool:
    """Never answer in JSON: sign-in has pages, and no programming interface that would have to be guarded too."""
    return False


def ask_for_recovery_code() -> Response:
    return redirect(url_for("security.mf_recovery"))


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
        "CACHE_CONTROL": None,
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "POST_LOGIN_VIEW": "/desk",
        "POST_LOGOUT_VIEW": "/account/sign-in",
        "POST_CHANGE_VIEW": "/account",
        "POST_VERIFY_VIEW": "/account",
        "TWO_FACTOR_POST_SETUP_VIEW": "/account",
        "WAN_POST_REGISTER_VIEW": "/account/passkeys",
        "DATETIME_FACTORY": clock.now,
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": True,
        "PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
        "EMAIL_HTML": False,
        "EMAIL_PLAINTEXT": False,  # the outbox makes the words
        "PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "RETURN_GENERIC_RESPONSES": True,
        "JOIN_USER_ROLES": False,
        "API_ENABLED_METHODS": ["session"],
        "FRESHNESS": dt.timedelta(hours=1),
        "FRESHNESS_GRACE_PERIOD": dt.timedelta(minutes=30),
        "CHANGEABLE": True,
        "RECOVERABLE": settings.mail_server is not None,
        "RESET_PASSWORD_WITHIN": NEW_PASSWORD_LINK_VALID_FOR,
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TOTP_SECRETS": totp_secrets(settings),
        "TOTP_ISSUER": "AGM desk",
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": CODE_SECONDS,
        "TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": fernet_keys(settings),
        "WEBAUTHN": True,
        "WAN_RP_NAME": "AGM desk",
        "WAN_ALLOW_USER_HINTS": False,
        "WAN_ALLOW_AS_VERIFY": ["first"],
    }
