"""The kinds of announcements: each has facts of its own type (`agm.facts.announcement`)."""

from enum import StrEnum


class AnnouncementKind(StrEnum):
    """What an announcement is; the word in a facts file's `announcement`."""

    REPORT = "report"
    MESSAGES_OF_SUPPORT = "messages_of_support"
    STATEMENT = "statement"
    NOTICE = "notice"
    CALL_FOR_NOMINATIONS = "call_for_nominations"
    STATEMENT_OF_NOMINATIONS = "statement_of_nominations"
    DECLARATION = "declaration"
    BY_ELECTION = "by_election"
    CO_OPTION = "co_option"
    RESIGNATION = "resignation"
    APPOINTMENT = "appointment"
    POSTPONEMENT = "postponement"
    CANCELLATION = "cancellation"
    INQUORATE = "inquorate"
    CORRECTION = "correction"
    COMMITTEE_LIST = "committee_list"
    ROUND_UP = "round_up"
