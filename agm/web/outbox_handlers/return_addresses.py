"""The address to which a mail comes back: one for each, so that a report needs no other clue to what was sent."""

from __future__ import annotations

import hashlib
import hmac
import re

from agm.settings import Settings

PURPOSE = "return address"
SIGNS = 20


def return_address(settings: Settings, number: int, key: str) -> str | None:
    """Of the mail of a job, by its number and key; None where nothing is set up for mails that come back."""
    if settings.bounce_address is None:
        return None
    local, _at, domain = settings.bounce_address.rpartition("@")
    return f"{local}+{number}-{signature(settings.secrets[0], number, key)}@{domain}"


def numbers_in(settings: Settings, text: str) -> list[tuple[int, str]]:
    """The numbers of jobs, with their signatures, in a text that holds such addresses; neither is checked."""
    local, _at, domain = (settings.bounce_address or "@").rpartition("@")
    pattern = rf"{re.escape(local)}\+(\d{{1,18}})-([0-9a-f]{{{SIGNS}}})@{re.escape(domain)}"
    return [(int(number), signs.lower()) for number, signs in re.findall(pattern, text, re.IGNORECASE)]


def is_of(settings: Settings, number: int, key: str, signs: str) -> bool:
    """Whether we made the signature, for this job."""
    return any(hmac.compare_digest(signature(secret, number, key), signs) for secret in settings.secrets)


def signature(secret: str, number: int, key: str) -> str:
    said = f"{PURPOSE}:{number}:{key}".encode()
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()[:SIGNS]
