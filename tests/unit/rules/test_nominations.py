"""Nominations, proxies and withdrawals."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from agm.rules.eligibility import Answer, LeastMembership, Member, MembershipRule, PaidUp, PeriodUnit
from agm.rules.nomination import (
    JobShareRule,
    NominationReceived,
    NominationRule,
    Supporter,
    check_nomination,
)
from agm.rules.proxies import Proxy, ProxyRule, check_registered
from agm.rules.standing import OfficeSought, StandingRule
from agm.rules.withdrawal import AfterClose, ContestState, withdrawal
from tests.support.registered import registered

CLOSE = dt.datetime(2026, 10, 2, 11, tzinfo=dt.UTC)
DATES = {"nominations_close": dt.date(2026, 10, 2), "meeting": dt.date(2026, 10, 17), "freeze": dt.date(2026, 9, 1)}
EARLY = CLOSE - dt.timedelta(days=1)
MEMBER = Member("Dot Rames", dt.date(2020, 1, 1), paid_to=dt.date(2027, 3, 31), membership_class="Full")
PEOPLE = {key: replace(MEMBER, name=key) for key in "abcde"} | {
    "late": replace(MEMBER, name="late", paid_to=dt.date(2026, 9, 30)),
    "new": replace(MEMBER, name="new", joined_on=dt.date(2026, 8, 1)),
}
RULE = NominationRule(
    min_supporters=2,
    roles=("proposer", "seconder"),
    needs_consent=True,
    nominate=MembershipRule(paid_up=PaidUp("nominations_close")),
    stand=StandingRule(MembershipRule(least_membership=LeastMembership(13, PeriodUnit.WEEKS, "nominations_close"))),
)
PLAIN = NominationReceived(
    office=OfficeSought("Secretary"),
    candidates=("c",),
    supporters=(Supporter("proposer", "a"), Supporter("seconder", "b")),
    received_at=EARLY,
    consent_at={"c": EARLY},
)


def supported(*people: str) -> NominationReceived:
    roles = ("proposer", "seconder", "supporter")
    return replace(PLAIN, supporters=tuple(map(Supporter, roles, people)))


@pytest.mark.parametrize(
    ("found", "rule", "codes"),
    [
        (PLAIN, RULE, []),
        (replace(PLAIN, received_at=CLOSE), RULE, []),
        (replace(PLAIN, received_at=CLOSE + dt.timedelta(seconds=1)), RULE, ["received_late"]),
        (replace(PLAIN, consent_at={}), RULE, ["consent_missing"]),
        (replace(PLAIN, consent_at={}), replace(RULE, needs_consent=False), []),
        (replace(PLAIN, consent_at={"c": CLOSE + dt.timedelta(hours=1)}), RULE, ["consent_late"]),
        (supported("late", "b"), RULE, ["no_valid_proposer", "too_few_nominators"]),
        (supported("c", "b"), RULE, ["no_valid_proposer", "too_few_nominators"]),
        (supported("c", "b"), replace(RULE, self_allowed=True), []),
        (supported("a", "a"), RULE, ["no_valid_seconder", "too_few_nominators"]),
        (supported("a", "b", "d"), replace(RULE, min_supporters=3), []),
        (replace(PLAIN, candidates=("c", "e")), RULE, ["consent_missing", "job_share_not_allowed"]),
        (replace(PLAIN, candidates=("new",), consent_at={"new": EARLY}), RULE, ["candidate_not_eligible"]),
        (replace(PLAIN, statement_words=251), replace(RULE, statement_words=250), ["statement_too_long"]),
        (replace(PLAIN, statement_words=250), replace(RULE, statement_words=250), []),
    ],
)
def test_a_nomination_is_checked_whole(found: NominationReceived, rule: NominationRule, codes: list[str]) -> None:
    checked = check_nomination(found, rule, PEOPLE, DATES, CLOSE)
    assert [reason.code for reason in checked.decision.reasons] == codes
    assert checked.decision.answer is (Answer.NO if codes else Answer.YES)


@pytest.mark.parametrize(
    ("people", "office", "rule", "codes"),
    [
        ("ce", "Secretary", JobShareRule(), []),
        ("ced", "Secretary", JobShareRule(), ["too_many_sharers"]),
        ("ced", "Secretary", JobShareRule(3), []),
        ("ce", "Treasurer", JobShareRule(2, ("Chair", "treasurer")), ["office_not_shareable"]),
        ("c", "Treasurer", JobShareRule(2, ("Treasurer",)), []),
    ],
)
def test_a_job_share_keeps_the_rule(people: str, office: str, rule: JobShareRule, codes: list[str]) -> None:
    found = replace(
        PLAIN, candidates=tuple(people), office=OfficeSought(office), consent_at=dict.fromkeys(people, EARLY)
    )
    checked = check_nomination(found, replace(RULE, job_share=rule, self_allowed=True), PEOPLE, DATES, CLOSE)
    assert [reason.code for reason in checked.decision.reasons] == codes


def test_supporters_who_do_not_count_are_named_with_their_reasons() -> None:
    other = replace(PLAIN, candidates=("a",), supporters=(Supporter("proposer", "b"),))
    rule = replace(RULE, one_per_office=True, not_other_candidates=True)
    checked = check_nomination(PLAIN, rule, PEOPLE, DATES, CLOSE, [other])
    assert [(one.person, one.role, [r.code for r in one.reasons]) for one in checked.supporters_refused] == [
        ("a", "proposer", ["is_candidate"]),
        ("b", "seconder", ["supports_another"]),
    ]
    assert checked.valid_supporters == 0
    assert check_nomination(PLAIN, RULE, PEOPLE, DATES, CLOSE, [other]).valid_supporters == 2


def test_a_question_about_a_candidate_leaves_the_nomination_open() -> None:
    rule = replace(RULE, stand=StandingRule(MembershipRule(age_question="16 or over")))
    checked = check_nomination(PLAIN, rule, PEOPLE, DATES, CLOSE)
    assert checked.decision.answer is Answer.ASK
    assert [one.person for one in checked.candidates_refused] == ["c"]


def proxy(giver: str, holder: str, hour: int) -> Proxy:
    return Proxy(giver, holder, dt.datetime(2026, 10, 12, hour, tzinfo=dt.UTC))


PROXIES_CLOSE = dt.datetime(2026, 10, 12, 18, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("proxies", "present", "refused"),
    [
        ([proxy("a", "d", 9), proxy("b", "d", 10)], (), []),
        ([proxy("c", "d", 11), proxy("a", "d", 9), proxy("b", "d", 10)], (), [("c", "holder_has_too_many")]),
        ([proxy("a", "d", 19)], (), [("a", "received_late")]),
        ([proxy("a", "d", 9), proxy("a", "e", 10)], (), [("a", "replaced")]),
        ([proxy("a", "d", 9), proxy("a", "e", 19)], (), [("a", "received_late")]),
        ([proxy("a", "d", 9)], ("a",), [("a", "giver_present")]),
        ([proxy("a", "a", 9)], (), [("a", "own_proxy")]),
        ([proxy("late", "d", 9)], (), [("late", "not_paid_up")]),
        ([proxy("x", "d", 9)], (), [("x", "giver_not_a_member")]),
        ([proxy("a", "x", 9)], (), [("a", "holder_not_a_member")]),
        # A proxy that does not count leaves room for one that does.
        ([proxy("late", "d", 8), proxy("a", "d", 9), proxy("b", "d", 10)], (), [("late", "not_paid_up")]),
    ],
)
def test_proxies_count_in_the_order_in_which_they_came(
    proxies: list[Proxy], present: tuple[str, ...], refused: list[tuple[str, str]]
) -> None:
    rule = ProxyRule(2, holder_must_be_member=True, vote=MembershipRule(paid_up=PaidUp("nominations_close")))
    found = check_registered(proxies, rule, registered(PEOPLE, rule, DATES), PROXIES_CLOSE, present)
    assert [(one.proxy.giver, one.reasons[0].code) for one in found.refused] == refused
    assert len(found.accepted) + len(found.refused) == len(proxies)


@pytest.mark.parametrize(
    ("hours", "after_close", "candidates", "seats", "left", "contest", "must_choose"),
    [
        (-1, None, 3, 1, 2, ContestState.CONTESTED, False),
        (-1, None, 2, 1, 1, ContestState.UNCONTESTED, False),
        (-1, None, 1, 1, 0, ContestState.NO_CANDIDATES, False),
        (1, None, 3, 2, 2, ContestState.UNCONTESTED, True),
        (1, AfterClose.STRIKE, 3, 2, 2, ContestState.UNCONTESTED, False),
        (1, AfterClose.NOT_ALLOWED, 2, 1, 2, ContestState.CONTESTED, False),
    ],
)
def test_a_withdrawal_leaves_a_contest_in_a_plain_state(
    hours: int,
    after_close: AfterClose | None,
    candidates: int,
    seats: int,
    left: int,
    contest: ContestState,
    must_choose: bool,
) -> None:
    found = withdrawal(CLOSE + dt.timedelta(hours=hours), CLOSE, after_close, candidates, seats)
    assert found.is_late == (hours > 0)
    assert (found.candidates_left, found.contest, found.must_choose) == (left, contest, must_choose)
