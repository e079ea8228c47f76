"""The verbs that draft, publish, correct and retract public texts."""

from agm.announcements.operations.drafts import (
    amend_statement,
    draft,
    remove_draft,
    set_block_override,
    write_statement,
)
from agm.announcements.operations.publishing import correct, publish, retract

__all__ = [
    "amend_statement",
    "correct",
    "draft",
    "publish",
    "remove_draft",
    "retract",
    "set_block_override",
    "write_statement",
]
