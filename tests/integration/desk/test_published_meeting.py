"""A published meeting at the desk: its steps say so, and say when the record has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.meetings.models import Meeting, SectionState
from tests.support.client import StrictClient
from tests.support.html_page import Page
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, publish
from tests.support.statements import Statements

SignIn = Callable[..., StrictClient]


def states(page: Page) -> list[str]:
    """The last two steps and their states, in words."""
    return [text for text in page.texts("li") if text.startswith(("5 ", "6 "))]


def test_the_steps_tell_of_publication_and_of_changes_since(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    unit = make_region(session)
    publish(session, facts_of(elected("Chair", "Jane Doe"), elected("Secretary", "Joe Roe")))
    meeting = session.scalars(select(Meeting)).one()
    chair = sign_in("regional_officer", unit)
    address = f"/desk/meetings/{meeting.id}/results"
    page = chair.get_page(address)
    announcement, publication = states(page)
    assert announcement == "5 Announcement As published"
    assert publication.startswith("6 Publish 2")
    name = "offices-0-places-0-people-0-name"
    changed = chair.submit(page, {name: "Mary Moe"}, button="Go on to the announcement")
    assert states(chair.page(changed)) == ["5 Announcement The record has changed since", publication]
    front = chair.get_page("/desk")
    assert front.heading == "The record of the AGM on Sunday 21 April 2024 has changed"
    assert front.links["Look at the change"] == f"/desk/meetings/{meeting.id}/publish"
    assert chair.get_page(f"/desk/meetings/{meeting.id}/remove").heading == "This meeting was published, and stays"
    assert front.links["Begin another meeting"] == f"/desk/{unit.slug}/meetings/new"
    with time_machine.travel("2024-06-01T12:00:00Z", tick=False):
        overview = sign_in("national_officer").get_page("/desk/overview")
    assert overview.links[f"Changed since it was published: {unit.name}"] == f"/desk/meetings/{meeting.id}/publish"
    viewer = sign_in("viewer", unit).get_page("/desk")
    assert "has changed" not in viewer.text

    back = chair.get_page(address)
    chair.submit(back, {name: "Jane Doe"}, button="Go on to the announcement")
    assert "has changed" not in chair.get_page("/desk").text

    chair.submit(chair.get_page(address), {name: "Mary Moe"}, button="Go on to the announcement")
    page = chair.get_page(f"/desk/meetings/{meeting.id}/publish")
    chair.submit(page, {"note": "The chair is Mary Moe.", "names_agreed": True}, button="Publish the correction")
    assert "has changed" not in chair.get_page("/desk").text


def test_a_changed_imprint_is_told_where_it_is_printed(session: Session, sign_in: SignIn) -> None:
    organisation = make_organisation(session)
    unit = make_region(session)
    publish(session, facts_of(elected("Chair", "Jane Doe")))
    chair = sign_in("regional_officer", unit)
    assert "has changed" not in chair.get_page("/desk").text
    organisation.imprint = "Published by Nia Bell, 3 Quay Street, Gloucester."
    session.commit()
    assert chair.get_page("/desk").heading == "The house style of the AGM on Sunday 21 April 2024 has changed"


def test_how_many_changed_meetings_are_compared_is_bounded(
    session: Session, sign_in: SignIn, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    make_organisation(session)
    unit = make_region(session)
    chair = sign_in("regional_officer", unit)
    counts: list[int] = []
    for years in (range(2010, 2013), range(2013, 2020)):
        for year in years:
            publish(session, facts_of(elected("Chair", "Jane Doe"), held_on=f"{year}-04-21"))
        for state in session.scalars(select(SectionState)):
            state.saved_at = NOW + dt.timedelta(days=1)
        session.commit()
        with count_statements() as statements:
            assert "has changed" not in chair.get_page("/desk").text
        counts.append(statements.count)
    assert counts[0] == counts[1]
