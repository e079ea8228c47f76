"""When an annual general meeting is overdue."""

from __future__ import annotations

import datetime as dt

import pytest

from agm.language.partial_date import PartialDate
from agm.rules.overdue import due_by, is_overdue


@pytest.mark.parametrize(
    ("last_held", "opened_on", "due"),
    [
        (PartialDate(2017, 4, 2), None, dt.date(2018, 7, 2)),
        (PartialDate(2017, 11, 30), None, dt.date(2019, 2, 28)),
        (PartialDate(2017, 4), None, dt.date(2018, 7, 30)),
        (PartialDate(2017), None, dt.date(2019, 3, 31)),
        (None, dt.date(2017, 1, 1), dt.date(2018, 4, 1)),
        (PartialDate(2017, 4, 2), dt.date(2010, 1, 1), dt.date(2018, 7, 2)),
        (None, None, None),
    ],
)
def test_the_next_one_is_due_fifteen_months_after_the_last(
    last_held: PartialDate | None, opened_on: dt.date | None, due: dt.date | None
) -> None:
    assert due_by(last_held, opened_on) == due


def test_the_last_day_is_still_in_time() -> None:
    held = PartialDate(2017, 4, 2)
    assert [is_overdue(held, None, day) for day in (dt.date(2018, 7, 2), dt.date(2018, 7, 3))] == [False, True]
    assert is_overdue(None, None, dt.date(2030, 1, 1)) is False
