"""Nothing typed is dropped by another button: on every page of the desk, whichever button of the page is pressed.

What is typed on a page stands in one form, and every button of the page but the one to sign out is of that form, so
that it sends all of it, with scripts or without: it is recorded, or stands on the page that answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from agm.announcements.models import Announcement
from tests.integration.accounts.test_data_access import World, laid, world
from tests.support.client import Field, StrictClient, buttons, filled_in, label
from tests.support.html_page import Page
from tests.support.route_access import reviewed_routes

__all__ = ["laid", "world"]

TAKES_AWAY = ("Take away", "Take it off", "Take this", "Remove this draft", "Set back", "Go back to the generated text")
"""The beginnings of buttons that are there to drop something."""
WRITES_A_FIELD = "shape-"
"""How the value of a button begins that writes a field anew, as the shape of a line."""
NO_PAGES = (".json", ".jpg", ".zip", ":ending>", "/pdf", "/preview", "/link", "<int:printout_number>")
"""How addresses of files and of what is being printed end, and of pages that nobody types on."""


def pages(world: World, client: StrictClient) -> Iterator[Page]:
    """Every page of the desk that has a form, those of something published too."""
    published = world.session.get_one(Announcement, world.ids["own"]["published"]).meeting_id
    world.session.rollback()
    for method, rule in reviewed_routes():
        if method == "GET" and rule.startswith("/desk") and not rule.endswith(NO_PAGES):
            path = world.path(rule, "own", "own")
            answer = client.get(path, follow_redirects=True)
            assert answer.status_code == 200, path
            yield client.page(answer)
    yield client.get_page(f"/desk/meetings/{published}/publish")


def typed_fields(form: Element) -> list[str]:
    """The names of its fields for words."""
    return [
        str(field.get("name"))
        for field in form.iter()
        if field.tag == "textarea"
        or (field.tag == "input" and field.get("type", "text") == "text" and field.get("inputmode") is None)
    ]


AT_THE_DOOR = "/check-in"
"""Pages for helpers without an account, where names are found and marked one by one: they keep the marks themselves."""
DOWNLOAD = "/desk/archive"
"""Its answer is a file: the page stays."""


def may_drop(form: Element) -> bool:
    """Whether a form's button leaves the page, and is not there to drop what the page is about."""
    action = str(form.get("action"))
    is_of_desk = action.startswith("/desk/") and action != DOWNLOAD
    return is_of_desk and not all(label(button).startswith(TAKES_AWAY) for button in buttons(form))


def dropped_by(world: World, client: StrictClient, form: Element, button: Element) -> list[str]:
    """The fields whose words are neither recorded by a button of their form nor on the page that answers."""
    marks = {name: f"Zq{number}x" for number, name in enumerate(typed_fields(form))}
    values: dict[str, Field] = dict(marks)
    data = filled_in(form, values)
    if button.get("name"):
        data.setdefault(str(button.get("name")), []).append(button.get("value", ""))
    world.committed.clear()
    answer = client.post(urlsplit(button.get("formaction") or str(form.get("action"))).path, data=data)
    assert answer.status_code < 500
    kept = answer.text + "".join(str(row) for rows in world.committed for row in rows.values())
    lost = [name for name, mark in marks.items() if mark not in kept]
    if lost and answer.location:  # kept for this browser alone: the next page shows it
        kept += client.get(answer.location).text
    return [name for name in lost if marks[name] not in kept]


def test_no_button_of_a_page_drops_what_is_typed(world: World) -> None:
    client = world.client("national_officer")
    faults, seen, recorded = [], 0, 0
    for page in pages(world, client):
        forms = [form for form in page.all("form") if form.get("method") == "post" and typed_fields(form)]
        addresses = [str(form.get("action")) for form in forms]
        assert all(address.startswith("/desk/") for address in addresses), page.path
        of_desk = [form for form in page.all("form") if form.get("method") == "post" and may_drop(form)]
        if forms and len(of_desk) > 1 and AT_THE_DOOR not in page.path:
            faults.append(f"{page.path}: {len(of_desk)} forms")
        is_kept = AT_THE_DOOR in page.path or any(
            "/unsent.js" in str(script.get("src")) for script in page.all("script")
        )
        assert not forms or is_kept, page.path
        for form in forms:
            seen += 1
            for button in buttons(form):
                if not label(button).startswith(TAKES_AWAY) and not button.get("value", "").startswith(WRITES_A_FIELD):
                    lost = dropped_by(world, client, form, button)
                    recorded += bool(world.committed)
                    faults += [f"{page.path}: {label(button)} drops {lost}"] if lost else []
    assert faults == [], "\n".join(faults)
    assert (seen >= 30, recorded >= 20) == (True, True), (seen, recorded)
