"""Codes that people copy from paper: letters and digits that are not taken for one another (Crockford's base 32)."""

from __future__ import annotations

import hashlib
import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
"""Five bits each: 80 in all."""
GROUP = 4
MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A random code, without its hyphens."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def in_groups(code: str) -> str:
    """As it is printed: "ABCD-EFGH-JKMN-PQRS"."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(typed: str) -> str | None:
    """The code that was typed in whichever case and grouping; None for what cannot be one."""
    kept = "".join(one for one in typed.upper() if one.isalnum()).translate(MEANT)
    return kept if len(kept) == LENGTH and all(one in LETTERS for one in kept) else None


def digest_of(*codes: str) -> str:
    """What is kept of a code, or of several together."""
    return hashlib.sha256("\n".join(codes).encode()).hexdigest()
