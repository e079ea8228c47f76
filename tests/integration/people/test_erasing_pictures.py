"""A name in the words, the credit or the caption of a picture is erased from every form that carries pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import Publish, SendByMail, SetWordpressSite, WriteStatement
from agm.announcements.models import Announcement
from agm.announcements.operations import publish as publish_statement
from agm.announcements.operations import write_statement
from agm.announcements.operations.mailing import send_by_mail
from agm.announcements.operations.wordpress import set_wordpress_site
from agm.audit.act import SYSTEM, Act
from agm.facts import PersonName
from agm.organisation.models import NATIONAL_ID
from agm.people.models import Person
from agm.web.kit.sealing import sealed
from agm.web.outbox_handlers.registry import build_worker
from agm.wording.kinds.beside import Beside
from agm.workflows.erase_person import ErasePerson, erase_person, look
from agm.workflows.publish_announcement import CorrectAnnouncement, correct_announcement
from agm.workflows.verify_record import record_faults
from tests.support.client import StrictClient
from tests.support.erasing import rows_with
from tests.support.mail_server import MailServer, running_mail_server
from tests.support.pdfs import read_pdf
from tests.support.photos import illustrate
from tests.support.readable_bytes import holds
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, publish
from tests.support.wordpress_site import PASSWORD, USER, WordpressSite, running_wordpress

pytestmark = pytest.mark.usefixtures("pango")
NAME = "Zebedee Quillfeather"
RARE = "quillfeather"
PATH = "/severn-vale/agm-2024"
ENDINGS = ("", ".txt", ".md", ".html", ".json", ".docx", ".pdf")


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture
def site() -> Iterator[WordpressSite]:
    with running_wordpress() as server:
        yield server


@pytest.fixture
def app(make_app: Callable[..., Flask], mail_server: MailServer) -> Flask:
    return make_app(
        wordpress_inside=("127.0.0.1",),
        mail_server="127.0.0.1", mail_port=mail_server.port, mail_sender="AGM desk <agm@example.org>",
    )  # fmt: skip


def lay(session: Session, app: Flask, site: WordpressSite) -> tuple[Announcement, int]:
    """A public report whose pictures show somebody, tell of them, and were taken by them."""
    make_organisation(session)
    make_region(session)
    act = Act(session, SYSTEM, NOW)
    password = sealed(app.extensions["agm_settings"], PASSWORD.replace(" ", ""))
    set_wordpress_site(act, SetWordpressSite(NATIONAL_ID, site.address, USER, password, as_draft=False))
    told = publish(session, facts_of(elected("Chair", "Jane Doe"), elected("Clerk", NAME))).announcement
    person = session.scalars(select(Person).where(Person.name == NAME)).one()
    shown = PersonName(NAME, person_id=person.id)
    illustrate(
        session, told, ("The hall", NAME, None), (f"Jane Doe thanks Mr {NAME}", "", None), (f"{NAME}", "", shown)
    )
    correct_announcement(act, CorrectAnnouncement(told.id, told.version, "Pictures", names_agreed=True))
    beside = Beside("The bells rang.", NAME, f"who sits for {NAME}", f"{NAME}’s Diary", "https://diary.example.org/1")
    written = write_statement(act, WriteStatement(told.unit_id, "Bells", "They rang.", beside=beside))
    publish_statement(act, Publish(written.id, written.version))
    session.commit()
    return told, person.id


def work(session: Session, app: Flask) -> None:
    session.commit()
    worker = build_worker(app)
    worker.now = lambda: NOW
    worker.run_due()


def sent(client: StrictClient, path: str) -> bytes:
    """A page, or a file as it is fetched to be kept."""
    answer = client.get(path, headers={"Sec-Fetch-Dest": "empty"} if "." in path else {})
    assert answer.status_code == 200, path
    content: bytes = answer.data
    printed = " ".join(read_pdf(content).texts) if path.endswith(".pdf") else ""
    return content + printed.encode()


def forms(client: StrictClient, mail_server: MailServer, site: WordpressSite) -> dict[str, bytes]:
    """Every form that carries pictures, as it reads now; the newest mail with its parts unpacked."""
    found = {ending: sent(client, f"{PATH}{ending}") for ending in ENDINGS}
    parts = [part for part in mail_server.mails[-1].walk() if not part.is_multipart()]
    found["mail"] = b"\n".join(
        part.get_content().encode() if part.get_content_maintype() == "text" else part.get_content() for part in parts
    )
    found["posts"] = str(site.posts).encode()
    found["library"] = str(site.media).encode()
    found |= {f"bells{ending}": sent(client, f"/severn-vale/statements/bells{ending}") for ending in ENDINGS}
    return found


def test_it_is_in_no_form_any_more(
    session: Session, app: Flask, client: StrictClient, mail_server: MailServer, site: WordpressSite
) -> None:
    announcement, person_id = lay(session, app, site)
    act = Act(session, SYSTEM, NOW)
    send_by_mail(act, SendByMail(announcement.id, to_members=False, addresses=("before@example.org",)))
    work(session, app)
    before = forms(client, mail_server, site)
    assert [form for form, content in before.items() if not holds(content, RARE)] == []
    assert len(site.media) == 3
    send_by_mail(act, SendByMail(announcement.id, to_members=False, addresses=("after@example.org",)))
    settled = {passage.key: passage.suggestion for passage in look(session, person_id, everywhere=True).passages}
    assert len(settled) >= 1, "what was typed of a picture is asked about"
    erase_person(act, ErasePerson(person_id, settled))
    work(session, app)
    assert len(mail_server.mails) == 2, "a mail that waited says what the text says now"
    after = forms(client, mail_server, site)
    assert [form for form, content in after.items() if holds(content, RARE)] == []
    assert len(site.media) == 2, "the picture that showed them is gone"
    assert holds(after[".docx"], "The hall")
    assert holds(after["bells.docx"], "The bells rang.")
    assert list(rows_with(session, RARE)) == []
    assert list(record_faults(session)) == []
