"""The time now: one place, so that tests can set it."""

import datetime as dt


def now() -> dt.datetime:
    """The present instant, in UTC."""
    return dt.datetime.now(dt.UTC)
