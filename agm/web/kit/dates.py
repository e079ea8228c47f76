"""How dates and times read on a page: "Sunday 2 April 2017", "2 May 2017, 18:30"."""

import datetime as dt
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g

from agm.language.en import capitalised, long_date, short_date
from agm.language.partial_date import PartialDate
from agm.web.kit import clock


def init_dates(app: Flask) -> None:
    """Add filters to the templates: those of dates, and `capitalised` for what follows a full stop."""
    for filter_ in (long_date, short_date, day_and_time, clock_time, machine_date, capitalised):
        app.add_template_filter(filter_, filter_.__name__)


def zone() -> ZoneInfo:
    """The organisation's time zone; Europe/London until the organisation is known."""
    found: ZoneInfo | None = g.get("time_zone")
    if found is None:
        find = current_app.extensions.get("agm_time_zone")
        g.time_zone = found = ZoneInfo(find() if find else "Europe/London")
    return found


def today() -> dt.date:
    """The present day where the organisation is."""
    return clock.now().astimezone(zone()).date()


def day_and_time(value: dt.datetime) -> str:
    """2 May 2017, 18:30, in the organisation's zone."""
    local = value.astimezone(zone())
    return f"{short_date(local.date())}, {local:%H:%M}"


def clock_time(value: dt.datetime | dt.time) -> str:
    """18:30; an instant in the organisation's zone, a time of day as it is."""
    local = value.astimezone(zone()) if isinstance(value, dt.datetime) else value
    return f"{local:%H:%M}"


def machine_date(value: PartialDate | dt.date | dt.datetime) -> str:
    """What goes into a `datetime` attribute: ISO 8601, instants in UTC."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    return str(value)
