"""Which fields of the desk’s forms name records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

ID_FIELDS = {
    "like": "meeting", "who": "person", "person": "person", "other": "person", "standing": "person",
    "records": "merged", "incompatible": "office", "office_id": "office", "contest_id": "contest", "order": "offices",
    "move": "move", "facts": "facts", "here": "entry", "approved_at": "meeting", "office": "contest",
    "withdrawn": "candidacy", "contests": "contest", "told": "stood",
}  # fmt: skip
"""The fields that name a record, by the end of their name, and what kind of record."""
BEHIND_WORDS = {"decide:": "nomination", "told-": "candidacy"}
"""What the buttons of a page with several acts say before the number of a record, and what kind of record."""
NO_IDS = re.compile(
    r"(version|base|_lines|_sentence|year|month|day|votes|seats|ordinal|papers_set_aside|name|known|label|giver|holder|\bto|envelope|page"
    r"|typed|chosen|willing|position|papers|smallest_group|weight|unreadable|copies|first|in_box|abstentions|votes-\d+-number)$"
)
"""Fields whose figures are no ids."""


def with_ids(fields: dict[str, Any], ids: Mapping[str, Any], *, one_by_one: bool) -> Iterator[dict[str, Any]]:
    """The fields with each that names a record naming one of other ids; and all of them at once."""
    named = {}
    for field, value in fields.items():
        kind = ID_FIELDS.get(re.split(r"[-]", field)[-1])
        said = next((one for one in BEHIND_WORDS if str(value).startswith(one)), None)
        if said is not None:
            named[field] = f"{said}{ids[BEHIND_WORDS[said]]}"
        elif kind is None:
            figures = [one for one in (value if isinstance(value, list) else [value]) if str(one).isdecimal()]
            assert not figures or NO_IDS.search(field), f"{field}: say in ID_FIELDS or NO_IDS whether this is an id"
        else:
            named[field] = str(ids[kind])
    yield from ({**fields, field: value} for field, value in named.items() if one_by_one)
    extra = {"id": ids["person"], "unit_id": ids["unit"], "meeting_id": ids["meeting"], "person_id": ids["person"]}
    yield {**fields, **named, **extra, "unit": str(ids["unit"]), "region_slug": ids["region_slug"]}
