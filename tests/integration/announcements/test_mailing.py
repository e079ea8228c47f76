"""A public text by mail: to the members and to other addresses, each version once, as text and as HTML."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import Retract, SendByMail
from agm.announcements.models import Announcement
from agm.announcements.operations import retract
from agm.announcements.operations.mailing import send_by_mail
from agm.audit.act import SYSTEM, Act
from agm.files.models import File
from agm.files.pictures import for_mail
from agm.membership.models import RollMember
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.rules.violations import RefusedError
from agm.web.outbox_handlers import announcement_mails
from agm.web.outbox_handlers.registry import build_worker
from agm.wording.document import Document
from agm.wording.render.colophon import Colophon
from agm.wording.render.mail import mail_text
from agm.workflows.publish_announcement import CorrectAnnouncement, correct_announcement
from tests.support.client import StrictClient
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.photos import illustrate
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, publish

MAILS = select(OutboxJob).where(OutboxJob.kind == JobKind.ANNOUNCEMENT_MAIL).order_by(OutboxJob.id)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture
def app(make_app: Callable[..., Flask], mail_server: MailServer) -> Flask:
    return make_app(mail_server="127.0.0.1", mail_port=mail_server.port, mail_sender="AGM desk <agm@example.org>")


@pytest.fixture
def announcement(session: Session) -> Announcement:
    """A report of a region with two members who have an address, one without, and one who left."""
    make_organisation(session)
    unit = make_region(session)
    for name, email, left_on in (
        ("Ann", "ann@example.org", None),
        ("Bo", "bo@example.org", None),
        ("Cy", None, None),
        ("Di", "di@example.org", NOW.date()),
    ):
        session.add(RollMember(unit_id=unit.id, name=name, sort_key=name.lower(), email=email, left_on=left_on))
    published = publish(session, facts_of(elected("Chair", "Ann Bell", key="chair")))
    session.commit()
    return session.get_one(Announcement, published.announcement_id)


def work(session: Session, app: Flask) -> None:
    session.commit()
    worker = build_worker(app)
    worker.now = lambda: NOW
    worker.run_due()


def test_members_and_other_addresses_get_each_version_once(
    session: Session, app: Flask, announcement: Announcement, mail_server: MailServer
) -> None:
    command = SendByMail(announcement.id, to_members=True, addresses=("news@example.org", "news@example.org"))
    assert send_by_mail(Act(session, SYSTEM, NOW), command) == 3
    send_by_mail(Act(session, SYSTEM, NOW), command)
    work(session, app)
    assert sorted(mail_server.recipients) == ["ann@example.org", "bo@example.org", "news@example.org"]
    mail = mail_server.mails[0]
    assert mail["Subject"] == "Severn Vale GBR AGM 2024"
    text, html = mail.iter_parts()
    for part in (text, html):
        words = part.get_content()
        assert "Ann Bell" in words
        assert "Published by P. Quill" in words
        assert "http://127.0.0.1:8000/severn-vale/agm-2024" in words
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "as a member of Guild of Bell Ringers, Severn Vale" in text.get_content()
    assert all(job.payload == {} for job in session.scalars(MAILS)), "no address is kept once it is sent"


def test_a_mail_carries_its_pictures_and_asks_no_site_for_them(
    session: Session, app: Flask, announcement: Announcement, mail_server: MailServer
) -> None:
    illustrate(session, announcement, ("The full hall", "Bo Fenn", None), ("Hands up", "", None))
    command = CorrectAnnouncement(announcement.id, announcement.version, "Pictures", names_agreed=True)
    correct_announcement(Act(session, SYSTEM, NOW), command)
    send_by_mail(Act(session, SYSTEM, NOW), SendByMail(announcement.id, to_members=False, addresses=("a@example.org",)))
    work(session, app)
    (mail,) = mail_server.mails
    text, related = mail.iter_parts()
    assert "[Picture: The full hall. Photo: Bo Fenn]" in text.get_content()
    page, *pictures = related.iter_parts()
    assert (related.get_content_type(), page.get_content_type()) == ("multipart/related", "text/html")
    sources = re.findall(r'<img src="([^"]+)"', page.get_content())
    assert sources == [f"cid:{one['Content-ID'].strip('<>')}" for one in pictures]
    assert len(sources) == 2
    for one in pictures:
        assert (one.get_content_type(), one.get_content_disposition()) == ("image/jpeg", "inline")
        with Image.open(io.BytesIO(one.get_content())) as image:
            assert image.size == (900, 600)


def test_a_mail_stays_small_whatever_pictures_a_text_has(
    session: Session, app: Flask, announcement: Announcement, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    illustrate(session, announcement, ("The full hall", "", None), ("Hands up", "", None))
    command = CorrectAnnouncement(announcement.id, announcement.version, "Pictures", names_agreed=True)
    correct_announcement(Act(session, SYSTEM, NOW), command)
    send_by_mail(Act(session, SYSTEM, NOW), SendByMail(announcement.id, to_members=False, addresses=("a@example.org",)))
    one = session.scalars(select(File).order_by(File.id)).first()
    assert one is not None
    monkeypatch.setattr(announcement_mails, "MOST_BYTES", len(for_mail(one.content)) + 1)
    work(session, app)
    _text, related = mail_server.mails[0].iter_parts()
    page, *pictures = related.iter_parts()
    assert len(pictures) == 1
    assert "[Picture: Hands up]" in page.get_content()


def test_each_mail_is_as_the_text_stands_and_made_once_for_all(
    session: Session, app: Flask, announcement: Announcement, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A correction or another contact between two mails reaches the second; members and others hear why they get it."""
    made: list[str] = []

    def noted(document: Document, below: Colophon, reason: str) -> str:
        made.append(mail_text(document, below, reason))
        return made[-1]

    monkeypatch.setattr(announcement_mails, "mail_text", noted)
    command = SendByMail(announcement.id, to_members=True, addresses=("news@example.org",))
    send_by_mail(Act(session, SYSTEM, NOW), command)
    work(session, app)
    assert len(mail_server.mails) == 3
    assert len(made) == 2, "once for both members, once for the other"
    illustrate(session, announcement, ("The full hall", "", None))
    told = CorrectAnnouncement(announcement.id, announcement.version, "A picture was missing", names_agreed=True)
    correct_announcement(Act(session, SYSTEM, NOW), told)
    send_by_mail(Act(session, SYSTEM, NOW), command)
    work(session, app)
    assert {mail["Subject"] for mail in mail_server.mails[3:]} == {"Corrected: Severn Vale GBR AGM 2024"}
    assert len(mail_server.mails) == 6


def test_what_was_taken_back_is_sent_to_nobody(
    session: Session, app: Flask, announcement: Announcement, mail_server: MailServer
) -> None:
    send_by_mail(Act(session, SYSTEM, NOW), SendByMail(announcement.id, to_members=True))
    retract(Act(session, SYSTEM, NOW), Retract(announcement.id, "Wrong meeting"))
    with pytest.raises(RefusedError, match="not sent to anybody"):
        send_by_mail(Act(session, SYSTEM, NOW), SendByMail(announcement.id, to_members=True))
    work(session, app)
    assert mail_server.mails == []
    assert {job.last_error for job in session.scalars(MAILS)} == {"It was taken back meanwhile."}


@pytest.mark.parametrize("wrong", ["ann", "a@b", "ann@example.org\rBcc: eve@example.org", "Ann <ann@example.org>"])
def test_what_is_no_address_is_refused(session: Session, announcement: Announcement, wrong: str) -> None:
    with pytest.raises(RefusedError, match="no e-mail address"):
        send_by_mail(Act(session, SYSTEM, NOW), SendByMail(announcement.id, to_members=False, addresses=(wrong,)))
    session.rollback()


def test_the_desk_shows_every_form_and_sends_mail(
    session: Session, announcement: Announcement, sign_in: Callable[..., StrictClient]
) -> None:
    officer = sign_in("regional_officer", announcement.unit)
    number = announcement.id
    session.commit()
    page = officer.get_page(f"/desk/announcements/{number}/send-on")
    assert page.heading == "It is public"
    areas = [area.text or "" for area in page.all("textarea")]
    assert sum("Chair: Ann Bell" in text for text in areas) == 2, "one post for all networks, and the HTML to paste"
    assert "PDF and picture follow" in page.text
    form = officer.get_page(f"/desk/announcements/{number}/mail")
    typed = "news@example.org\nnot an address"
    refused = officer.submit(form, {"addresses": typed}, button="Send it")
    again = officer.page(refused)
    assert refused.status_code == 422
    assert "“not an address” is no e-mail address. Write one on each line." in again.text
    assert (again.all("textarea")[0].text or "").strip() == typed
    sent = officer.page(officer.submit(again, {"addresses": "news@example.org", "to_members": True}, button="Send it"))
    assert "3 mails are on the way" in sent.text
    assert "0 sent, 3 on the way" in sent.text
    session.commit()
