"""British English: dates, numbers, ordinals, lists, plurals, articles, the apostrophe."""

import datetime as dt
import re
from collections.abc import Sequence

from agm.language.letters import plain_letters as unaccented
from agm.language.partial_date import PartialDate

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
TEENS = range(11, 14)
_BRACKETS = re.compile(r"\([^()]*\)")
_SINGULAR_IN_S = re.compile(r"(?:[ui]s|as|ss|ics)$|\b(?:St\.? \w+|James|Giles|Wales|Lewes|Hughes|Jones|Rhodes|News)$")
_POST = re.compile(
    r"(?i)(?:\b(?:co-?)?(?:chair|secretary|president|delegate|representative|rep|auditor|clerk|whip|trustee|agent|steward"
    r"|co-?optee|member|observer|scrutineer|librarian|archivist|manager|deputy|substitute|captain|patron|lead|candidate"
    r"|champion|marshal|guardian|scribe|chief executive)|[a-z]{2}(?:er|or)|man|person)s?$"
)

_VOWEL_SOUND = re.compile(
    r"(?i)8|1[18](?:,\d{3})*(?![\d,])|(?!eu|ewe|ewer|on(?:e|ce)(?![a-z])|one(?:ness|self)|ouija"
    r"|u(?:$|[^a-z]|ni(?!n|m|ss|de)|nanim|ist|s(?:a[bg]|e|u)|t(?:ah|e|i|o)"
    r"|bi|ganda|k[eru]|r(?:a[ln]|i|olo|ug)|vu))"
    r"[aeiou]|hon(?:ou?r|est)|hour(?!i)|heir|y(?![aeiou\W]|$)"
)
"""How a word begins that "an" stands before; many in u are said with the sound of y, and "one" with that of w."""


def long_date(
    value: PartialDate | dt.date | None,
    *,
    weekday: bool = True,
    year: bool = True,
    ordinal_day: bool = False,
    space: str = " ",
) -> str:
    """ "Sunday 2 April 2017", "April 2017", "2017", or "". Without `year`, only full dates lose theirs.

    `space` stands between the day and the month.
    """
    if value is None:
        return ""
    full = value.full if isinstance(value, PartialDate) else value
    if full is None:
        return f"{MONTHS[value.month - 1]} {value.year}" if value.month else str(value.year)
    number = ordinal(full.day) if ordinal_day else str(full.day)
    before = f"{WEEKDAYS[full.weekday()]} " if weekday else ""
    return f"{before}{number}{space}{MONTHS[full.month - 1]}" + (f" {full.year}" if year else "")


NOON = dt.time(12)


def clock_words(time: dt.time) -> str:
    """A time of day in a sentence: "noon", "14:00"."""
    return "noon" if time.replace(tzinfo=None) == NOON else f"{time:%H:%M}"


def short_date(value: PartialDate | dt.date | None) -> str:
    """ "2 April 2017", "April 2017", "2017", or ""."""
    return long_date(value, weekday=False)


def month_number(name: str) -> int | None:
    """The number of a month from its name or the beginning of it, of three letters or more."""
    start = name[:3].casefold()
    found = [number for number, month in enumerate(MONTHS, 1) if month[:3].casefold() == start]
    return found[0] if found and name.isalpha() else None


def number_word(number: int, most: int = 10) -> str:
    """Words up to `most` (at most twelve), figures with thousands separated beyond."""
    return NUMBERS[number] if number <= most else f"{number:,}"


def counted(number: int, one: str, several: str, *, in_words: bool = False) -> str:
    """A number with its noun: "1 guest", "3 guests"; or "one place", "two places"."""
    return f"{number_word(number) if in_words else f'{number:,}'} {one if number == 1 else several}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 109th, 1,001st."""
    if number % 100 in TEENS:
        return f"{number:,}th"
    return f"{number:,}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}"


def with_article(noun: str) -> str:
    """ "a meeting", "an EGM", "a union meeting", "an 8th congress": the sound decides, capitals are read by letters."""
    bare = re.sub(r"^\W+", "", noun)
    is_spelt = bare[:2].isupper() and bare[:1] not in "0123456789"
    has_vowel = bare[:1] in "AEFHILMNORSX" if is_spelt else bool(_VOWEL_SOUND.match(unaccented(bare)))
    return f"{'an' if has_vowel else 'a'} {noun}"


def is_plural(name: str) -> bool:
    """Whether a name ends in a plural, as far as its letters tell: "Labour Students", not "St James" or "the NUS"."""
    return name.endswith("s") and not _SINGULAR_IN_S.search(name)


def possessive(name: str) -> str:
    """ "JLM's", "Labour Students'", "the NUS's", "St James's"."""
    return f"{name}'" if is_plural(name) else f"{name}'s"


def is_post(label: str) -> bool:
    """Whether somebody is elected "as" this: Chair, Delegates to Conference, not Membership or Policy Committee."""
    return _POST.search(_head(label)) is not None


def plural(label: str) -> str:
    """The regular plural of a post, "Vice Chairs", "Delegates to Conference"; any other label as it is."""
    head = _head(label)
    if not is_post(label) or head.endswith("s"):
        return label
    if head.endswith("man"):
        several = f"{head[:-2]}en"
    else:
        several = f"{head[:-1]}ies" if re.search("[^aeiou]y$", head) else f"{head}s"
    return several + label[len(head) :]


def several(noun: str) -> str:
    """The regular plural of a noun: "regions", "branches", "societies"."""
    if re.search(r"(?:s|x|ch|sh)$", noun):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y$", noun) else f"{noun}s"


def _head(label: str) -> str:
    return re.split(r",| [(–-]| (?:to|of|for|at|on|from|with|without|in)(?!\S)", label, maxsplit=1)[0]


def list_signs(items: Sequence[str], joiner: str = "and", *, serial_comma: bool = False) -> tuple[str, str]:
    """What parts the items of a list, and what stands before the joiner: a comma and, as a rule, nothing.

    Where an item holds a comma, all are parted by semicolons; where one holds an "and", a comma stands before the last,
    so that nobody reads one item as two.
    """
    if len(items) < 2:
        return ",", ""
    if any(sign in _BRACKETS.sub("", item) for item in items for sign in ",;"):
        return ";", ";"
    joiners = {"and", joiner.casefold()}
    is_held = any(joiners.intersection(item.casefold().split()) for item in items)
    return ",", "," if is_held or (serial_comma and len(items) > 2) else ""


def joiner_after(sign: str, joiner: str) -> str:
    """A semicolon parts what is more than a name, so that "and" stands there in place of "&"."""
    return "and" if sign == ";" and joiner == "&" else joiner


def join(items: Sequence[str], joiner: str = "and", *, serial_comma: bool = False) -> str:
    """A list in words: "A", "A and B", "A, B and C"."""
    if len(items) < 2:
        return "".join(items)
    between, before_last = list_signs(items, joiner, serial_comma=serial_comma)
    joiner = joiner_after(before_last, joiner)
    return f"{between} ".join(items[:-1]) + f"{before_last} {joiner} {items[-1]}"


def capitalised(text: str) -> str:
    """The text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]
