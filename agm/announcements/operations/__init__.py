"""The verbs that draft, publish, correct and retract public texts."""

from agm.announcements.operations.drafts import (
    amend_statement,
    draft,
    draft_facts,
    remove_draft,
    set_block_override,
    write_statement,
)
from agm.announcements.operations.pictures import arrange_pictures
from agm.announcements.operations.publishing import correct, publish, retract

__all__ = [
    "amend_statement",
    "arrange_pictures",
    "correct",
    "draft",
    "draft_facts",
    "publish",
    "remove_draft",
    "retract",
    "set_block_override",
    "write_statement",
]
