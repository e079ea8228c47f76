"""From a public announcement, and from the step before, there is a way to whatever has to be put right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.facts import Entry, OfficeState, Outcome
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.results.models import CandidateTold
from tests.support.client import StrictClient
from tests.support.records import elected, facts_of, make_organisation, make_region, name, publish, record

SignIn = Callable[..., StrictClient]


def test_what_is_public_says_how_it_is_corrected(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    unit = make_region(session)
    publish(session, facts_of(elected("Chair", "Jane Doe")))
    meeting = session.scalars(select(Meeting)).one()
    chair = sign_in("regional_officer", unit)
    page = chair.get_page(f"/desk/meetings/{meeting.id}/publish")
    results = f"/desk/meetings/{meeting.id}/results"
    assert page.links["Correct"] == "#correct"
    assert page.links["Results"] == results
    assert chair.get_page(f"/desk/meetings/{meeting.id}/announcement").links["Change the results"] == results

    first = "offices-0-places-0-people-0"
    asked = chair.page(chair.submit(chair.get_page(results), {f"{first}-name": "Jane Dow"}, button="Save"))
    chair.submit(asked, {f"{first}-who": "spelt"}, button="Save")
    page = chair.get_page(f"/desk/meetings/{meeting.id}/publish")
    assert "Public now" in page.text
    assert not page.all("input", name="names_agreed"), "she agreed already: only the spelling is another"
    chair.submit(page, {"note": "the spelling of a name"}, button="Publish the correction")
    public = chair.get_page(f"/{unit.slug}/{meeting.slug}")
    assert ". The spelling of a name." in public.text


def test_the_pages_of_a_region_keep_the_meeting_that_somebody_came_from(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    unit = make_region(session)
    publish(session, facts_of(elected("Chair", "Jane Doe")))
    meeting = session.scalars(select(Meeting)).one()
    chair = sign_in("regional_officer", unit)
    officers = chair.get_page(f"/desk/meetings/{meeting.id}/details").links["Officers"]
    assert officers == f"/desk/{unit.slug}/officers?meeting={meeting.id}"
    name = next(words for words, to in chair.get_page(officers).links.items() if to == f"/desk/meetings/{meeting.id}")
    assert name.startswith("AGM")
    other = make_region(session, "Wold")
    session.commit()
    stranger = sign_in("regional_officer", other)
    assert name not in stranger.get_page(f"/desk/{other.slug}/officers?meeting={meeting.id}").links


def test_what_to_look_at_leads_to_where_it_is_mended(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    unit = make_region(session)
    publish(session, facts_of(elected("Chair", "Jane Doe"), elected("Auditor", "Joe Roe")))
    entries = (Entry((name("Cy Day"),), elected=True), Entry((name("Ann Bell"),), elected=False))
    chairs = Outcome("Chair", state=OfficeState.DECIDED, entries=entries)
    meeting = record(session, replace(facts_of(chairs), held_on=PartialDate(2025, 4, 21)))
    session.commit()
    officer = sign_in("regional_officer", unit)
    address = f"/desk/meetings/{meeting.id}/publish"
    page = officer.get_page(address)
    assert "Auditor was in the report before, and is not in this one." in page.text
    assert "Ann Bell stood and may not have heard the result yet." in page.text
    assert page.all("input", name="names_agreed")
    assert "Nobody has said yet" not in page.text, "the box asks it"
    tell = officer.get_page(page.links["Tell them"])
    box = tell.all("input", name="told")[0]
    told = officer.submit(tell, {"told": [box.get("value") or ""]}, button="Note who has heard")
    assert officer.page(told).path == address
    assert "may not have heard" not in officer.page(told).text
    session.rollback()
    assert len(session.scalars(select(CandidateTold)).all()) == 1
