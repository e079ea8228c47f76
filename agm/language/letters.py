"""Letters without what a plain keyboard lacks: one way for the search, for the likeness of names and for slugs."""

import unicodedata

SPELT_OUT = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H", "ı": "i",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH",
}  # fmt: skip
"""Letters that Unicode does not take apart; the migration of the search index spells the same ones."""


def plain_letters(text: str) -> str:
    """A text without the marks on its letters, and with those spelt out that have no plain form: "Żółć" is Zolc."""
    if text.isascii():
        return text
    taken_apart = unicodedata.normalize("NFKD", text)
    return "".join(SPELT_OUT.get(sign, sign) for sign in taken_apart if not unicodedata.combining(sign))


PLAIN_MARKS = str.maketrans("‘’‚‛ʼʹ´`′＇‐‑‒–—−", "'" * 10 + "-" * 6)
"""The apostrophes and hyphens that keyboards and programs put for one another."""


def same_name(name: str) -> str:
    """What two names have in common when people would take them for one.

    Case and spaces do not matter, nor which apostrophe or hyphen was typed, nor whether an accent was typed with its
    letter or after it (Unicode's canonical caseless match).
    """
    folded = unicodedata.normalize("NFD", " ".join(name.translate(PLAIN_MARKS).split())).casefold()
    return unicodedata.normalize("NFC", folded)
