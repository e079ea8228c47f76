"""Rules of elections: adopted in versions, tried before that, and kept by the meetings called under them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.language.partial_date import PartialDate
from agm.meetings.commands import MeetingDetails
from agm.organisation.commands import AdoptRules
from agm.organisation.models import AdoptedRules, Unit
from agm.organisation.operations import adopt_rules
from agm.organisation.queries import adopted_rules, rules_of
from agm.rules.notice import NoticeRule
from agm.rules.presets import PRESETS
from agm.rules.proxies import ProxyRule
from agm.rules.quorum import Quorum, QuorumOf
from agm.rules.rule_set import RuleSet
from agm.rules.violations import EditConflict, RefusedError
from agm.workflows.begin_meeting_from_last import BeginMeeting, begin_meeting
from tests.support.client import Field, StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import NOW, make_organisation, make_region

FORM = "/desk/rules"
TRY, ADOPT = "Try the rules on these dates", "Adopt these rules"
LAST_YEAR: dict[str, Field] = {"try_on-day": "18", "try_on-month": "10", "try_on-year": "2026", "try_at": "2pm"}
LATE: dict[str, Field] = {
    "try_sent_on-day": "4",
    "try_sent_on-month": "10",
    "try_sent_on-year": "2026",
    "try_sent_at": "10:00",
}


@kept_record
def unit(session: Session) -> Unit:
    """A region."""
    make_organisation(session)
    return make_region(session)


@pytest.fixture
def national(unit: Unit, sign_in: Callable[..., StrictClient]) -> StrictClient:
    """A national officer."""
    return sign_in("national_officer")


def act(session: Session) -> Act:
    return Act(session, SYSTEM, NOW)


def adopt(session: Session, rules: RuleSet, version: int = 0) -> AdoptedRules:
    return adopt_rules(act(session), AdoptRules(rules, version))


@pytest.mark.parametrize("name", PRESETS)
def test_a_set_to_begin_from_is_adopted_as_it_stands(national: StrictClient, session: Session, name: str) -> None:
    page = national.get_page(f"{FORM}?from={name}")
    assert all(source in page.text for source in PRESETS[name].sources)
    answer = national.submit(page, {}, form=FORM)
    assert answer.status_code == 200
    (adopted,) = adopted_rules(session)
    found, preset = rules_of(adopted), PRESETS[name]
    assert found.notice == preset.notice
    assert found.nomination == preset.nomination
    assert (found.nominations_open, found.nominations_close) == (preset.nominations_open, preset.nominations_close)
    assert (found.nominations_for, found.voting_for) == (preset.nominations_for, preset.voting_for)
    assert (found.vote, found.quorums, found.other) == (preset.vote, preset.quorums, preset.other)
    assert (found.tie, found.unopposed) == (preset.tie, preset.unopposed)
    assert (found.sources, found.withdrawal_after_close) == (preset.sources, preset.withdrawal_after_close)
    assert found.service["email"] == preset.service["email"]


def test_what_is_typed_is_adopted_as_the_next_version(national: StrictClient, session: Session) -> None:
    adopt(session, PRESETS["society"])
    session.commit()
    typed: dict[str, Field] = {
        "name": "Ours",
        "notice_days": "21",
        "stand_length": "9",
        "stand_unit": "months",
        "other": "One.\nTwo.",
    }
    page = national.page(national.submit(national.get_page(FORM), typed, form=FORM))
    assert "Version 2" in page.text
    newest, first = adopted_rules(session)
    assert (newest.id, first.id) == (2, 1)
    found = rules_of(newest)
    assert found.notice_for("agm") == NoticeRule(21)
    assert found.other == ("One.", "Two.")
    least = found.nomination.stand.member.least_membership
    assert least is not None
    assert (least.length, least.unit) == (9, "months")
    assert rules_of(first) == PRESETS["society"]


def test_the_quorum_of_a_vote_is_a_rule_beside_that_of_the_meeting(national: StrictClient, session: Session) -> None:
    of_vote, another = Quorum(percent=Fraction(20), of=QuorumOf.VOTE), Quorum(4)
    adopt(session, RuleSet(name="Ours", quorums=(of_vote, Quorum(3), another)))
    session.commit()
    page = national.get_page(FORM)
    national.submit(page, {"vote_quorum_by_votes": True, "quorum_number": "5"}, form=FORM)
    by_votes = replace(of_vote, by_votes=True)
    assert rules_of(adopted_rules(session)[0]).quorums == (Quorum(5), by_votes, another)
    session.commit()
    national.submit(national.get_page(FORM), {"vote_quorum_number": "12", "vote_quorum_percent": ""}, form=FORM)
    assert rules_of(adopted_rules(session)[0]).quorums == (
        Quorum(5),
        replace(by_votes, number=12, percent=Fraction(0)),
        another,
    )
    session.commit()
    national.submit(national.get_page(FORM), {"vote_quorum_number": ""}, form=FORM)
    assert rules_of(adopted_rules(session)[0]).quorums == (Quorum(5), another)


def test_who_votes_for_whom_is_a_rule_and_read_back(national: StrictClient, session: Session) -> None:
    rule = ProxyRule(max_per_holder=2, holder_must_be_member=True, count_for_quorum=True)
    adopt(session, PRESETS["student_society"].model_copy(update={"proxies": rule}))
    session.commit()
    national.submit(national.get_page(FORM), {"proxies_each": "3", "other": "Kept."}, form=FORM)
    assert rules_of(adopted_rules(session)[0]).proxies == replace(rule, max_per_holder=3)
    national.submit(national.get_page(FORM), {"proxies": False}, form=FORM)
    assert rules_of(adopted_rules(session)[0]).proxies is None


def test_a_trial_tells_what_last_years_dates_break_and_adopts_nothing(national: StrictClient, session: Session) -> None:
    typed: dict[str, Field] = LAST_YEAR | LATE | {"notice_days": "14"}
    page = national.page(national.submit(national.get_page(f"{FORM}?from=society"), typed, button=TRY, form=FORM))
    assert "gives 12 of at least 14 clear days: 2 short" in page.text
    assert "Friday 2 October 2026" in page.text
    assert not adopted_rules(session)
    good = typed | {"try_sent_on-day": "28", "try_sent_on-month": "9"}
    page = national.page(national.submit(national.get_page(f"{FORM}?from=society"), good, button=TRY, form=FORM))
    assert "These dates break none of the rules." in page.text


@pytest.mark.parametrize(
    ("typed", "button", "told"),
    [
        ({}, TRY, "Enter the day of a meeting to try the rules on"),
        ({"notice_days": "a fortnight"}, ADOPT, "Enter a number in figures"),
        ({"notice_days": "400"}, ADOPT, "Enter 365 or less"),
        ({"name": ""}, ADOPT, "Enter a name for these rules"),
        ({"by_email": "never"}, ADOPT, "Choose one of those shown"),
        ({"by_post": ""}, ADOPT, "Choose when a letter counts"),
        ({"vote_unit": ""}, ADOPT, "Choose weeks, months or days"),
        ({"try_on-day": "31", "try_on-month": "2", "try_on-year": "2026"}, ADOPT, "There is no such date"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(
    national: StrictClient, typed: dict[str, Field], button: str, told: str
) -> None:
    answer = national.submit(national.get_page(FORM), typed | {"other": "Kept."}, button=button, form=FORM)
    assert answer.status_code == 422
    assert told in answer.text
    assert "Kept." in answer.text


def test_rules_that_differ_in_nothing_are_refused(unit: Unit, session: Session) -> None:
    adopt(session, PRESETS["society"])
    with pytest.raises(RefusedError, match="nothing differs"):
        adopt(session, PRESETS["society"], 1)


def test_who_began_from_an_older_version_is_told(unit: Unit, session: Session) -> None:
    adopt(session, PRESETS["society"])
    with pytest.raises(EditConflict):
        adopt(session, PRESETS["party_branch"], 0)


@pytest.mark.both_databases
def test_a_meeting_keeps_the_rules_that_it_was_called_under(unit: Unit, session: Session) -> None:
    details = MeetingDetails(held_on=PartialDate.of(dt.date(2031, 4, 2)))
    before = begin_meeting(act(session), BeginMeeting(unit.id, details))
    adopt(session, PRESETS["society"])
    called = begin_meeting(act(session), BeginMeeting(unit.id, MeetingDetails(held_on=PartialDate(2032))))
    adopt(session, PRESETS["party_branch"], 1)
    session.flush()
    assert (before.rules_id, called.rules_id) == (None, 1)
    assert [one.id for one in session.scalars(select(AdoptedRules).order_by(AdoptedRules.id))] == [1, 2]


def test_regional_officers_change_no_rules(unit: Unit, sign_in: Callable[..., StrictClient]) -> None:
    assert sign_in("regional_officer", unit).get(FORM).status_code == 403


def test_what_is_wrong_is_listed_in_the_order_of_the_page(national: StrictClient) -> None:
    """The form has the fields about terms of office first, and others in an order of their own."""
    wrong: dict[str, Field] = {
        "name": "", "notice_days": "x", "open_days": "x", "to_members_words": "x", "vote_length": "x",
        "stand_length": "x", "term_years": "x", "reserved_places": "x", "voting_hours": "x", "try_on-day": "32",
        "try_sent_on-day": "32",
    }  # fmt: skip
    refused = national.submit(national.get_page("/desk/rules"), wrong, button="Adopt these rules")
    [summary] = [one for one in national.page(refused).all("ul") if one.get("data-errors") is not None]
    listed = [str(link.get("href")).removeprefix("#") for link in summary.iter("a")]
    assert listed == [
        "name", "notice_days", "open_days", "to_members_words", "vote_length", "stand_length", "term_years",
        "reserved_places", "voting_hours", "try_on-year", "try_sent_on-year",
    ]  # fmt: skip
