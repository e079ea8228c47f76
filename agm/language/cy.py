"""Welsh: dates, times, "a" and "ac", and numbers with what is counted.

Only what changes no sound of a name: a number takes "o" and a plural ("23 o bleidleisiau"), which holds for any number.
"""

import datetime as dt
import re

from agm.language.en import NOON
from agm.language.letters import plain_letters
from agm.language.partial_date import PartialDate

WATCH = "Gwyliwch y fideo"
LEAVES = "yn gadael y wefan hon"
IN_LANGUAGE = {"cy": "yn Gymraeg", "ga": "mewn Gwyddeleg", "gd": "mewn Gaeleg yr Alban", "he": "mewn Hebraeg"}
FIRST_PUBLISHED = "Cyhoeddwyd gyntaf yn:"

MONTHS = ("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref",
          "Tachwedd", "Rhagfyr")  # fmt: skip
WEEKDAYS = ("dydd Llun", "dydd Mawrth", "dydd Mercher", "dydd Iau", "dydd Gwener", "dydd Sadwrn", "dydd Sul")
_VOWEL_SOUND = re.compile(r"(?i)\W*(?:[aeiou]|[wy](?![aeiouwy]))")


def long_date(when: PartialDate | dt.date | None, *, weekday: bool = True, space: str = " ") -> str:
    """ "dydd Sul 2 Ebrill 2017", "Ebrill 2017", "2017", or ""; `space` stands between the day and the month."""
    if when is None:
        return ""
    full = when.full if isinstance(when, PartialDate) else when
    if full is None:
        return f"{MONTHS[when.month - 1]} {when.year}" if when.month else str(when.year)
    before = f"{WEEKDAYS[full.weekday()]} " if weekday else ""
    return f"{before}{full.day}{space}{MONTHS[full.month - 1]} {full.year}"


def on_date(when: PartialDate | None, *, space: str = " ") -> str:
    """When something is, within a sentence: "ddydd Sul 2 Ebrill 2017", "ym mis Ebrill 2017", "yn 2017", or ""."""
    if when is None:
        return ""
    if when.full:
        return f"d{long_date(when, space=space)}"
    return f"ym mis {long_date(when)}" if when.month else f"yn {when.year}"


def until_date(when: PartialDate, *, space: str = " ") -> str:
    """ "tan 2 Ebrill 2017", "tan fis Ebrill 2017", "tan 2017"."""
    mis = "fis " if when.month and not when.full else ""
    return f"tan {mis}{long_date(when, weekday=False, space=space)}"


def clock_words(time: dt.time) -> str:
    """A time of day after "am": "hanner dydd", "14:00"."""
    return "hanner dydd" if time.replace(tzinfo=None) == NOON else f"{time:%H:%M}"


def and_before(word: str) -> str:
    """ "ac" before a vowel, else "a": "Nia ac Ann", "Nia a Siân".

    An i is always a vowel here ("ac Iestyn"); w and y where no vowel follows ("ac Ynyr", "a Yasmin").
    """
    return "ac" if _VOWEL_SOUND.match(plain_letters(word)) else "a"


def counted(number: int, one: str, several: str) -> str:
    """A number with what is counted: `one` as it stands after 1, `several` as it stands after "o"."""
    return f"1 {one}" if number == 1 else f"{number:,} o {several}"


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENGLISH = frozenset({
    "all", "an", "and", "are", "as", "at", "be", "by", "for", "from", "is", "it", "its", "not", "of", "on", "or", "our",
    "should", "that", "the", "their", "this", "to", "we", "will", "with",
})  # fmt: skip
_WELSH = frozenset({
    "ac", "bawb", "bod", "cyfarfod", "cynnig", "dros", "dylai", "dylem", "dylid", "ei", "ein",
    "eu", "fod", "gan", "gyda", "hwn", "hyn", "mae", "nid", "pawb", "sydd", "y", "yn", "yr",
})  # fmt: skip
_SURELY = 4
"""A word of so many letters says by itself that a text is in Welsh; shorter ones do it together."""


def is_welsh(text: str) -> bool:
    """Whether somebody typed a text in Welsh: it has words that only Welsh has, and none that only English has."""
    words = {word.casefold() for word in _WORD.findall(text)}
    found = {word for word in words if word in _WELSH or word.endswith(("’r", "'r"))}
    if len(found) <= len(words & _ENGLISH):
        return False
    return len(found) > 1 or "yn" in found or any(len(word) >= _SURELY for word in found)
