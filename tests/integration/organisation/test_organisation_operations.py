"""Recording the organisation, its regions and their offices, with everything that is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.audit.queries import verify_chain
from agm.facts.plain import PlainValueError
from agm.organisation import operations, queries
from agm.organisation.commands import (
    AbolishOffice,
    AmendHouseStyle,
    AmendOffice,
    AmendOrganisation,
    AmendRegion,
    AmendTemplate,
    Colours,
    CreateOffice,
    CreateRegion,
    CreateTemplate,
    OfficeDetails,
    RemoveTemplate,
    ReorderOffices,
    ReorderRegions,
    ReorderTemplates,
)
from agm.organisation.models import NATIONAL_ID, Reactions, Unit, UnitAddress
from agm.rules.violations import EditConflict, RefusedError, Violation
from tests.support.records import NOW, OFFICES, make_organisation, make_region

AMENDED = AmendOrganisation(
    version=1,
    name="Guild of Bell Ringers",
    short_name="The Guild",
    time_zone="Europe/Dublin",
    imprint="P. Quill",
    is_political=False,
    about="We ring.",
    website="https://bells.example",
    contact="tower@bells.example",
    press_contact="",
    reactions=Reactions.FITTING,
    colours=Colours("#12507b", "#8fc1e8", "#22608f"),
)


def amend(unit: Unit, **changes: Any) -> AmendRegion:  # noqa: ANN401  fields by name
    """The command that leaves a region as it is, but for these changes."""
    command = AmendRegion(
        unit_id=unit.id,
        version=unit.version,
        name=unit.name,
        short_name=unit.short_name,
        slug=unit.slug,
        description=unit.description,
        opened_on=unit.opened_on,
        closed_on=unit.closed_on,
        imprint=unit.imprint,
        contact=unit.contact,
    )
    return replace(command, **changes)


def violations(error: pytest.ExceptionInfo[RefusedError]) -> list[str]:
    """The fields of the violations."""
    return [violation.field for violation in error.value.violations]


def test_pages_show_on_an_empty_database(session: Session) -> None:
    found = queries.organisation(session)
    assert (found.version, found.name) == (0, "Our organisation")
    assert found not in session
    assert queries.time_zone_name(session) == "Europe/London"
    assert queries.house_style_choices(session, NATIONAL_ID).joiner == "and"


def test_the_organisation_is_recorded_once(session: Session) -> None:
    make_organisation(session)
    assert [line.label for line in queries.office_templates(session)] == [office.label for office in OFFICES]
    with pytest.raises(RefusedError, match="recorded already"):
        make_organisation(session)


def test_details_are_changed_and_written_down(session: Session) -> None:
    make_organisation(session)
    operations.amend_organisation(Act(session, SYSTEM, NOW), AMENDED)
    found = queries.organisation(session)
    assert (found.short_name, found.time_zone, found.is_political, found.accent_dark) == (
        "The Guild", "Europe/Dublin", False, "#8fc1e8",
    )  # fmt: skip
    assert queries.time_zone_name(session) == "Europe/Dublin"
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert entry is not None
    assert entry.action == "organisation:details:amended"
    assert entry.details["changed"] == [
        "short_name", "time_zone", "imprint", "is_political", "about", "website", "contact", "reactions",
        "accent_light", "accent_dark", "button_dark",
    ]  # fmt: skip
    assert "P. Quill" not in str(entry.details)
    with pytest.raises(EditConflict) as stale:
        operations.amend_organisation(Act(session, SYSTEM, NOW), AMENDED)
    assert stale.value.version == 2
    assert verify_chain(session).is_sound


def test_a_colour_that_cannot_be_read_is_refused_on_each_paper(session: Session) -> None:
    make_organisation(session)
    colours = Colours("#ffcc00", "#333333", "#ffcccc")
    with pytest.raises(RefusedError) as refused:
        operations.amend_organisation(
            Act(session, SYSTEM, NOW), replace(AMENDED, colours=colours, time_zone="Mars/Olympus", website="bells")
        )
    assert violations(refused) == ["time_zone", "website", "accent_light", "accent_dark", "button_dark"]
    messages = [violation.words for violation in refused.value.violations]
    assert messages[2] == (
        "#ffcc00 is hard to read against light paper: its contrast is 1.4, and it needs at least 4.5. "
        "Choose a darker colour."
    )
    assert messages[3].endswith("Choose a lighter colour.")
    assert queries.organisation(session).version == 1


def test_a_region_begins_with_the_list_of_offices(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session, "Yorkshire & the Humber", short_name="Yorks")
    assert (unit.slug, unit.position) == ("yorkshire-and-the-humber", 1)
    assert [(o.label, o.plural_label, o.seats, o.is_shareable) for o in queries.offices(session, unit.id)] == [
        ("Chair", None, 1, False),
        ("Secretary", None, 1, True),
        ("Non-portfolio officer", "Non-portfolio officers", 2, True),
    ]
    own = make_region(session, "Fens", offices=(OfficeDetails("Convener"),))
    assert [o.label for o in queries.offices(session, own.id)] == ["Convener"]
    assert [one.name for one in queries.regions(session)] == ["Yorkshire & the Humber", "Fens"]


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (CreateRegion(name="severn  VALE"), ["name", "slug"]),
        (CreateRegion(name="Another", slug="severn-vale"), ["slug"]),
        (CreateRegion(name="National"), ["name", "slug"]),
        (CreateRegion(name="Search"), ["slug"]),
        (CreateRegion(name="⁂"), ["slug"]),
        (CreateRegion(name=" "), ["name", "slug"]),
        (CreateRegion(name="North", slug="North West"), ["slug"]),
        (CreateRegion(name="North", slug="north/west"), ["slug"]),
        (CreateRegion(name="Old", opened_on=dt.date(2017, 4, 2), closed_on=dt.date(2017, 4, 1)), ["closed_on"]),
        (CreateRegion(name="Twice", offices=(OfficeDetails("Chair"), OfficeDetails("chair", seats=0))),
         ["label", "seats"]),
    ],
)  # fmt: skip
def test_a_region_that_cannot_be(session: Session, command: CreateRegion, fields: list[str]) -> None:
    make_organisation(session)
    make_region(session)
    with pytest.raises(RefusedError) as refused:
        operations.create_region(Act(session, SYSTEM, NOW), command)
    assert violations(refused) == fields
    assert len(queries.regions(session)) == 1


def test_a_former_address_leads_to_the_region_and_to_no_other(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session)
    operations.amend_region(Act(session, SYSTEM, NOW), amend(unit, name="Severn", slug=None))
    assert unit.slug == "severn"
    assert [row.slug for row in session.scalars(select(UnitAddress))] == ["severn-vale"]
    with pytest.raises(RefusedError, match="another region's address"):
        make_region(session, "Severn Vale")
    operations.amend_region(Act(session, SYSTEM, NOW), amend(unit, name="Severn Vale", slug="severn-vale"))
    assert [row.slug for row in session.scalars(select(UnitAddress))] == ["severn"]
    assert unit.slug == "severn-vale"


def test_two_people_who_change_a_region_at_once(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session)
    first, second = amend(unit, description="One"), amend(unit, description="Two")
    operations.amend_region(Act(session, SYSTEM, NOW), first)
    with pytest.raises(EditConflict):
        operations.amend_region(Act(session, SYSTEM, NOW), second)
    assert unit.description == "One"


def test_regions_are_put_in_order_as_a_whole(session: Session) -> None:
    make_organisation(session)
    one, two, three = (make_region(session, name) for name in ("One", "Two", "Three"))
    operations.reorder_regions(Act(session, SYSTEM, NOW), ReorderRegions((three.id, one.id, two.id)))
    assert [unit.name for unit in queries.regions(session)] == ["Three", "One", "Two"]
    for wrong in ((three.id, one.id), (three.id, one.id, two.id, 99), (one.id, one.id, two.id)):
        with pytest.raises(RefusedError, match="list has changed"):
            operations.reorder_regions(Act(session, SYSTEM, NOW), ReorderRegions(wrong))
    assert [unit.name for unit in queries.regions(session)] == ["Three", "One", "Two"]


def test_offices_are_added_changed_ended_and_ordered(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session)
    press = operations.create_office(Act(session, SYSTEM, NOW), CreateOffice(unit.id, OfficeDetails("Press & Media")))
    assert press.position == 4
    operations.amend_office(Act(session, SYSTEM, NOW), AmendOffice(press.id, 1, OfficeDetails("Press", seats=2)))
    assert (press.label, press.seats, press.version) == ("Press", 2, 2)
    with pytest.raises(EditConflict):
        operations.amend_office(Act(session, SYSTEM, NOW), AmendOffice(press.id, 1, OfficeDetails("Media")))
    with pytest.raises(RefusedError) as refused:
        operations.amend_office(Act(session, SYSTEM, NOW), AmendOffice(press.id, 2, OfficeDetails(" CHAIR ")))
    assert refused.value.violations == (
        Violation("label_taken", "label", "There is an office called “ CHAIR ” already. Choose another name."),
    )
    ids = [office.id for office in queries.offices(session, unit.id)]
    operations.reorder_offices(Act(session, SYSTEM, NOW), ReorderOffices(unit.id, tuple(reversed(ids))))
    assert [office.id for office in queries.offices(session, unit.id)] == ids[::-1]
    operations.abolish_office(Act(session, SYSTEM, NOW), AbolishOffice(press.id, dt.date(2024, 5, 1)))
    assert press not in queries.offices(session, unit.id)
    assert queries.offices(session, unit.id, with_abolished=True)[-1] is press
    with pytest.raises(RefusedError, match="already"):
        operations.create_office(Act(session, SYSTEM, NOW), CreateOffice(unit.id, OfficeDetails("Press")))
    operations.abolish_office(Act(session, SYSTEM, NOW), AbolishOffice(press.id, None))
    assert press in queries.offices(session, unit.id)


def test_national_offices_stand_beside_those_of_regions(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    operations.create_office(Act(session, SYSTEM, NOW), CreateOffice(NATIONAL_ID, OfficeDetails("Chair")))
    assert [office.label for office in queries.offices(session, NATIONAL_ID)] == ["Chair"]
    with pytest.raises(RefusedError):
        operations.create_office(Act(session, SYSTEM, NOW), CreateOffice(NATIONAL_ID, OfficeDetails("chair")))


def test_the_list_of_offices_changes_without_touching_regions(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session)
    chair, secretary, committee = queries.office_templates(session)
    operations.amend_template(Act(session, SYSTEM, NOW), AmendTemplate(chair.id, 1, OfficeDetails("Convener")))
    press = operations.create_template(Act(session, SYSTEM, NOW), CreateTemplate(OfficeDetails("Press")))
    operations.remove_template(Act(session, SYSTEM, NOW), RemoveTemplate(secretary.id))
    order = (press.id, committee.id, chair.id)
    operations.reorder_templates(Act(session, SYSTEM, NOW), ReorderTemplates(order))
    assert [line.label for line in queries.office_templates(session)] == ["Press", "Non-portfolio officer", "Convener"]
    assert [office.label for office in queries.offices(session, unit.id)] == [office.label for office in OFFICES]
    with pytest.raises(RefusedError):
        operations.create_template(Act(session, SYSTEM, NOW), CreateTemplate(OfficeDetails("press")))
    with pytest.raises(EditConflict):
        operations.amend_template(Act(session, SYSTEM, NOW), AmendTemplate(chair.id, 1, OfficeDetails("Chair")))


def test_a_region_words_only_what_it_sets_itself(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session)
    organisation = AmendHouseStyle(unit_id=None, version=1, overrides={"joiner": "&", "serial_comma": False})
    operations.amend_house_style(Act(session, SYSTEM, NOW), organisation)
    assert queries.organisation(session).house_style == {"joiner": "&"}
    own = AmendHouseStyle(unit_id=unit.id, version=1, overrides={"joiner": "&", "vacant": "VACANT"})
    operations.amend_house_style(Act(session, SYSTEM, NOW), own)
    assert unit.house_style == {"vacant": "VACANT"}
    style = queries.house_style_choices(session, unit.id)
    assert (style.joiner, style.vacant, style.imprint) == (
        "&",
        "VACANT",
        "Published by P. Quill, 1 Ink Lane, Oxbridge.",
    )
    unit.imprint = "Its own"
    assert queries.house_style_choices(session, unit.id).imprint == "Its own"
    assert queries.imprint(session, unit) == "Its own"
    with pytest.raises(EditConflict):
        operations.amend_house_style(Act(session, SYSTEM, NOW), own)


def test_a_wrong_pattern_is_refused_with_its_place(session: Session) -> None:
    make_organisation(session)
    command = AmendHouseStyle(unit_id=None, version=1, overrides={"title": "{body_short} {gusts}"})
    with pytest.raises(PlainValueError) as wrong:
        operations.amend_house_style(Act(session, SYSTEM, NOW), command)
    assert [problem.path for problem in wrong.value.problems] == ["title"]
    assert "Character 14" in str(wrong.value)
    assert queries.organisation(session).house_style == {}


def test_an_item_that_the_library_has_no_more_is_left_out(session: Session) -> None:
    make_organisation(session)
    queries.organisation(session).house_style = {"joiner": "&", "an_item_of_old": "x", "imprint": "not from here"}
    style = queries.house_style_choices(session, NATIONAL_ID)
    assert (style.joiner, style.imprint) == ("&", "Published by P. Quill, 1 Ink Lane, Oxbridge.")
