"""A meeting's election as the rules see it: its dates, where it stands, and what its dates break."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from agm.language.en import long_date
from agm.language.partial_date import PartialDate
from agm.meetings.models import Election, Meeting, NoticeKind, NoticeSending
from agm.organisation.models import AdoptedRules
from agm.organisation.queries import adopted_rules, rules_of, time_zone_name
from agm.rules.election import ElectionSoFar
from agm.rules.rule_set import IN_ORDER, Line, RuleSet, Stage, breaches, lines
from agm.rules.violations import Violation

COLUMNS = {stage: f"{stage}_at" for stage in IN_ORDER}
"""By stage, the column of the election that holds its instant."""


def election_of(session: Session, meeting_id: int) -> Election | None:
    return session.get(Election, meeting_id)


def rules_of_meeting(session: Session, meeting: Meeting) -> RuleSet | None:
    """The rules that a meeting was called under; None where there are none."""
    return None if meeting.rules_id is None else rules_of(session.get_one(AdoptedRules, meeting.rules_id))


def meeting_at(meeting: Meeting, zone: ZoneInfo) -> dt.datetime | None:
    """The instant at which a meeting begins; None while its day or its time is not known."""
    day = meeting.held_on.full if meeting.held_on else None
    return None if day is None or meeting.starts_at is None else dt.datetime.combine(day, meeting.starts_at, zone)


def dates_of(meeting: Meeting, election: Election | None, zone: ZoneInfo) -> dict[Stage, dt.datetime]:
    """The dates that are known, by stage; without the notice, which goes out on several channels."""
    planned = {stage: getattr(election, column, None) for stage, column in COLUMNS.items()}
    planned[Stage.MEETING] = meeting_at(meeting, zone)
    return {stage: at for stage, at in planned.items() if at is not None}


def so_far_of(
    meeting: Meeting, election: Election | None, word: str, zone: ZoneInfo, *, is_declared: bool
) -> ElectionSoFar:
    """An election as far as its own row tells: by when the notice has to go out takes the rules too. Whoever asks knows
    whether the result is declared; `word` is the meeting within a sentence."""
    return ElectionSoFar(
        meeting=word,
        has_rules=meeting.rules_id is not None and election is not None,
        dates=dates_of(meeting, election, zone),
        notice_sent_at=election.notice_sent_at if election else None,
        is_declared=is_declared,
        is_called_off=election is not None and election.called_off_at is not None,
        is_inquorate=(
            meeting.attendance_number is not None
            and meeting.quorum_number is not None
            and meeting.attendance_number < meeting.quorum_number
        ),
    )


@dataclass(frozen=True, slots=True)
class Timetable:
    """Everything that a page needs of an election's dates."""

    meeting: Meeting
    election: Election | None
    rules: RuleSet | None
    zone: ZoneInfo
    sendings: Sequence[NoticeSending]
    """What went out, the earliest first."""

    @property
    def dates(self) -> dict[Stage, dt.datetime]:
        return dates_of(self.meeting, self.election, self.zone)

    @property
    def is_called_off(self) -> bool:
        return self.election is not None and self.election.called_off_at is not None

    @property
    def lines(self) -> list[Line]:
        """By when everything has to be; none without rules, or while the meeting has no day and time."""
        at = self.dates.get(Stage.MEETING)
        if self.rules is None or at is None:
            return []
        try:
            return lines(self.rules, self.meeting.kind.value, at)
        except ValueError:  # a deadline on a time that the clocks skip: whoever set the rules is told on their page
            return []

    @property
    def notice_by(self) -> dict[str, dt.datetime]:
        """By channel, the last instant for the notice."""
        return {line.channel: line.by for line in self.lines if line.stage is Stage.NOTICE}

    def so_far(self, word: str, *, is_declared: bool) -> ElectionSoFar:
        notice_by = min(self.notice_by.values(), default=None)
        so_far = so_far_of(self.meeting, self.election, word, self.zone, is_declared=is_declared)
        return replace(so_far, notice_by=notice_by)

    @property
    def sent_from_here(self) -> list[NoticeSending]:
        return [one for one in self.sendings if one.kind is NoticeKind.NOTICE]

    def names_day(self, sending: NoticeSending) -> bool:
        """Whether a notice tells the day on which the meeting is now: it may have been postponed since."""
        day = self.meeting.held_on.full if self.meeting.held_on else None
        if day is None:
            return False
        words = "|".join(long_date(day, weekday=False, year=False, ordinal_day=ordinal) for ordinal in (False, True))
        return re.search(rf"(?<!\d)({words})", " ".join(sending.text.split())) is not None

    @property
    def is_told_another_day(self) -> bool:
        notices = self.sent_from_here
        return bool(notices) and not any(self.names_day(one) for one in notices)

    def sent(self) -> Mapping[str, dt.datetime]:
        """When the notice went out, by channel. One that went out by other ways than ours counts for every channel."""
        if notices := self.sent_from_here:
            first = next((one for one in notices if self.names_day(one)), notices[0])
            found = {"email": first.sent_at, "post": first.posted_at}
            return {channel: at for channel, at in found.items() if at is not None}
        if self.rules is None or self.election is None or self.election.notice_sent_at is None:
            return {}
        return dict.fromkeys(self.rules.service, self.election.notice_sent_at)

    def breaches(self) -> list[Violation]:
        """What the dates break, those included for which leave was given."""
        if self.rules is None or Stage.MEETING not in self.dates or self.is_called_off:
            return []
        try:
            return breaches(self.rules, self.meeting.kind.value, self.dates, self.sent())
        except ValueError:
            return []

    def is_allowed(self, breach: Violation) -> bool:
        """Whether leave was given for this very breach."""
        return self.is_answered(breach) and not (self.election and self.election.is_short_notice_refused)

    def is_answered(self, breach: Violation) -> bool:
        """Whether leave for this very breach was given or refused."""
        words = self.election.short_notice_words if self.election else None
        return words is not None and breach.words in words.splitlines()


def timetable(session: Session, meeting: Meeting) -> Timetable:
    """The timetable of a meeting's election. At most four statements."""
    sendings, zone = sendings_of(session, [meeting.id]), ZoneInfo(time_zone_name(session))
    return Timetable(meeting, election_of(session, meeting.id), rules_of_meeting(session, meeting), zone, sendings)


def sendings_of(session: Session, meeting_ids: Collection[int]) -> Sequence[NoticeSending]:
    """What went out to the members of these meetings, the earliest first. One statement."""
    mine = NoticeSending.meeting_id.in_(meeting_ids)
    return session.scalars(select(NoticeSending).where(mine).order_by(NoticeSending.id)).all()


def coming_elections(session: Session, since: dt.date) -> dict[int, Election]:
    """The elections of all meetings from a day on, with their meetings, the earliest first. One statement."""
    found = session.scalars(
        select(Election)
        .join(Election.meeting)
        .options(contains_eager(Election.meeting).joinedload(Meeting.unit))
        .where(Meeting.held_on >= PartialDate.of(since))
        .order_by(Meeting.held_on, Meeting.id)
    )
    return {one.meeting_id: one for one in found}


def timetables(session: Session, elections: Mapping[int, Election]) -> dict[int, Timetable]:
    """The timetables of these elections, by the meeting. Three statements, however many."""
    sendings: dict[int, list[NoticeSending]] = {}
    for one in sendings_of(session, elections):
        sendings.setdefault(one.meeting_id, []).append(one)
    rules = {one.id: rules_of(one) for one in adopted_rules(session)}
    zone = ZoneInfo(time_zone_name(session))
    return {
        number: Timetable(one.meeting, one, rules.get(one.meeting.rules_id or 0), zone, sendings.get(number, []))
        for number, one in elections.items()
    }
