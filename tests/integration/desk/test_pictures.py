"""Pictures of announcements: sent and placed at the desk, seen in public, gone with what showed them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.announcements.commands import SetBlockOverride, WriteStatement
from agm.announcements.models import Announcement, AnnouncementPicture, PersonShown, Revision
from agm.announcements.operations import set_block_override, write_statement
from agm.announcements.operations.pictures import WHOSE_PORTRAIT
from agm.audit.act import SYSTEM, Act
from agm.files.models import File
from agm.people.models import Consent, ConsentPurpose, Person
from agm.web.kit import clock
from agm.wording.document import BlockKey
from agm.workflows.erase_person import ErasePerson, erase_person, look
from agm.workflows.verify_record import record_faults
from tests.support.client import Field, StrictClient
from tests.support.forms_of import words_of_docx
from tests.support.html_page import Page
from tests.support.kept_records import kept_record
from tests.support.photos import Photo, photo
from tests.support.readable_bytes import holds
from tests.support.records import elected, facts_of, make_organisation, make_region, publish

SignIn = Callable[..., StrictClient]
SAVE = "Save the pictures"


@kept_record
def announcement(session: Session) -> Announcement:
    """A published report of an AGM at which two people were elected."""
    make_organisation(session)
    make_region(session)
    told = publish(session, facts_of(elected("Chair", "Ann Bell", key="chair"), elected("Clerk", "Bo Marsh")))
    return told.announcement


@pytest.fixture
def officer(announcement: Announcement, sign_in: SignIn) -> StrictClient:
    return sign_in("regional_officer", announcement.unit)


@pytest.fixture
def address(announcement: Announcement) -> str:
    return f"/desk/meetings/{announcement.meeting_id}/pictures/report"


def send(officer: StrictClient, address: str, *photos: Photo, **typed: Field) -> Page:
    """Send photos, then describe each: the page afterwards."""
    sent: dict[str, Any] = {"sent": list(photos), "have_agreed": "y"}
    page = officer.page(officer.submit(officer.get_page(address), sent, button=SAVE))
    words = {name.replace("__", "-"): value for name, value in typed.items()}
    for name in [name for name in words if name.endswith("-place")]:
        places = [value for value, _ in options_of(page, name)]
        words[name] = next(value for value in places if value.startswith(str(words[name])))
    return officer.page(officer.submit(page, words, button=SAVE))


def correct(officer: StrictClient, announcement: Announcement) -> None:
    page = officer.get_page(f"/desk/meetings/{announcement.meeting_id}/publish")
    officer.submit(page, {"note": "A picture of the hall."}, button="Publish the correction")


def public_address(announcement: Announcement) -> str:
    meeting = announcement.meeting
    assert meeting is not None
    return f"/{announcement.unit.slug}/{meeting.slug}"


def test_a_lead_picture_is_public_with_the_correction_and_not_before(
    session: Session, officer: StrictClient, announcement: Announcement, address: str
) -> None:
    path = public_address(announcement)
    send(officer, address, photo(), pictures__0__alt="The full hall in Leeds", pictures__0__credit="Bo Fenn")
    file = session.scalars(select(File.digest)).one()
    assert "<figure" not in officer.get(path).text
    assert officer.get(f"/pictures/{file}.jpg").status_code == 404
    assert officer.get(f"/desk/announcements/{announcement.id}/pictures/{file}.jpg").mimetype == "image/jpeg"
    correct(officer, announcement)
    shown = re.search(r'<figure class="picture lead">(.*?)</figure>', officer.get(path).text)
    assert shown is not None
    assert f'<img src="/pictures/{file}.jpg" width="900" height="600" alt="The full hall in Leeds">' in shown[1]
    assert "Photo: Bo Fenn" in shown[1]
    answer = officer.get(f"/pictures/{file}.jpg")
    with Image.open(io.BytesIO(answer.data)) as image:
        assert (image.size, dict(image.getexif())) == ((900, 600), {})
    assert b"home" not in answer.data


def test_the_file_for_word_processors_has_the_picture(
    session: Session, officer: StrictClient, announcement: Announcement, address: str
) -> None:
    send(officer, address, photo(), pictures__0__alt="The full hall in Leeds", pictures__0__credit="Bo Fenn")
    correct(officer, announcement)
    kept = session.scalars(select(File.content)).one()
    session.rollback()
    made = officer.get(f"{public_address(announcement)}.docx").data
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert [file.read(name) for name in file.namelist() if name.startswith("word/media/")] == [kept]
    assert holds(made, "The full hall in Leeds")
    assert "Photo: Bo Fenn" in words_of_docx(made)


def test_networks_show_the_lead_with_its_words(officer: StrictClient, announcement: Announcement, address: str) -> None:
    path = public_address(announcement)
    assert "summary_large_image" not in officer.get(path).text
    send(officer, address, photo(), pictures__0__alt="The full hall in Leeds", pictures__0__credit="Bo Fenn")
    correct(officer, announcement)
    page = officer.get_page(path)
    tags = {tag.get("property") or tag.get("name"): tag.get("content") or "" for tag in page.all("meta")}
    source = tags["og:image"]
    assert source.startswith("http://127.0.0.1:8000/pictures/")
    assert officer.get(source.removeprefix("http://127.0.0.1:8000")).mimetype == "image/jpeg"
    assert (tags["og:image:width"], tags["og:image:height"]) == ("900", "600")
    assert (tags["twitter:card"], tags["twitter:image"]) == ("summary_large_image", source)
    assert tags["og:image:alt"] == tags["twitter:image:alt"] == "The full hall in Leeds"
    article = next(one for one in page.all("script", type="application/ld+json") if "NewsArticle" in (one.text or ""))
    assert source in (article.text or "")


def test_whoever_sends_it_on_finds_the_photo_with_its_words_and_credit(
    officer: StrictClient, announcement: Announcement, address: str
) -> None:
    send(officer, address, photo(), pictures__0__alt="The full hall in Leeds", pictures__0__credit="Bo Fenn")
    correct(officer, announcement)
    page = officer.get_page(f"/desk/announcements/{announcement.id}/send-on")
    areas = [(area.text or "").strip() for area in page.all("textarea")]
    assert "The full hall in Leeds" in areas
    posts = [text for text in areas if text.endswith(public_address(announcement))]
    assert posts
    assert all("\n\nPhoto: Bo Fenn\n\n" in text for text in posts)
    assert "Download the photo" in page.text


def test_pictures_stand_where_they_are_put_in_their_order(
    officer: StrictClient, announcement: Announcement, address: str
) -> None:
    page = send(
        officer, address,
        photo("1.jpg", "red"), photo("2.jpg", "green"), photo("3.jpg", "blue"), photo("4.jpg", "gold"),
        pictures__0__alt="Red", pictures__1__alt="Green", pictures__2__alt="Blue", pictures__3__alt="Gold",
        pictures__0__place="after-1", pictures__3__place="portrait", pictures__3__people="Ann Bell",
        pictures__0__position="3", pictures__1__position="2", pictures__2__position="1", pictures__2__place="lead",
    )  # fmt: skip
    assert re.findall(r'alt="(\w+)"', officer.get(page.path).text) == ["Blue", "Green", "Red", "Gold"]
    full = officer.get(f"/desk/meetings/{announcement.meeting_id}/full-size").text
    assert re.findall(r'<figure class="picture (\w+)">.*?alt="(\w+)"', full) == [
        ("lead", "Blue"), ("inset", "Green"), ("inset", "Red"), ("portrait", "Gold"),
    ]  # fmt: skip
    assert "<figcaption>Ann Bell</figcaption>" in full.replace("\u00a0", " ")
    officer.submit(officer.get_page(address), {"pictures-1-takes_away": "y"}, button=SAVE)
    assert re.findall(r'alt="(\w+)"', officer.get(address).text) == ["Blue", "Red", "Gold"]


def test_a_picture_follows_its_paragraph_and_is_asked_about_where_that_is_gone(
    session: Session, officer: StrictClient, announcement: Announcement
) -> None:
    written = write_statement(
        Act(session, SYSTEM, clock.now()),
        WriteStatement(announcement.unit_id, "Thanks", "One came first.\n\nTwo came then.\n\nThree came last."),
    ).id
    session.commit()
    draft, pictures = f"/desk/announcements/{written}/statement", f"/desk/announcements/{written}/pictures"
    send(officer, pictures, photo(), pictures__0__alt="Two of them")
    places = officer.get_page(pictures)
    second = next(value for value, label in options_of(places, "pictures-0-place") if label == "After “Two came then.”")
    officer.submit(places, {"pictures-0-place": second}, button=SAVE)

    def reads(text: str) -> tuple[str, bool]:
        officer.submit(officer.get_page(draft), {"text": text}, button="Save the draft")
        page = officer.get_page(pictures)
        asked = "reads otherwise now. Look whether this is the place" in page.text
        return chosen_of(page, "pictures-0-place")[1], asked

    moved = "Before all.\n\nOne came first.\n\nThree came last.\n\nTwo came then."
    assert reads(moved) == ("After “Two came then.”", False)
    assert reads("Before all.\n\nTwo came then.") == ("After “Two came then.”", False)
    assert reads("Before all.\n\nNobody came.\n\nThree came last.") == ("After “Nobody came.”", True)
    officer.submit(officer.get_page(pictures), button=SAVE)
    assert reads("Nobody came.\n\nThree came last.") == ("After “Nobody came.”", False)


def test_whoever_publishes_is_told_of_a_picture_whose_paragraph_is_gone(
    session: Session, officer: StrictClient, announcement: Announcement, address: str
) -> None:
    page = send(officer, address, photo(), pictures__0__alt="The hall")
    first = next(value for value, _ in options_of(page, "pictures-0-place") if value.startswith("after-1-"))
    officer.submit(page, {"pictures-0-place": first}, button=SAVE)
    publishing = f"/desk/meetings/{announcement.meeting_id}/publish"
    words = "A picture stood after a paragraph that reads otherwise now."
    assert words not in officer.get(publishing).text
    session.refresh(announcement)
    own = SetBlockOverride(announcement.id, announcement.version, BlockKey.OPENING, "Every seat was taken.")
    set_block_override(Act(session, SYSTEM, clock.now()), own)
    session.commit()
    assert words in officer.get(publishing).text


def test_a_portrait_is_chosen_from_the_people_of_the_text_and_tied_to_their_record(
    session: Session, officer: StrictClient, announcement: Announcement, address: str
) -> None:
    person = session.scalars(select(Person.id).where(Person.name == "Bo Marsh")).one()
    session.rollback()
    page = send(officer, address, photo(), pictures__0__alt="Bo speaks", pictures__0__place="lead")
    assert options_of(page, "pictures-0-portrait_of") == [
        ("", "Nobody of the text"), *((f"person-{number}", name) for number, name in people_of(session))
    ]  # fmt: skip
    refused = officer.submit(page, {"pictures-0-place": "portrait"}, button=SAVE)
    assert refused.status_code == 422
    assert WHOSE_PORTRAIT in refused.text
    whose: dict[str, Field] = {"pictures-0-place": "portrait", "pictures-0-portrait_of": f"person-{person}"}
    saved = officer.page(officer.submit(officer.page(refused), whose, button=SAVE))
    assert chosen_of(saved, "pictures-0-portrait_of") == (f"person-{person}", "Bo Marsh")
    shown = session.scalars(select(PersonShown)).one()
    assert (shown.name, shown.person_id) == ("Bo Marsh", person)
    given = session.scalars(select(Consent.person_id).where(Consent.purpose == ConsentPurpose.PHOTO)).all()
    assert given == [person]
    session.rollback()


def people_of(session: Session) -> list[tuple[int, str]]:
    found = session.execute(select(Person.id, Person.name).order_by(Person.id)).all()
    session.rollback()
    return [(number, name) for number, name in found]


def chosen_of(page: Page, name: str) -> tuple[str, str]:
    (field,) = page.all("select", name=name)
    (chosen,) = (one.get("value") or "" for one in field.iter("option") if one.get("selected") is not None)
    return chosen, dict(options_of(page, name))[chosen]


def options_of(page: Page, name: str) -> list[tuple[str, str]]:
    """The choices of a list that opens: value and words."""
    (field,) = page.all("select", name=name)
    return [(one.get("value") or "", " ".join("".join(one.itertext()).split())) for one in field.iter("option")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no photo that we can read"),
        (b"%PDF-1.7", "no photo that we can read"),
        (b"", "no photo that we can read"),
        (b"\xff\xd8\xff" + bytes(10 * 2**20), "more than 10 MB"),
    ],
    ids=["script", "PDF", "empty", "too large"],
)
def test_what_is_no_picture_is_refused_at_its_field_and_nothing_typed_is_lost(
    session: Session, officer: StrictClient, address: str, content: bytes, words: str
) -> None:
    send(officer, address, photo(), pictures__0__alt="The hall")
    typed: dict[str, Any] = {
        "sent": [(io.BytesIO(content), "me.jpg")], "have_agreed": "y", "pictures-0-credit": "Bo Fenn",
    }  # fmt: skip
    answer = officer.submit(officer.get_page(address), typed, button=SAVE)
    assert answer.status_code == 422
    assert "“me.jpg”: This" in answer.text
    assert words in answer.text
    assert 'value="Bo Fenn"' in answer.text
    assert session.scalar(select(func.count()).select_from(File)) == 1


def test_nobody_is_shown_who_was_not_asked_or_says_no(
    session: Session, officer: StrictClient, announcement: Announcement, address: str
) -> None:
    answer = officer.submit(officer.get_page(address), {"sent": photo()}, button=SAVE)
    assert answer.status_code == 422
    assert "Confirm that everyone who can be recognised has agreed" in answer.text
    send(officer, address, photo(), pictures__0__alt="Ann Bell speaks", pictures__0__people="ann bell")
    consent = session.scalars(select(Consent).where(Consent.purpose == ConsentPurpose.PHOTO)).one()
    row = session.scalars(select(AnnouncementPicture)).unique().one()
    assert (row.people[0].person_id, row.agreed_by[:16]) == (consent.person_id, "Regional officer")
    session.rollback()
    correct(officer, announcement)
    assert "Ann Bell speaks" in officer.get(public_address(announcement)).text
    page = officer.get_page(f"/desk/severn-vale/people/{consent.person_id}")
    officer.submit(page, button="Not wanted: A photo")
    correct(officer, announcement)
    assert "<figure" not in officer.get(public_address(announcement)).text


def test_a_text_that_was_taken_back_shows_its_pictures_no_more(
    session: Session, officer: StrictClient, announcement: Announcement, address: str
) -> None:
    send(officer, address, photo(), pictures__0__alt="The hall")
    correct(officer, announcement)
    file = session.scalars(select(File.digest)).one()
    session.rollback()
    assert officer.get(f"/pictures/{file}.jpg").status_code == 200
    publish_page = officer.get_page(f"/desk/meetings/{announcement.meeting_id}/publish")
    officer.submit(publish_page, {"why": "Wrong meeting."}, button="Take it back")
    assert officer.get(f"/pictures/{file}.jpg").status_code == 404


def test_whoever_is_erased_is_in_no_picture_of_any_version(
    session: Session, officer: StrictClient, announcement: Announcement, address: str
) -> None:
    send(
        officer, address, photo("1.jpg", "red"), photo("2.jpg", "blue"), pictures__0__alt="Ann Bell speaks",
        pictures__0__people="Ann Bell", pictures__1__alt="The empty hall",
    )  # fmt: skip
    correct(officer, announcement)
    red, blue = session.scalars(select(File.digest).order_by(File.id))
    person_id = session.scalars(select(Consent.person_id).where(Consent.purpose == ConsentPurpose.PHOTO)).one()
    settled = {passage.key: passage.suggestion for passage in look(session, person_id, everywhere=True).passages}
    erase_person(Act(session, SYSTEM, clock.now()), ErasePerson(person_id, settled))
    session.commit()
    assert session.scalars(select(File.digest)).all() == [blue]
    assert red not in "".join(str(one) for one in session.scalars(select(Revision.document)))
    page = officer.get(public_address(announcement)).text
    assert ("The empty hall" in page, "Ann Bell" in page, red in page) == (True, False, False)
    assert list(record_faults(session)) == []
