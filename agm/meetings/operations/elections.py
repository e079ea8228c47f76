"""Calling an election under the organisation's rules, its dates, and leave for short notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.changes import changes
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.meetings.commands import AllowShortNotice, SetElectionDates
from agm.meetings.models import Election, Meeting
from agm.meetings.operations.notices import carry_planned
from agm.meetings.timetable import COLUMNS, dates_of, election_of, meeting_at, rules_of_meeting, timetable
from agm.organisation.queries import adopted_rules, rules_of, time_zone_name
from agm.rules.election import carried, proposed
from agm.rules.rule_set import Stage, order_breaches
from agm.rules.violations import Violation, check_version, raise_if, refuse
from agm.rules.working_days import Days

NO_DAY = "Enter the day and the time of the meeting first: every date is counted from them."
NO_RULES = "The organisation has adopted no rules of elections yet. The national office does, on the page “Rules”."


def call_election(act: Act, meeting_id: int) -> Election:
    """Call a meeting's election: under the rules that it keeps, or else the newest, with the dates that follow.

    Calling twice does it once; one that was called off is called anew. Raises RefusedError without rules, or without
    the day and time of the meeting.
    """
    meeting = lock_row(act.session, Meeting, meeting_id)
    found = election_of(act.session, meeting_id)
    if found is not None and meeting.rules_id is not None and found.called_off_at is None:
        return found
    rules = rules_of_meeting(act.session, meeting)
    if rules is None:
        newest = next(iter(adopted_rules(act.session)), None)
        if newest is None:
            refuse("no_rules", "", NO_RULES)
        meeting.rules_id, rules = newest.id, rules_of(newest)
    at = meeting_at(meeting, ZoneInfo(time_zone_name(act.session)))
    if at is None:
        refuse("no_day", "", NO_DAY)
    try:
        dates = proposed(rules, meeting.kind.value, at)
    except ValueError as error:
        refuse("clock", "", f"A date that follows from the rules cannot be: {error}.")
    election = found or Election(meeting_id=meeting_id)
    set_columns(election, dates)
    election.called_off_at = election.called_off_by = election.called_off_reason = election.notice_sent_at = None
    act.session.add(election)
    act.session.flush()
    record(act, Action.ELECTION_CALLED, f"meeting:{meeting_id}", unit_id=meeting.unit_id, rules=meeting.rules_id)
    return election


def set_election_dates(act: Act, command: SetElectionDates) -> Election:
    """Move the dates of an election. What they break is told by the timetable, and keeps nobody from it.

    Raises EditConflict if somebody else saved meanwhile, RefusedError for dates that stand the wrong way round.
    """
    meeting, election = to_change(act, command.meeting_id, command.version)
    zone = ZoneInfo(time_zone_name(act.session))
    wrong = [one for one in order_breaches(command.dates, {}) if one.code == "wrong_order"]
    at = meeting_at(meeting, zone)
    wrong += [
        Violation("after_meeting", str(stage), "This is after the meeting has begun. Take an earlier date.")
        for stage, planned in command.dates.items()
        if at is not None and stage is not Stage.VOTING_CLOSES and planned > at
    ]
    raise_if(wrong)
    before, closed_at = columns_of(election), election.nominations_close_at
    set_columns(election, command.dates)
    election.version += 1
    if closes := moved_close(closed_at, election.nominations_close_at):
        carry_planned(act, meeting, closes, Days(zone))
    told = changes(before, columns_of(election))
    record(act, Action.ELECTION_DATES_AMENDED, f"meeting:{meeting.id}", unit_id=meeting.unit_id, **told)
    return election


def allow_short_notice(act: Act, command: AllowShortNotice) -> Election:
    """Record leave for the notice as it is short now, or that it was refused.

    Raises EditConflict, or RefusedError where the notice is not short.
    """
    meeting, election = to_change(act, command.meeting_id, command.version)
    short = [one.words for one in timetable(act.session, meeting).breaches() if one.code == "notice_short"]
    if not short:
        refuse("not_short", "", "The notice is long enough: there is nothing to allow.")
    if not command.by.strip():
        refuse("by_whom", "by", "Enter who allows it")
    if not command.reason.strip():
        refuse("reason", "reason", "Enter why")
    election.short_notice_allowed_at, election.short_notice_allowed_by = act.at, command.by
    election.short_notice_reason, election.short_notice_words = command.reason, "\n".join(short)
    election.is_short_notice_refused = command.is_refused
    election.version += 1
    action = Action.SHORT_NOTICE_REFUSED if command.is_refused else Action.SHORT_NOTICE_ALLOWED
    record(act, action, f"meeting:{meeting.id}", unit_id=meeting.unit_id)
    return election


def record_notice(act: Act, meeting_id: int, version: int, sent_at: dt.datetime) -> Election:
    """Record that the notice went out by other ways than ours. Raises EditConflict, or RefusedError for a day to come,
    or where it went out from here."""
    meeting, election = to_change(act, meeting_id, version)
    if sent_at > act.at:
        refuse("to_come", "sent_on", "This day is still to come.")
    if timetable(act.session, meeting).sent_from_here:
        refuse("sent", "", "The notice went out from here already.")
    election.notice_sent_at = sent_at
    election.version += 1
    record(act, Action.NOTICE_RECORDED, f"meeting:{meeting_id}", unit_id=meeting.unit_id, sent_at=sent_at.isoformat())
    return election


def to_change(act: Act, meeting_id: int, version: int) -> tuple[Meeting, Election]:
    """A meeting and its election, held. Raises EditConflict, or RefusedError before it was called."""
    meeting = lock_row(act.session, Meeting, meeting_id)
    election = act.session.get(Election, meeting_id, populate_existing=True)
    if election is None:
        refuse("not_called", "", "The election is not called yet.")
    check_version(version, election.version)
    return meeting, election


def carry_election(act: Act, meeting: Meeting, before: dt.datetime | None) -> None:
    """Take the dates to come of an election with its meeting, which began at `before` until now."""
    zone = ZoneInfo(time_zone_name(act.session))
    after = meeting_at(meeting, zone)
    if before is None or after is None or before == after:
        return
    election = election_of(act.session, meeting.id)
    if election is None:
        return
    dates = {stage: at for stage, at in dates_of(meeting, election, zone).items() if stage in COLUMNS}
    set_columns(election, carried(dates, before, after, act.at, Days(zone)))
    election.version += 1
    closes = moved_close(dates.get(Stage.NOMINATIONS_CLOSE), election.nominations_close_at)
    carry_planned(act, meeting, [(before, after), *closes], Days(zone))


def moved_close(before: dt.datetime | None, after: dt.datetime | None) -> list[tuple[dt.datetime, dt.datetime]]:
    """The close of nominations where it moved: reminders tell it."""
    return [] if before is None or after is None or before == after else [(before, after)]


def set_columns(election: Election, dates: Mapping[Stage, dt.datetime]) -> None:
    for stage, column in COLUMNS.items():
        setattr(election, column, dates.get(stage))


def columns_of(election: Election) -> dict[str, object]:
    return {column: getattr(election, column) for column in COLUMNS.values()}
