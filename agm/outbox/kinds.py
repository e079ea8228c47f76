"""The closed list of what the outbox can carry. Each kind has a handler in `agm.web.outbox_handlers`."""

import enum


class JobKind(enum.StrEnum):
    INVITATION_MAIL = "mail:invitation"
    NEW_PASSWORD_MAIL = "mail:new_password"  # noqa: S105  the name of a kind
    PASSWORD_CHANGED_MAIL = "mail:password_changed"  # noqa: S105  the name of a kind
    ELECTION_MAIL = "mail:election"
    LETTER_MAIL = "mail:letter"
    NOMINATION_RECEIPT_MAIL = "mail:nomination_receipt"
    CONFIRMATION_MAIL = "mail:nomination_confirmation"
    NOMINEE_MAIL = "mail:nominee"
    SUPPORTER_MAIL = "mail:supporter"
    RULING_MAIL = "mail:ruling"
    MAY_WRITE_MAIL = "mail:may_write"
    CANDIDATES_SETTLED = "nominations:candidates_settled"
    """Looks whether it is settled who stands for an office, and tells them that they may write to members."""
    VOTING_CODE_MAIL = "mail:voting_code"
    RESULT_MAIL = "mail:result"
    CHAIN_HEAD_MAIL = "mail:chain_head"
    ANNOUNCEMENT_MAIL = "mail:announcement"
    WORDPRESS_POST = "announcement:wordpress"
    KEPT_FORMS = "announcement:kept_forms"
    VOTE_CLOSING = "vote:closing"
    """Closes a vote online for good when its hour is over, whatever the clock shows afterwards."""
    VOTE_CLEANING = "vote:cleaning"
    """What is left of encrypted papers goes out of the database's files."""
    BOUNCES = "mail:bounces"
    """Reads which mails came back."""
    DISPOSAL = "outbox:disposal"
    ERASURE = "record:erasure"
    PUBLICATION = "record:publication"
    ROLL_READING = "roll:reading"
    ROLL_DRAFT_DISPOSAL = "roll:draft_disposal"
    REGISTER_FREEZE = "register:freeze"
    DECLARATION = "results:declaration"
    PRINTOUT = "printout:making"
    PRINTOUT_DISPOSAL = "printout:disposal"


DAILY = {JobKind.BOUNCES, JobKind.CHAIN_HEAD_MAIL, JobKind.DISPOSAL, JobKind.ERASURE}
"""What nobody asks for, and does no harm a second time."""
