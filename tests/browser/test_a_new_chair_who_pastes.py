"""A new chair with a small phone pastes the lists that others sent: four guests and eight offices, with one name of
doubt, one lost connection and one correction. Taps, what needed another look and what was lost are counted."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.browsing import sign_in
from tests.support.live_server import LiveServer
from tests.support.new_chair import PASTE, PATIENCE_MILLISECONDS, Chair

GUESTS = """\
• Priya Fenwick, Leader of Calderbrook Council
• Tomasz Ashdown MP – Shadow Minister for Rivers
• Dr Ruth Ellingham (Historian)
• Callum Okafor, Youth Officer of the Federation
"""
RESULTS = """\
Chair: Marguerite Thwaite
Vice Chair: Anil Brocklebank and Siân Whitlock (job share)
Secretary: Jess Goldstone (re-elected)
Treasurer: Farah Lisle
Membership: Calum Okafor
Youth and Students: vacant
Non-portfolio officers: Yusuf Brandreth, Greta Lindqvist
Campaigns: Hamish Delacroix
"""
SAID = "Priya and Tomasz spoke about the flood wall. Ruth told the story of the first meeting."
NOTE = "The Treasurer’s name was spelt wrongly."
TITLE = "North West JLM AGM with four guest speakers"
PUT_RIGHT = ["lisle", "calum"]
"""What was typed wrongly, and was put right when it was asked about."""


def test_an_agm_is_pasted_published_and_corrected(
    own_server: LiveServer, phone: Page, axe: Callable[[Page], None]
) -> None:
    phone.set_default_timeout(PATIENCE_MILLISECONDS)
    chair = Chair(phone)
    chair.join(own_server)
    chair.begin()
    paste_guests(chair, axe)
    tell_without_a_connection(chair)
    paste_results(chair, axe)
    chair.publish()
    correct(chair)
    chair.press(TITLE)
    chair.see(TITLE)
    public = phone.locator("main").inner_text()
    assert public.count("Callum Okafor") == 2
    lost = chair.lost_from(public)
    print(
        f"{chair.taps} taps, {chair.fields} fields, {chair.pages} pages, {len(chair.errors)} errors,"
        f" {sum(map(len, lost)) - sum(map(len, PUT_RIGHT))} characters lost, {chair.seconds:.0f} s"
    )
    assert sorted(lost) == sorted(PUT_RIGHT)
    assert len(chair.errors) == 1, "one name of doubt"
    assert (chair.taps, chair.fields) == (23, 12)


def test_several_lines_pasted_where_there_is_no_list_are_asked_about(own_server: LiveServer, phone: Page) -> None:
    sign_in(phone, own_server)
    phone.goto(f"{own_server.url}/desk/meetings/44/messages")
    name = phone.get_by_label("Name", exact=False).first
    name.fill("")
    assert name.evaluate(PASTE, "Ann Bell\n  Bo Fenn\n")
    expect(name).to_have_value("Ann Bell / Bo Fenn")
    phone.locator(".go button[type=submit]").click()
    expect(phone.locator(".summary")).to_contain_text("Enter one person here")


def paste_guests(chair: Chair, axe: Callable[[Page], None]) -> None:
    """Paste four who spoke into the first name; look at what was made of the list, and go on."""
    chair.paste("Name of guest 1", GUESTS)
    expect(chair.phone.get_by_label("The list, one line for each")).to_have_value(GUESTS.strip())
    expect(chair.phone.get_by_label("Name of guest 1", exact=True)).to_have_value("")
    chair.press("Fill in the guests")
    chair.see("Who came to speak?")
    expect(chair.phone.locator(".read-lines")).to_contain_text("4 of 4 lines are understood")
    axe(chair.phone)
    chair.press("Go on to what was said")
    chair.see("What was said?")


def tell_without_a_connection(chair: Chair) -> None:
    """Tell it while there is no connection: the button waits, and sends it when it is back."""
    chair.phone.context.set_offline(True)
    chair.fill(**{"Paragraph 1": SAID})
    chair.press("Go on to the results")
    status = chair.phone.locator("[data-status]")
    expect(status).to_have_text(re.compile("^No connection. This is sent when it is back"))
    chair.phone.context.set_offline(False)
    chair.see("Who was elected?")


def paste_results(chair: Chair, axe: Callable[[Page], None]) -> None:
    """Paste the results of eight offices, and say who is meant by a name that is nearly that of a guest."""
    chair.add_an_office("Campaigns")
    chair.open("Paste a list")
    chair.paste("The list, one line for each", RESULTS)
    chair.press("Fill in the offices")
    chair.see("Who was elected?")
    expect(chair.phone.locator(".read-lines")).to_contain_text("8 of 8 lines are understood")
    axe(chair.phone)
    chair.press("Go on to the announcement")
    answer_who(chair, "Who is Calum Okafor?", "The same person as Callum Okafor")
    chair.press("Go on to the announcement")
    chair.see("Read the announcement")


def answer_who(chair: Chair, question: str, answer: str) -> None:
    """Answer whom a name means: all else is saved meanwhile."""
    asked = chair.phone.get_by_role("group", name=question)
    expect(asked).to_be_visible()
    chair.see("Who was elected?")
    chair.tap(asked.get_by_label(answer))


def correct(chair: Chair) -> None:
    """Put the name of an officer right, and publish the correction."""
    chair.open("All six steps")
    chair.tap(chair.phone.get_by_role("link", name=re.compile("^4 Results")))
    chair.see("Who was elected?")
    chair.fill(Treasurer="Farah Lysle")
    chair.press("Go on to the announcement")
    chair.see("Read the announcement")
    chair.press("Go on to publish")
    chair.see("It is public")
    chair.fill(**{"What is corrected?": NOTE})
    expect(chair.phone.get_by_label("Everyone named here has agreed to be named in public")).to_have_count(0)
    chair.press("Publish the correction")
    chair.see("It is public")
