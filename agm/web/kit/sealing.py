"""Passwords for other machines, kept encrypted by the installation's secret."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from agm.settings import Settings

PURPOSE = "passwords for other machines"


class LostSecretError(Exception):
    """What was encrypted cannot be read: the installation's secret is another by now."""


def box(settings: Settings) -> MultiFernet:
    """Encrypts by the newest secret, and decrypts by each."""
    keys = (hashlib.sha256(f"{PURPOSE}:{secret}".encode()).digest() for secret in settings.secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def sealed(settings: Settings, password: str) -> str:
    return box(settings).encrypt(password.encode()).decode()


def unsealed(settings: Settings, kept: str) -> str:
    """Raises LostSecretError."""
    try:
        return box(settings).decrypt(kept.encode()).decode()
    except InvalidToken:
        raise LostSecretError from None
