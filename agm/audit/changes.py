"""What an entry of the log says of a change: what is another now; of days, figures and choices, how they were."""

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Any

from agm.language.partial_date import PartialDate

NO_TEXT = (bool, int, enum.Enum, dt.date, dt.time, PartialDate, type(None))
"""What the log may hold: a text may be about a person, and is only named."""


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, Any]:
    """The details of an entry for values before and after, by their names."""
    changed = [name for name, value in before.items() if after[name] != value]
    values = {
        name: [plain(before[name]), plain(after[name])]
        for name in changed
        if isinstance(before[name], NO_TEXT) and isinstance(after[name], NO_TEXT)
    }
    return {"changed": changed, **({"values": values} if values else {})}


def plain(value: object) -> object:
    if isinstance(value, enum.Enum):
        return value.value
    return value if value is None or isinstance(value, bool | int) else str(value)
