"""The mails about nominations: neutral words, a link that opens one thing, and none where nobody needs one any more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.meetings.models import Channel, NoticeKind, NoticeSending, ServedNotice
from agm.nominations.commands import AnswerNomination, RuleOnNomination
from agm.nominations.nominating import answer_nomination
from agm.nominations.rulings import rule
from agm.outbox.worker import Job, NotNeededError
from agm.people import links
from agm.people.models import LinkPurpose, PersonalLink
from agm.settings import Settings
from agm.web.outbox_handlers import election_mails, nomination_mails
from agm.web.outbox_handlers.smtp import Mail
from tests.support.nominations import BEFORE, CallForTests, make_call

Compose = Callable[[Session, Job, Settings], Mail]


@pytest.fixture
def call(session: Session) -> CallForTests:
    return make_call(session)


@pytest.fixture
def compose(app: Flask, session: Session) -> Callable[..., Mail]:
    """Makes a mail as the worker does."""

    def made(how: Compose, **payload: int) -> Mail:
        with app.app_context():
            return how(session, Job("mail", "key", payload, 1, BEFORE), app.extensions["agm_settings"])

    return made


def token_of(mail: Mail, purpose: str) -> str:
    """The token of the one link in a mail."""
    (token,) = re.findall(rf"https?://\S+/m/{purpose}/(\S+)", mail.body)
    return str(token)


def test_who_is_named_is_asked_by_a_link_of_their_own(
    session: Session, call: CallForTests, compose: Callable[..., Mail]
) -> None:
    nomination = call.nominated("Leah Marchant", by="Esther Kay", agreed=False)
    nominee = nomination.nominees[0]
    mail = compose(nomination_mails.nominee, nominee_id=nominee.id)
    assert mail.to == "leah@example.org"
    assert "Esther Kay nominated you for Chair" in mail.body
    assert "Friday 9 April 2027 at 12:00" in mail.body
    link = links.find(session, token_of(mail, "accept"), LinkPurpose.ACCEPT, BEFORE)
    assert (link.record_id, link.meeting_id) == (nominee.id, call.meeting_id)
    assert link.expires_at > BEFORE + dt.timedelta(days=100)
    answer_nomination(Act(session, SYSTEM, BEFORE), AnswerNomination(nominee.id, BEFORE, accepts=True))
    answer_nomination(Act(session, SYSTEM, BEFORE), AnswerNomination(nominee.id, BEFORE, accepts=False))
    with pytest.raises(NotNeededError):
        compose(nomination_mails.nominee, nominee_id=nominee.id)


def test_the_receipt_tells_when_it_came(session: Session, call: CallForTests, compose: Callable[..., Mail]) -> None:
    nomination = call.nominated("Ruth Ardley")
    nomination.sender_email = "ruth@example.org"
    mail = compose(nomination_mails.receipt, nomination_id=nomination.id)
    assert "Wednesday 7 April 2027 at 12:00:00" in mail.body
    assert nomination.receipt in mail.body


def test_who_does_not_stand_reads_why(session: Session, call: CallForTests, compose: Callable[..., Mail]) -> None:
    nomination = call.nominated("Oswin Bellamy")
    with pytest.raises(NotNeededError):
        compose(nomination_mails.ruling, nominee_id=nomination.nominees[0].id)
    rule(Act(session, SYSTEM, BEFORE), RuleOnNomination(nomination.id, stands=False, reason="Six months."), ())
    assert "Six months." in compose(nomination_mails.ruling, nominee_id=nomination.nominees[0].id).body


@pytest.mark.parametrize(("kind", "links_sent"), [(NoticeKind.CALL, 1), (NoticeKind.NOTICE, 0)])
def test_the_call_brings_each_member_a_link(
    session: Session, call: CallForTests, compose: Callable[..., Mail], kind: NoticeKind, links_sent: int
) -> None:
    sending = NoticeSending(
        meeting_id=call.meeting_id, kind=kind, title="Call", text="Who stands?", sent_at=BEFORE, sent_by="A. Bell"
    )
    sending.served = [
        ServedNotice(entry_id=call.entries["Ruth Ardley"], channel=Channel.EMAIL, queued_at=BEFORE),
    ]
    session.add(sending)
    session.flush()
    mail = compose(election_mails.election_mail, served_id=sending.served[0].id)
    made = session.scalars(select(PersonalLink)).all()
    assert [one.record_id for one in made] == [call.entries["Ruth Ardley"]] * links_sent
    assert len(re.findall(r"/m/nominate/\S+", mail.body)) == links_sent
