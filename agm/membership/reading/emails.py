"""E-mail addresses as lists have them. A bad one never costs a member their place."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

from agm.membership.reading.values import Code

_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9_+-]|\.(?=[a-z0-9_+-]))*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}")
_IN_BRACKETS = re.compile(r"^[^<>]*<([^<>]+)>$")
_NAMED = re.compile(r'^"?([^<>"]*)"?\s*<([^<>]+)>$')
_BETWEEN = re.compile(r"\s*[;,/|&]\s*|\s+(?:and|or)\s+|(?<=\.[a-z]{2})\s+|(?<=\.[a-z]{3})\s+|(?<=\.[a-z]{4})\s+")


def read_emails(text: str) -> tuple[list[str], Code | None]:
    """The addresses of a cell in small letters (most have one), or none and what is wrong with it."""
    text = _IN_BRACKETS.sub(r"\1", text.casefold().removeprefix("mailto:").strip()).strip(" ;,")
    if not text:
        return [], None
    if _PLAIN.fullmatch(text):
        return [text], None
    if text.count("@") > 1:
        several = list(dict.fromkeys(_IN_BRACKETS.sub(r"\1", part).strip() for part in _BETWEEN.split(text) if part))
        if all(map(is_address, several)):
            return several, Code.TWO_EMAILS if len(several) > 1 else None
        return [], Code.EMAIL_BAD
    if " " in text and is_address(text.replace(" ", "")):
        return [], Code.EMAIL_INNER_SPACE
    return ([text], None) if is_address(text) else ([], Code.EMAIL_BAD)


def name_and_address(text: str) -> tuple[str, str]:
    """The parts of “Ann Bell <ann@example.org>”, as programs for mail copy addresses; either may be empty."""
    found = _NAMED.match(text.strip())
    if found:
        return found[1].strip(), found[2]
    return ("", text) if "@" in text else (text, "")


def is_address(text: str) -> bool:
    if _PLAIN.fullmatch(text):
        return True
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
