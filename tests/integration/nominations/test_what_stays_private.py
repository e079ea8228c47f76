"""What a link never opens, whom no page names, and what goes with a meeting."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.files.models import File
from agm.files.operations import keep
from agm.files.pictures import Picture
from agm.language.names import sort_key
from agm.meetings.models import Election, Register, RegisterEntry
from agm.meetings.operations import remove_meeting
from agm.nominations.commands import AnswerNomination, RuleOnNomination
from agm.nominations.nominating import answer_nomination
from agm.nominations.rulings import rule
from agm.people.models import LinkPurpose, PersonalLink
from agm.web.kit import clock
from agm.workflows.removed_meetings import KEPT_FOR, dispose_of_removed
from tests.support.client import StrictClient
from tests.support.nominations import AFTER, BEFORE, NOON, CallForTests, make_call
from tests.support.records import facts_of, record


@pytest.fixture
def call(session: Session, monkeypatch: pytest.MonkeyPatch) -> CallForTests:
    """An open call of which nobody was nominated yet."""
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    return make_call(session)


def test_who_withdrew_before_the_close_is_not_named(session: Session, call: CallForTests, client: StrictClient) -> None:
    nomination = call.nominated("Noa Peretzky")
    rule(call.act(), RuleOnNomination(nomination.id, stands=True), ())
    answer_nomination(call.act(), AnswerNomination(nomination.nominees[0].id, BEFORE, accepts=False))
    session.get_one(Election, call.meeting_id).statement_at = NOON
    session.commit()
    assert "Noa Peretzky" not in client.get_page("/severn-vale/agm-2027/candidates").text


@pytest.mark.parametrize("purpose", [LinkPurpose.NOMINATE, LinkPurpose.CHECK_IN, LinkPurpose.OWN_ANSWER])
def test_a_number_that_another_register_has_by_now_is_not_told(
    session: Session, call: CallForTests, client: StrictClient, purpose: LinkPurpose
) -> None:
    other = record(session, facts_of(held_on="2028-04-18"))
    session.add(Register(meeting_id=other.id, frozen_at=BEFORE, frozen_by="x", as_of_on=BEFORE.date(), days={}))
    session.flush()
    name = "Flo Gill"
    entry = RegisterEntry(
        meeting_id=other.id, name=name, sort_key=sort_key(name), email="flo@example.org", needs_paper=False,
        may_vote=True, may_nominate=True, may_stand=True, reasons={},
    )  # fmt: skip
    session.add(entry)
    session.flush()
    answer = client.get(f"/m/{purpose.value}/{call.token(purpose, entry.id)}")
    assert name not in answer.text
    assert answer.status_code in {200, 410}


def test_photos_and_links_go_with_a_meeting(session: Session, call: CallForTests) -> None:
    nominee = call.nominated("Ruth Ardley").nominees[0]
    nominee.photo_id = keep(call.act(), Picture("image/jpeg", b"x", 1, 1)).id
    call.token(LinkPurpose.ACCEPT, nominee.id)
    remove_meeting(call.act(), call.meeting)
    assert dispose_of_removed(call.act(BEFORE + KEPT_FOR + dt.timedelta(days=1))) == 1
    for table in (File, PersonalLink):
        assert session.scalar(select(func.count()).select_from(table)) == 0, table
