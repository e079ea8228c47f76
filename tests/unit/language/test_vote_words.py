"""The words of the voter's pages: every language has all of them, with the same places for names and numbers."""

from __future__ import annotations

import datetime as dt
import re
from string import Formatter
from zoneinfo import ZoneInfo

from agm.language.vote_words import CATALOGUES, VoteWords, words_in
from tests.support.project import ROOT

LONDON = ZoneInfo("Europe/London")
CLOSES = dt.datetime(2026, 10, 16, 16, tzinfo=dt.UTC)


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    english, welsh = CATALOGUES["en"], CATALOGUES["cy"]
    assert english.keys() == welsh.keys()
    assert {key: places(text) for key, text in english.items()} == {key: places(text) for key, text in welsh.items()}
    assert [key for key in english if english[key] == welsh[key]] == ["photo_of"]


def test_every_word_is_said_somewhere() -> None:
    folders = [*(ROOT / "templates/members/vote").glob("*.html"), *(ROOT / "agm/web/members/vote").glob("*.py")]
    said = " ".join(path.read_text(encoding="utf-8") for path in folders)
    said += (ROOT / "agm/rules/online_paper.py").read_text(encoding="utf-8")
    unsaid = [key for key in CATALOGUES["en"] if not re.search(rf"\b{key}\b", said) and not key.startswith("title_")]
    assert unsaid == []


def test_an_instant_reads_as_the_voter_s_clock_has_it() -> None:
    english, welsh = words_in("en"), words_in("cy")
    arrived = CLOSES + dt.timedelta(seconds=3)
    assert english.at(CLOSES, LONDON) == "at 5.00 pm on Friday 16 October 2026"
    assert english.at(arrived, LONDON, beside=CLOSES, exact=True) == "at 5:00:03 pm"
    assert english.at(CLOSES + dt.timedelta(hours=8), LONDON, beside=CLOSES) == "at 1.00 am on Saturday 17 October 2026"
    assert welsh.at(CLOSES, LONDON) == "am 5.00 yp dydd Gwener 16 Hydref 2026"


def test_on_the_night_of_the_clocks_an_hour_says_which_it_is() -> None:
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    told = [words_in("en").at(first + dt.timedelta(hours=more), LONDON) for more in (0, 1)]
    assert told == ["at 1.30 am BST on Sunday 25 October 2026", "at 1.30 am GMT on Sunday 25 October 2026"]


def test_a_language_that_is_not_there_is_english() -> None:
    assert words_in("xx") == VoteWords("en")
    assert words_in("cy").join(["Nia", "Ann"]) == "Nia ac Ann"
    assert words_in("cy").join(["Nia", "Siân"]) == "Nia a Siân"
