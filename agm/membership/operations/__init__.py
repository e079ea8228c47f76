"""The verbs that change a unit's roll."""

from agm.membership.operations.drafts import (
    answer_draft,
    begin_draft,
    break_off,
    confirm_draft,
    dispose_of_drafts,
    settle_draft,
)
from agm.membership.operations.roll import import_roll

__all__ = [
    "answer_draft",
    "begin_draft",
    "break_off",
    "confirm_draft",
    "dispose_of_drafts",
    "import_roll",
    "settle_draft",
]
