"""The lines of an election's timetable as its page shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from flask import url_for

from agm.language.en import capitalised, clock_words, counted, join, long_date
from agm.meetings.models import NoticeKind, NoticeSending
from agm.meetings.notices import ServedCounts
from agm.meetings.timetable import Timetable
from agm.rules.rule_set import CHANNELS, Stage

HEADINGS = {
    Stage.NOMINATIONS_OPEN: ("Nominations open", "Nominations opened"),
    Stage.NOMINATIONS_CLOSE: ("Nominations close", "Nominations closed"),
    Stage.STATEMENT: ("Candidates published", "Candidates published"),
    Stage.VOTING_OPENS: ("Voting opens", "Voting opened"),
    Stage.VOTING_CLOSES: ("Voting closes", "Voting closed"),
}
"""What a line is called before its time, and after it."""
OF_STAGE = {
    NoticeKind.NOTICE: Stage.NOTICE,
    NoticeKind.CALL: Stage.NOMINATIONS_OPEN,
    NoticeKind.STATEMENT: Stage.STATEMENT,
    NoticeKind.REMINDER: Stage.NOMINATIONS_CLOSE,
    NoticeKind.CANDIDATES: Stage.STATEMENT,
    NoticeKind.CALLED_OFF: Stage.MEETING,
    NoticeKind.RESULT: Stage.MEETING,
}
"""Beside which line it stands what went out."""
SENT_WORDS = {
    NoticeKind.NOTICE: "Sent",
    NoticeKind.CALL: "Call for nominations sent",
    NoticeKind.STATEMENT: "Names of the candidates sent",
    NoticeKind.REMINDER: "Reminder sent",
    NoticeKind.CANDIDATES: "What candidates write sent",
    NoticeKind.CALLED_OFF: "Told that it is called off",
    NoticeKind.RESULT: "Result sent",
}


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line: when, what, and what stands beneath it. `at` None: no date yet."""

    stage: Stage
    at: dt.datetime | None
    when: str
    heading: str
    notes: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    state: str = ""
    """gone, now, or nothing."""


def timetable_rows(
    found: Timetable, word: str, counts: Mapping[int, ServedCounts], now: dt.datetime, links: Mapping[Stage, list[Link]]
) -> list[Row]:
    """The lines in the order of their dates; those without a date last. The next one to come is marked."""
    dates, zone = found.dates, found.zone
    rows = [notice_row(found, word)]
    for stage, (before, after) in HEADINGS.items():
        at = dates.get(stage)
        if at is not None or stage in {Stage.NOMINATIONS_OPEN, Stage.NOMINATIONS_CLOSE}:
            heading = after if at is not None and at <= now else before
            rows.append(Row(stage, at, when_words(at, zone), heading, limits(found, stage)))
    meeting = dates.get(Stage.MEETING)
    place = [capitalised(found.meeting.venue)] if found.meeting.venue else []
    if found.is_told_another_day:
        place.append("The notice that went out names another day. Send it again.")
    rows.append(Row(Stage.MEETING, meeting, when_words(meeting, zone), f"The {word}", place))
    for row in rows:
        row.notes.extend(
            sent_words(one, counts.get(one.id, ServedCounts()), zone)
            for one in found.sendings
            if OF_STAGE[one.kind] is row.stage
        )
        sent = [one.id for one in found.sendings if OF_STAGE[one.kind] is row.stage]
        if any(counts[number].failed for number in sent if number in counts):
            address = url_for("notices.sent", meeting_id=found.meeting.id, _anchor="failed")
            row.links.append(Link("Whom it did not reach", address))
        row.links.extend(links.get(row.stage, []))
    ordered = sorted(rows, key=lambda row: (row.at is None, row.at or now))
    return marked(ordered, now, is_sent=found.election is not None and found.election.notice_sent_at is not None)


def marked(rows: Sequence[Row], now: dt.datetime, *, is_sent: bool) -> list[Row]:
    """The lines with those that are past, and the first that is not."""
    marks = []
    is_next = True
    for row in rows:
        is_gone = is_sent if row.stage is Stage.NOTICE else row.at is not None and row.at <= now
        marks.append("gone" if is_gone else "now" if is_next else "")
        is_next = is_next and is_gone
    return [
        Row(row.stage, row.at, row.when, row.heading, row.notes, row.links, mark)
        for row, mark in zip(rows, marks, strict=True)
    ]


def notice_row(found: Timetable, word: str) -> Row:
    sent_at = found.election.notice_sent_at if found.election else None
    if sent_at is not None:
        return Row(Stage.NOTICE, sent_at, day_words(sent_at, found.zone), f"Notice of the {word}")
    by = found.notice_by
    at = min(by.values(), default=None)
    notes = [
        f"By {CHANNELS.get(channel, channel)} at the latest {when_words(last, found.zone)}."
        for channel, last in sorted(by.items(), key=lambda item: item[1])
    ]
    why = {line.why for line in found.lines if line.stage is Stage.NOTICE}
    notes += [f"The rules ask for {join(sorted(why))}."] if why else []
    when = f"by {day_words(at, found.zone)}" if at else "no date"
    return Row(Stage.NOTICE, at, when, f"Notice of the {word}", notes)


def limits(found: Timetable, stage: Stage) -> list[str]:
    return [
        f"By the rules {when_words(line.by, found.zone)} at the latest ({line.why})."
        for line in found.lines
        if line.stage is stage and line.by != found.dates.get(stage)
    ]


def sent_words(sending: NoticeSending, counts: ServedCounts, zone: ZoneInfo) -> str:
    """What went out to whom: "Sent on 30 March to 412 members: 391 by e-mail, 21 by post. 4 e-mails failed."."""
    if sending.cancelled_at is not None:
        return f"“{sending.title}” was planned for {day_words(sending.sent_at, zone)}, and does not go out."
    told = counted(counts.members, "member", "members")
    ways = [
        f"{counts.by_email:,} by e-mail" if counts.by_email else "",
        f"{counts.by_post:,} by post" if counts.by_post else "",
        f"{counts.unreachable:,} without any address" if counts.unreachable else "",
    ]
    words = f"{SENT_WORDS[sending.kind]} on {day_words(sending.sent_at, zone)} to {told}"
    words += f": {join([way for way in ways if way])}." if counts.members else "."
    if counts.waiting:
        words += f" {counted(counts.waiting, 'e-mail waits', 'e-mails wait')} to be sent."
    if counts.failed:
        words += f" {counted(counts.failed, 'e-mail', 'e-mails')} failed."
    if counts.by_post and sending.posted_at is None:
        words += " The letters are not posted yet."
    return words


def when_words(at: dt.datetime | None, zone: ZoneInfo) -> str:
    if at is None:
        return "no date"
    return f"{day_words(at, zone)}, {clock_words(at.astimezone(zone).time())}"


def day_words(at: dt.datetime, zone: ZoneInfo) -> str:
    return long_date(at.astimezone(zone).date(), weekday=False, year=False)


def link(label: str, endpoint: str, meeting_id: int) -> Link:
    return Link(label, url_for(endpoint, meeting_id=meeting_id))
