"""Candidates write to the members once and alike: on their own links, and all of an office in one mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.meetings.models import NoticeKind, NoticeSending
from agm.nominations.models import Nominee
from agm.outbox.models import OutboxJob
from agm.people.models import LinkPurpose
from agm.web.kit import clock
from tests.support.client import StrictClient
from tests.support.nominations import AFTER, BEFORE, SEVERAL, CallForTests, make_call

RULES = SEVERAL.model_copy(update={"nomination": replace(SEVERAL.nomination, to_members_words=6)})
LATER = AFTER + dt.timedelta(days=1)


@pytest.fixture
def call(session: Session) -> CallForTests:
    """Two stand for Chair by themselves, and one for Secretary."""
    call = make_call(session, RULES)
    for name, office in (("Ruth Ardley", "Chair"), ("Leah Marchant", "Chair"), ("Noa Peretzky", "Secretary")):
        call.nominated(name, office)
    return call


def nominee(session: Session, name: str) -> Nominee:
    session.rollback()
    return session.scalars(select(Nominee).where(Nominee.name == name)).one()


def write(session: Session, call: CallForTests, client: StrictClient, name: str, text: str) -> tuple[int, str]:
    token = call.token(LinkPurpose.ACCEPT, nominee(session, name).id)
    address = f"/m/accept/{token}"
    answer = client.submit(client.get_page(address), {"to_members": text}, form=address)
    return answer.status_code, answer.text


def press(officer: StrictClient, call: CallForTests, act: str) -> tuple[int, str]:
    address = f"/desk/meetings/{call.meeting_id}/nominations"
    token = officer.csrf_token(address)
    answer = officer.post(address, data={"csrf_token": token, "act": act}, follow_redirects=True)
    return answer.status_code, answer.text


def test_all_of_an_office_go_out_in_one_mail_and_once(
    session: Session,
    call: CallForTests,
    client: StrictClient,
    sign_in: Callable[..., StrictClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: BEFORE)
    status, text = write(session, call, client, "Ruth Ardley", "one two three four five six seven")
    assert (status, "7 words: 1 too many. Cut to 6." in text, "five six seven" in text) == (422, True, True)
    assert write(session, call, client, "Ruth Ardley", "I ring.\n## Leah Marchant")[0] == 200
    monkeypatch.setattr(clock, "now", lambda: LATER)
    assert write(session, call, client, "Ruth Ardley", "I ring bells.\n## Leah Marchant")[0] == 200, (
        "after the close too"
    )
    assert nominee(session, "Ruth Ardley").to_members == "I ring bells.\n## Leah Marchant"
    officer, chair = sign_in("national_officer"), call.contest("Chair").id
    status, text = press(officer, call, f"texts:{chair}")
    assert (status, "Decide first who stands" in text) == (422, True)
    press(officer, call, "let-stand:0")
    assert "1 of 2" in officer.get_page(f"/desk/meetings/{call.meeting_id}/nominations").text
    status, text = press(officer, call, f"texts:{call.contest('Secretary').id}")
    assert (status, "Nobody who stands for Secretary has written" in text) == (422, True)
    status, text = press(officer, call, f"texts:{chair}")
    assert (status, "is on the way to every member" in text) == (200, True)
    session.rollback()
    [sending] = session.scalars(select(NoticeSending).where(NoticeSending.kind == NoticeKind.CANDIDATES))
    assert (
        "## Ruth Ardley\n\nI ring bells.\n\nLeah Marchant\n\n## Leah Marchant\n\n*Has written nothing.*" in sending.text
    )
    keys = session.scalars(select(OutboxJob.idempotency_key).where(OutboxJob.kind == "mail:election")).all()
    assert len(keys) == len(call.entries)
    status, text = press(officer, call, f"texts:{chair}")
    assert (status, "It goes out once" in text) == (422, True)
    token = call.token(LinkPurpose.ACCEPT, nominee(session, "Ruth Ardley").id)
    page = client.get_page(f"/m/accept/{token}")
    assert "What you wrote to members went out on" in page.text
    assert "Your text to members" not in page.text


def test_nobody_writes_where_the_rules_do_not_say_so(
    session: Session, client: StrictClient, sign_in: Callable[..., StrictClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    call = make_call(session)
    nomination = call.nominated("Ruth Ardley")
    monkeypatch.setattr(clock, "now", lambda: BEFORE)
    token = call.token(LinkPurpose.ACCEPT, nomination.nominees[0].id)
    assert "Your text to members" not in client.get_page(f"/m/accept/{token}").text
    status, text = press(sign_in("national_officer"), call, f"texts:{call.contest('Chair').id}")
    assert (status, "candidates do not write to members" in text) == (422, True)
