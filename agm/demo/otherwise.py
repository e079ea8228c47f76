"""What goes otherwise than planned in the demonstration: nobody stands in time, a meeting is put off, too few come."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from agm.announcements.commands import DraftFacts
from agm.announcements.gather_others import meeting_fields, whose
from agm.announcements.operations import draft, draft_facts
from agm.audit.act import Act
from agm.demo.counts import contest_of
from agm.demo.online_votes import OFFICER
from agm.facts.announcement import MeetingChange
from agm.language.partial_date import PartialDate
from agm.meetings.commands import AmendDetails
from agm.meetings.models import Section
from agm.meetings.operations import amend_details
from agm.meetings.operations.attendance import take_into_record
from agm.meetings.operations.details import details_of
from agm.meetings.operations.sections import section_version
from agm.nominations.commands import AllowLate
from agm.nominations.rulings import allow_late
from agm.wording.document import AnnouncementKind
from agm.workflows.publish_announcement import Announce, announce

if TYPE_CHECKING:
    from agm.demo.player import Player


def nominate_late(player: Player, act: Act, region: str, office: str, until_in_days: int | None = None) -> None:
    """Let an office be nominated for after the close: for so many days from the day of filling, or at the meeting."""
    until = None if until_in_days is None else player.now + dt.timedelta(days=until_in_days)
    contest = contest_of(act, player.elections[region], office)
    allow_late(replace(act, actor=OFFICER), AllowLate(contest.id, until))


def put_off(player: Player, act: Act, region: str, days: int, reason: str) -> None:
    """Hold the region's next meeting so many days later, and tell readers."""
    meeting = player.elections[region]
    plan, version = details_of(meeting), section_version(act.session, meeting.id, Section.DETAILS)
    if plan.held_on is None or plan.held_on.full is None:
        raise KeyError(region)
    later = replace(plan, held_on=PartialDate.of(plan.held_on.full + dt.timedelta(days=days)))
    amend_details(act, AmendDetails(meeting.id, version, later))
    fields = whose(act.session, meeting.unit) | meeting_fields(meeting)
    facts = MeetingChange(
        announcement="postponement", was_on=plan.held_on, reason=reason, nominations_stand=True, **fields
    )
    told = draft_facts(act, DraftFacts(meeting.unit_id, facts))
    announce(act, Announce(told.id, told.version, names_agreed=True))


def close_without_quorum(player: Player, act: Act, region: str) -> None:
    """Take into the record how many came to a meeting, too few, and publish its report."""
    meeting = player.elections[region]
    take_into_record(act, meeting)
    report = draft(act.session, act.at, meeting.id, AnnouncementKind.REPORT)
    announce(act, Announce(report.id, report.version, names_agreed=True))


COMMANDS = {one.__name__: one for one in (nominate_late, put_off, close_without_quorum)}
"""The commands of the story by their names there."""
