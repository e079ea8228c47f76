"""British English: dates, numbers, lists, articles, the apostrophe."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.language import en
from agm.language.partial_date import PartialDate

partial_dates = (
    st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)).map(PartialDate.of)
    | st.builds(PartialDate, st.integers(1000, 2999), st.integers(1, 12))
    | st.builds(PartialDate, st.integers(1000, 2999))
)


@pytest.mark.parametrize(
    ("date", "long", "short"),
    [
        (PartialDate(2017, 4, 2), "Sunday 2 April 2017", "2 April 2017"),
        (dt.date(2017, 4, 2), "Sunday 2 April 2017", "2 April 2017"),
        (PartialDate(2017, 4), "April 2017", "April 2017"),
        (PartialDate(2017), "2017", "2017"),
        (None, "", ""),
    ],
)
def test_dates(date: PartialDate | dt.date | None, long: str, short: str) -> None:
    assert (en.long_date(date), en.short_date(date)) == (long, short)


def test_dates_in_other_shapes() -> None:
    day = PartialDate(2017, 4, 2)
    assert en.long_date(day, year=False) == "Sunday 2 April"
    assert en.long_date(day, ordinal_day=True, weekday=False) == "2nd April 2017"
    assert en.long_date(day, space="_") == "Sunday 2_April 2017"
    assert en.long_date(PartialDate(2017, 4), year=False) == "April 2017"


@given(partial_dates)
def test_partial_dates_are_read_as_they_are_written(date: PartialDate) -> None:
    assert PartialDate.parse(str(date)) == date
    assert date.full is None or PartialDate.of(date.full) == date


@given(partial_dates)
def test_last_day_of_a_partial_date_is_one_that_it_can_mean(date: PartialDate) -> None:
    assert str(PartialDate.of(date.last)).startswith(str(date))
    following = date.last.toordinal() + 1
    is_end = following > dt.date(2999, 12, 31).toordinal()
    assert is_end or not str(dt.date.fromordinal(following)).startswith(str(date))


@given(partial_dates, partial_dates)
def test_partial_dates_sort_as_text(first: PartialDate, second: PartialDate) -> None:
    if first.full and second.full:
        assert (str(first) < str(second)) == (first.full < second.full)


@given(st.text(max_size=12))
def test_what_is_no_partial_date_is_refused(text: str) -> None:
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return
    assert str(date) == text


@pytest.mark.parametrize(
    ("typed", "number"), [("April", 4), ("apr", 4), ("SEPT", 9), ("ma", None), ("", None), ("jun1", None), ("x", None)]
)
def test_months_by_name(typed: str, number: int | None) -> None:
    assert en.month_number(typed) == number


def test_numbers() -> None:
    assert [en.number_word(number) for number in (0, 10, 11)] == ["no", "ten", "11"]
    assert [en.number_word(number, 12) for number in (12, 13, 1234)] == ["twelve", "13", "1,234"]
    assert en.counted(1, "guest", "guests") == "1 guest"
    assert en.counted(2, "place", "places", in_words=True) == "two places"
    assert [en.ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 109, 1001)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "109th", "1,001st",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B and C"], "A, and B and C"),
        (["A, B", "C"], "A, B; and C"),
    ],
)
def test_lists(items: list[str], text: str) -> None:
    assert en.join(items) == text


def test_lists_in_another_style() -> None:
    assert en.join(["A", "B", "C"], "&", serial_comma=True) == "A, B, & C"
    assert en.join(["A", "B"], "or", serial_comma=True) == "A or B"


def test_capital_at_the_beginning() -> None:
    assert [en.capitalised(text) for text in ("a day", "iOS", "")] == ["A day", "IOS", ""]


@pytest.mark.parametrize(
    ("an", "nouns"),
    [
        (False, "union unit university unanimous European|one-day|once-yearly useful user utility UNISON"),
        (False, "year YMCA house hustings UGM 110th 118th 1,100th Utah Ukrainian U-turn ewe"),
        (True, "honorary hour-long heir honest 8th-week 11 18th 80 11,000 EGM SGM XGM annual unimportant uninspired"),
        (True, "unidentified usher urban utmost onerous open Ynys Élan MP-led"),
    ],
)  # fmt: skip
def test_a_or_an_by_sound(an: bool, nouns: str) -> None:
    for noun in nouns.replace("|", " ").split():
        assert en.with_article(noun) == f"{'an' if an else 'a'} {noun}"
