"""People's names: their titles, how a list sorts them, and whether two spellings may be one name."""

import re
import unicodedata
from typing import NamedTuple

from rapidfuzz.distance import OSA

from agm.language.letters import plain_letters

TITLES_BEFORE = frozenset({
    "cllr", "councillor", "dr", "rev", "revd", "rev'd", "reverend", "rt", "right", "hon", "honourable", "baroness",
    "baron", "lord", "lady", "sir", "dame", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "rabbi", "chief",
    "canon", "imam", "ald", "alderman", "father", "sister", "viscount", "earl", "mayor", "ambassador", "the",
})  # fmt: skip
LETTERS_AFTER = frozenset({
    "mp", "mk", "msp", "ms", "am", "mla", "mep", "td", "obe", "mbe", "cbe", "kbe", "dbe", "kc", "qc", "kcmg", "pc",
    "jp", "phd", "frs", "fba", "ba", "ma", "bsc", "msc", "dl", "ch", "om",
})  # fmt: skip
NO_TITLE_ALONE = frozenset({"the", "rt", "right", "chief"})
"""Words that begin a title and are none by themselves: "The Rt Hon", "Chief Rabbi"."""

PARTICLES = frozenset({
    "ab", "al", "ap", "bat", "ben", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le",
    "mac", "mc", "nic", "ní", "o", "ten", "ter", "ua", "uí", "van", "von", "y", "zu", "ó",
})  # fmt: skip
"""Of Arabic, Dutch, French, German, Hebrew, Irish, Italian, Portuguese, Spanish and Welsh names."""

# Consonants that are easily taken for each other count as one.
SOUNDS = str.maketrans(
    {"c": "k", "q": "k", "g": "j", "y": "j", "z": "s", "x": "s", "v": "f", "w": "f", "b": "p", "d": "t", "n": "m"}
)
SILENT = re.compile(r"[aeiouh]")
SHORTEST_WITH_ONE_EDIT = 5
SHORTEST_WITH_TWO_EDITS = 12
SHORTEST_OF_LIKE_SOUND_WITH_TWO_EDITS = 8


class ParsedName(NamedTuple):
    name: str
    prefix: str | None = None
    suffix: str | None = None


def parse_name(text: str) -> ParsedName:
    """Take a name apart: "Cllr Jane Black MP" is Cllr | Jane Black | MP. The last word is always kept as the name."""
    words = text.split()
    start = 0
    while start < len(words) - 1 and _title(words[start]) in TITLES_BEFORE:
        start += 1
    while start > 0 and _title(words[start - 1]) in NO_TITLE_ALONE:
        start -= 1
    end = len(words)
    while end > start + 1 and _stands_after(words[end - 1]):
        end -= 1
    return ParsedName(
        name=" ".join(words[start:end]).rstrip(","),
        prefix=" ".join(words[:start]) or None,
        suffix=" ".join(words[end:]) or None,
    )


def _title(word: str) -> str:
    return word.casefold().replace(".", "").replace("’", "'").strip(",")


def _stands_after(word: str) -> bool:
    """Known letters, in capitals, so that "Ma" and "Am" stay names."""
    letters = word.replace(".", "").strip(",")
    return letters.casefold() in LETTERS_AFTER and (letters.isupper() or letters in {"PhD", "BSc", "MSc"})


def sort_name(name: str) -> str:
    """The name as a list sorts it: last name first, with the particles that belong to it ("van Dijk, Anna")."""
    words = name.split()
    if len(words) < 2:
        return name
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold().strip("’'") in PARTICLES:
        start -= 1
    return f"{' '.join(words[start:])}, {' '.join(words[:start])}"


def name_key(name: str) -> str:
    """The name in lower case with accents, apostrophes, hyphens and other marks taken away, words one space apart."""
    without_accents = plain_letters(unicodedata.normalize("NFKD", name).casefold())
    joined = re.sub(r"['’‘`´ʼ.\"“”״׳]", "", without_accents)
    return " ".join(re.sub(r"[^\w]+|_", " ", joined).split())


def first_key(key: str) -> str:
    return key.split(" ", 1)[0]


def last_key(key: str) -> str:
    return key.rsplit(" ", 1)[-1]


def phonetic_key(key: str) -> str:
    """The consonants of a name's key by their sound, each word's letters and then the words in alphabetical order.

    "jon smyth" and "smith john" have one phonetic key.
    """
    words = (re.sub(r"(.)\1+", r"\1", "".join(sorted(_consonants(word)))) for word in key.split())
    return " ".join(sorted(words))


def _consonants(word: str) -> str:
    sounds = SILENT.sub("", word.replace("ph", "f").replace("ck", "k").replace("y", "i")).translate(SOUNDS)
    return sounds or word  # a word of vowels alone stays whole


def is_similar(first: str, second: str) -> bool:
    """Whether two keys may be one name, misspelt: one edit apart, or two in a long name, in any order of words."""
    edits = _edits_allowed(first, second)
    if edit_distance(first, second, edits) <= edits or first.replace(" ", "") == second.replace(" ", ""):
        return True
    in_order = " ".join(sorted(first.split())), " ".join(sorted(second.split()))
    return edit_distance(*in_order, edits) <= edits


def _edits_allowed(first: str, second: str) -> int:
    longest = max(len(first), len(second))
    if longest < SHORTEST_WITH_ONE_EDIT:
        return 0
    if longest >= SHORTEST_WITH_TWO_EDITS:
        return 2
    is_like = longest >= SHORTEST_OF_LIKE_SOUND_WITH_TWO_EDITS and phonetic_key(first) == phonetic_key(second)
    return 2 if is_like else 1


def edit_distance(first: str, second: str, most: int) -> int:
    """Optimal string alignment: letters too many, too few, other ones, neighbours swapped; `most` + 1 for any more."""
    return OSA.distance(first, second, score_cutoff=most)
