"""How far a meeting's record is, in words."""

from __future__ import annotations

from agm.language.partial_date import PartialDate
from agm.rules.progress import RecordSoFar, StepKey, next_step, steps

DAY = PartialDate(2017, 5, 14)


def states(record: RecordSoFar) -> list[tuple[str, bool]]:
    """Each step's state and whether it is done."""
    return [(step.state, step.is_done) for step in steps(record)]


def next_key(record: RecordSoFar) -> StepKey | None:
    """Which step is next."""
    step = next_step(record)
    return None if step is None else step.key


def test_a_meeting_that_was_just_begun() -> None:
    record = RecordSoFar(offices=8, seats=9, open_seats=9)
    assert states(record) == [
        ("No date yet", False),
        ("Nobody yet", False),
        ("Nothing yet", False),
        ("0 of 9 filled", False),
        ("Draft, not complete", False),
        ("Not yet", False),
    ]
    assert next_key(record) is StepKey.DETAILS
    assert [step.label for step in steps(record)] == [
        "Details", "Guests", "What was said", "Results", "Announcement", "Publish",
    ]  # fmt: skip


def test_a_meeting_half_way() -> None:
    record = RecordSoFar(
        held_on=DAY, venue="The Pollok Rooms, Glasgow", guests=3, words_said=1212, messages=1, offices=11, seats=12,
        filled=9, vacant=1, open_seats=2,
    )  # fmt: skip
    assert states(record) == [
        ("14 May 2017, Glasgow", True),
        ("3 guests", True),
        ("1,212 words, 1 message", True),
        ("9 of 12 filled, 1 vacant", False),
        ("Draft, not complete", False),
        ("Not yet", False),
    ]
    assert next_key(record) is StepKey.RESULTS


def test_results_with_a_name_to_settle_are_not_done() -> None:
    whole = RecordSoFar(
        held_on=DAY, guests=1, said_saved=True, offices=2, seats=2, filled=1, vacant=1, names_asked=1
    )  # fmt: skip
    assert states(whole)[3] == ("1 of 2 filled, 1 vacant, 1 name to settle", False)
    assert next_key(whole) is StepKey.RESULTS


def test_parts_that_were_saved_empty_are_done() -> None:
    record = RecordSoFar(held_on=PartialDate(2017), guests_saved=True, said_saved=True, elects_nobody=True)
    assert states(record) == [
        ("2017", True),
        ("No guests", True),
        ("Left out", True),
        ("No elections", True),
        ("Draft ready to read", False),
        ("Not yet", False),
    ]
    assert next_key(record) is StepKey.ANNOUNCEMENT


def test_a_published_meeting_and_one_that_changed_since() -> None:
    whole = {"held_on": DAY, "guests": 1, "said_saved": True, "offices": 1, "seats": 2, "filled": 1, "deferred": 1}
    published = RecordSoFar(**whole, published="3 May 2017, 10:14")  # type: ignore[arg-type]  # the values fit
    assert states(published)[3:] == [
        ("1 of 2 filled, 1 later", True),
        ("As published", True),
        ("3 May 2017, 10:14", True),
    ]
    assert next_key(published) is None
    changed = RecordSoFar(**whole, published="3 May 2017, 10:14", is_changed_since=True)  # type: ignore[arg-type]  # as above
    assert states(changed)[4:] == [("The record has changed since", True), ("3 May 2017, 10:14", False)]
    assert next_key(changed) is StepKey.PUBLISH
