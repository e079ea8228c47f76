"""Setting a house style: what is inherited, what is refused with its place, and the preview."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.organisation.models import Organisation, Unit
from agm.organisation.queries import house_style_choices
from agm.web.desk.house_style.forms import BLOCK_WORDS, CHOICE_WORDS, ITEMS
from agm.wording.style_fields import GROUPS
from agm.wording.style_meeting import DEFAULT_ORDER
from tests.support.client import StrictClient
from tests.support.html_page import Page, text_of
from tests.support.kept_records import kept_record
from tests.support.records import elected, facts_of, make_organisation, make_region, publish

SignIn = Callable[..., StrictClient]
SAVE = "Save the house style"
FORM = "/desk/severn-vale/house-style"


@kept_record
def unit(session: Session) -> Unit:
    """A region."""
    make_organisation(session)
    return make_region(session)


@pytest.fixture
def chair(unit: Unit, sign_in: SignIn) -> StrictClient:
    """A regional officer."""
    return sign_in("regional_officer", unit)


def value(page: Page, name: str) -> str:
    """What stands in a field of several lines."""
    return next((field.text or "").strip() for field in page.all("textarea") if field.get("name") == name)


def test_every_item_of_the_wording_library_has_a_field(chair: StrictClient) -> None:
    page = chair.get_page(FORM)
    names = {field.get("name") for kind in ("input", "textarea", "select") for field in page.all(kind)}
    assert set(ITEMS) - names == set()
    assert "imprint" not in names
    assert all(heading in page.text for heading in GROUPS.values())
    assert set(BLOCK_WORDS) == set(DEFAULT_ORDER)
    assert "singular" in CHOICE_WORDS


def test_a_region_sets_an_item_and_sets_it_back(chair: StrictClient, unit: Unit, session: Session) -> None:
    answer = chair.submit(chair.get_page(FORM), {"vacant": "VACANT", "serial_comma": True}, form=FORM)
    assert answer.status_code == 200
    session.expire_all()
    assert unit.house_style == {"vacant": "VACANT", "serial_comma": True}
    page = chair.page(answer)
    assert "Otherwise: vacant" in page.text
    assert "Otherwise: No" in page.text
    answer = chair.submit(page, button="Set back: Vacant")
    assert answer.status_code == 200
    session.expire_all()
    assert unit.house_style["vacant"] == "VACANT"
    chair.submit(answer, form=FORM)
    session.expire_all()
    assert unit.house_style == {"serial_comma": True}


def test_a_wrong_pattern_is_refused_with_its_place(chair: StrictClient, unit: Unit, session: Session) -> None:
    answer = chair.submit(chair.get_page(FORM), {"title": "{body_short} {gusts}", "vacant": "VACANT"}, form=FORM)
    assert answer.status_code == 422
    page = chair.page(answer)
    assert "Title, character 14: There is no field {gusts} here. Did you mean {guests}?" in page.text
    assert page.texts("mark") == ["{gusts}"]
    assert value(page, "title") == "{body_short} {gusts}"
    assert page.all("textarea", id="title")[0].get("data-wrong-at") == "13"
    session.expire_all()
    assert unit.house_style == {}


@pytest.mark.parametrize(
    "pattern",
    [
        "{",
        "[{year}",
        "}",
        "\\x",
        "{body_short.__class__}",
        "{{ config }}",
        "{% raw %}",
        "%s",
        "<script>",
        "${year}",
        "",
    ],
)
def test_no_pattern_breaks_the_page_or_runs_code(chair: StrictClient, pattern: str) -> None:
    answer = chair.submit(chair.get_page(FORM), {"title": pattern}, button="Preview")
    assert answer.status_code == 200
    page = chair.page(answer)
    assert value(page, "title") == pattern
    assert "A made-up meeting" in page.text


def test_the_preview_shows_the_last_meeting_as_the_form_words_it(
    chair: StrictClient, unit: Unit, session: Session
) -> None:
    page = chair.get_page(FORM)
    assert "Ann Field" in page.text
    publish(session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary")))
    page = chair.get_page(FORM)
    assert "Severn Vale, 21 April 2024" in page.text
    assert "Ann Bell" in page.text
    answer = chair.submit(page, {"vacant": "still to be found", "title": "News of {body_short}"}, button="Preview")
    preview = chair.page(answer)
    assert "still to be found" in preview.text
    assert "News of Severn Vale GBR" in preview.text
    session.expire_all()
    assert unit.house_style == {}


def test_each_sentence_opens_its_pattern_and_tells_what_it_would_say(
    chair: StrictClient, unit: Unit, session: Session
) -> None:
    publish(session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary"), held_on="2023-04-21"))
    publish(session, facts_of(elected("Chair", "Bo Fenn"), guests=("Flo Chime",)))
    page = chair.get_page(FORM)
    boxes = {box.get("id"): box for box in page.all("details", class_="sentence")}
    assert {"s-title", "s-opening"} <= boxes.keys()
    opening = text_of(boxes["s-opening"])
    assert "Severn Vale, 21 April 2024: The Severn Vale Region" in opening
    assert "Severn Vale, 21 April 2023: nothing" in opening, "nobody was a guest then"
    answer = chair.submit(page, button="Office – Name")
    chair.submit(answer, form=FORM)
    session.expire_all()
    assert unit.house_style == {"line": "{office} – {holders}"}


def test_results_can_be_a_table_that_is_shown_at_once_and_lines_again(
    chair: StrictClient, unit: Unit, session: Session
) -> None:
    publish(session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary")))
    page = chair.get_page(FORM)
    assert page.all("table") == []
    in_table = chair.page(chair.submit(page, button="In a table: office, name, votes"))
    (table,) = in_table.all("table")
    assert [(head.get("scope"), head.text) for head in table.iter("th")] == [
        ("col", "Office"), ("col", "Name"), ("row", "Chair"), ("row", "Secretary"),
    ]  # fmt: skip
    chair.submit(in_table, form=FORM)
    session.expire_all()
    assert unit.house_style == {"results_table": True}
    assert chair.page(chair.submit(chair.get_page(FORM), button="Name, Office")).all("table") == []


def test_the_parts_are_put_in_order_without_scripts(chair: StrictClient, unit: Unit, session: Session) -> None:
    answer = chair.submit(chair.get_page(FORM), button="Up: Results")
    answer = chair.submit(answer, button="Up: Results")
    assert chair.page(answer).texts("span")[:0] == []
    chair.submit(answer, form=FORM)
    session.expire_all()
    assert unit.house_style == {"block_order": ["opening", "results", "said", "messages", "motions", "closing"]}
    assert house_style_choices(session, unit.id).block_order[1] == "results"


def test_an_order_that_leaves_a_part_out_changes_nothing(chair: StrictClient, unit: Unit, session: Session) -> None:
    chair.submit(chair.get_page(FORM), {"block_order": "results,results,closing"}, form=FORM)
    session.expire_all()
    assert unit.house_style == {}


def test_the_organisation_sets_what_regions_inherit(sign_in: SignIn, unit: Unit, session: Session) -> None:
    national = sign_in("national_officer")
    page = national.get_page("/desk/house-style")
    national.submit(page, {"joiner": "&", "blank_lines": "0"}, form="/desk/house-style")
    session.expire_all()
    assert session.scalars(select(Organisation)).one().house_style == {"joiner": "&", "blank_lines": 0}
    of_region = national.get_page(FORM)
    assert next(field.get("value") for field in of_region.all("input", name="joiner")) == "&"
    assert national.get("/desk/national/house-style").location == "/desk/house-style"
    answer = national.submit(of_region, {"blank_lines": "7"}, form=FORM)
    assert "Enter 2 or less" in national.page(answer).text


def test_two_people_change_the_style_and_the_second_sees_both(
    chair: StrictClient, unit: Unit, session: Session
) -> None:
    mine, theirs = chair.get_page(FORM), chair.get_page(FORM)
    chair.submit(theirs, {"vacant": "empty"}, form=FORM)
    answer = chair.submit(mine, {"vacant": "VACANT", "joiner": "&"}, form=FORM)
    assert answer.status_code == 409
    answer = chair.submit(answer, button="Save what I chose")
    assert answer.status_code == 200
    session.expire_all()
    assert unit.house_style == {"vacant": "VACANT", "joiner": "&"}


def test_a_region_does_not_touch_the_style_of_others(chair: StrictClient, session: Session) -> None:
    make_region(session, "Fens")
    session.commit()
    assert chair.get("/desk/fens/house-style").status_code == 403
    assert chair.get("/desk/house-style").status_code == 403
