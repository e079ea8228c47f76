"""A day and a time of one form, together: the instant that they mean, or what is wrong with them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wtforms.form import BaseForm

from agm.rules.deadlines import instants_of
from agm.rules.working_days import Days
from agm.web.desk.election.timetable import DOUBTS
from agm.web.kit.forms import Form


def check_instant(form: Form, name: str, days: Days, row: BaseForm | None = None) -> None:
    """Refuse at its field what is no instant; both fields, of the form or of a row of it, were read before."""
    fields = form if row is None else row
    day, time = fields[name], fields[f"{name}_time"]
    if day.errors or time.errors:
        return
    if day.data is None or time.data is None:
        if day.data is not None or time.data is not None:
            form.refuse("Enter both the day and the time", time if time.data is None else day)
        return
    doubt = instants_of(day.data.full, time.data, days).doubt
    if doubt is not None:
        form.refuse(DOUBTS[doubt], time)


def instant_in(form: BaseForm, name: str, days: Days) -> dt.datetime | None:
    """The instant of a valid form; None where nothing was typed."""
    day, time = form[name].data, form[f"{name}_time"].data
    return None if day is None or time is None else instants_of(day.full, time, days).instants[0]


def instant_values(name: str, at: dt.datetime | None, days: Days) -> dict[str, Any]:
    """What fills the two fields."""
    if at is None:
        return {}
    local = at.astimezone(days.zone)
    return {name: local.date(), f"{name}_time": local.time()}
