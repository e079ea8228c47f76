"""Public texts on a WordPress site: one post for each text, whatever was cut off half way; a correction changes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agm.announcements.commands import ArrangePictures, PlacedPicture, Retract, SetWordpressSite
from agm.announcements.models import Announcement, WordpressSite
from agm.announcements.operations import arrange_pictures, retract
from agm.announcements.operations.wordpress import set_wordpress_site
from agm.announcements.pictures import pictures_of
from agm.audit.act import SYSTEM, Act
from agm.facts import PersonName
from agm.files.models import File
from agm.nominations.models import CandidacyPerson
from agm.organisation.models import NATIONAL_ID, Unit
from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome, OutboxJob
from agm.people.models import Person
from agm.rules.violations import RefusedError
from agm.web.kit.outside import INSIDE
from agm.web.kit.sealing import sealed
from agm.web.outbox_handlers.registry import build_worker
from agm.wording.placing import Place
from agm.workflows.erase_person import ErasePerson, erase_person, look
from agm.workflows.publish_announcement import CorrectAnnouncement, correct_announcement
from tests.support.client import StrictClient
from tests.support.constraints import fault_of
from tests.support.photos import illustrate
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, publish
from tests.support.wordpress_site import MEDIA, PASSWORD, POSTS, USER, running_wordpress
from tests.support.wordpress_site import WordpressSite as Site

LATER = NOW + dt.timedelta(minutes=5)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_wordpress() as server:
        yield server


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The site of these tests is on this machine, where the application of all tests sends nothing."""
    return make_app(wordpress_inside=("127.0.0.1",))


@pytest.fixture
def announcement(session: Session, app: Flask, site: Site) -> Announcement:
    """A report that was published while the national level had a site; nothing was sent yet."""
    make_organisation(session)
    make_region(session)
    password = sealed(app.extensions["agm_settings"], PASSWORD.replace(" ", ""))
    command = SetWordpressSite(NATIONAL_ID, site.address, USER, password, as_draft=True)
    set_wordpress_site(Act(session, SYSTEM, NOW), command)
    published = publish(session, facts_of(elected("Chair", "Ann Bell", key="chair"), elected("Secretary")))
    session.commit()
    return session.get_one(Announcement, published.announcement_id)


def work(session: Session, app: Flask, at: dt.datetime = NOW) -> OutboxJob:
    """Do what is due; the newest job for WordPress."""
    session.commit()
    worker = build_worker(app)
    worker.now = lambda: at
    worker.run_due()
    newest = select(OutboxJob).where(OutboxJob.kind == JobKind.WORDPRESS_POST).order_by(OutboxJob.id.desc())
    job = session.scalars(newest).first()
    assert job is not None
    session.refresh(job)
    return job


def test_a_text_is_one_post_and_a_correction_changes_it(
    session: Session, app: Flask, site: Site, announcement: Announcement
) -> None:
    assert work(session, app).outcome is JobOutcome.DONE
    (post,) = site.posts.values()
    assert (post["status"], post["title"]) == ("draft", "Severn Vale GBR AGM 2024")
    assert "<li>Chair: Ann Bell</li>" in post["content"]
    assert "Published by P. Quill" in post["content"]
    post["status"] = "publish"  # by somebody there
    session.scalars(select(CandidacyPerson)).one().name = "Anne Belle"
    session.flush()
    command = CorrectAnnouncement(announcement.id, announcement.version, "The chair’s name", names_agreed=True)
    correct_announcement(Act(session, SYSTEM, NOW), command)
    work(session, app)
    (post,) = site.posts.values()
    assert "Anne Belle" in post["content"]
    assert "Ann Bell<" not in post["content"]
    assert "The chair’s name" in post["content"]
    assert post["status"] == "publish"
    retract(Act(session, SYSTEM, NOW), Retract(announcement.id, "Wrong meeting"))
    work(session, app)
    (post,) = site.posts.values()
    assert "Wrong meeting" in post["content"]
    assert "Anne Belle" not in post["content"]


def test_what_was_cut_off_half_way_makes_no_second_post(
    session: Session, app: Flask, site: Site, announcement: Announcement
) -> None:
    del announcement
    site.hangs_up_after_saving = True
    job = work(session, app)
    assert job.outcome is None
    assert job.last_error.startswith("The WordPress site did not answer: ")
    assert work(session, app, LATER).outcome is JobOutcome.DONE
    assert len(site.posts) == 1


def correct(session: Session, announcement: Announcement, note: str = "Pictures") -> None:
    command = CorrectAnnouncement(announcement.id, announcement.version, note, names_agreed=True)
    correct_announcement(Act(session, SYSTEM, NOW), command)


HALL = ("The full hall <of> Leeds & York", "Bo & Fenn", None)
HANDS = ("Hands up", "", None)


def test_pictures_are_in_the_library_with_their_words_and_the_lead_is_featured(
    session: Session, app: Flask, site: Site, announcement: Announcement
) -> None:
    illustrate(session, announcement, HALL, HANDS)
    correct(session, announcement)
    work(session, app)
    hall, hands = site.media.values()
    (number,) = site.posts
    post = site.posts[number]
    assert (post["featured_media"], hall["post"], hands["post"]) == (hall["id"], number, number)
    assert (hall["alt_text"], hall["caption"]) == ("The full hall &lt;of&gt; Leeds & York", "Photo: Bo &amp; Fenn")
    kept = session.scalars(select(File.content).order_by(File.id)).all()
    session.rollback()
    assert [hall["file"], hands["file"]] == kept
    assert hands["source_url"] in post["content"]
    assert hall["source_url"] not in post["content"], "a theme shows it above the text"
    assert post["content"].startswith("<p>Photo: Bo &amp; Fenn</p>")
    assert "/pictures/" not in post["content"], "nobody who reads there is told of to us"
    for _ in range(2):
        correct_words(session, announcement)
        work(session, app)
    assert site.uploads == 2, "what is there is used again"
    assert (len(site.media), len(site.posts)) == (2, 1)


def correct_words(session: Session, announcement: Announcement) -> None:
    """A correction that leaves the pictures as they are."""
    named = session.scalars(select(CandidacyPerson)).one()
    named.name = f"{named.name}e"
    session.flush()
    correct(session, announcement, "The chair’s name")


def test_a_picture_goes_with_the_text_that_showed_it(
    session: Session, app: Flask, site: Site, announcement: Announcement
) -> None:
    illustrate(session, announcement, HALL, HANDS)
    correct(session, announcement)
    work(session, app)
    lead, *_ = pictures_of(session, announcement)
    only = PlacedPicture(lead.file.digest, Place.LEAD, 1, "The hall at night", "")
    arrange_pictures(Act(session, SYSTEM, NOW), ArrangePictures(announcement.id, announcement.version, (only,)))
    correct(session, announcement)
    work(session, app)
    (hall,) = site.media.values()
    assert (hall["alt_text"], hall["caption"], site.uploads) == ("The hall at night", "", 2)
    site.media[7] = {"id": 7, "slug": "a-cat", "source_url": "https://x.org/a.jpg", "description": hall["description"]}
    retract(Act(session, SYSTEM, NOW), Retract(announcement.id, "Wrong meeting"))
    work(session, app)
    assert list(site.media) == [7], "what somebody else put there stays"
    (post,) = site.posts.values()
    assert post["featured_media"] == 0


def test_a_picture_that_was_cut_off_half_way_is_sent_once(
    session: Session, app: Flask, site: Site, announcement: Announcement
) -> None:
    work(session, app)
    illustrate(session, announcement, HALL, HANDS)
    correct(session, announcement)
    site.hangs_up_after_uploading = True
    assert work(session, app).outcome is None
    assert work(session, app, LATER).outcome is JobOutcome.DONE
    assert (site.uploads, len(site.media), len(site.posts)) == (2, 2, 1)


@pytest.mark.parametrize("refused", [("POST", POSTS), ("POST", f"{MEDIA}")], ids=["the post", "a picture"])
def test_what_is_refused_half_way_leaves_nothing_there(
    session: Session, app: Flask, site: Site, announcement: Announcement, refused: tuple[str, str]
) -> None:
    illustrate(session, announcement, HALL, HANDS)
    correct(session, announcement)
    site.refuses[refused] = 403
    job = work(session, app)
    assert job.outcome is JobOutcome.FAILED
    assert ("pictures" in job.last_error) == (refused[1] == MEDIA)
    assert (site.media, site.posts) == ({}, {})
    site.refuses.clear()
    session.execute(update(OutboxJob).values(outcome=None, ended_at=None))
    assert work(session, app).outcome is JobOutcome.DONE
    assert (len(site.media), len(site.posts)) == (2, 1)


def test_pictures_of_a_text_that_was_taken_back_before_it_arrived_are_taken_away(
    session: Session, app: Flask, site: Site, announcement: Announcement
) -> None:
    illustrate(session, announcement, HALL)
    correct(session, announcement)
    site.refuses["POST", POSTS] = 503
    assert work(session, app).outcome is None
    assert (len(site.media), site.posts) == (1, {})
    retract(Act(session, SYSTEM, NOW), Retract(announcement.id, "Wrong meeting"))
    work(session, app, LATER)
    assert (site.media, site.posts) == ({}, {})


def test_a_picture_of_somebody_who_is_erased_goes_from_the_library(
    session: Session, app: Flask, site: Site, announcement: Announcement
) -> None:
    person = session.scalars(select(Person).where(Person.name == "Ann Bell")).one()
    shown = PersonName("Ann Bell", person_id=person.id)
    illustrate(session, announcement, ("Ann Bell speaks", "", shown), HANDS)
    correct(session, announcement)
    work(session, app)
    settled = {passage.key: passage.suggestion for passage in look(session, person.id, everywhere=True).passages}
    erase_person(Act(session, SYSTEM, NOW), ErasePerson(person.id, settled))
    work(session, app)
    assert [one["alt_text"] for one in site.media.values()] == ["Hands up"]
    assert "Ann Bell" not in str(site.posts)


@pytest.mark.parametrize(
    ("status", "outcome", "words"),
    [
        (403, JobOutcome.FAILED, "WordPress does not take this user name and password for posts (403)."),
        (404, JobOutcome.FAILED, "There is no WordPress at this address, or its REST interface is switched off (404)."),
        (400, JobOutcome.FAILED, "WordPress does not take this user name and password for posts (400)."),
        (409, JobOutcome.FAILED, "WordPress refused it (409)."),
        (503, None, "WordPress cannot take it at the moment (503)."),
    ],
)
def test_a_refusal_is_told_and_what_may_pass_is_tried_again(
    session: Session, app: Flask, site: Site, announcement: Announcement, status: int, outcome: JobOutcome, words: str
) -> None:
    del announcement
    site.status = status
    job = work(session, app)
    assert (job.outcome, job.last_error) == (outcome, words)
    assert site.posts == {}


def test_the_password_follows_no_redirect(session: Session, app: Flask, site: Site, announcement: Announcement) -> None:
    del announcement
    with running_wordpress() as other:
        site.sends_to = f"{other.address}/wp-json/wp/v2/posts"
        job = work(session, app)
        assert other.headers_seen == []
    assert job.last_error == "The site is at another address by now. Enter that one."


def test_nothing_is_sent_into_the_own_network(
    session: Session, make_app: Callable[..., Flask], site: Site, announcement: Announcement
) -> None:
    """Though the site was entered while it was another’s: what counts is where the name leads when it is sent."""
    app = make_app(wordpress_inside=("localhost",))
    job = work(session, app)
    assert (job.outcome, job.last_error) == (JobOutcome.FAILED, INSIDE)
    assert site.headers_seen == []
    held = session.get_one(WordpressSite, NATIONAL_ID)
    held.address = site.address.replace("127.0.0.1", "localhost")
    session.execute(update(OutboxJob).values(outcome=None, ended_at=None))
    assert work(session, app).outcome is JobOutcome.DONE
    assert announcement.current is not None
    assert [post["title"] for post in site.posts.values()] == [announcement.current.title]


@pytest.mark.parametrize(
    "address",
    ["http://news.example.org", "https://u:p@news.example.org", "ftp://x.org", "news", "https://a:99999", "https://[a"],
)
def test_a_password_goes_to_no_address_without_tls(session: Session, address: str) -> None:
    make_organisation(session)
    with pytest.raises(RefusedError, match="beginning with https"):
        set_wordpress_site(Act(session, SYSTEM, NOW), SetWordpressSite(NATIONAL_ID, address, USER, "x", as_draft=True))
    session.rollback()


def test_the_desk_keeps_the_password_encrypted_and_shows_it_to_nobody(
    session: Session, announcement: Announcement, sign_in: Callable[..., StrictClient]
) -> None:
    unit: Unit = announcement.unit
    slug, number = unit.slug, announcement.id
    officer = sign_in("regional_officer", unit)
    session.commit()
    path = f"/desk/{slug}/wordpress"
    missing = officer.submit(officer.get_page(path), {"address": "https://news.example.org"}, button="Save")
    assert missing.status_code == 422
    again = officer.page(missing)
    for inside in ("https://127.2", "https://2130706434/blog", "https://[::1]:8443", "http://localhost:8000"):
        refused = officer.submit(again, {"address": inside, "user_name": "ed", "password": "abcd"}, button="Save")
        assert (refused.status_code, INSIDE in refused.text, inside in refused.text) == (422, True, True)
    own = "https://news.example.org/"
    officer.submit(again, {"address": own, "user_name": "ed", "password": "abcd efgh"}, button="Save")
    kept = session.get_one(WordpressSite, unit.id)
    assert (kept.address, kept.user_name) == ("https://news.example.org", "ed")
    assert "abcd" not in kept.sealed_password
    session.commit()
    shown = officer.get(path).text
    assert "https://news.example.org" in shown
    assert "abcd" not in shown
    page = officer.get_page(f"/desk/announcements/{number}/send-on")
    page = officer.page(officer.submit(page, {}, button="Send it to WordPress"))
    assert "On its way." in page.text or "It is on its way to WordPress." in page.text
    session.commit()


def test_the_database_knows_the_unit_of_a_site(session: Session) -> None:
    row = WordpressSite(unit_id=99, address="https://a.org", user_name="ed", sealed_password="x", as_draft=False)
    assert fault_of(session, "fk_wordpress_site_unit_id_unit", row) is None
