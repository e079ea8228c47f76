"""By which words a text is found besides its own: names without their apostrophes and by their sound, years."""

import re
from itertools import pairwise

from agm.language.letters import plain_letters
from agm.language.names import edit_distance, is_similar, phonetic_key

SOUND = "zq"
"""Begins what is no word but the sound of one."""
UNIT = "zqu"
"""Begins the id of a unit, so that no figure of a text is taken for one."""
SINCE = "zy"
"""Begins the year from which on something is."""
MOST_YEARS = 60
"""How long anybody holds an office."""
SHORTEST_MISSPELT = 4
LONGEST_BEFORE_NAME = 5
"""What is often written together with the name after it: Mc, Van, Fitz, Saint."""
_YEARS = re.compile(r"\b([12][0-9]{3}) to ([12][0-9]{3})\b")
_SINCE = re.compile(r"\bsince ([12][0-9]{3})\b")
_COMPOUND = re.compile(r"[^\W_]+(?:['’‘`´ʼ′‐‑-][^\W_]+)+")
_NAME = re.compile(r"[^\W_]+(?:['’‘`´ʼ′‐‑-][^\W_]+)*")


def plain_words(text: str) -> list[str]:
    """The words of a text in plain small letters: what stands between spaces, hyphens and other marks."""
    return re.findall(r"[^\W_]+", plain_letters(text).lower())


def search_keys(text: str) -> str:
    """Words joined that apostrophes, hyphens or a space part, and those with a capital by their sound; each once."""
    keys = {"".join(plain_words(found)): None for found in _COMPOUND.findall(text)}
    for first, second in pairwise(_NAME.finditer(text)):
        is_close = text[first.end() : second.start()] in {" ", "\u00a0"}
        if is_close and len(first[0]) <= LONGEST_BEFORE_NAME and second[0][0].isupper():
            keys["".join(plain_words(f"{first[0]} {second[0]}"))] = None
    names: dict[str, None] = {}
    for word in _NAME.findall(text):
        if word[0].isupper():
            parts = plain_words(word)
            names |= dict.fromkeys(["".join(parts), *parts])
    for name in names:
        keys |= dict.fromkeys(sounds_of(name))
    return " ".join(keys | {name: None for name in names if len(name) >= SHORTEST_MISSPELT})


def year_keys(text: str) -> str:
    """The years between those that a text tells of ("2014 to 2017"), and from when on something is ("since 2017")."""
    between = [
        str(year)
        for first, last in _YEARS.findall(text)
        for year in range(int(first) + 1, min(int(last), int(first) + MOST_YEARS))
    ]
    return " ".join(dict.fromkeys([*between, *(SINCE + year for year in _SINCE.findall(text))]))


def keys_of_year(word: str, this_year: int) -> list[str]:
    """By which keys what is since an earlier year is found for a word that is a year, and not one to come."""
    if not re.fullmatch(r"[12][0-9]{3}", word) or int(word) > this_year:
        return []
    return [f"{SINCE}{year}" for year in range(int(word) - MOST_YEARS, int(word))]


def sounds_of(word: str) -> list[str]:
    """Its sound, and the same with a letter left out: two words of nearly one sound have one of them in common."""
    if len(word) < SHORTEST_MISSPELT or not word.isalpha():
        return []
    sound = phonetic_key(word)
    shorter = [sound[:place] + sound[place + 1 :] for place in range(len(sound))] if len(sound) > 2 else []
    return list(dict.fromkeys(SOUND + one for one in [sound, *shorter]))


def may_be_meant(typed: str, word: str) -> bool:
    """Whether a word may be what was typed, misspelt."""
    return is_similar(typed, word) or (
        min(len(typed), len(word)) >= SHORTEST_MISSPELT - 1
        and phonetic_key(typed) == phonetic_key(word)
        and edit_distance(typed, word, 2) <= 2
    )
