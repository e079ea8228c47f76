"""Limits of terms and reserved places are asked of a nomination, in the rules' words and with their number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.models import AuditEntry
from agm.nominations.checking import State, nominations_of
from agm.nominations.models import Nominee
from agm.organisation.models import AdoptedRules
from agm.organisation.queries import adopted_rules, rules_of
from agm.rules.nomination import NominationRule
from agm.rules.rule_set import RuleSet
from agm.rules.standing import StandingRule, TermLimit
from agm.web.kit import clock
from tests.support.client import Field, StrictClient
from tests.support.nominations import AFTER, CallForTests, make_call
from tests.support.records import elected, facts_of, publish

LATER = AFTER + dt.timedelta(days=1)
LIMIT = TermLimit(consecutive_terms=2)


def laid(session: Session, limit: TermLimit | None, reserved: dict[str, str] | None = None) -> CallForTests:
    """Ruth Ardley was chair from 2025, and from 2026 once more; Esther Kay in 2024 alone."""
    rules = RuleSet(
        name="Standing orders 2026",
        nomination=NominationRule(needs_consent=True, self_allowed=True, stand=StandingRule(term_limit=limit)),
        reserved_places=reserved or {},
        numbers={"standing": "4.7", "nominations": "4.2"},
    )
    call = make_call(session, rules)
    for year, chair in {"2024": "Esther Kay", "2025": "Ruth Ardley", "2026": "Ruth Ardley"}.items():
        publish(session, facts_of(elected("Chair", chair), held_on=f"{year}-04-21"))
    return call


def reasons(call: CallForTests, name: str) -> tuple[State, list[str]]:
    found = next(one for one in nominations_of(call.session, call.meeting, LATER).every() if one.name == name)
    return found.state, [one.words for one in found.reasons]


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (LIMIT, "They have served 2 terms in a row; 2 are allowed."),
        (TermLimit(consecutive_years=2), "They have served 2 years in a row, and the term is 1 more; 2 are allowed."),
        (TermLimit(terms_ever=2), "They have served 2 terms; 2 are allowed."),
        (TermLimit(consecutive_terms=3), ""),
        (TermLimit(consecutive_terms=2, offices=("Secretary",)), ""),
        (TermLimit(consecutive_terms=2, part_counts_from=1, new_term_years=2), ""),
        (None, ""),
    ],
)
def test_terms_that_were_served_are_counted(session: Session, limit: TermLimit | None, words: str) -> None:
    call = laid(session, limit)
    call.nominated("Ruth Ardley")
    call.nominated("Esther Kay")
    call.nominated("Leah Marchant")
    against = [f"Ruth Ardley: {words} (Rule 4.7)"] if words else []
    assert reasons(call, "Ruth Ardley") == (State.TO_DECIDE if words else State.CLEAR, against)
    assert reasons(call, "Esther Kay") == reasons(call, "Leah Marchant") == (State.CLEAR, [])


def test_a_limit_is_for_the_office_itself(session: Session) -> None:
    call = laid(session, LIMIT)
    call.nominated("Ruth Ardley", "Secretary")
    assert reasons(call, "Ruth Ardley") == (State.CLEAR, [])


@pytest.fixture
def officer(monkeypatch: pytest.MonkeyPatch, sign_in: Callable[..., StrictClient]) -> Callable[[], StrictClient]:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    return lambda: sign_in("national_officer")


def press(officer: StrictClient, call: CallForTests, act: str, **typed: str) -> tuple[int, str]:
    address = f"/desk/meetings/{call.meeting_id}/nominations"
    answer = officer.post(
        address, data={"csrf_token": officer.csrf_token(address), "act": act, **typed}, follow_redirects=True
    )
    return answer.status_code, answer.text


def test_a_limit_is_overridden_with_a_reason_alone(session: Session, officer: Callable[[], StrictClient]) -> None:
    call = laid(session, LIMIT)
    act = f"decide:{call.nominated('Ruth Ardley').id}"
    status, text = press(officer(), call, act, stands="yes")
    assert (status, "Say why it stands all the same" in text) == (422, True)
    assert "2 are allowed. (Rule 4.7)" in text
    status, text = press(officer(), call, act, stands="yes", reason="Waived by the AGM of 2026.")
    assert (status, "Waived by the AGM of 2026." in text) == (200, True)
    assert "Against the rules: Ruth Ardley: They have served 2 terms in a row" in text


def test_a_reserved_place_is_confirmed_yes_or_no_on_a_day(
    session: Session, officer: Callable[[], StrictClient]
) -> None:
    call = laid(session, None, {"chair": "members under 27"})
    nominee = call.nominated("Noa Peretzky").nominees[0].id
    state, (words,) = reasons(call, "Noa Peretzky")
    asked = "The returning officer has not confirmed that they may take a place reserved for members under 27."
    assert (state, words) == (State.TO_DECIDE, f"Noa Peretzky: {asked} (Rule 4.7)")
    status, text = press(officer(), call, f"not-eligible:{nominee}")
    assert (status, "Eligible: no, " in text, "2027-04-10" in text) == (200, True, True)
    session.rollback()
    assert reasons(call, "Noa Peretzky")[1] == [
        "Noa Peretzky: They may not take a place reserved for members under 27. (Rule 4.7)"
    ]
    press(officer(), call, f"eligible:{nominee}")
    session.rollback()
    assert reasons(call, "Noa Peretzky") == (State.CLEAR, [])
    kept = session.get_one(Nominee, nominee).checks["members under 27"]
    assert (kept.keys(), kept["is_met"], kept["on"]) == ({"is_met", "on", "by"}, True, "2027-04-10")
    told = session.scalars(select(AuditEntry.action).where(AuditEntry.action == "nomination:nominee:confirmed")).all()
    assert len(told) == 2


def test_only_a_reserved_place_is_confirmed(session: Session, officer: Callable[[], StrictClient]) -> None:
    call = laid(session, None, {"Secretary": "women"})
    nominee = call.nominated("Noa Peretzky").nominees[0].id
    status, text = press(officer(), call, f"eligible:{nominee}")
    assert (status, "Chair is not a reserved place." in text) == (422, True)
    session.rollback()
    assert session.get_one(Nominee, nominee).checks == {}


def test_the_form_of_the_rules_asks_both(session: Session, sign_in: Callable[..., StrictClient]) -> None:
    laid(session, None)
    officer = sign_in("national_officer")
    typed: dict[str, Field] = {
        "standing_number": "9", "term_years": "2", "terms_in_a_row": "3", "years_in_a_row": "6", "terms_ever": "5",
        "part_of_term": "50", "terms_offices": "Chair, Vice Chair", "reserved_places": "Women’s officer women",
    }  # fmt: skip
    refused = officer.submit(officer.get_page("/desk/rules"), typed, form="/desk/rules")
    assert (refused.status_code, "Enter on each line the office, a colon" in refused.text) == (422, True)
    assert "Women’s officer women" in refused.text
    typed["reserved_places"] = "Women’s officer: women\nYouth officer : members under 27"
    officer.submit(officer.get_page("/desk/rules"), typed, form="/desk/rules")
    session.rollback()
    newest: AdoptedRules = adopted_rules(session)[0]
    found = rules_of(newest)
    assert found.nomination.stand.term_limit == TermLimit(3, 6, 2, 5, ("Chair", "Vice Chair"), 0.5)
    assert (found.term_years, found.numbers["standing"]) == (2, "9")
    assert found.reserved_for("Youth officer") == "members under 27"
    officer.submit(officer.get_page("/desk/rules"), {"name": "The same"}, form="/desk/rules")
    session.rollback()
    again = rules_of(adopted_rules(session)[0])
    assert again == found.model_copy(update={"name": "The same"})
