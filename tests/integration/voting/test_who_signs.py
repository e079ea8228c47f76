"""Who signs the results of a meeting, and as what."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.duties import GiveDuty, end_duty, give_duty
from agm.accounts.models import Duty, ElectionDuty, User
from agm.audit.act import Act, Actor
from agm.counting.model import VoteTotals
from agm.meetings.models import Meeting
from agm.organisation.commands import AdoptRules
from agm.organisation.models import AdoptedRules
from agm.organisation.operations import adopt_rules
from agm.results.operations import make_count, sign_results
from agm.rules.rule_set import RuleSet
from agm.voting.commands import RecordVotes, SetVote
from agm.voting.models import VoteHow
from agm.voting.operations import record_votes, set_vote
from agm.workflows.to_declare import ToDeclare, to_declare
from tests.integration.voting.test_life_of_a_count import acts, contest, contested, meeting, refused
from tests.support.records import NOW
from tests.support.signing_in import make_official

__all__ = ["contested", "meeting"]


@pytest.fixture
def counted(session: Session, meeting: Meeting) -> Meeting:
    """The meeting, whose rules ask for two signatures, with its one vote counted."""
    act, chair = acts(session, 1, "Idris Fenn"), contest(session)
    adopt_rules(act, AdoptRules(RuleSet(name="Ours", second_person_declares=True), 0))
    meeting.rules_id = session.scalars(select(AdoptedRules.id)).one()
    set_vote(act, SetVote(chair.id, VoteHow.HANDS, "plurality", has_reopening=False))
    record_votes(act, RecordVotes(chair.id, VoteTotals((9, 5, 3))))
    make_count(act, chair.id)
    return meeting


def user(session: Session, meeting: Meeting, name: str, duty: Duty | None = None) -> User:
    made = make_official(session, None)
    made.name = name
    if duty is not None:
        act = Act(session, Actor("system", "the system"), NOW)
        give_duty(act, GiveDuty(made.id, meeting.id, meeting.unit_id, duty))
    return made


def sign(session: Session, meeting: Meeting, who: User, *, is_officer: bool) -> ToDeclare:
    act = Act(session, Actor.user(who.id, who.name), NOW)
    sign_results(act, meeting, to_declare(session, meeting).digest, is_returning_officer=is_officer)
    session.flush()
    return to_declare(session, meeting)


def names(found: ToDeclare) -> tuple[str | None, str | None]:
    first, second = (one.name if one else None for one in (found.officer, found.second))
    return first, second


def test_only_the_appointed_officer_or_their_deputy_sign_as_returning_officer(
    session: Session, counted: Meeting
) -> None:
    officer = user(session, counted, "Olu Reed", Duty.RETURNING_OFFICER)
    deputy = user(session, counted, "Dee Pugh", Duty.DEPUTY)
    other = user(session, counted, "Bea Olum", Duty.SCRUTINEER)
    assert "not_returning_officer" in refused(lambda: sign(session, counted, other, is_officer=True))
    assert "officer_is_second" in refused(lambda: sign(session, counted, officer, is_officer=False))
    assert names(sign(session, counted, officer, is_officer=True)) == ("Olu Reed", None)
    assert "officer_signed" in refused(lambda: sign(session, counted, deputy, is_officer=True))
    assert names(sign(session, counted, deputy, is_officer=False)) == ("Olu Reed", "Dee Pugh")
    assert to_declare(session, counted).is_signed


def test_the_deputy_signs_in_place_of_the_officer(session: Session, counted: Meeting) -> None:
    user(session, counted, "Olu Reed", Duty.RETURNING_OFFICER)
    deputy = user(session, counted, "Dee Pugh", Duty.DEPUTY)
    assert names(sign(session, counted, deputy, is_officer=True)) == ("Dee Pugh", None)


def test_a_signature_ends_with_the_appointment_it_was_given_by(session: Session, counted: Meeting) -> None:
    before = user(session, counted, "Ada Wynn")
    assert names(sign(session, counted, before, is_officer=True)) == ("Ada Wynn", None)
    officer = user(session, counted, "Olu Reed", Duty.RETURNING_OFFICER)
    assert names(to_declare(session, counted)) == (None, None)
    assert names(sign(session, counted, officer, is_officer=True)) == ("Olu Reed", None)
    duty = session.scalars(select(ElectionDuty)).one()
    user(session, counted, "Eve Lund", Duty.RETURNING_OFFICER)
    assert duty.ended_at is not None
    assert names(to_declare(session, counted)) == (None, None)


def test_where_nobody_is_appointed_whoever_runs_it_signs(session: Session, counted: Meeting) -> None:
    deputy = user(session, counted, "Dee Pugh", Duty.DEPUTY)
    one, other, namesake = (user(session, counted, name) for name in ("Ada Wynn", "Bea Olum", "ada  WYNN"))
    assert names(sign(session, counted, one, is_officer=True)) == ("Ada Wynn", None)
    assert "officer_signed" in refused(lambda: sign(session, counted, deputy, is_officer=True))
    assert "signed_already" in refused(lambda: sign(session, counted, namesake, is_officer=False))
    assert names(sign(session, counted, other, is_officer=False)) == ("Ada Wynn", "Bea Olum")
    end_duty(Act(session, Actor("system", "the system"), NOW), session.scalars(select(ElectionDuty)).one(), 1)
    assert to_declare(session, counted).is_signed
