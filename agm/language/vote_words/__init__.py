"""The words of the voter's pages in the languages that they are offered in: every key has words in each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from agm.language.cy import and_before
from agm.language.cy import long_date as welsh_date
from agm.language.en import join, long_date
from agm.language.vote_words import cy, en

CATALOGUES = {"en": en.WORDS, "cy": cy.WORDS}
HTML_LANGUAGE = {"en": "en-GB", "cy": "cy"}


@dataclass(frozen=True, slots=True)
class VoteWords:
    """The catalogue of one language; calling it gives the words of a key, with what stands in them."""

    language: str

    def __call__(self, key: str, **parts: object) -> str:
        return CATALOGUES[self.language][key].format(**parts)

    @property
    def others(self) -> list[VoteWords]:
        return [VoteWords(one) for one in CATALOGUES if one != self.language]

    @property
    def html_language(self) -> str:
        return HTML_LANGUAGE[self.language]

    def join(self, items: Sequence[str]) -> str:
        """ "A, B and C"; in Welsh "a" is "ac" before a vowel."""
        if self.language == "cy":
            return join(items, and_before(items[-1]) if items else "")
        return join(items)

    def at(
        self, instant: dt.datetime, zone: ZoneInfo, *, beside: dt.datetime | None = None, exact: bool = False
    ) -> str:
        """When, in a sentence: "at 5.00 pm on Friday 16 October 2026"; to the second where it is `exact`.

        The day is left out of an instant on the day of the one that stands `beside` it. On the day when the clocks
        change the time says which clock it is by.
        """
        local = instant.astimezone(zone)
        sign = ":" if exact else "."
        hours = f"{local.hour % 12 or 12}{sign}{local:%M}" + (f":{local:%S}" if exact else "")
        halves = ("yb", "yp") if self.language == "cy" else ("am", "pm")
        when = f"{hours} {halves[local.hour >= 12]}{clock_of(local, zone)}"
        if beside is not None and beside.astimezone(zone).date() == local.date():
            return f"am {when}" if self.language == "cy" else f"at {when}"
        if self.language == "cy":
            return f"am {when} {welsh_date(local)}"
        return f"at {when} on {long_date(local)}"


def clock_of(local: dt.datetime, zone: ZoneInfo) -> str:
    """The name of the clock on a day that has two, or nothing."""
    midnight = dt.datetime.combine(local.date(), dt.time(), zone)
    next_midnight = dt.datetime.combine(local.date() + dt.timedelta(days=1), dt.time(), zone)
    return "" if midnight.utcoffset() == next_midnight.utcoffset() else f" {local.tzname()}"


def words_in(language: str) -> VoteWords:
    """The catalogue of a language; English for any other."""
    return VoteWords(language if language in CATALOGUES else "en")
