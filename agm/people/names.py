"""Names as keys: how two spellings of one name are found to be alike, and how a name is sorted."""

from __future__ import annotations

import re
import unicodedata

WITHOUT_DECOMPOSITION = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h"}
)
PARTICLES = frozenset(
    "al bin da de del der di dos du el ibn la le ní nic ní o ó den ten ter van von y zu ap ab ben bat ua uí mac mc".split()  # noqa: SIM905  a list of words
)


def name_key(name: str) -> str:
    """The name in lower case with accents, apostrophes, hyphens and other marks taken away, words one space apart."""
    folded = unicodedata.normalize("NFKD", name.casefold()).translate(WITHOUT_DECOMPOSITION)
    without_accents = "".join(letter for letter in folded if not unicodedata.combining(letter))
    joined = re.sub(r"['’‘`´ʼ.\"“”״׳]", "", without_accents)
    return " ".join(re.sub(r"[^\w]+|_", " ", joined).split())


def sort_name(name: str) -> str:
    """The name as a list sorts it: last name first, with the particles that belong to it ("van Dijk, Anna")."""
    words = name.split()
    if len(words) < 2:
        return name
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold().strip("’'") in PARTICLES:
        start -= 1
    return f"{' '.join(words[start:])}, {' '.join(words[:start])}"
