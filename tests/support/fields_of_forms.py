"""Which fields of the desk’s forms name records."""

from __future__ import annotations

import re

ID_FIELDS = {
    "like": "meeting", "who": "person", "person": "person", "other": "person", "standing": "person",
    "records": "merged", "incompatible": "office", "office_id": "office", "contest_id": "contest", "order": "offices",
    "move": "move", "facts": "facts", "here": "entry", "approved_at": "meeting", "office": "contest",
}  # fmt: skip
"""The fields that name a record, by the end of their name, and what kind of record."""
NO_IDS = re.compile(
    r"(version|base|_lines|_sentence|year|month|day|votes|seats|ordinal|papers_set_aside|name|known|label|giver|holder|page)$"
)
"""Fields whose figures are no ids."""
