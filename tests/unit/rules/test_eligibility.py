"""Who may vote and stand, and why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.rules.eligibility import (
    Answer,
    Check,
    LeastMembership,
    Member,
    MembershipRule,
    PaidUp,
    PeriodUnit,
    Served,
    check_member,
)
from agm.rules.standing import OfficeSought, PostsAtOnce, StandingRule, TermLimit, may_stand

DATES = {
    "freeze": dt.date(2026, 9, 1),
    "notice": dt.date(2026, 9, 20),
    "nominations_close": dt.date(2026, 10, 2),
    "meeting": dt.date(2026, 10, 17),
}
ANN = Member("Ann Bell", dt.date(2020, 1, 1), paid_to=dt.date(2027, 3, 31), membership_class="Full")
TREASURER = OfficeSought("Treasurer")
FREEZE, NOTICE = DATES["freeze"], DATES["notice"]
GROWN_UP = MembershipRule(age_question="16 or over")
ONE_DAY = dt.timedelta(1)
BOTH = ("Treasurer", "Secretary")


def weeks(number: int) -> MembershipRule:
    return MembershipRule(least_membership=LeastMembership(number, PeriodUnit.WEEKS, "freeze"))


@pytest.mark.parametrize(
    ("member", "rule", "codes"),
    [
        (replace(ANN, joined_on=FREEZE - dt.timedelta(weeks=8)), weeks(8), []),
        (replace(ANN, joined_on=FREEZE - dt.timedelta(days=55)), weeks(8), ["membership_too_short"]),
        (replace(ANN, joined_on=None), weeks(8), ["joining_date_missing"]),
        (replace(ANN, left_on=dt.date(2026, 8, 31)), weeks(8), ["not_a_member_on_freeze"]),
        (ANN, MembershipRule(member_on=("notice", "meeting")), []),
        (replace(ANN, joined_on=dt.date(2026, 9, 20)), MembershipRule(member_on=("notice",)), []),
        (
            replace(ANN, joined_on=dt.date(2026, 9, 21)),
            MembershipRule(member_on=("notice",)),
            ["not_a_member_on_notice"],
        ),
        (replace(ANN, left_on=dt.date(2026, 10, 17)), MembershipRule(member_on=("meeting",)), []),
        (replace(ANN, joined_on=None), MembershipRule(member_on=("notice", "meeting")), ["joining_date_missing"]),
        (replace(ANN, paid_to=FREEZE), MembershipRule(paid_up=PaidUp("freeze")), []),
        (replace(ANN, paid_to=dt.date(2026, 8, 31)), MembershipRule(paid_up=PaidUp("freeze")), ["not_paid_up"]),
        (replace(ANN, paid_to=dt.date(2026, 8, 31)), MembershipRule(paid_up=PaidUp("freeze", 1)), []),
        (replace(ANN, paid_to=None), MembershipRule(paid_up=PaidUp("freeze"), never_lapse=("full",)), []),
        (replace(ANN, paid_to=None), MembershipRule(paid_up=PaidUp("freeze")), ["not_paid_up"]),
        (ANN, MembershipRule(classes=("full", "Life")), []),
        (ANN, MembershipRule(classes=("Life",)), ["class_not_allowed"]),
        (ANN, MembershipRule(age_question="16 or over on 2026-10-17"), ["age_not_confirmed"]),
        (
            replace(ANN, age_check=Check("16 or over", is_met=False)),
            MembershipRule(age_question="16 or over"),
            ["age_not_met"],
        ),
        (replace(ANN, age_check=Check("16 or over", is_met=True)), MembershipRule(age_question="16 or over"), []),
    ],
)
def test_membership_is_checked_on_the_day_that_the_rule_names(
    member: Member, rule: MembershipRule, codes: list[str]
) -> None:
    decision = check_member(member, rule, DATES)
    assert [reason.code for reason in decision.reasons] == codes
    asks = {"joining_date_missing", "age_not_confirmed"}
    assert decision.answer == (Answer.YES if not codes else Answer.ASK if set(codes) <= asks else Answer.NO)


@pytest.mark.parametrize(
    ("sections", "codes"),
    [
        (("South",), []),
        (("North",), ["other_section"]),
        ((), ["other_section"]),
        (("North", "south"), ["voter_chooses_section"]),
    ],
)
def test_a_section_elects_its_own(sections: tuple[str, ...], codes: list[str]) -> None:
    rule = MembershipRule(same_section=True)
    found = check_member(replace(ANN, sections=sections), rule, DATES, "South")
    assert [reason.code for reason in found.reasons] == codes
    assert check_member(replace(ANN, sections=sections), rule, DATES).answer is Answer.YES


def terms(*years: tuple[int, int], office: str = "Treasurer", part: float = 1) -> Member:
    return replace(ANN, terms=tuple(Served(office, start, end, part) for start, end in years))


@pytest.mark.parametrize(
    ("member", "limit", "is_reached"),
    [
        (terms((2022, 2024), (2024, 2026)), TermLimit(consecutive_terms=2), True),
        (terms((2022, 2024), (2024, 2026)), TermLimit(consecutive_terms=3), False),
        (terms((2020, 2022), (2024, 2026)), TermLimit(consecutive_terms=2), False),
        (terms((2020, 2022), (2022, 2024)), TermLimit(consecutive_terms=2), False),
        (terms((2020, 2022), (2022, 2024)), TermLimit(terms_ever=2), True),
        (terms((2021, 2026)), TermLimit(consecutive_years=5), True),
        (terms((2022, 2026)), TermLimit(consecutive_years=5), False),
        (terms((2022, 2026)), TermLimit(consecutive_years=5, new_term_years=2), True),
        (terms((2024, 2026), part=0.4), TermLimit(consecutive_terms=1, part_counts_from=0.5), False),
        (terms((2024, 2026), part=0.5), TermLimit(consecutive_terms=1, part_counts_from=0.5), True),
        (terms((2024, 2026), office="Secretary"), TermLimit(consecutive_terms=1), False),
        (
            terms((2024, 2026), office="Secretary"),
            TermLimit(consecutive_terms=1, offices=("Treasurer", "Secretary")),
            True,
        ),
        (terms((2024, 2026)), TermLimit(consecutive_terms=1, offices=("Chair",)), False),
    ],
)
def test_terms_in_a_row_are_limited(member: Member, limit: TermLimit, is_reached: bool) -> None:
    found = may_stand(member, StandingRule(term_limit=limit), TREASURER, DATES)
    assert [reason.code for reason in found.reasons] == ["term_limit_reached"] * is_reached


@pytest.mark.parametrize(
    ("pair", "kept", "sought", "is_barred"),
    [
        (("Chair", "Treasurer"), "Chair", "Treasurer", True),
        (("Chair", "Treasurer"), "treasurer", "Chair", True),
        (("Chair", "Treasurer"), "Secretary", "Chair", False),
        (("Chair", "Treasurer"), "Treasurer", "Treasurer", False),
        (("Auditor", "*"), "Auditor", "Secretary", True),
        (("Auditor", "*"), "Secretary", "Auditor", True),
        (("*", "Auditor"), "Secretary", "Chair", False),
    ],
)
def test_offices_that_exclude_each_other(pair: tuple[str, str], kept: str, sought: str, is_barred: bool) -> None:
    found = may_stand(replace(ANN, keeps=(kept,)), StandingRule(incompatible=(pair,)), OfficeSought(sought), DATES)
    assert [reason.code for reason in found.reasons] == ["incompatible_office"] * is_barred


def test_who_stands_for_two_offices_that_exclude_each_other_says_which_they_would_take() -> None:
    rule = StandingRule(incompatible=(("Chair", "Treasurer"),), posts_at_once=PostsAtOnce(2, 1))
    both = ("Chair", "Treasurer")
    assert may_stand(ANN, rule, TREASURER, DATES, both).answer is Answer.ASK
    assert may_stand(ANN, rule, TREASURER, DATES, both, preference="Chair").answer is Answer.YES
    one_only = replace(rule, posts_at_once=PostsAtOnce(1, 1))
    assert [one.code for one in may_stand(ANN, one_only, TREASURER, DATES, both, "Chair").reasons] == ["too_many_posts"]


def test_who_keeps_as_many_offices_as_may_be_held_stands_for_none() -> None:
    rule = StandingRule(posts_at_once=PostsAtOnce(2, 1))
    found = may_stand(replace(ANN, keeps=("Secretary",)), rule, TREASURER, DATES)
    assert [reason.code for reason in found.reasons] == ["too_many_posts"]
    again = may_stand(replace(ANN, keeps=("Treasurer",)), rule, TREASURER, DATES)
    assert again.answer is Answer.YES


@pytest.mark.parametrize(
    ("check", "codes"),
    [
        (None, ["reserved_not_confirmed"]),
        (Check("women", is_met=True), []),
        (Check("women", is_met=False), ["reserved_not_met"]),
        (Check("under 27", is_met=True), ["reserved_not_confirmed"]),
    ],
)
def test_a_reserved_place_needs_the_returning_officer(check: Check | None, codes: list[str]) -> None:
    office = OfficeSought("Women's officer", reserved_for="women")
    found = may_stand(replace(ANN, reserved_check=check), StandingRule(), office, DATES)
    assert [reason.code for reason in found.reasons] == codes


def test_past_offices_and_roles_are_asked_for() -> None:
    rule = StandingRule(must_have_held=("Secretary",), not_roles=("auditor",))
    found = may_stand(replace(ANN, roles=("Auditor",)), rule, TREASURER, DATES)
    assert [reason.code for reason in found.reasons] == ["has_not_held_office", "role_excluded"]
    experienced = replace(ANN, terms=(Served("Secretary", 2010, 2012),))
    assert may_stand(experienced, rule, TREASURER, DATES).answer is Answer.YES


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2028, 1, 1)),
    st.dates(dt.date(2020, 1, 1), dt.date(2028, 1, 1)),
    st.integers(0, 400),
    st.integers(0, 60),
)
def test_who_has_been_longer_and_paid_longer_is_never_worse_off(
    joined: dt.date, paid_to: dt.date, earlier: int, longer: int
) -> None:
    rule = MembershipRule(
        least_membership=LeastMembership(9, PeriodUnit.MONTHS, "meeting"),
        member_on=("notice",),
        paid_up=PaidUp("nominations_close", 7),
    )
    member = replace(ANN, joined_on=joined, paid_to=paid_to)
    better = replace(
        member,
        joined_on=joined - dt.timedelta(days=earlier),
        paid_to=paid_to + dt.timedelta(days=longer),
    )
    codes = {reason.code for reason in check_member(member, rule, DATES).reasons}
    assert {reason.code for reason in check_member(better, rule, DATES).reasons} <= codes


def test_each_reason_is_said_in_words() -> None:
    rule = MembershipRule(
        least_membership=LeastMembership(8, PeriodUnit.WEEKS, "freeze"), paid_up=PaidUp("freeze", 7), classes=("Life",)
    )
    member = replace(ANN, joined_on=dt.date(2026, 7, 8), paid_to=dt.date(2026, 8, 1))
    assert [reason.words for reason in check_member(member, rule, DATES).reasons] == [
        "They joined on 8 July 2026: 8 weeks are full on 2 September 2026, and have to be on 1 September 2026.",
        "They are paid up to 1 August 2026, and 7 days after that still count; it has to be to 1 September 2026.",
        "Their class of membership is “Full”; it must be Life.",
    ]
