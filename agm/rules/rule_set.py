"""An organisation's rules of elections as data: versioned, never a path through the code.

`RuleSet` holds every choice; what the checks of this package do not use is kept for people to read. `lines` is the
timetable that follows for a meeting, and `breaches` is what planned dates break, in the rule's own words.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from agm.rules.bank_holidays import Place, bank_holidays
from agm.rules.deadlines import DeadlineRule, OpeningRule, opening
from agm.rules.eligibility import MembershipRule
from agm.rules.nomination import NominationRule
from agm.rules.notice import NoticeRule, Service, latest_sending, notice_given
from agm.rules.proxies import ProxyRule
from agm.rules.quorum import Quorum
from agm.rules.two_offices import FreedPlace
from agm.rules.violations import Violation
from agm.rules.withdrawal import AfterClose
from agm.rules.working_days import Days


class TieMethod(enum.StrEnum):
    LOT = "lot"
    CHAIR = "chair"
    ANOTHER_BALLOT = "another_ballot"
    EARLIEST_NOMINATION = "earliest_nomination"


class Unopposed(enum.StrEnum):
    ELECTED = "elected"
    """As many candidates as places, or fewer: they are elected without a vote."""
    VOTE = "vote"
    """They are voted on, for or against."""


class Unfilled(enum.StrEnum):
    """What follows where fewer stand than there are places when nominations close."""

    VACANT = "vacant"
    EXTEND = "extend"
    """Nominations for that office stay open for longer."""
    FLOOR = "floor"
    """The meeting hears nominations."""


class PaperOrder(enum.StrEnum):
    """In which order the names stand on a voting paper."""

    ALPHABETICAL = "alphabetical"
    LOT = "lot"


class Stage(enum.StrEnum):
    """The instants of an election's life that rules speak of, in order."""

    NOTICE = "notice"
    NOMINATIONS_OPEN = "nominations_open"
    NOMINATIONS_CLOSE = "nominations_close"
    STATEMENT = "statement"
    VOTING_OPENS = "voting_opens"
    VOTING_CLOSES = "voting_closes"
    MEETING = "meeting"


IN_ORDER = (
    Stage.NOMINATIONS_OPEN,
    Stage.NOMINATIONS_CLOSE,
    Stage.STATEMENT,
    Stage.VOTING_OPENS,
    Stage.VOTING_CLOSES,
)
CHANNELS = {"email": "e-mail", "post": "post"}
WORDS = {
    Stage.NOTICE: "The notice goes out",
    Stage.NOMINATIONS_OPEN: "Nominations open",
    Stage.NOMINATIONS_CLOSE: "Nominations close",
    Stage.STATEMENT: "The candidates are published",
    Stage.VOTING_OPENS: "Voting opens",
    Stage.VOTING_CLOSES: "Voting closes",
    Stage.MEETING: "The meeting",
}


class RuleSet(BaseModel):
    """The rules under which an organisation calls meetings and elects; what is None or empty the rules do not say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    sources: tuple[str, ...] = ()
    """Where each figure was read."""
    zone: str = "Europe/London"
    place: Place = Place.ENGLAND_AND_WALES
    """Whose bank holidays are no working days."""
    notice: Mapping[str, NoticeRule] = Field(default_factory=dict)
    """By kind of meeting: `agm`, `other`, `reconvened` …"""
    service: Mapping[str, Service] = Field(default_factory=lambda: {"email": Service()})
    """By channel, when a notice counts as served."""
    vote: MembershipRule = Field(default_factory=MembershipRule)
    """What a member must be to vote."""
    nominations_open: DeadlineRule | None = None
    nominations_close: DeadlineRule | None = None
    nominations_for: OpeningRule | None = None
    """How long nominations are open."""
    nomination: NominationRule = Field(default_factory=NominationRule)
    withdrawal_after_close: AfterClose | None = None
    open_form: bool = False
    """Whether anybody may nominate on a public page, and not only by a link of their own."""
    unfilled: Unfilled | None = None
    paper_order: PaperOrder | None = None
    voting_for: OpeningRule | None = None
    """How long the vote is open, where it is not held at the meeting."""
    voting_systems: Mapping[str, str] = Field(default_factory=dict)
    """By office ("" for every other) a rule set of `agm.counting`, or the words of the rules."""
    reopen_nominations: bool | None = None
    """Whether RON stands in every contest."""
    unopposed: Unopposed | None = None
    tie: TieMethod | None = None
    quorums: tuple[Quorum, ...] = ()
    proxies: ProxyRule | None = None
    """None where nobody votes for somebody else."""
    term_years: int | None = None
    reserved_places: Mapping[str, str] = Field(default_factory=dict)
    """By office, for whom its place is reserved: what the returning officer confirms of who stands, yes or no."""
    envelopes_opened_at_meeting: bool | None = None
    """Whether votes by post may be opened from the hour of the meeting on; else once the vote is closed."""
    voters_per_companion: int | None = None
    """How many voters one person may help to vote; None where the rules do not say."""
    second_person_declares: bool | None = None
    freed_place: FreedPlace | None = None
    """What becomes of a place whose winner takes another office; vacant where the rules do not say."""
    count_published: bool | None = None
    """Whether everybody may have the papers of a declared count, and so count them again."""
    challenge_days: int | None = None
    papers_kept_days: int | None = None
    other: tuple[str, ...] = ()
    """What the rules say besides, in words."""
    numbers: Mapping[str, str] = Field(default_factory=dict)
    """By what it is about (`notice`, `short_notice`, `nominations`, `standing`, `voting`), the paragraph: "4.2"."""

    @cached_property
    def days(self) -> Days:
        return Days(ZoneInfo(self.zone), bank_holidays(self.place))

    def number_of(self, breach: Violation) -> str:
        """The paragraph that a breach is of; "" where nobody has said."""
        subject = "notice" if breach.field.startswith("notice") else breach.field.partition("_")[0]
        return self.numbers.get(subject, "")

    def reserved_for(self, office: str) -> str:
        """For whom the place of an office is reserved; "" where it is for all."""
        return next((who for label, who in self.reserved_places.items() if label.casefold() == office.casefold()), "")

    def notice_for(self, kind: str) -> NoticeRule | None:
        """The notice that a kind of meeting needs, or that of any other."""
        return self.notice.get(kind, self.notice.get("other"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an election's timetable: the last instant at which something can be done."""

    stage: Stage
    by: dt.datetime
    why: str
    channel: str = ""


def lines(rules: RuleSet, kind: str, meeting_at: dt.datetime) -> list[Line]:
    """What has to be done by when for a meeting of a kind, earliest first.

    Raises ValueError where a deadline falls on a time that the clocks skip or repeat.
    """
    found = [Line(Stage.MEETING, meeting_at.astimezone(rules.days.zone), "")]
    if notice := rules.notice_for(kind):
        meeting_on = rules.days.date_of(meeting_at)
        found += [
            Line(Stage.NOTICE, latest_sending(notice, service, meeting_on, rules.days), notice.in_words, channel)
            for channel, service in rules.service.items()
        ]
    for stage, rule in (
        (Stage.NOMINATIONS_OPEN, rules.nominations_open),
        (Stage.NOMINATIONS_CLOSE, rules.nominations_close),
    ):
        if rule is not None:
            found.append(Line(stage, rule.deadline(meeting_at, rules.days), f"{rule.in_words} the meeting"))
    return sorted(found, key=lambda line: line.by)


def breaches(
    rules: RuleSet, kind: str, dates: Mapping[Stage, dt.datetime], sent: Mapping[str, dt.datetime]
) -> list[Violation]:
    """What planned dates break; `sent` is when the notice goes out, by channel. Raises KeyError without a meeting."""
    return [
        *notice_breaches(rules, kind, dates[Stage.MEETING], sent),
        *deadline_breaches(rules, dates),
        *opening_breaches(rules, dates),
        *order_breaches(dates, sent),
    ]


def notice_breaches(
    rules: RuleSet, kind: str, meeting_at: dt.datetime, sent: Mapping[str, dt.datetime]
) -> Iterable[Violation]:
    rule = rules.notice_for(kind)
    if rule is None:
        return
    for channel, sent_at in sent.items():
        given = notice_given(rule, rules.service.get(channel, Service()), sent_at, meeting_at, rules.days)
        if given.days_short:
            yield Violation(
                "notice_short",
                f"notice.{channel}",
                f"By {CHANNELS.get(channel, channel)} the notice is served on {given.served_on:%-d %B %Y} and gives "
                f"{given.days_given} of {rule.in_words}: {given.days_short} short. "
                f"It has to go out by {in_words(given.latest_sending)}.",
            )


def deadline_breaches(rules: RuleSet, dates: Mapping[Stage, dt.datetime]) -> Iterable[Violation]:
    for stage, rule in (
        (Stage.NOMINATIONS_OPEN, rules.nominations_open),
        (Stage.NOMINATIONS_CLOSE, rules.nominations_close),
    ):
        if rule is None or stage not in dates:
            continue
        by = rule.deadline(dates[Stage.MEETING], rules.days)
        if dates[stage] > by:
            planned = in_words(dates[stage].astimezone(rules.days.zone))
            words = f"{WORDS[stage]} {rule.in_words} the meeting: by {in_words(by)}, and not {planned}."
            yield Violation(f"{stage}_late", str(stage), words)


def opening_breaches(rules: RuleSet, dates: Mapping[Stage, dt.datetime]) -> Iterable[Violation]:
    for rule, first, last, what in (
        (rules.nominations_for, Stage.NOMINATIONS_OPEN, Stage.NOMINATIONS_CLOSE, "Nominations are"),
        (rules.voting_for, Stage.VOTING_OPENS, Stage.VOTING_CLOSES, "The vote is"),
    ):
        if rule is None or first not in dates or last not in dates:
            continue
        found = opening(rule, dates[first], dates[last], rules.days)
        if not found.is_enough:
            words = f"{what} open for {found.hours:g} hours; the rules say {rule.in_words}."
            yield Violation(f"{first}_{'short' if found.short_by else 'long'}", str(first), words)


def order_breaches(dates: Mapping[Stage, dt.datetime], sent: Mapping[str, dt.datetime]) -> Iterable[Violation]:
    known = [stage for stage in IN_ORDER if stage in dates]
    for first, second in pairwise(known):
        if dates[first] >= dates[second]:
            yield Violation("wrong_order", str(second), f"{WORDS[second]} before this: {WORDS[first].lower()}.")
    close = dates.get(Stage.NOMINATIONS_CLOSE)
    if close is not None and sent and max(sent.values()) > close:
        words = "Nominations close before the notice goes out: nobody could nominate after being told."
        yield Violation("nominations_close_before_notice", str(Stage.NOMINATIONS_CLOSE), words)


def in_words(moment: dt.datetime) -> str:
    return f"{moment:%H:%M on %A %-d %B %Y}"
