"""Rule sets to begin from; each figure has its source, and each organisation checks them against its own rules."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from agm.rules.deadlines import DeadlineRule, OpeningRule
from agm.rules.eligibility import LeastMembership, MembershipRule, PaidUp, PeriodUnit
from agm.rules.nomination import JobShareRule, NominationRule
from agm.rules.notice import Counting, NoticeRule, ServedWhen, Service
from agm.rules.quorum import Quorum
from agm.rules.rule_set import RuleSet, TieMethod, Unopposed
from agm.rules.standing import StandingRule
from agm.rules.withdrawal import AfterClose

PAID_UP = MembershipRule(paid_up=PaidUp("meeting"))
EIGHT_WEEKS = MembershipRule(
    least_membership=LeastMembership(8, PeriodUnit.WEEKS, "meeting"), paid_up=PaidUp("meeting")
)
THREE_MONTHS = MembershipRule(least_membership=LeastMembership(3, PeriodUnit.MONTHS, "meeting"))
FULL_WEEK = 7 * 24

PRESETS = {
    "society": RuleSet(
        name="Simple society",
        sources=(
            "Notice and quorum: Charity Commission, model constitution of an association CIO (2016), clause 11.",
            "Service by post and e-mail: Civil Procedure Rules, 6.26, as a pattern that societies copy.",
        ),
        notice={"agm": NoticeRule(14), "other": NoticeRule(14)},
        service={
            "email": Service(ServedWhen.CUTOFF, time=dt.time(16, 30), business_days=True),
            "post": Service(ServedWhen.SECOND_DAY_THEN_BUSINESS),
        },
        vote=PAID_UP,
        nomination=NominationRule(
            min_supporters=2, roles=("proposer", "seconder"), needs_consent=True, nominate=PAID_UP
        ),
        quorums=(Quorum(3, Fraction(5)),),
        tie=TieMethod.LOT,
        unopposed=Unopposed.ELECTED,
    ),
    "party_branch": RuleSet(
        name="UK party branch",
        sources=(
            (
                "Seven days to members, eight weeks of membership, chair and treasurer not shared: Coventry South CLP, "
                "https://sites.google.com/view/covsouth-clp/procedures/agms."
            ),
        ),
        notice={"agm": NoticeRule(7, Counting.PLAIN), "other": NoticeRule(7, Counting.PLAIN)},
        vote=EIGHT_WEEKS,
        nomination=NominationRule(
            needs_consent=True,
            self_allowed=True,
            job_share=JobShareRule(2, ("Chair", "Treasurer")),
            nominate=EIGHT_WEEKS,
        ),
        unopposed=Unopposed.ELECTED,
    ),
    "union_branch": RuleSet(
        name="Trade-union branch",
        sources=(
            (
                "Nominations invited twelve weeks before the AGM and received seven weeks before, withdrawals until "
                "six weeks before, any two members: UNISON Hertfordshire, "
                "http://unisonherts.org.uk/agm/597-nominations-and-process."
            ),
            "Papers kept for a year: Trade Union and Labour Relations (Consolidation) Act 1992, section 49.",
        ),
        nominations_open=DeadlineRule(days=84),
        nominations_close=DeadlineRule(days=49),
        vote=PAID_UP,
        nomination=NominationRule(min_supporters=2, needs_consent=True, nominate=PAID_UP),
        withdrawal_after_close=AfterClose.STRIKE,
        papers_kept_days=365,
        other=("A candidate may withdraw until six weeks before the annual general meeting.",),
    ),
    "cooperative_party_branch": RuleSet(
        name="Co-operative Party branch",
        sources=(
            "Three months to vote: Co-operative Party, https://party.coop/members/terms-conditions/.",
            "Nine months to stand: Co-operative Party, https://party.coop/briefing/holding-online-agms.",
        ),
        vote=THREE_MONTHS,
        nomination=NominationRule(
            needs_consent=True,
            self_allowed=True,
            nominate=THREE_MONTHS,
            stand=StandingRule(
                MembershipRule(least_membership=LeastMembership(9, PeriodUnit.MONTHS, "meeting")),
            ),
        ),
    ),
    "student_society": RuleSet(
        name="Student society",
        sources=(
            (
                "Seven days' notice, a week of nominations, 48 hours of voting online, RON: Warwick SU, "
                "https://warwicksu.com/societies-sports/exec-resources/responsibilities/democratic-responsibilities."
            ),
            "Quorum of seven per cent: the same page, read in a stored copy.",
        ),
        notice={"agm": NoticeRule(7, Counting.PLAIN), "other": NoticeRule(7, Counting.PLAIN)},
        nominations_for=OpeningRule(min_hours=FULL_WEEK),
        nomination=NominationRule(needs_consent=True, self_allowed=True),
        voting_for=OpeningRule(min_hours=48),
        reopen_nominations=True,
        quorums=(Quorum(percent=Fraction(7)),),
    ),
}
"""By the word that the command line and the pages name them with."""
