"""Names as keys: how two spellings of one name are found to be alike, and how a name is sorted."""

from __future__ import annotations

import re
import unicodedata

from agm.rules.letters import plain_letters

PARTICLES = frozenset(  # of Arabic, Dutch, French, German, Hebrew, Irish, Italian, Portuguese, Spanish and Welsh names
    "ab al ap bat ben bin da de del den der di dos du el ibn la le mac mc nic ní o ten ter ua uí van von y zu ó".split()
)


def name_key(name: str) -> str:
    """The name in lower case with accents, apostrophes, hyphens and other marks taken away, words one space apart."""
    without_accents = plain_letters(unicodedata.normalize("NFKD", name).casefold())
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


SOUNDS = str.maketrans(
    {"c": "k", "q": "k", "g": "j", "y": "j", "z": "s", "x": "s", "v": "f", "w": "f", "b": "p", "d": "t", "n": "m"}
)
SILENT = re.compile(r"[aeiouh]")
SHORTEST_WITH_ONE_SLIP = 5
SHORTEST_WITH_TWO_SLIPS = 12
SHORTEST_OF_LIKE_SOUND_WITH_TWO_SLIPS = 8


def first_key(key: str) -> str:
    """The first word of a name's key."""
    return key.split(" ", 1)[0]


def last_key(key: str) -> str:
    """The last word of a name's key."""
    return key.rsplit(" ", 1)[-1]


def sound_key(key: str) -> str:
    """What is left of a name's key without vowels, doublings and the order of letters and words.

    Consonants that are easily taken for each other count as one. "jon smyth" and "smith john" have one sound.
    """
    words = (re.sub(r"(.)\1+", r"\1", "".join(sorted(heard(word)))) for word in key.split())
    return " ".join(sorted(words))


def heard(word: str) -> str:
    """The consonants of a word, by their sound; a word of vowels alone stays whole."""
    sounds = SILENT.sub("", word.replace("ph", "f").replace("ck", "k").replace("y", "i")).translate(SOUNDS)
    return sounds or word


def are_alike(first: str, second: str) -> bool:
    """Whether two keys are so near that they may be one name, misspelt: one slip of the hand, or two in a long name.

    A slip is a letter too many, too few, another one, or two neighbours swapped. The order of words does not count.
    """
    slips = slips_allowed(first, second)
    if slips_between(first, second, slips) <= slips or first.replace(" ", "") == second.replace(" ", ""):
        return True
    in_order = " ".join(sorted(first.split())), " ".join(sorted(second.split()))
    return slips_between(*in_order, slips) <= slips


def slips_allowed(first: str, second: str) -> int:
    """How many slips two keys may differ by: more in a long name, and where both sound alike."""
    longest = max(len(first), len(second))
    if longest < SHORTEST_WITH_ONE_SLIP:
        return 0
    if longest >= SHORTEST_WITH_TWO_SLIPS:
        return 2
    sounds_alike = longest >= SHORTEST_OF_LIKE_SOUND_WITH_TWO_SLIPS and sound_key(first) == sound_key(second)
    return 2 if sounds_alike else 1


def slips_between(first: str, second: str, most: int) -> int:
    """How many slips lie between two words (optimal string alignment distance); `most` + 1 stands for any more."""
    if abs(len(first) - len(second)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(second, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                least = min(least, last[j - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
