"""Small rules of announcements: full stops, places, names, and lists and dates in the house style."""

import re
from collections.abc import Iterable, Sequence

from agm.facts import PersonName
from agm.language import en
from agm.language.partial_date import PartialDate
from agm.wording.style import DateStyle, HouseStyle

GLUE = "\u00a0"
"""The no-break space."""

LONGEST_GLUED_NAME = 24

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


def printed(person: PersonName, *, whole: bool = False) -> str:
    """The name as printed, its suffix glued to it; `whole` glues all of a short name, for headlines."""
    parts = [squeeze(part) for part in (person.prefix, person.name) if part]
    text = " ".join(parts) + (GLUE + squeeze(person.suffix) if person.suffix else "")
    return text.replace(" ", GLUE) if whole and len(text) <= LONGEST_GLUED_NAME else text


def list_signs(items: Sequence[str], style: HouseStyle) -> tuple[str, str]:
    """What parts the items of a list, and what stands before the joiner, in the house style."""
    return en.list_signs(items, style.joiner, serial_comma=style.serial_comma)


def join(items: Sequence[str], style: HouseStyle) -> str:
    return en.join(items, style.joiner, serial_comma=style.serial_comma)


def date_text(when: PartialDate | None, style: DateStyle, *, year: bool = True, weekday: bool = True) -> str:
    """ "Sunday 2 April 2017", "April 2017", "2017", or nothing. Without `year`, only full dates lose theirs."""
    is_ordinal = style is DateStyle.ORDINAL
    return en.long_date(when, year=year, weekday=weekday, ordinal_day=is_ordinal, space=GLUE)


def when_text(when: PartialDate | None, style: DateStyle) -> str:
    """ "on Sunday 2 April 2017", "in April 2017", or nothing."""
    if when is None:
        return ""
    return f"{'on' if when.full else 'in'} {date_text(when, style)}"
