"""The verbs that draft, publish, correct and retract public texts."""

from agm.announcements.operations.drafts import (
    amend_statement,
    draft,
    remove_draft,
    set_block_override,
    write_statement,
)
from agm.announcements.operations.publishing import correct, publish, retract
from agm.announcements.operations.search import index_office_holders, index_region

__all__ = [
    "amend_statement",
    "correct",
    "draft",
    "index_office_holders",
    "index_region",
    "publish",
    "remove_draft",
    "retract",
    "set_block_override",
    "write_statement",
]
