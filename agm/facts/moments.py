"""A day, with the time of day where it is known, as a facts file has it: 2027-03-28, or 2027-03-28T12:00."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from agm.facts.fields import found, refuse
from agm.language.partial_date import PartialDate

_TIME = r"T([01][0-9]|2[0-3]):[0-5][0-9]"
MOMENT_PATTERN = rf"^[12][0-9]{{3}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])({_TIME})?)?)?(?!\n)$"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day as far as it is known; a time goes only with a full date. The clock is that of the place."""

    day: PartialDate
    time: dt.time | None = None

    def __str__(self) -> str:
        return f"{self.day}T{self.time:%H:%M}" if self.time else str(self.day)

    @classmethod
    def parse(cls, text: str) -> "Moment":
        """Read "2027-03-28T12:00". Raises ValueError."""
        day, mark, clock = text.partition("T")
        if not mark:
            return cls(PartialDate.parse(day))
        if not re.fullmatch(_TIME, mark + clock):
            raise ValueError("Write the time as hours and minutes, for example 2027-03-28T12:00.")
        when = PartialDate.parse(day)
        if when.full is None:
            raise ValueError("A time goes with a full date, for example 2027-03-28T12:00.")
        return cls(when, dt.time.fromisoformat(clock))

    @classmethod
    def of(cls, when: dt.datetime) -> "Moment":
        return cls(PartialDate.of(when.date()), when.time().replace(second=0, microsecond=0, tzinfo=None))


def _read(value: object) -> Moment:
    if isinstance(value, Moment):
        return value
    if not isinstance(value, str):
        raise found("text in quotation marks", value)
    try:
        return Moment.parse(value)
    except ValueError as error:
        raise refuse(str(error)) from None


DayAndTime = Annotated[
    Moment,
    PlainValidator(_read),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": MOMENT_PATTERN}),
]
