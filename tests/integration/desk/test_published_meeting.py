"""A published meeting at the desk: its steps say so, and say when the record has changed since."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.meetings.models import Meeting
from tests.support.client import StrictClient
from tests.support.html_page import Page
from tests.support.records import elected, facts_of, make_organisation, make_region, publish

SignIn = Callable[..., StrictClient]


def states(page: Page) -> list[str]:
    """The last two steps and their states, in words."""
    return [text for text in page.texts("li") if text.startswith(("5 ", "6 "))]


def test_the_steps_tell_of_publication_and_of_changes_since(session: Session, sign_in: SignIn) -> None:
    make_organisation(session)
    region = make_region(session)
    publish(session, facts_of(elected("Chair", "Jane Doe"), elected("Secretary", "Joe Roe")))
    meeting = session.scalars(select(Meeting)).one()
    chair = sign_in("regional_officer", region)
    address = f"/desk/meetings/{meeting.id}/results"
    page = chair.get_page(address)
    announcement, publication = states(page)
    assert announcement == "5 Announcement As published"
    assert publication.startswith("6 Publish 2")
    name = "offices-0-places-0-people-0-name"
    changed = chair.submit(page, {name: "Mary Moe"}, button="Go on to the announcement")
    assert states(chair.page(changed)) == ["5 Announcement The record has changed since", publication]
    front = chair.get_page("/desk")
    assert chair.get_page(f"/desk/meetings/{meeting.id}/remove").heading == "This meeting was published, and stays"
    assert front.links["Begin the next AGM"] == f"/desk/{region.slug}/meetings/new"
