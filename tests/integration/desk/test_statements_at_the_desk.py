"""Statements in own words at the desk: published and corrected, in two languages, with what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement
from agm.organisation.models import Unit
from tests.support.client import Field, StrictClient
from tests.support.kept_records import kept_record
from tests.support.records import make_organisation, make_region

SignIn = Callable[..., StrictClient]


@kept_record
def unit(session: Session) -> Unit:
    make_organisation(session)
    return make_region(session)


@pytest.fixture
def officer(unit: Unit, sign_in: SignIn) -> StrictClient:
    return sign_in("regional_officer", unit)


def test_a_statement_can_be_written_in_welsh_too_where_the_house_speaks_it(
    session: Session, unit: Unit, officer: StrictClient
) -> None:
    new = "/desk/severn-vale/statements/new"
    assert "Text in Welsh" not in officer.get_page(new).text
    unit.house_style = {"second_language": "cy"}
    session.commit()
    page = officer.get_page(new)
    fields = {field.get("name"): field.get("lang") for tag in ("input", "textarea") for field in page.all(tag)}
    assert (fields["second_title"], fields["second_text"], fields["text"]) == ("cy", "cy", None)
    words: dict[str, Field] = {"title": "Thank you", "text": "She rang.", "second_title": "Diolch", "second_text": ""}
    refused = officer.submit(page, words, button="Save the draft")
    assert refused.status_code == 422
    assert "Write the statement in Welsh too" in officer.page(refused).text
    draft = officer.page(officer.submit(page, {**words, "second_text": "*Canodd* hi."}, button="Save the draft"))
    officer.submit(draft, button="Publish the statement")
    source = officer.get("/severn-vale/statements/thank-you").text
    assert 'lang="cy"' in source
    assert source.index("She rang.") < source.index("Diolch") < source.index("<em>Canodd</em> hi.")
    unit.house_style = {}
    session.commit()
    statement = session.scalars(select(Announcement).where(Announcement.statement_title == "Thank you")).one()
    page = officer.get_page(f"/desk/announcements/{statement.id}/statement")
    kept = officer.page(officer.submit(page, {"text": "She rang each Sunday."}, button="Save the draft"))
    assert "*Canodd* hi." in kept.text, "what was written stays, whatever the house speaks now"


def test_a_statement_is_drafted_published_corrected_and_another_removed(
    session: Session, unit: Unit, officer: StrictClient
) -> None:
    page = officer.get_page("/desk/severn-vale/statements")
    assert "None yet" in page.text
    page = officer.get_page("/desk/severn-vale/statements/new")
    refused = officer.submit(page, {"text": "She rang.", "video_url": "video"}, button="Save the draft")
    assert refused.status_code == 422
    assert "Enter a title" in officer.page(refused).text
    assert "She rang." in refused.text
    answer = officer.submit(page, {"title": "Thank you", "text": "She rang.", "video_url": ""}, button="Save the draft")
    draft, address = officer.page(answer), answer.request.path
    assert "Nobody outside sees it" in draft.text
    assert officer.get("/severn-vale/statements/thank-you").status_code == 404
    typed: dict[str, Field] = {"text": "She rang. They danced."}
    assert "Enter a title" in officer.submit(draft, {**typed, "title": ""}, button="Publish the statement").text
    assert officer.submit(draft, typed, button="Publish the statement").status_code == 200
    assert "They danced." in officer.get_page("/severn-vale/statements/thank-you").text

    page = officer.get_page(address)
    assert officer.submit(page, {"text": "She rang each Sunday."}, button="Save the draft").status_code == 200
    assert "each Sunday" not in officer.get_page("/severn-vale/statements/thank-you").text
    page = officer.get_page(address)
    done = officer.submit(page, {"note": "Which day"}, button="Publish the correction")
    assert done.status_code == 200
    assert "each Sunday" in officer.get_page("/severn-vale/statements/thank-you").text

    page = officer.get_page("/desk/severn-vale/statements/new")
    other = officer.submit(page, {"title": "Oh", "text": "No."}, button="Save the draft").request.path
    assert officer.submit(officer.get_page(other), {}, button="Remove this draft").status_code == 200
    assert officer.get(other).status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("quoted", {"quotation": "We rang."}, "Say whose words these are."),
        ("quotation", {"quoted": "Ann Bell"}, "Write the words, or leave out whose they are."),
        ("appeared_in", {"appeared_at": "https://mail.example.org/1"}, "Say where that is"),
        (
            "appeared_at",
            {"appeared_in": "The Mail", "appeared_at": "http://mail.example.org/1"},
            "beginning with https://",
        ),
    ],
)
def test_what_stands_beside_a_statement_is_whole(
    session: Session, sign_in: SignIn, field: str, typed: dict[str, Field], words: str
) -> None:
    make_organisation(session)
    unit = make_region(session)
    officer = sign_in("regional_officer", unit)
    page = officer.get_page(f"/desk/{unit.slug}/statements/new")
    refused = officer.submit(page, {"title": "Bells", "text": "They rang.", **typed}, button="Save the draft")
    shown = officer.page(refused)
    assert refused.status_code == 422
    (error,) = shown.all("p", id=f"{field}-error")
    assert words in "".join(error.itertext())
    for name, value in typed.items():
        assert str(value) in refused.text, name


def test_a_quotation_and_where_a_statement_stood_first_are_public_and_corrected(
    session: Session, sign_in: SignIn
) -> None:
    make_organisation(session)
    unit = make_region(session)
    officer = sign_in("regional_officer", unit)
    typed: dict[str, Field] = {
        "title": "Bells", "text": "They rang.", "quotation": "We *rang*.", "quoted": "Ann Bell", "quoted_role": "Chair",
    }  # fmt: skip
    draft = officer.page(
        officer.submit(officer.get_page(f"/desk/{unit.slug}/statements/new"), typed, button="Save the draft")
    )
    more: dict[str, Field] = {"appeared_in": "The Mail", "appeared_at": "https://mail.example.org/1"}
    officer.submit(draft, more, button="Publish the statement")
    public = officer.get(f"/{unit.slug}/statements/bells").text
    quoted = re.search(r"<blockquote>(.*?)</blockquote>", public, re.DOTALL)
    assert quoted is not None
    assert "<em>rang</em>" in quoted[1]
    assert "— Ann Bell, Chair" in quoted[1]
    assert 'First published in <a href="https://mail.example.org/1"' in public
    officer.submit(officer.get_page(draft.path), {"quoted_role": "President"}, button="Save the draft")
    officer.submit(officer.get_page(draft.path), {"note": "Her office."}, button="Publish the correction")
    assert "— Ann Bell, President" in officer.get(f"/{unit.slug}/statements/bells").text


def test_a_quotation_and_a_video_say_their_language(officer: StrictClient) -> None:
    typed: dict[str, Field] = {
        "title": "Thank you", "text": "She rang.", "video_url": "https://video.example.org/1", "video_language": "gd",
        "quotation": "Diolch.", "quoted": "Ann Bell", "quotation_language": "cy",
    }  # fmt: skip
    page = officer.get_page("/desk/severn-vale/statements/new")
    draft = officer.page(officer.submit(page, typed, button="Save the draft"))
    chosen = [one.get("value") for one in draft.all("option") if one.get("selected") is not None]
    assert sorted(map(str, chosen)) == ["cy", "gd"]
    officer.submit(draft, button="Publish the statement")
    public = officer.get("/severn-vale/statements/thank-you").text
    assert '<div lang="cy"><blockquote>' in public
    assert 'hreflang="gd">Watch the video (in Scottish Gaelic)</a>' in public
