"""Flask-Security's forms in our words, and the form by which an invited person joins."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import g
from flask_security.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.utils import get_message
from flask_security.webauthn import WebAuthnRegisterForm, WebAuthnRegisterResponseForm, WebAuthnSigninResponseForm
from flask_wtf import FlaskForm
from webauthn.helpers.exceptions import WebAuthnException
from wtforms import HiddenField, PasswordField, RadioField, ValidationError

from agm.accounts.models import User
from agm.web.account.passwords import LONGEST_PASSWORD, PASSWORD_HINT, Passwords, password_problem, told_of
from agm.web.kit.fields import SecretField, select_choices
from agm.web.kit.forms import Form, FormError

SIGN_IN_REFUSED = "This email and password do not go together. Check both, and try again"


class OurWords(Form):
    WORDS: ClassVar[dict[str, tuple[str, str]]] = {}
    """For each field its label and its hint."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  what WTForms takes
        super().__init__(*args, **options)
        for name, (label, hint) in self.WORDS.items():
            self[name].label.text = label
            self[name].description = hint

    def validate(self, **options: Any) -> bool:  # noqa: ANN401  what WTForms takes
        """Refuse a password too long to be anybody's before it is hashed."""
        for name in self.WORDS:
            if isinstance(self[name], PasswordField) and len(self[name].data or "") > LONGEST_PASSWORD:
                self[name].errors = [f"Type at most {LONGEST_PASSWORD} characters"]
                return False
        return bool(super().validate(**options))


class SignInForm(LoginForm, OurWords):
    """Email and password. A refusal never tells which of the two was wrong, or whether there is such a user."""

    WORDS: ClassVar[dict[str, tuple[str, str]]] = {"email": ("Email", ""), "password": ("Password", "")}
    remember = None
    shown: Sequence[FormError] = ()

    def validate(self, **options: Any) -> bool:  # noqa: ANN401  what WTForms takes
        """Check both; say the same of every refusal. The view takes the errors off the fields, so they are kept."""
        if super().validate(**options):
            return True
        if self.email.data and self.password.data:
            self.shown = [FormError("email", SIGN_IN_REFUSED)]
        else:
            self.shown = super().error_list
        return False

    @property
    def error_list(self) -> list[FormError]:
        return list(self.shown)


class ConfirmForm(VerifyForm, OurWords):
    WORDS: ClassVar[dict[str, tuple[str, str]]] = {"password": ("Password", "")}


class OwnPasswordForm(ChangePasswordForm, OurWords):
    WORDS: ClassVar[dict[str, tuple[str, str]]] = {
        "password": ("Present password", ""),
        "new_password": ("New password", PASSWORD_HINT),
        "new_password_confirm": ("New password again", ""),
    }


class NewPasswordForm(ResetPasswordForm, OurWords):
    WORDS: ClassVar[dict[str, tuple[str, str]]] = {
        "password": ("New password", PASSWORD_HINT),
        "password_confirm": ("New password again", ""),
    }


class CodeForm(TwoFactorVerifyCodeForm, OurWords):
    WORDS: ClassVar[dict[str, tuple[str, str]]] = {"code": ("Code", "Six figures, from your authenticator app")}

    def validate(self, **options: Any) -> bool:  # noqa: ANN401  what WTForms takes
        """Check the code without the blanks that apps show in it; a wrong one of a set-up is kept for its page."""
        self.code.data = "".join((self.code.data or "").split())
        is_right = bool(super().validate(**options))
        if self.is_setup and not is_right:
            g.refused_code = self
        return is_right


class RecoveryCodeForm(MfRecoveryForm, OurWords):
    WORDS: ClassVar[dict[str, tuple[str, str]]] = {"code": ("Recovery code", "For example 1a2b-3c4d-5e6f")}

    def validate(self, **options: Any) -> bool:  # noqa: ANN401  what WTForms takes
        """Check the code as it was made: small letters, no blanks."""
        self.code.data = "".join((self.code.data or "").split()).lower()
        return bool(super().validate(**options))


class SetUpCodesForm(TwoFactorSetupForm):
    """Codes on or off. The library's own choices use a form that WTForms 3.4 no longer takes."""

    setup = RadioField(choices=select_choices({"authenticator": "On", "disable": "Off"}), validate_choice=False)


class LostCodesForm(TwoFactorRescueForm):
    """Not shown: our page leads to the recovery codes by a link. The library adds to its choices all the same."""

    help_setup = RadioField(choices=select_choices({"recovery_code": "A recovery code"}))


class PasskeyForm(WebAuthnRegisterForm, OurWords):
    """A name for a new passkey. Every passkey signs in by itself."""

    WORDS: ClassVar[dict[str, tuple[str, str]]] = {
        "name": ("Its name", "What you will know it by, for example My phone"),
    }
    usage = HiddenField(default="first")

    def validate(self, **options: Any) -> bool:  # noqa: ANN401  what WTForms takes
        self.usage.data = "first"
        return bool(super().validate(**options))


UNREADABLE = (WebAuthnException, ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What the library ends in where an answer is not built as those of passkeys are; it foresees only some of these."""


class OfPasskey(FlaskForm):
    """Refuses an answer that no passkey gives, however far into it the library gets."""

    def validate(self, **options: Any) -> bool:  # noqa: ANN401  what WTForms takes
        try:
            return bool(super().validate(**options))
        except UNREADABLE:
            self["credential"].errors = [*self["credential"].errors, get_message("API_ERROR")[0]]
            return False


class NewPasskeyForm(OfPasskey, WebAuthnRegisterResponseForm):
    """What a passkey answered that is to be added."""


class PasskeyAnswerForm(OfPasskey, WebAuthnSigninResponseForm):
    """What a passkey answered. The library's own form lets a disabled user pass this step; this one does not."""

    def validate(self, **options: Any) -> bool:  # noqa: ANN401  what WTForms takes
        return bool(super().validate(**options)) and bool(self.user and self.user.is_active)


class JoinForm(Form):
    password = SecretField("Password", required="Choose a password", hint=PASSWORD_HINT)
    again = SecretField("Password again", required="Type the password again")
    user: User

    def validate_password(self, field: SecretField) -> None:
        problem = password_problem(Passwords.normal(field.data or ""), told=told_of(self.user))
        if problem:
            raise ValidationError(problem)

    def validate_again(self, field: SecretField) -> None:
        if field.data != self.password.data:
            raise ValidationError("The two passwords differ. Type them again")
