"""What people type, and what the fields make of it."""

from __future__ import annotations

import datetime as dt

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from agm.facts import MeetingKind
from agm.language.partial_date import PartialDate
from agm.web.kit.fields import (
    ChoiceField,
    LongTextField,
    PartialDateField,
    RadiosField,
    TextField,
    TimeField,
    WholeNumberField,
)
from agm.web.kit.typed_text import clean_lines, read_month, read_time, read_whole_number


class Everything(Form):
    """One field of each kind."""

    name = TextField("Name", required="Enter the name", longest=10)
    said = LongTextField("What was said")
    held_on = PartialDateField("When", subject="the date of the AGM", is_required=True)
    papers = WholeNumberField("Papers")
    starts_at = TimeField("Time")
    kind = RadiosField("Kind", kind=MeetingKind, choices={MeetingKind.AGM: "AGM", MeetingKind.EGM: "EGM"})
    unit = ChoiceField("Region", choices={"": "None", "1": "North West"})


def filled(**typed: str) -> Everything:
    """The form as somebody sent it."""
    whole = {"name": "Jane", "held_on-day": "2", "held_on-month": "4", "held_on-year": "2017"}
    return Everything(MultiDict({**whole, **{name.replace("__", "-"): value for name, value in typed.items()}}))


def test_a_good_form_gives_clean_values() -> None:
    form = filled(name="  Jane ", said="\r\nA\r\nB\r\n", papers="1,200", starts_at="7.30pm", kind="egm", unit="")
    assert form.validate()
    assert form.data == {
        "name": "Jane",
        "said": "A\nB",
        "held_on": PartialDate(2017, 4, 2),
        "papers": 1200,
        "starts_at": dt.time(19, 30),
        "kind": MeetingKind.EGM,
        "unit": None,
    }


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": " "}, "Enter the name"),
        ({"name": "Jane Black of Prestwich"}, "Shorten this to 10 characters; it has 23 now"),
        ({"name": "Jane J\x1fB"}, "Delete the \ufffd behind “J”: it stands for a character that cannot be shown"),
        ({"name": "\uffffJane"}, "Delete the \ufffd at the beginning: it stands for a character that cannot be shown"),
        ({"papers": "many"}, "Enter a number in figures, for example 61"),
        ({"papers": "-1"}, "Enter 0 or more"),
        ({"starts_at": "25:00"}, "Enter the time as hours and minutes, for example 19:30 or 7.30pm"),
        ({"kind": "party"}, "Choose one of those shown"),
        ({"unit": "99"}, "Choose one of those shown"),
        ({"held_on__day": "31"}, "There is no such date as 31 4 2017: check the day"),
        ({"held_on__year": "17"}, "Enter the year of the date of the AGM in four figures, for example 2017"),
        ({"held_on__month": ""}, "Enter the month of the date of the AGM too, or leave out the day"),
        ({"held_on__month": "13"}, "Enter the month as a number from 1 to 12"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(typed: dict[str, str], message: str) -> None:
    form = filled(**typed)
    assert not form.validate()
    name = next(iter(typed)).split("__")[0]
    assert form.errors == {name: [message]}


def test_an_empty_date_is_asked_for_with_an_example() -> None:
    form = Everything(MultiDict({"name": "Jane", "held_on-day": "", "held_on-month": "", "held_on-year": ""}))
    assert not form.validate()
    assert form.errors == {"held_on": ["Enter the date of the AGM, for example 2 4 2017"]}


def test_a_wrong_date_stays_in_its_boxes_and_names_the_box() -> None:
    form = filled(held_on__month="soon")
    assert not form.validate()
    assert form.held_on.parts == (("day", "Day", "2"), ("month", "Month", "soon"), ("year", "Year", "2017"))
    assert form.held_on.error_id == "held_on-month"


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        (("", "", "2017"), PartialDate(2017)),
        (("", "April", "2017"), PartialDate(2017, 4)),
        (("02", "04", "2017"), PartialDate(2017, 4, 2)),
    ],
)
def test_a_date_may_leave_out_the_day_and_the_month(typed: tuple[str, str, str], date: PartialDate) -> None:
    form = filled(held_on__day=typed[0], held_on__month=typed[1], held_on__year=typed[2])
    assert form.validate()
    assert form.held_on.data == date


def test_a_field_that_was_not_sent_keeps_what_the_record_says() -> None:
    form = Everything(MultiDict({"name": "Jane"}), held_on=PartialDate(2017, 4))
    assert form.held_on.data == PartialDate(2017, 4)
    assert form.held_on.parts == (("day", "Day", ""), ("month", "Month", "4"), ("year", "Year", "2017"))


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("19:30", dt.time(19, 30)),
        ("7.30pm", dt.time(19, 30)),
        ("7 p.m.", dt.time(19)),
        ("12am", dt.time(0)),
        ("12pm", dt.time(12)),
        ("noon", dt.time(12)),
        ("7", None),
        ("13pm", None),
        ("9:75", None),
        ("", None),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, time: dt.time | None) -> None:
    assert read_time(typed) == time


def test_numbers_and_months_are_read_as_people_write_them() -> None:
    assert [read_whole_number(text) for text in ("61", "1 200", "1,200", "1,2", "6.1", "²", "x")] == [
        61, 1200, 1200, None, None, None, None,
    ]  # fmt: skip
    assert [read_month(text) for text in ("4", "04", "Apr", "april", "0", "Smarch")] == [4, 4, 4, 4, None, None]


def test_lines_keep_their_inner_shape() -> None:
    assert clean_lines("\n  a\r\n\r\n  b \n\n") == "a\n\n  b"
