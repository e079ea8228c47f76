"""The second step of a sign-in, and passkeys: where we are stricter or kinder than Flask-Security."""

import base64
import hashlib
from typing import Any

from flask_security import MfRecoveryCodesUtil, Totp, WebauthnUtil
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from agm.accounts.models import User
from agm.audit.actions import Action
from agm.settings import Settings
from agm.web.account.security_log import note


class Codes(Totp):
    """Codes of an authenticator app; each is taken once."""

    def get_last_counter(self, user: User) -> int | None:
        return user.tf_last_counter

    def set_last_counter(self, user: User, tmatch: Any) -> None:  # noqa: ANN401  libpass's TotpMatch
        user.tf_last_counter = tmatch.counter


class RecoveryCodes(MfRecoveryCodesUtil):
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


def derived_secret(settings: Settings, purpose: str) -> str:
    """A secret for one purpose, made from the installation's secret."""
    return hashlib.sha256(f"{purpose}:{settings.secret_key}".encode()).hexdigest()


def fernet_key(settings: Settings, purpose: str) -> bytes:
    """The same as a key for encryption (Fernet: 32 bytes in URL-safe base 64)."""
    return base64.urlsafe_b64encode(bytes.fromhex(derived_secret(settings, purpose)))
