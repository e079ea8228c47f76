"""Words for the desk: how a meeting is called, and numbers as a heading says them."""

from __future__ import annotations

from agm.meetings.models import Meeting
from agm.wording.facts import MeetingKind

SHORT_KINDS = {
    MeetingKind.AGM: "AGM",
    MeetingKind.EGM: "EGM",
    MeetingKind.INAUGURAL: "Inaugural meeting",
    MeetingKind.BY_ELECTION: "By-election",
    MeetingKind.OTHER: "Meeting",
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def meeting_name(meeting: Meeting) -> str:
    """For example "AGM 2017"."""
    return " ".join([SHORT_KINDS[meeting.kind], *([str(meeting.held_on.year)] if meeting.held_on else [])])


def number_word(number: int) -> str:
    """A small number as a word, a larger one in figures."""
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def sentence_start(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
