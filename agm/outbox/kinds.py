"""The closed list of what the outbox can carry. Each kind has a handler in `agm.web.outbox_handlers`."""

import enum


class JobKind(enum.StrEnum):
    INVITATION_MAIL = "mail:invitation"
    NEW_PASSWORD_MAIL = "mail:new_password"  # noqa: S105  the name of a kind
    PASSWORD_CHANGED_MAIL = "mail:password_changed"  # noqa: S105  the name of a kind
    ELECTION_MAIL = "mail:election"
    LETTER_MAIL = "mail:letter"
    NOMINATION_RECEIPT_MAIL = "mail:nomination_receipt"
    NOMINEE_MAIL = "mail:nominee"
    SUPPORTER_MAIL = "mail:supporter"
    RULING_MAIL = "mail:ruling"
    CHAIN_HEAD_MAIL = "mail:chain_head"
    DISPOSAL = "outbox:disposal"
    ROLL_READING = "roll:reading"
    ROLL_DRAFT_DISPOSAL = "roll:draft_disposal"


DAILY = {JobKind.CHAIN_HEAD_MAIL, JobKind.DISPOSAL}
"""What nobody asks for, and does no harm a second time."""
