"""What a member of a roll may do at one meeting: vote, nominate, stand; the offices' own rules come on top."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace

from agm.language.partial_date import PartialDate
from agm.rules.eligibility import Answer, Dates, Decision, Member, MembershipRule, Reason, check_member
from agm.rules.rule_set import RuleSet

MEETING, FREEZE = "meeting", "freeze"


class Right(enum.StrEnum):
    """What the rules give or refuse a member, for one meeting."""

    VOTE = "vote"
    NOMINATE = "nominate"
    STAND = "stand"


VERBS = {Right.VOTE: "vote", Right.NOMINATE: "nominate", Right.STAND: "stand"}


@dataclass(frozen=True, slots=True)
class Known:
    """What a roll knows of a member. Dates may be known to the month or the year; `says_paid` is what the list says of
    the subscription, whatever its date."""

    name: str
    joined: PartialDate | None = None
    paid_to: PartialDate | None = None
    membership_class: str = ""
    section: str = ""
    says_paid: bool | None = None


def rules_by_right(rules: RuleSet) -> Mapping[Right, MembershipRule]:
    return {
        Right.VOTE: rules.vote,
        Right.NOMINATE: rules.nomination.nominate,
        Right.STAND: replace(rules.nomination.stand.member, sections_apart=False),
    }


def days_asked(rules: RuleSet) -> list[str]:
    """The names of the days that the rules ask about, each once."""
    found: dict[str, None] = {}
    for rule in rules_by_right(rules).values():
        least, paid = rule.least_membership, rule.paid_up
        found |= dict.fromkeys([*([least.at] if least else ()), *rule.member_on, *([paid.at] if paid else ())])
    return list(found)


def rights_of(known: Known, rules: RuleSet, dates: Dates) -> dict[Right, Decision]:
    """Raises KeyError where the rules ask about a day that `dates` does not have."""
    return {right: _decided(known, rule, dates) for right, rule in rules_by_right(rules).items()}


def _decided(known: Known, rule: MembershipRule, dates: Dates) -> Decision:
    """The answer, if the best and the worst days that the dates can mean lead to the same; a question otherwise."""
    joined, paid_to = known.joined, known.paid_to if known.says_paid is not False else None
    if known.says_paid and paid_to is None:
        rule = replace(rule, paid_up=None)
    member = Member(
        name=known.name,
        joined_on=joined.first if joined else None,
        paid_to=paid_to.last if paid_to else None,
        membership_class=known.membership_class,
        sections=(known.section,) if known.section else (),
    )
    best = check_member(member, rule, dates)
    if all(date is None or date.full for date in (joined, paid_to)) or best.answer is Answer.NO:
        return best
    member = replace(member, joined_on=joined.last if joined else None, paid_to=paid_to.first if paid_to else None)
    if check_member(member, rule, dates).answer is best.answer:
        return best
    unclear = [
        Reason("date_unclear", f"They {what} {in_words(date)}: on which day is not known.", is_question=True)
        for what, date in (("joined in", joined), ("are paid up to", paid_to))
        if date is not None and date.full is None
    ]
    return Decision((*best.reasons, *unclear))


def in_words(date: PartialDate) -> str:
    return f"{date.first:%B %Y}" if date.month else str(date.year)
