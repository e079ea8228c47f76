"""How far a meeting's record is: six steps, each with its state in words, and the one that is next."""

import enum
from dataclasses import dataclass

from agm.language.en import counted, short_date
from agm.language.partial_date import PartialDate


class StepKey(enum.StrEnum):
    DETAILS = "details"
    GUESTS = "guests"
    SAID = "said"
    RESULTS = "results"
    ANNOUNCEMENT = "announcement"
    PUBLISH = "publish"


LABELS = {key: key.capitalize() for key in StepKey} | {StepKey.SAID: "What was said"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSoFar:
    """What is recorded of a meeting, as counts. `*_saved` tells whether somebody has saved that part at all.

    Seats are counted over all offices; `open_seats` are those of which nothing is recorded yet. `published` is the
    words for when it was published ("3 May 2017, 10:14"), None while it is not.
    """

    held_on: PartialDate | None = None
    venue: str | None = None
    guests: int = 0
    guests_saved: bool = False
    words_said: int = 0
    messages: int = 0
    said_saved: bool = False
    offices: int = 0
    seats: int = 0
    filled: int = 0
    vacant: int = 0
    deferred: int = 0
    open_seats: int = 0
    names_asked: int = 0
    """Of how many names typed among the results it is still asked whom they mean."""
    elects_nobody: bool = False
    published: str | None = None
    is_retracted: bool = False
    is_changed_since: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    key: StepKey
    number: int
    label: str
    state: str
    is_done: bool


def steps(record: RecordSoFar) -> tuple[Step, ...]:
    states = {
        StepKey.DETAILS: (details_in_words(record), record.held_on is not None),
        StepKey.GUESTS: (guests_in_words(record), record.guests > 0 or record.guests_saved),
        StepKey.SAID: (said_in_words(record), record.words_said > 0 or record.messages > 0 or record.said_saved),
        StepKey.RESULTS: (results_in_words(record), has_results(record)),
        StepKey.ANNOUNCEMENT: (announcement_in_words(record), record.published is not None),
        StepKey.PUBLISH: (publication_in_words(record), record.published is not None and not record.is_changed_since),
    }
    return tuple(Step(key, number, LABELS[key], *states[key]) for number, key in enumerate(StepKey, start=1))


def next_step(record: RecordSoFar) -> Step | None:
    return next((step for step in steps(record) if not step.is_done), None)


def has_results(record: RecordSoFar) -> bool:
    """Whether something is recorded of every seat, or nobody was to be elected."""
    return not record.names_asked and (record.elects_nobody or (record.seats > 0 and record.open_seats == 0))


def details_in_words(record: RecordSoFar) -> str:
    """For example "14 May 2017, Glasgow"."""
    parts = [short_date(record.held_on) if record.held_on else "No date yet", short_place(record.venue)]
    return ", ".join(part for part in parts if part)


def short_place(venue: str | None) -> str:
    """The last part of a place: the town, where it is named at the end; "" for a place too long for a step."""
    last = (venue or "").split(",")[-1].strip()
    return last if len(last) <= 24 else ""


def guests_in_words(record: RecordSoFar) -> str:
    """For example "3 guests"."""
    if record.guests:
        return counted(record.guests, "guest", "guests")
    return "No guests" if record.guests_saved else "Nobody yet"


def said_in_words(record: RecordSoFar) -> str:
    """For example "212 words, 2 messages"."""
    parts = [
        counted(record.words_said, "word", "words") if record.words_said else "",
        counted(record.messages, "message", "messages") if record.messages else "",
    ]
    return ", ".join(part for part in parts if part) or ("Left out" if record.said_saved else "Nothing yet")


def results_in_words(record: RecordSoFar) -> str:
    """For example "9 of 12 filled, 1 vacant"."""
    if record.elects_nobody:
        return "No elections"
    if record.offices == 0:
        return "No offices yet"
    parts = [
        f"{record.filled} of {record.seats} filled",
        f"{record.vacant} vacant" if record.vacant else "",
        f"{record.deferred} later" if record.deferred else "",
        f"{counted(record.names_asked, 'name', 'names')} to settle" if record.names_asked else "",
    ]
    return ", ".join(part for part in parts if part)


def announcement_in_words(record: RecordSoFar) -> str:
    if record.published is not None:
        return "The record has changed since" if record.is_changed_since else "As published"
    return "Draft ready to read" if record.held_on is not None and has_results(record) else "Draft, not complete"


def publication_in_words(record: RecordSoFar) -> str:
    if record.is_retracted:
        return "Taken back"
    return record.published or "Not yet"
