"""A call for nominations: the rules it is made under, and until when each office can be nominated for."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.meetings.models import Election, Meeting
from agm.nominations.models import Contest, LateNominations
from agm.organisation.models import AdoptedRules
from agm.organisation.queries import organisation, rules_of
from agm.rules.nomination import NominationRule
from agm.rules.rule_set import RuleSet
from agm.rules.violations import Violation

NO_RULES = RuleSet(name="", nomination=NominationRule(needs_consent=True, self_allowed=True))
"""What holds for a meeting that was called under none."""


@dataclass(frozen=True, slots=True)
class Call:
    meeting: Meeting
    rules: RuleSet
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    late: Mapping[int, LateNominations]
    """By contest, the offices that can be nominated for after the close."""
    zone: ZoneInfo
    called_off: str = ""
    """Why there is no election after all."""
    statement_at: dt.datetime | None = None
    """When it is published who stands."""

    @property
    def rule_words(self) -> str:
        """By which rule nominations are checked: "Rule 5.1", or whose rules they are."""
        return self.words_of("nominations")

    def words_of(self, subject: str) -> str:
        number = self.rules.numbers.get(subject)
        return f"Rule {number}" if number else self.rules.name

    def close_of(self, contest_id: int) -> dt.datetime | None:
        late = self.late.get(contest_id)
        return self.closes_at if late is None or late.closes_at is None else late.closes_at

    def closed(self, contest_id: int | None, at: dt.datetime) -> list[Violation]:
        """Why nothing is taken from members at an instant, for an office or (None) for any; empty while it is."""
        if self.called_off:
            return [Violation("called_off", "", f"The election is called off: {self.called_off}")]
        closes = [self.close_of(contest_id)] if contest_id else [self.closes_at, *map(self.close_of, self.late)]
        last = None if None in closes else max(one for one in closes if one is not None)
        if self.opens_at is None or at < self.opens_at:
            when = "" if self.opens_at is None else f" They open on {self.in_words(self.opens_at)}."
            return [Violation("not_open", "", f"Nominations are not open yet.{when}")]
        if last is not None and at > last:
            to_do = "To add, change or withdraw something, write to the returning officer."
            return [Violation("closed", "", f"Nominations closed on {self.in_words(last)}. {to_do}")]
        return []

    def not_taken(self, contest_id: int, received_at: dt.datetime) -> list[Violation]:
        """As `closed`, of something that a member sent: after the close it says when that reached us."""
        why = self.closed(contest_id, received_at)
        if [one.code for one in why] != ["closed"]:
            return why
        arrived = (
            f"This reached us on {self.in_words(received_at, seconds=True)}, and was not taken: what counts is when it "
            "arrives here."
        )
        return [replace(one, words=f"{arrived} {one.words}") for one in why]

    def is_past_close(self, at: dt.datetime) -> bool:
        """Whether the close is past, though single offices may be nominated for again."""
        return self.closes_at is not None and at > self.closes_at

    def close_words(self, at: dt.datetime) -> str:
        """When nominations close, or closed; "" where no date is set."""
        if self.closes_at is None:
            return ""
        return f"Nominations {'closed' if self.is_past_close(at) else 'close'} on {self.in_words(self.closes_at)}."

    def is_closed(self, at: dt.datetime) -> bool:
        """Whether nominations have been open, and no office can be nominated for by members any more."""
        return [one.code for one in self.closed(None, at)] == ["closed"]

    def in_words(self, at: dt.datetime, *, seconds: bool = False) -> str:
        local = at.astimezone(self.zone)
        return f"{local:%A %-d %B %Y} at {local:%H:%M:%S}" if seconds else f"{local:%A %-d %B %Y} at {local:%H:%M}"


def call_of(session: Session, meeting: Meeting) -> Call:
    """At most four statements."""
    election = session.get(Election, meeting.id)
    adopted = None if meeting.rules_id is None else session.get(AdoptedRules, meeting.rules_id)
    late = session.scalars(
        select(LateNominations)
        .join(Contest, Contest.id == LateNominations.contest_id)
        .where(Contest.meeting_id == meeting.id)
    )
    return Call(
        meeting=meeting,
        rules=NO_RULES if adopted is None else rules_of(adopted),
        opens_at=None if election is None else election.nominations_open_at,
        closes_at=None if election is None else election.nominations_close_at,
        late={one.contest_id: one for one in late},
        zone=ZoneInfo(organisation(session).time_zone),
        statement_at=None if election is None else election.statement_at,
        called_off=(election.called_off_reason or "") if election else "",
    )
