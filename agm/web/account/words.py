"""What Flask-Security says, in our words."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "GENERIC_AUTHN_FAILED": ("This email and password do not go together. Check both, and try again", "error"),
    "GENERIC_RECOVERY": ("If there is a login with this address, a letter is on its way.", "info"),
    "UNAUTHENTICATED": ("Sign in first.", "info"),
    "REAUTHENTICATION_REQUIRED": ("Give your password once more: this changes how you sign in.", "info"),
    "REAUTHENTICATION_SUCCESSFUL": ("Thank you.", "info"),
    "PASSWORD_MISMATCH": ("The two passwords differ. Type them again", "error"),
    "RETYPE_PASSWORD_MISMATCH": ("The two passwords differ. Type them again", "error"),
    "INVALID_REDIRECT": ("That address does not belong to this site.", "error"),
    "INVALID_RECOVERY_CODE": ("This is none of your unused recovery codes. Check it, and try again", "error"),
    "NO_RECOVERY_CODES_SETUP": ("There are no recovery codes yet.", "info"),
    "PASSWORD_RESET_REQUEST": ("If there is a login with this address, a letter is on its way.", "info"),
    "PASSWORD_RESET_EXPIRED": ("This link is too old. Ask for a new one.", "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (
        "This link was used, or a part is missing. Ask for a new one.",
        "error",
    ),
    "DISABLED_ACCOUNT": ("This email and password do not go together. Check both, and try again", "error"),
    "EMAIL_NOT_PROVIDED": ("Enter your email", "error"),
    "INVALID_EMAIL_ADDRESS": ("Enter an email address, for example dana@example.org", "error"),
    "INVALID_CODE": ("This code is wrong or was used. Wait for the next one, and type that", "error"),
    "INVALID_INPUT": ("Type this again: it holds characters that cannot be used here", "error"),
    "INVALID_INPUT_LENGTH": ("Shorten this to %(length)s characters", "error"),
    "PASSWORD_NOT_PROVIDED": ("Enter the password", "error"),
    "PASSWORD_INVALID_LENGTH": ("Choose a longer password: at least %(length)s characters", "error"),
    "INVALID_PASSWORD": ("This password is wrong. Check it, and try again", "error"),
    "PASSWORD_RESET": ("Your new password is set.", "info"),
    "PASSWORD_RESET_NO_LOGIN": ("Your new password is set. Sign in with it.", "info"),
    "PASSWORD_IS_THE_SAME": ("Choose a password that differs from the present one", "error"),
    "PASSWORD_CHANGE": ("Your new password is set.", "info"),
    "LOGIN": ("Sign in first.", "info"),
    "ANONYMOUS_USER_REQUIRED": ("You are signed in already.", "info"),
    "TWO_FACTOR_INVALID_TOKEN": (
        "This code is wrong or was used. Wait for the next one, and type that",
        "error",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": ("You are signed in.", "info"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        "Codes are on. Make recovery codes now, in case your phone gets lost.",
        "info",
    ),
    "TWO_FACTOR_PERMISSION_DENIED": ("Sign in again, from the start.", "info"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": ("Choose one of those shown", "error"),
    "TWO_FACTOR_DISABLED": ("Codes are off.", "info"),
    "TWO_FACTOR_SETUP_EXPIRED": ("That took too long. Begin again.", "error"),
    "WEBAUTHN_EXPIRED": ("That took too long. Begin again.", "error"),
    "WEBAUTHN_NAME_REQUIRED": ("Enter a name for the passkey, for example My phone", "error"),
    "WEBAUTHN_NAME_INUSE": ("You have a passkey with this name. Choose another name", "error"),
    "WEBAUTHN_NAME_NOT_FOUND": ("There is no passkey with this name.", "error"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": ("Use letters, figures, spaces and hyphens only", "error"),
    "WEBAUTHN_CREDENTIAL_DELETED": ("The passkey “%(name)s” is removed.", "info"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": ("The passkey “%(name)s” is added. You can sign in with it.", "info"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": ("This passkey is in use already.", "error"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": ("This passkey is not known here. Sign in with your password.", "error"),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": ("This passkey is not known here. Sign in with your password.", "error"),
    "WEBAUTHN_NO_VERIFY": ("This passkey could not be checked. Try again, or sign in with your password.", "error"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": ("This passkey is not known here. Sign in with your password.", "error"),
    "WEBAUTHN_MISMATCH_USER_HANDLE": ("This passkey belongs to somebody else.", "error"),
    "API_ERROR": ("We could not read that. Try again.", "error"),
    "FORGOT_PASSWORD": ("Forgotten your password?", "info"),
}
"""Flask-Security's messages by their names there; the second word is the library's category."""

SUBJECTS = {
    "EMAIL_SUBJECT_PASSWORD_RESET": "A new password for the AGM desk",
    "EMAIL_SUBJECT_PASSWORD_NOTICE": "Your password for the AGM desk was changed",
    "EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": "Your password for the AGM desk was changed",
}
"""Subjects of the letters that Flask-Security sends."""
