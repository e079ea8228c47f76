"""The verbs that change a meeting's record."""

from agm.meetings.operations.details import amend_details, create_meeting, move_meeting, remove_meeting
from agm.meetings.operations.elections import allow_short_notice, call_election, record_notice, set_election_dates
from agm.meetings.operations.freezing import (
    begin_freeze,
    break_off_freeze,
    freeze_register,
    prepare_register,
    settle_freeze,
    stop_freeze,
)
from agm.meetings.operations.guests import amend_guests
from agm.meetings.operations.minutes import save_minutes, settle_minutes
from agm.meetings.operations.motions import record_motion, remove_motion, reorder_motions
from agm.meetings.operations.particulars import amend_particulars
from agm.meetings.operations.register import add_entry, change_entry, correct_addresses
from agm.meetings.operations.sections import save_section, section_version
from agm.meetings.operations.speeches import amend_messages, amend_speeches

__all__ = [
    "add_entry",
    "allow_short_notice",
    "amend_details",
    "amend_guests",
    "amend_messages",
    "amend_particulars",
    "amend_speeches",
    "begin_freeze",
    "break_off_freeze",
    "call_election",
    "change_entry",
    "correct_addresses",
    "create_meeting",
    "freeze_register",
    "move_meeting",
    "prepare_register",
    "record_motion",
    "record_notice",
    "remove_meeting",
    "remove_motion",
    "reorder_motions",
    "save_minutes",
    "save_section",
    "section_version",
    "set_election_dates",
    "settle_freeze",
    "settle_minutes",
    "stop_freeze",
]
