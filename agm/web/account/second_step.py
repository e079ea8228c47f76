"""The second step of a sign-in, and passkeys: where we are stricter or kinder than Flask-Security."""

import base64
import hashlib
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from flask import current_app, g, make_response, render_template, session
from flask_security import MfRecoveryCodesUtil, Totp, WebauthnUtil
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from agm.accounts.models import User
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.settings import Settings
from agm.web.account.security_log import note
from agm.web.kit.access import signed_in_user


class Codes(Totp):
    """Codes of an authenticator app; each is taken once."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        """Encrypt each user's key by the first secret, and decrypt by whichever it is marked with."""
        super().__init__(secrets, issuer)
        self._totp.wallet.default_tag = next(iter(secrets))

    def generate_totp_secret(self) -> str:
        """A new key; that of the set-up that is under way, where the page is sent or loaded again."""
        is_under_way = session.get("tf_state") == "validating_profile"
        return str((is_under_way and session.get("tf_totp_secret")) or super().generate_totp_secret())

    def encrypted_anew(self, kept: str) -> str:
        """A user's key, encrypted by the first secret."""
        return str(self._totp.from_source(kept).to_json(encrypt=True))

    def get_last_counter(self, user: User) -> int | None:
        return user.tf_last_counter

    def set_last_counter(self, user: User, tmatch: Any) -> None:  # noqa: ANN401  libpass's TotpMatch
        user.tf_last_counter = tmatch.counter


def app_link() -> dict[str, str]:
    """The address by which an authenticator app on the same device takes the key of a set-up, for its page."""
    secret, user = session.get("tf_totp_secret"), signed_in_user()
    if not secret or user is None:
        return {}
    codes: Codes = current_app.extensions["security"].totp_factory
    return {"authr_uri": codes.get_totp_uri(user.email, secret)}


def keeps_the_key(view: Callable[..., Any]) -> Callable[..., Any]:
    """Show the same key again after a wrong code, with what was wrong: Flask-Security would begin anew."""

    @wraps(view)
    def validate(token: str) -> Any:  # noqa: ANN401  what a view may answer
        answer = view(token)
        form = g.get("refused_code")
        if form is None:
            return answer
        session.pop("_flashes", None)  # the same words
        shown = current_app.extensions["security"].totp_factory.fetch_setup_values(form.tf_totp_secret, form.user)
        page = render_template(
            "security/two_factor_setup.html",
            chosen_method="authenticator",
            state_token=token,
            two_factor_verify_code_form=form,
            authr_qrcode=shown["image"],
            authr_key=shown["key"],
            authr_issuer=shown["issuer"],
            authr_uri=shown["uri"],
        )
        return make_response(page, 422)

    return validate


class RecoveryCodes(MfRecoveryCodesUtil):
    def encrypted_anew(self, kept: list[str]) -> list[str]:
        """A user's recovery codes, encrypted by the first secret."""
        return [self.cryptor.rotate(code.encode()).decode() for code in kept]

    def create_recovery_codes(self, user: User) -> list[str]:
        """New codes in place of all earlier ones."""
        codes: list[str] = super().create_recovery_codes(user)
        note(Action.SECOND_FACTOR_CHANGED, user, change="recovery codes made")
        return codes

    def check_recovery_code(self, user: User, code: str) -> bool:
        is_right: bool = super().check_recovery_code(user, code)
        if not is_right:
            user.track_failed_authn("recovery code", True)
        return is_right

    def delete_recovery_code(self, user: User, code: str) -> bool:
        note(Action.SECOND_FACTOR_CHANGED, user, change="recovery code used")
        return bool(super().delete_recovery_code(user, code))


class Passkeys(WebauthnUtil):
    """Passkeys of every kind, the one built into a phone or laptop too; always with finger, face or PIN.

    So a passkey is two factors in one, and the user need not be asked who they are: no list of users can be guessed.
    """

    def authenticator_selection(self, user: User, usage: str) -> AuthenticatorSelectionCriteria:  # noqa: ARG002  Flask-Security's
        """Ask for a key that knows its user; of either attachment, since naming one would shut the other out."""
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(self, user: User | None, usage: list[str]) -> UserVerificationRequirement:  # noqa: ARG002  Flask-Security's
        return UserVerificationRequirement.REQUIRED


def encrypt_anew(act: Act, users: Iterable[User]) -> int:
    """Encrypt what is kept of second steps by the newest secret, so that older ones can go; how many users have one."""
    security = current_app.extensions["security"]
    codes: Codes = security.totp_factory
    recovery: RecoveryCodes = security.mf_recovery_codes_util
    changed = [user for user in users if user.tf_totp_secret or user.mf_recovery_codes]
    for user in changed:
        if user.tf_totp_secret:
            user.tf_totp_secret = codes.encrypted_anew(user.tf_totp_secret)
        if user.mf_recovery_codes:
            user.mf_recovery_codes = recovery.encrypted_anew(user.mf_recovery_codes)
        record(act, Action.SECOND_FACTOR_CHANGED, f"user:{user.id}", change="encrypted anew")
    return len(changed)


def totp_secrets(settings: Settings) -> dict[str, str]:
    """The secrets that encrypt the keys of authenticator apps, the newest first, by the mark that each leaves.

    Keys of the first release carry the mark 1, whichever secret there was: the oldest that is given.
    """
    marked = {derived_secret(secret, "totp mark")[:12]: derived_secret(secret, "totp") for secret in settings.secrets}
    return marked | {"1": derived_secret(settings.secrets[-1], "totp")}


def fernet_keys(settings: Settings) -> list[bytes]:
    """The keys that encrypt recovery codes (Fernet: 32 bytes in URL-safe base 64), the newest first."""
    found = (bytes.fromhex(derived_secret(secret, "recovery codes")) for secret in settings.secrets)
    return [base64.urlsafe_b64encode(key) for key in found]


def derived_secret(secret: str, purpose: str) -> str:
    """A secret for one purpose, made from one of the installation's."""
    return hashlib.sha256(f"{purpose}:{secret}".encode()).hexdigest()
