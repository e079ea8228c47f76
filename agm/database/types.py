"""Column types: instants in UTC, dates known to the day, the month or the year, and values that are kept whole."""

import datetime as dt
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, DateTime, LargeBinary, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from agm.facts.plain import Stored
from agm.language.partial_date import PartialDate


class UTCDateTime(TypeDecorator[dt.datetime]):
    """An instant: refuses a time without a zone, stores UTC, gives back UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Turn an aware time into the stored one; raises ValueError for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a time zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002  SQLAlchemy's
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class PartialDateText(TypeDecorator[PartialDate]):
    """A date as ISO 8601 text of reduced precision ("2017", "2017-04", "2017-04-02"), which also sorts by time."""

    impl = String(10)
    cache_ok = True
    read = staticmethod(lru_cache(maxsize=8192)(PartialDate.parse))
    """Pages list the same few days over and over."""

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:  # noqa: ARG002  SQLAlchemy's
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:  # noqa: ARG002  SQLAlchemy's
        return None if value is None else self.read(value)


class OpaqueBytes(LargeBinary):
    """Bytes that are no text: an archive holds them as base64."""


class StoredValue(TypeDecorator[Any]):
    """A value as JSON with the version of its shape: read by its type, in whichever version it was kept."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, stored: Stored[Any]) -> None:
        super().__init__()
        self.stored = stored

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002  SQLAlchemy's
        """The plain value."""
        return None if value is None else self.stored.write(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002  SQLAlchemy's
        """The value that the plain one gives."""
        return None if value is None else self.stored.read(value)
