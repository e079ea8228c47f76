"""People's names: their titles, how a list sorts them, and whether two spellings may be one name."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from agm.language.letters import plain_letters

_WITHIN_WORDS = re.compile(r"['’‘`´ʼ.\"“”״׳]")
_BETWEEN_WORDS = re.compile(r"[^\w]+|_")

TITLES_BEFORE = frozenset({
    "cllr", "councillor", "dr", "rev", "revd", "rev'd", "reverend", "rt", "right", "hon", "honourable", "baroness",
    "baron", "lord", "lady", "sir", "dame", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "rabbi", "chief",
    "canon", "imam", "ald", "alderman", "father", "sister", "viscount", "earl", "mayor", "ambassador", "the",
})  # fmt: skip
LETTERS_AFTER = frozenset({
    "mp", "mk", "msp", "ms", "am", "mla", "mep", "td", "obe", "mbe", "cbe", "kbe", "dbe", "kc", "qc", "kcmg", "pc",
    "jp", "phd", "frs", "fba", "ba", "ma", "bsc", "msc", "dl", "ch", "om", "llb", "llm", "mba", "cb", "cmg", "cvo",
    "dsc",
})  # fmt: skip
NO_TITLE_ALONE = frozenset({"the", "rt", "right", "chief"})
"""Words that begin a title and are none by themselves: "The Rt Hon", "Chief Rabbi"."""

TITLES_AND_GIVEN_NAMES = frozenset({"earl", "baron", "hon", "canon", "mayor"})
BEFORE_A_TITLE = frozenset({"the", "rt", "right", "lord", "lady", "deputy"})
LETTERS_AND_SURNAMES = frozenset({"ma", "ba", "am", "om", "ch"})

GENERATIONS = frozenset({"jr", "jnr", "junior", "jun", "sr", "snr", "senior"})
LETTERS_IN_SMALL = frozenset({
    "PhD", "BSc", "MSc", "MSt", "BEd", "MEd", "MPhil", "DPhil", "EdD", "DLitt", "LittD", "MEng", "BEng", "MSci", "MRes",
})  # fmt: skip
"""Letters that stand behind a name and are not all capitals."""

PARTICLES = frozenset({
    "ab", "al", "ap", "bat", "ben", "bin", "bint", "da", "dal", "das", "de", "degli", "dei", "del", "dela", "della",
    "den", "der", "di", "do", "dos", "du", "el", "erch", "ferch", "ibn", "la", "las", "le", "lo", "los", "mac", "mc",
    "mhic", "nic", "ní", "nì", "o", "op", "san", "st", "st.", "saint", "ten", "ter", "'t", "t", "ua", "uí", "van",
    "vande", "vander", "verch", "vom", "von", "y", "zu", "zum", "zur", "ó",
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
    """Take a name apart: "Cllr Jane Black MP" is Cllr | Jane Black | MP. The last word is always kept as the name.

    What can be a given name or a surname as well is one where it would leave a single word: "Earl Hobday", "Jack MA".
    """
    words = text.split()
    start = 0
    while start < len(words) - 1 and _title(words[start]) in TITLES_BEFORE:
        start += 1
    while start > 0 and _title(words[start - 1]) in NO_TITLE_ALONE:
        start -= 1
    end = len(words)
    while end > start + 1 and _stands_after(words[end - 1]):
        end -= 1
    if end == start + 1:
        if end < len(words) and words[end].casefold().strip(".,") in LETTERS_AND_SURNAMES:
            end += 1
        elif start and _is_given_name(words[:start]):
            start -= 1
    return ParsedName(
        name=" ".join(words[start:end]).rstrip(","),
        prefix=" ".join(words[:start]) or None,
        suffix=" ".join(words[end:]) or None,
    )


def _is_given_name(titles: Sequence[str]) -> bool:
    """Whether the last of these words in front of a surname is more likely the given name."""
    last, before = _title(titles[-1]), [_title(word) for word in titles[:-1]]
    return last in TITLES_AND_GIVEN_NAMES and (not before or before[-1] not in BEFORE_A_TITLE)


def _title(word: str) -> str:
    return word.casefold().replace(".", "").replace("’", "'").strip(",")


def _stands_after(word: str) -> bool:
    """Known letters, in capitals, so that "Ma" and "Am" stay names."""
    letters = word.replace(".", "").strip(",")
    return letters in LETTERS_IN_SMALL or (letters.casefold() in LETTERS_AFTER and letters.isupper())


def sort_name(name: str) -> str:
    """The name as a list sorts it: last name first, with the particles that belong to it ("van Dijk, Anna").

    What stands behind a name stays behind it: "King, Selwyn, Jr".
    """
    words = name.split()
    end = len(words)
    while end > 2 and _is_behind(words[end - 1]):
        end -= 1
    names, behind = [word.rstrip(",") for word in words[:end]], " ".join(words[end:])
    start = end - 1
    while start > 1 and names[start - 1].casefold().strip("’") in PARTICLES:
        start -= 1
    return ", ".join(part for part in (" ".join(names[start:]), " ".join(names[:start]), behind) if part)


def _is_behind(word: str) -> bool:
    """Whether a word at the end is no surname: a generation, letters, or what stands in brackets."""
    bare = word.strip(",.")
    is_generation = bare in {"II", "III", "IV", "V"} or bare.casefold() in GENERATIONS
    return is_generation or _stands_after(word) or bare.startswith("(")


def sort_key(sorted_name: str) -> str:
    """What a list compares: the letters of a name as a list sorts it (`sort_name`), on every database alike.

    Marks on letters, apostrophes and capitals do not matter. Figures part the names and the words of one, because every
    collation has them before the letters, and none leaves them out.
    """
    return "0".join(name_key(part).replace(" ", "1") for part in sorted_name.split(",", 1))


def name_key(name: str) -> str:
    """The name in lower case with accents, apostrophes, hyphens and other marks taken away, words one space apart."""
    without_accents = plain_letters(unicodedata.normalize("NFKD", name).casefold())
    return " ".join(_BETWEEN_WORDS.sub(" ", _WITHIN_WORDS.sub("", without_accents)).split())


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
