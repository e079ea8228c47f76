"""Whether somebody may vote, nominate or stand: each answer with its reasons, in words that a member can be told."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agm.rules.overdue import add_months

Dates = Mapping[str, dt.date]
"""The days of one election by name: freeze, notice, nominations_close, meeting …"""


class Answer(enum.StrEnum):
    YES = "yes"
    NO = "no"
    ASK = "ask"
    """It cannot be decided before somebody has answered a question."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody may not, or what has to be asked first: a code for programs, and the words for the person."""

    code: str
    words: str
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer and its reasons; without a reason it is yes."""

    reasons: tuple[Reason, ...] = ()

    @property
    def answer(self) -> Answer:
        if not self.reasons:
            return Answer.YES
        return Answer.ASK if all(reason.is_question for reason in self.reasons) else Answer.NO


@dataclass(frozen=True, slots=True)
class Check:
    """What was asked of somebody and answered yes or no: of an age or a reserved place nothing else is kept."""

    question: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Served:
    """A term that somebody served, from one year's election to another's; `part` is the share of it really served."""

    office: str
    start: int
    end: int
    part: float = 1


@dataclass(frozen=True, slots=True)
class Member:
    """What is known of somebody when it is asked what they may do."""

    name: str
    joined_on: dt.date | None = None
    """When the present membership began: unless a rule joins periods, an earlier one does not count."""
    left_on: dt.date | None = None
    paid_to: dt.date | None = None
    membership_class: str = ""
    sections: tuple[str, ...] = ()
    age_check: Check | None = None
    reserved_check: Check | None = None
    terms: tuple[Served, ...] = ()
    keeps: tuple[str, ...] = ()
    """The offices that they keep after the meeting."""
    roles: tuple[str, ...] = ()
    """What they are besides, and a rule may exclude: auditor, returning officer, employee …"""


class PeriodUnit(enum.StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class LeastMembership:
    """How long somebody must have been a member, on which day."""

    length: int
    unit: PeriodUnit
    at: str

    def full_on(self, joined_on: dt.date) -> dt.date:
        """The day on which the period is full: the corresponding day, as of notices to leave."""
        if self.unit is PeriodUnit.MONTHS:
            return add_months(joined_on, self.length)
        return joined_on + dt.timedelta(days=self.length * (7 if self.unit is PeriodUnit.WEEKS else 1))


@dataclass(frozen=True, slots=True)
class PaidUp:
    """On which day the subscription must be paid, and how many days after its end still count."""

    at: str
    grace_days: int = 0


@dataclass(frozen=True, slots=True)
class MembershipRule:
    """What a member must be, to vote or to nominate; what is empty is not asked."""

    least_membership: LeastMembership | None = None
    member_on: tuple[str, ...] = ()
    paid_up: PaidUp | None = None
    never_lapse: tuple[str, ...] = ()
    """Classes whose subscription never runs out."""
    classes: tuple[str, ...] = ()
    age_question: str = ""
    same_section: bool = False
    sections_apart: bool = True
    """Whether somebody of several sections votes in one of them alone, which they choose."""


def check_member(member: Member, rule: MembershipRule, dates: Dates, section: str = "") -> Decision:
    """Whether a member fulfils a rule for a contest of this section, "" for one of all.

    Raises KeyError where the rule names a day that `dates` does not.
    """
    reasons = [
        *check_length(member, rule, dates),
        *check_days(member, rule, dates),
        *check_paid_up(member, rule, dates),
        *check_class(member, rule),
        *check_age(member, rule.age_question),
        *(check_section(member, rule, section) if rule.same_section and section else ()),
    ]
    return Decision(tuple(without_repeats(reasons)))


def without_repeats(reasons: Iterable[Reason]) -> Iterable[Reason]:
    return dict.fromkeys(reasons)


MISSING = Reason("joining_date_missing", "It is not known when they joined.", is_question=True)


def not_a_member(day: str, on: dt.date) -> Reason:
    return Reason(f"not_a_member_on_{day}", f"They were no member on {on:%-d %B %Y} ({in_words(day)}).")


def in_words(day: str) -> str:
    return f"the day of {day.replace('_', ' ')}"


def was_member(member: Member, day: dt.date) -> bool:
    """Whether somebody whose joining is known was a member on that day; the day of leaving is the last."""
    joined = member.joined_on is not None and member.joined_on <= day
    return joined and (member.left_on is None or member.left_on >= day)


def check_length(member: Member, rule: MembershipRule, dates: Dates) -> Iterable[Reason]:
    least = rule.least_membership
    if least is None:
        return
    on = dates[least.at]
    if member.joined_on is None:
        yield MISSING
    elif member.left_on is not None and member.left_on < on:
        yield not_a_member(least.at, on)
    elif (full_on := least.full_on(member.joined_on)) > on:
        yield Reason(
            "membership_too_short",
            f"They joined on {member.joined_on:%-d %B %Y}: {least.length} {least.unit} are full on "
            f"{full_on:%-d %B %Y}, and have to be on {on:%-d %B %Y}.",
        )


def check_days(member: Member, rule: MembershipRule, dates: Dates) -> Iterable[Reason]:
    for day in rule.member_on:
        if member.joined_on is None:
            yield MISSING
        elif not was_member(member, dates[day]):
            yield not_a_member(day, dates[day])


def check_paid_up(member: Member, rule: MembershipRule, dates: Dates) -> Iterable[Reason]:
    paid_up = rule.paid_up
    if paid_up is None or is_one_of(member.membership_class, rule.never_lapse):
        return
    on = dates[paid_up.at]
    if member.paid_to is None:
        yield Reason("not_paid_up", "No subscription is recorded for them.")
    elif member.paid_to + dt.timedelta(days=paid_up.grace_days) < on:
        grace = f", and {paid_up.grace_days} days after that still count" if paid_up.grace_days else ""
        paid_to = f"{member.paid_to:%-d %B %Y}"
        yield Reason("not_paid_up", f"They are paid up to {paid_to}{grace}; it has to be to {on:%-d %B %Y}.")


def check_class(member: Member, rule: MembershipRule) -> Iterable[Reason]:
    if rule.classes and not is_one_of(member.membership_class, rule.classes):
        found = member.membership_class or "no known"
        yield Reason("class_not_allowed", f"Their class of membership is “{found}”; it must be {either(rule.classes)}.")


def check_age(member: Member, question: str) -> Iterable[Reason]:
    """An answer holds for its own question alone: last year's "no" may be this year's "yes"."""
    if not question:
        return
    if member.age_check is None or member.age_check.question != question:
        yield Reason("age_not_confirmed", f"It is not confirmed whether they are {question}.", is_question=True)
    elif not member.age_check.is_met:
        yield Reason("age_not_met", f"They are not {question}.")


def check_section(member: Member, rule: MembershipRule, section: str) -> Iterable[Reason]:
    if not is_one_of(section, member.sections):
        theirs = either(member.sections) if member.sections else "none"
        yield Reason("other_section", f"The contest is for the section {section}; theirs is {theirs}.")
    elif rule.sections_apart and len(member.sections) > 1:
        words = f"They belong to {either(member.sections, 'and')}, and vote in one of them: which?"
        yield Reason("voter_chooses_section", words, is_question=True)


def is_one_of(found: str, allowed: Iterable[str]) -> bool:
    return found.casefold() in {one.casefold() for one in allowed}


def either(words: Iterable[str], joiner: str = "or") -> str:
    *first, last = words
    return f"{', '.join(first)} {joiner} {last}" if first else last
