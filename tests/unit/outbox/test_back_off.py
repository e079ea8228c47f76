"""How long a job waits after a failed attempt."""

from __future__ import annotations

import datetime as dt

import pytest

from agm.outbox.worker import back_off

SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("attempt", "random", "wait"),
    [(1, 0.5, 30), (1, 0.0, 24), (1, 1.0, 36), (2, 0.5, 60), (7, 0.5, 1920), (8, 0.5, 3600), (10**6, 1.0, 4320)],
)
def test_waits_double_up_to_an_hour_give_or_take_a_fifth(attempt: int, random: float, wait: int) -> None:
    assert back_off(attempt, random) == wait * SECOND
