"""What somebody typed, read: lines of text, numbers, times of day, and the parts of a date."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

from wtforms.validators import StopValidation

from agm.language.characters import UNREADABLE, as_typed, with_marks
from agm.language.en import month_number

NOON_WORDS = {"noon": dt.time(12), "midday": dt.time(12), "midnight": dt.time(0)}
TIME = re.compile(r"(\d{1,2})(?:[.:h](\d{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE)


def check_text(text: str, longest: int, *, has_lines: bool) -> None:
    """Raise StopValidation with a message for a text that is too long or holds a character that nobody can see."""
    if len(text) > longest:
        raise StopValidation(f"Shorten this to {longest:,} characters; it has {len(text):,} now")
    if not has_lines and len(text.splitlines()) > 1:
        raise StopValidation("Write this on one line")
    before, found, _after = text.partition(UNREADABLE)
    if found:
        words = before.split()
        place = f"behind “{words[-1][-40:]}”" if words else "at the beginning"
        raise StopValidation(f"Delete the {UNREADABLE} {place}: it stands for a character that cannot be shown")


def meant(text: str) -> str:
    """The text as it was meant, composed (NFC), with a sign for each character that cannot be shown."""
    return with_marks(unicodedata.normalize("NFC", as_typed(text)))


def clean_line(text: str) -> str | None:
    """The text as it was meant, without blanks at its ends, composed (NFC); None if nothing is left."""
    return meant(text).replace("\t", " ").strip() or None


def clean_lines(text: str) -> str | None:
    """The text as it was meant, without empty lines at its ends, composed (NFC); None if nothing is left."""
    return meant(text).strip("\n \t") or None


def read_whole_number(text: str) -> int | None:
    figures = re.sub(r"(?<=\d)[ ,\u00a0\u202f](?=\d{3}(?!\d))", "", text)
    return int(figures) if re.fullmatch(r"-?[0-9]{1,9}", figures) else None


def record_number(text: object) -> int | None:
    """The number of a record or version as a form carries it; None for what no database could look up."""
    return int(str(text)) if re.fullmatch(r"[0-9]{1,9}", str(text)) else None


def record_numbers(typed: Iterable[str] | None) -> frozenset[int]:
    """The numbers of records that were ticked; what is none is left out."""
    return frozenset(number for one in typed or () if (number := record_number(one)) is not None)


def read_time(text: str) -> dt.time | None:
    if text.casefold() in NOON_WORDS:
        return NOON_WORDS[text.casefold()]
    match = TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if not half and match[2] is None:
        return None
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def read_year(text: str) -> int | None:
    """A year of four figures, or None."""
    return int(text) if re.fullmatch(r"[12][0-9]{3}", text) else None


def read_month(text: str) -> int | None:
    """A month by number or name, or None."""
    return int(text) if re.fullmatch(r"0?[1-9]|1[0-2]", text) else month_number(text)


def read_day(text: str) -> int | None:
    return int(text) if re.fullmatch(r"0?[1-9]|[12][0-9]|3[01]", text) else None
