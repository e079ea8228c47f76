"""What a member of a roll may do, where their dates are known in full, in part, or not at all."""

from __future__ import annotations

import datetime as dt

import pytest

from agm.language.partial_date import PartialDate
from agm.rules.eligibility import Answer, LeastMembership, MembershipRule, PaidUp, PeriodUnit
from agm.rules.nomination import NominationRule
from agm.rules.rights import Known, Right, days_asked, rights_of
from agm.rules.rule_set import RuleSet
from agm.rules.standing import StandingRule

DATES = {"meeting": dt.date(2027, 4, 18), "freeze": dt.date(2027, 4, 1)}
SIX_MONTHS = MembershipRule(
    least_membership=LeastMembership(6, PeriodUnit.MONTHS, "meeting"),
    paid_up=PaidUp("freeze"),
    never_lapse=("Life",),
)
RULES = RuleSet(
    name="Guild",
    vote=SIX_MONTHS,
    nomination=NominationRule(stand=StandingRule(MembershipRule(member_on=("nominations_close",)))),
)
TO_JUNE = PartialDate(2027, 6, 30)


def vote(**told: object) -> tuple[Answer, list[str]]:
    known = Known("Ann Bell", **{"joined": PartialDate(2020, 1, 1), "paid_to": TO_JUNE, **told})  # type: ignore[arg-type]  # fields by name
    dates = DATES | {"nominations_close": dt.date(2027, 3, 1)}
    decision = rights_of(known, RULES, dates)[Right.VOTE]
    return decision.answer, [reason.code for reason in decision.reasons]


@pytest.mark.parametrize(
    ("told", "answer", "codes"),
    [
        ({}, Answer.YES, []),
        ({"joined": PartialDate(2026, 10, 18)}, Answer.YES, []),
        ({"joined": PartialDate(2026, 10, 19)}, Answer.NO, ["membership_too_short"]),
        ({"joined": PartialDate(2019)}, Answer.YES, []),
        ({"joined": PartialDate(2026)}, Answer.ASK, ["date_unclear"]),
        ({"joined": PartialDate(2026, 11)}, Answer.NO, ["membership_too_short"]),
        ({"joined": None}, Answer.ASK, ["joining_date_missing"]),
        ({"joined": PartialDate(2026), "paid_to": PartialDate(2026)}, Answer.NO, ["not_paid_up"]),
        ({"joined": PartialDate(2026), "paid_to": PartialDate(2027)}, Answer.ASK, ["date_unclear", "date_unclear"]),
        ({"paid_to": None}, Answer.NO, ["not_paid_up"]),
        ({"paid_to": None, "says_paid": True}, Answer.YES, []),
        ({"paid_to": PartialDate(2026, 3, 31), "says_paid": True}, Answer.NO, ["not_paid_up"]),
        ({"says_paid": False}, Answer.NO, ["not_paid_up"]),
        ({"says_paid": False, "membership_class": "life"}, Answer.YES, []),
    ],
)
def test_vote(told: dict[str, object], answer: Answer, codes: list[str]) -> None:
    assert vote(**told) == (answer, codes)


def test_each_right_has_its_own_rule() -> None:
    known = Known("Bo Rope", joined=PartialDate(2027, 3, 10))
    found = rights_of(known, RULES, DATES | {"nominations_close": dt.date(2027, 3, 1)})
    assert {right: one.answer for right, one in found.items()} == {
        Right.VOTE: Answer.NO, Right.NOMINATE: Answer.YES, Right.STAND: Answer.NO,
    }  # fmt: skip


def test_the_days_that_rules_ask_about_are_named_once() -> None:
    assert days_asked(RULES) == ["meeting", "freeze", "nominations_close"]
    assert days_asked(RuleSet(name="")) == []
    with pytest.raises(KeyError):
        rights_of(Known("Ann Bell", joined=PartialDate(2020)), RULES, DATES)
