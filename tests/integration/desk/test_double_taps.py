"""A button that is pressed twice makes one record, one after the other and at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement
from agm.meetings.models import Meeting
from agm.organisation.models import Unit
from tests.support.client import Field, StrictClient, filled_in, find_form
from tests.support.desk_records import add_organisation, add_region
from tests.support.kept_records import kept_record

pytestmark = pytest.mark.both_databases

FORMS: dict[str, tuple[str, dict[str, Field], type[Meeting | Announcement]]] = {
    "meetings/new": ("Begin", {"kind": "agm", "held_on-year": "2019", "held_on-month": "9"}, Meeting),
    "statements/new": ("Save the draft", {"title": "Thanks", "text": "Many thanks."}, Announcement),
}


@kept_record
def unit(session: Session) -> Unit:
    add_organisation(session)
    return add_region(session)


@pytest.fixture
def chair(unit: Unit, sign_in: Callable[..., StrictClient]) -> StrictClient:
    return sign_in("regional_officer", unit)


@pytest.mark.parametrize("form", FORMS)
def test_a_second_tap_leads_to_the_first_record(form: str, chair: StrictClient, session: Session) -> None:
    button, typed, kind = FORMS[form]
    page = chair.get_page(f"/desk/north-west/{form}")
    first, second = (chair.submit(page, typed, button=button) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.request.path == second.request.path
    assert session.scalar(select(func.count()).select_from(kind)) == 1


@pytest.mark.parametrize("form", FORMS)
def test_two_taps_at_the_same_time_make_one_record(
    form: str, app: Flask, chair: StrictClient, session: Session
) -> None:
    button, typed, kind = FORMS[form]
    address = f"/desk/north-west/{form}"
    sent = filled_in(find_form(chair.get_page(address), button, None), typed)
    cookies = "; ".join(f"{one.key}={one.value}" for one in (chair._cookies or {}).values())
    headers = {"Cookie": cookies, "User-Agent": chair.environ_base["HTTP_USER_AGENT"]}

    def tap(_number: int) -> tuple[int, str]:
        answer = FlaskClient(app, use_cookies=False).post(address, data=sent, headers=headers)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(4) as threads:
        answers = set(threads.map(tap, range(4)))
    assert [status for status, _address in answers] == [303]
    assert session.scalar(select(func.count()).select_from(kind)) == 1


def test_two_meetings_of_one_day_can_be_meant(chair: StrictClient, session: Session) -> None:
    button, typed, _kind = FORMS["meetings/new"]
    page = chair.get_page("/desk/north-west/meetings/new")
    chair.submit(page, typed, button=button)
    told = chair.page(chair.submit(page, typed, button=button))
    again = chair.get_page(told.links["Begin another one of that day"])
    chair.submit(again, {**typed, "is_another": True}, button=button)
    session.rollback()
    assert session.scalars(select(Meeting.slug).order_by(Meeting.id)).all() == ["agm-2019", "agm-2019-2"]
