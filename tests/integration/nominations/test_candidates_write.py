"""Candidates write to the members once and alike: on their own links, and all of an office in one mail."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.meetings.models import NoticeKind, NoticeSending
from agm.nominations.commands import RuleOnNomination
from agm.nominations.models import Nominee
from agm.nominations.rulings import rule
from agm.nominations.to_members import tell_candidates
from agm.outbox.models import OutboxJob
from agm.outbox.operations import KEPT_FOR
from agm.people.models import LinkPurpose
from agm.web.kit import clock
from agm.web.outbox_handlers.registry import build_worker
from tests.support.client import StrictClient
from tests.support.mail_server import MailServer, running_mail_server
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


def told(app: Flask, server: MailServer) -> list[str]:
    """Who is told now that they may write."""
    server.taken.clear()
    build_worker(app).run_due()
    return sorted(str(mail["To"]) for mail in server.mails if mail["Subject"].startswith("You may write to members"))


def test_candidates_are_told_once_when_it_is_settled_who_stands(
    session: Session,
    call: CallForTests,
    make_app: Callable[..., Flask],
    client: StrictClient,
    sign_in: Callable[..., StrictClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits = call.nominated("Oswin Bellamy", "Chair")
    nominee(session, "Ruth Ardley").email = None
    session.commit()
    with running_mail_server() as server:
        app = make_app(mail_server="127.0.0.1", mail_port=server.port, mail_sender="AGM desk <agm@example.org>")
        monkeypatch.setattr(clock, "now", lambda: BEFORE)
        officer = sign_in("national_officer")
        press(officer, call, "let-stand:0")
        assert told(app, server) == [], "nominations are open"
        monkeypatch.setattr(clock, "now", lambda: AFTER)
        assert told(app, server) == ["noa@example.org"], "for Chair one more is to be decided"
        text = press(officer, call, f"decide:{waits.id}")[1]
        assert "Candidates are told by e-mail that they may write when nominations have closed" in text
        rule(call.act(AFTER), RuleOnNomination(waits.id, stands=False, reason="Too new."), ())
        session.commit()
        assert told(app, server) == ["leah@example.org"]
        [mail] = [mail for mail in server.mails if "You may write" in mail["Subject"]]
        address = re.search(r"/m/accept/\S+", mail.get_content())
        assert address
        assert "with at most 6 words" in mail.get_content()
        assert client.submit(client.get_page(address[0]), {"to_members": "I ring."}).status_code == 200
        monkeypatch.setattr(clock, "now", lambda: LATER + KEPT_FOR)
        rule(call.act(LATER + KEPT_FOR), RuleOnNomination(waits.id, stands=True, reason="All the same."), ())
        session.commit()
        assert told(app, server) == ["oswin@example.org"], "only who stands since"
        text = officer_page(sign_in("national_officer"), call)
        assert "Tell Ruth Ardley yourself: we have no address of theirs." in text
        assert "Candidates were told by e-mail on 9 April 2027" in text


def officer_page(officer: StrictClient, call: CallForTests) -> str:
    return officer.get_page(f"/desk/meetings/{call.meeting_id}/nominations").text


def test_nobody_is_told_after_the_texts_went_out_or_where_nobody_may_write(
    session: Session, call: CallForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    for name in ("Ruth Ardley", "Leah Marchant"):
        rule(call.act(LATER), RuleOnNomination(nominee(session, name).nomination_id, stands=True), ())
        session.commit()
    chair = call.contest("Chair")
    chair.texts_sent_at = LATER
    tell_candidates(call.act(LATER), chair.id)
    assert nominee_rows(session) == set()
    chair.texts_sent_at = None
    tell_candidates(call.act(LATER), chair.id)
    assert nominee_rows(session) == {"Ruth Ardley", "Leah Marchant"}


def nominee_rows(session: Session) -> set[str]:
    return set(session.scalars(select(Nominee.name).where(Nominee.may_write_told_at.is_not(None))))
