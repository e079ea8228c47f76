"""What takes long to make of a public text is made by the outbox and kept; a correction reaches it like every form."""

from __future__ import annotations

import io
import json

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import Retract
from agm.announcements.models import Announcement, Rendering
from agm.announcements.operations import retract
from agm.announcements.operations.publishing import render_anew
from agm.audit.act import SYSTEM, Act
from agm.nominations.models import CandidacyPerson
from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome, OutboxJob
from agm.web.outbox_handlers.registry import build_worker
from agm.workflows.publish_announcement import CorrectAnnouncement, correct_announcement
from tests.support.client import StrictClient
from tests.support.forms_of import words_of_docx
from tests.support.pdfs import read_pdf
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, publish

pytestmark = pytest.mark.usefixtures("pango")

PATH = "/severn-vale/agm-2024"
ENDINGS = ("txt", "html", "md", "json", "docx", "pdf")


@pytest.fixture
def announcement(session: Session) -> Announcement:
    """A report that was just published; nothing of it is made yet."""
    make_organisation(session)
    make_region(session)
    published = publish(session, facts_of(elected("Chair", "Ann Bell", key="chair"), elected("Secretary")))
    session.commit()
    return session.get_one(Announcement, published.announcement_id)


def work(session: Session, app: Flask) -> None:
    """Do what is due in the outbox."""
    session.commit()
    worker = build_worker(app)
    worker.now = lambda: NOW
    worker.run_due()


def words_of(client: StrictClient, ending: str) -> str:
    """What a file says."""
    response = client.get(f"{PATH}.{ending}", headers={"Sec-Fetch-Dest": "empty"})
    assert response.status_code == 200, ending
    if ending == "pdf":
        return " ".join(read_pdf(response.data).texts)
    return words_of_docx(response.data) if ending == "docx" else response.text


def corrected(session: Session, announcement: Announcement) -> None:
    """The chair's name put right in the record and in public."""
    named = session.scalars(select(CandidacyPerson)).one()
    named.name = "Anne Belle"
    session.flush()
    command = CorrectAnnouncement(announcement.id, announcement.version, "The spelling of a name", names_agreed=True)
    correct_announcement(Act(session, SYSTEM, NOW), command)
    session.commit()


@pytest.mark.usefixtures("announcement")
def test_pdf_and_picture_are_made_off_the_request_and_shared(
    session: Session, app: Flask, client: StrictClient
) -> None:
    assert client.get(f"{PATH}.pdf").status_code == 404
    assert "summary_large_image" not in client.get(PATH).text
    work(session, app)
    page = client.get_page(PATH)
    tags = {tag.get("property") or tag.get("name"): tag.get("content") for tag in page.all("meta")}
    assert tags["twitter:card"] == "summary_large_image"
    assert tags["og:image"] == f"http://127.0.0.1:8000{PATH}.png?version=1"
    assert "Chair: Ann Bell" in (tags["og:image:alt"] or "")
    picture = client.get(f"{PATH}.png", headers={"Sec-Fetch-Dest": "image"})
    assert (picture.content_type, Image.open(io.BytesIO(picture.data)).size) == ("image/png", (1200, 630))
    for ending in ENDINGS:
        assert "Ann Bell" in words_of(client, ending), ending
    assert render_anew(Act(session, SYSTEM, NOW)) == 0
    waiting = select(OutboxJob).where(OutboxJob.kind == JobKind.KEPT_FORMS, OutboxJob.outcome.is_(None))
    assert session.scalars(waiting).all() == []


def test_a_correction_reaches_every_form_and_each_says_so(
    session: Session, app: Flask, client: StrictClient, announcement: Announcement
) -> None:
    work(session, app)
    corrected(session, announcement)
    work(session, app)
    for ending in ENDINGS:
        words = words_of(client, ending)
        assert "Anne Belle" in words, ending
        assert "Ann Bell" not in words.replace("Anne Belle", ""), ending
        assert ending == "html" or "The spelling of a name" in words, ending
    assert json.loads(words_of(client, "json"))["corrections"][0]["at"] == NOW.isoformat()
    assert f"{PATH}.png?version=2" in client.get(PATH).text


def test_nothing_is_made_of_what_was_taken_back(session: Session, app: Flask, announcement: Announcement) -> None:
    retract(Act(session, SYSTEM, NOW), Retract(announcement.id, "Wrong meeting"))
    session.commit()
    work(session, app)
    job = session.scalars(select(OutboxJob).where(OutboxJob.kind == JobKind.KEPT_FORMS)).one()
    assert (job.outcome, job.last_error) == (JobOutcome.CANCELLED, "It was corrected or taken back meanwhile.")
    assert session.scalars(select(Rendering).where(Rendering.format == "pdf")).all() == []
