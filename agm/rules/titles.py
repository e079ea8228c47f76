"""A name typed in one go, taken apart: "Cllr Jane Black MP" is Cllr | Jane Black | MP."""

from __future__ import annotations

from typing import NamedTuple

BEFORE = frozenset({
    "cllr", "councillor", "dr", "rev", "revd", "rev'd", "reverend", "rt", "right", "hon", "honourable", "baroness",
    "baron", "lord", "lady", "sir", "dame", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "rabbi", "chief",
    "canon", "imam", "ald", "alderman", "father", "sister", "viscount", "earl", "mayor", "ambassador", "the",
})  # fmt: skip
AFTER = frozenset({
    "mp", "mk", "msp", "ms", "am", "mla", "mep", "td", "obe", "mbe", "cbe", "kbe", "dbe", "kc", "qc", "kcmg", "pc",
    "jp", "phd", "frs", "fba", "ba", "ma", "bsc", "msc", "dl", "ch", "om",
})  # fmt: skip
ONLY_BEFORE_MORE = frozenset({"the", "rt", "right", "chief"})
"""Words that begin a form of address and are none alone: "The Rt Hon", "Chief Rabbi"."""


class SplitName(NamedTuple):
    """A name with what stands before and after it."""

    name: str
    prefix: str | None = None
    suffix: str | None = None


def split_name(text: str) -> SplitName:
    """Take a displayed name apart; the last word is always kept as the name."""
    words = text.split()
    start = 0
    while start < len(words) - 1 and plain(words[start]) in BEFORE:
        start += 1
    while start > 0 and plain(words[start - 1]) in ONLY_BEFORE_MORE:
        start -= 1
    end = len(words)
    while end > start + 1 and is_after(words[end - 1]):
        end -= 1
    return SplitName(
        name=" ".join(words[start:end]).rstrip(","),
        prefix=" ".join(words[:start]) or None,
        suffix=" ".join(words[end:]) or None,
    )


def plain(word: str) -> str:
    """A word without case, full stops and curly apostrophes."""
    return word.casefold().replace(".", "").replace("’", "'").strip(",")


def is_after(word: str) -> bool:
    """Whether a word stands behind a name: known letters, in capitals (so that "Ma" and "Am" stay names)."""
    letters = word.replace(".", "").strip(",")
    return letters.casefold() in AFTER and (letters.isupper() or letters in {"PhD", "BSc", "MSc"})
