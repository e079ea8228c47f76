"""When two names are one."""

from __future__ import annotations

import unicodedata


def same_name(name: str) -> str:
    """What two names have in common when people would take them for one.

    Case and spaces do not matter, nor whether an accent was typed with its letter or after it (Unicode's canonical
    caseless match).
    """
    folded = unicodedata.normalize("NFD", " ".join(name.split())).casefold()
    return unicodedata.normalize("NFC", folded)
