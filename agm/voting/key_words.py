"""A key as 24 words that people print and type back, and a key in two halves of which none is of use alone."""

from __future__ import annotations

import secrets
from functools import cache

from mnemonic import Mnemonic

from agm.voting.ballot_box import KEY_LENGTH

WORDS = 24


class KeyWordsError(ValueError):
    """These words are no key; what it says is for people."""


@cache
def language() -> Mnemonic:
    return Mnemonic("english")


def words_of(key: bytes) -> str:
    found: str = language().to_mnemonic(key)
    return found


def key_of(typed: str) -> bytes:
    """The key that was printed as these words, in whichever case and with whatever between them.

    Raises KeyWordsError with what to look at.
    """
    words = "".join(one if one.isalpha() else " " for one in typed.casefold()).split()
    known = set(language().wordlist)
    wrong = [f"{place} (“{word}”)" for place, word in enumerate(words, 1) if word not in known]
    if wrong:
        many = "Words" if len(wrong) > 1 else "Word"
        raise KeyWordsError(f"{many} {', '.join(wrong)}: no such word is on the list. Compare with the printed sheet.")
    if len(words) != WORDS:
        raise KeyWordsError(f"A key has {WORDS} words. These are {len(words)}.")
    try:
        return bytes(language().to_entropy(words))
    except (ValueError, LookupError) as error:
        words_for_people = "The words do not belong together: two may be swapped. Compare with the printed sheet."
        raise KeyWordsError(words_for_people) from error


def halves_of(key: bytes) -> tuple[bytes, bytes]:
    """Two halves, of which each alone says nothing of the key."""
    first = secrets.token_bytes(KEY_LENGTH)
    return first, together(first, key)


def together(first: bytes, second: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(first, second, strict=True))
