"""A new chair with a small phone and no instructions: from the invitation to the published announcement."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.support.live_server import LiveServer
from tests.support.new_chair import PATIENCE_MILLISECONDS, Chair

GUESTS = (
    ("Priya Fenwick", "Leader of Calderbrook Council"),
    ("Tomasz Ashdown MP", "Shadow Minister for Rivers"),
    ("Dr Ruth Ellingham", "Historian"),
    ("Callum Okafor", "Youth Officer of the Federation"),
)
SAID = (
    "Priya and Tomasz spoke about the flood wall, and thanked those who had knocked on every door.",
    "Ruth told the story of the first meeting, ninety years ago.",
)
TITLE = "North West JLM AGM with guest speakers Priya Fenwick, Tomasz Ashdown MP and Dr Ruth Ellingham"
RESULTS = (
    "Chair: Marguerite Thwaite",
    "Vice Chair: Anil Brocklebank and Siân Whitlock (job share)",
    "Secretary: Joel Pemberton",
    "Treasurer: Farah Lisle (unopposed)",
    "Membership: Oona Castellane",
    "Youth and Students: vacant",
    "Non-portfolio officers: Yusuf Brandreth and Greta Lindqvist",
    "Campaigns: Hamish Delacroix",
)
LINES = "\n\n".join(RESULTS)
ANNOUNCED = f"""\
{TITLE}

The North West Region of the Jewish Labour Movement were delighted to welcome Priya Fenwick, \
Leader of Calderbrook Council; Shadow Minister for Rivers, Tomasz Ashdown MP; and Historian, Dr Ruth Ellingham \
as guest speakers at their AGM at Calderbrook Town Hall, alongside Callum Okafor, Youth Officer of the Federation. \
The meeting was attended by about sixty members.

{SAID[0]}

{SAID[1]}

North West JLM also held their elections. Their results were as follows:

{LINES}

Our thanks to all those who stood and b'hatzlacha to the new committee. \
If you would like to take on the vacant office, please get in touch.
"""


TEN_MINUTES = 600


def test_from_the_invitation_to_the_published_announcement(
    own_server: LiveServer, phone: Page, axe: Callable[[Page], None]
) -> None:
    phone.set_default_timeout(PATIENCE_MILLISECONDS)
    chair = Chair(phone)
    chair.join(own_server)
    chair.begin()
    tell_details(chair)
    name_guests(chair)
    tell_what_was_said(chair)
    chair.see("Who was elected?")
    chair.add_an_office("Campaigns")
    enter_results(chair)
    read_and_publish(chair)
    assert (chair.taps, chair.fields) == (27, 29)
    assert chair.seconds < TEN_MINUTES
    read_in_public(own_server, chair, axe)


def tell_details(chair: Chair) -> None:
    """Go back to the details, where the time and the attendance were left for later."""
    chair.open("All six steps")
    chair.tap(chair.phone.get_by_role("link", name="1 Details"))
    chair.see("When and where?")
    chair.fill(**{"At what time?": "7.30pm", "How many came?": "about sixty members"})
    chair.tap(chair.phone.get_by_label("In one place", exact=True))
    chair.press("Go on to the guests")


def name_guests(chair: Chair) -> None:
    """Name four who spoke, the last of them no guest."""
    chair.see("Who came to speak?")
    for number, (name, role) in enumerate(GUESTS, start=1):
        if number > 1:
            chair.press("Add a guest")
        about = f"of guest {number}"
        chair.fill(**{f"Name {about}": name, f"Role on the day, for example Leader of Bury Council {about}": role})
    chair.open("More about guest 4")
    row = chair.phone.get_by_role("group", name="Guest 4")
    row.get_by_label("Came as").select_option("Spoke as well")
    chair.fields += 1
    chair.press("Go on to what was said")


def tell_what_was_said(chair: Chair) -> None:
    """Tell it in two paragraphs."""
    chair.see("What was said?")
    chair.fill(**{"Paragraph 1": SAID[0]})
    chair.press("Add a paragraph")
    chair.fill(**{"Paragraph 2": SAID[1]})
    chair.press("Go on to the results")


def enter_results(chair: Chair) -> None:
    """Enter eight offices: one is shared, one is vacant, one was unopposed, one has two places."""
    chair.fill(**{"Chair": "Marguerite Thwaite", "Vice Chair": "Anil Brocklebank"})
    share(chair, "Vice Chair", "Siân Whitlock")
    chair.fill(Secretary="Joel Pemberton", Treasurer="Farah Lisle")
    chair.open("More about Treasurer")
    chair.tap(results_of(chair, "Treasurer").get_by_label("Unopposed"))
    chair.fill(Membership="Oona Castellane")
    chair.open("More about Youth and Students")
    chair.tap(results_of(chair, "Youth and Students").get_by_label("Vacant", exact=True))
    chair.fill(
        **{
            "Non-portfolio officer, place 1": "Yusuf Brandreth",
            "Non-portfolio officer, place 2": "Greta Lindqvist",
            "Campaigns": "Hamish Delacroix",
        }
    )
    chair.press("Go on to the announcement")


def share(chair: Chair, label: str, partner: str) -> None:
    """Name the second of two who share an office."""
    chair.open(f"More about {label}")
    chair.tap(results_of(chair, label).get_by_label("Job share"))
    chair.fill(**{f"{label}, second person": partner})


def results_of(chair: Chair, label: str) -> Locator:
    """The part of the page of results with this office."""
    about = chair.phone.get_by_text(f"More about {label}", exact=True)
    return chair.phone.get_by_role("listitem").filter(has=about)


def read_and_publish(chair: Chair) -> None:
    """Read the announcement, and publish it."""
    chair.see("Read the announcement")
    for paragraph in SAID:
        expect(chair.phone.get_by_role("main")).to_contain_text(paragraph)
    chair.publish()


def read_in_public(server: LiveServer, chair: Chair, axe: Callable[[Page], None]) -> None:
    """Follow the link to the public page, and from there to the plain text."""
    page = chair.phone
    chair.press(TITLE)
    chair.see(TITLE)
    expect(page).to_have_url(f"{server.url}/north-west/agm-2019")
    for paragraph in SAID:
        expect(page.get_by_text(paragraph)).to_be_visible()
    for name, _ in GUESTS:
        expect(page.get_by_role("article")).to_contain_text(name)
    shown = [" ".join(line.inner_text().split()) for line in page.locator("dl.cast > div").all()]
    assert shown == [line.translate(str.maketrans("", "", ":()")) for line in RESULTS]
    axe(page)
    with page.expect_download() as download:
        chair.press("Text")
    assert download.value.path().read_text(encoding="utf-8") == ANNOUNCED
