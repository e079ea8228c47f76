"""Small rules of British English: lists, full stops, articles, numbers, dates, the apostrophe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from agm.wording.facts import PersonName
from agm.wording.partial_date import PartialDate
from agm.wording.style import DateStyle, HouseStyle

GLUE = "\u00a0"
"""The no-break space."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
LONGEST_GLUED_NAME = 24
TEENS = range(11, 14)

_SPACES = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")
_STOP_TOO_MANY = re.compile(r"((?<!\.)\.|(?<!\.)\.{3}|[!?…]|\.[\"'”’])\.(?!\S)")
_PLACED = re.compile(r"(?:at|in|on|by|via|near|outside|online)(?!\S)|At (?=[Tt]he )")


def squeeze(text: str) -> str:
    """The text on one line, with single spaces; no-break spaces stay."""
    return (_SPACES.sub(" ", text) if _SPACES.search(text) else text).strip(" ")


def closed(text: str) -> str:
    """The sentences on one line, each with one full stop: a name or an abbreviation that ends in one closes it."""
    return _STOP_TOO_MANY.sub(r"\1", squeeze(text))


def phrase(text: str) -> str:
    """Words that go into a sentence, without a full stop of their own; "10 a.m." and three dots stay."""
    line = squeeze(text)
    last = line.rpartition(" ")[2]
    return line[:-1].rstrip(" ") if last.endswith(".") and last.count(".") == 1 else line


def placed(venue: str) -> str:
    """ "at the Town Hall"; a venue that was typed with its preposition keeps it."""
    place = phrase(venue)
    found = _PLACED.match(place)
    if found is None:
        return f"at {place}" if place else ""
    return place[:1].lower() + place[1:]


def undoubled(text: str, names: Iterable[str]) -> str:
    """The text without words that a name brings along twice: "the The Wirral", "Northern Region Region"."""
    for name in names:
        first, _, rest = name.partition(" ")
        last = name.rpartition(" ")[2]
        if first.casefold() == "the" and rest:
            text = re.sub(rf"\b(the) the (?={re.escape(rest)})", r"\1 ", text, flags=re.IGNORECASE)
        if last:
            text = re.sub(rf"({re.escape(name)}) {re.escape(last)}(?!\w)", r"\1", text, flags=re.IGNORECASE)
    return text


def number_word(number: int) -> str:
    """Words up to ten, figures with thousands separated beyond."""
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def counted(number: int, one: str, several: str) -> str:
    """A number with its noun: "one place", "two places"."""
    return f"{number_word(number)} {one if number == 1 else several}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 109th, 1,001st."""
    if number % 100 in TEENS:
        return f"{number:,}th"
    return f"{number:,}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}"


def with_article(noun: str) -> str:
    """ "a meeting", "an EGM", "an extraordinary general meeting"; capitals are read letter by letter."""
    vowels = "AEFHILMNORSX" if noun[:2].isupper() else "AEIOUaeiou"
    return f"{'an' if noun[:1] in vowels else 'a'} {noun}"


def possessive(name: str) -> str:
    """ "JLM's", "Labour Students'", "the NUS's": a small s at the end is taken for a plural."""
    return f"{name}'" if name.endswith("s") and not name.endswith("ss") else f"{name}'s"


def printed(person: PersonName, *, whole: bool = False) -> str:
    """The name as printed, its suffix glued to it; `whole` glues all of a short name, for headlines."""
    parts = [squeeze(part) for part in (person.prefix, person.name) if part]
    text = " ".join(parts) + (GLUE + squeeze(person.suffix) if person.suffix else "")
    return text.replace(" ", GLUE) if whole and len(text) <= LONGEST_GLUED_NAME else text


def list_signs(items: Sequence[str], style: HouseStyle) -> tuple[str, str]:
    """What parts the items of a list, and what stands before the joiner: a comma and, as a rule, nothing.

    Where an item holds a comma, all are parted by semicolons; where one holds an "and", a comma stands before the last,
    so that nobody reads one item as two.
    """
    if any("," in item or ";" in item for item in items):
        return ";", ";"
    joiners = {"and", style.joiner.casefold()}
    is_held = any(joiners.intersection(item.casefold().split()) for item in items)
    return ",", "," if is_held or (style.serial_comma and len(items) > 2) else ""


def join(items: Sequence[str], style: HouseStyle) -> str:
    """A list in words."""
    if len(items) < 2:
        return "".join(items)
    between, before_last = list_signs(items, style)
    return f"{between} ".join(items[:-1]) + f"{before_last} {style.joiner} {items[-1]}"


def _day(when: PartialDate, style: DateStyle) -> str:
    number = when.day or 0
    return ordinal(number) if style is DateStyle.ORDINAL else str(number)


def date_text(when: PartialDate | None, style: DateStyle, *, year: bool = True, weekday: bool = True) -> str:
    """ "Sunday 2 April 2017", "April 2017", "2017", or nothing. Without `year`, only full dates lose theirs."""
    if when is None:
        return ""
    if when.month is None:
        return str(when.year)
    month = MONTHS[when.month - 1]
    full = when.full
    if full is None:
        return f"{month} {when.year}"
    day = f"{WEEKDAYS[full.weekday()]} " if weekday else ""
    return f"{day}{_day(when, style)}{GLUE}{month}" + (f" {when.year}" if year else "")


def when_text(when: PartialDate | None, style: DateStyle) -> str:
    """ "on Sunday 2 April 2017", "in April 2017", or nothing."""
    if when is None:
        return ""
    return f"{'on' if when.full else 'in'} {date_text(when, style)}"
