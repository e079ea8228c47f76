"""A new chair with a small phone and no instructions: from the invitation to the published announcement.

The chair finds everything by the words on the screen. What is tapped, typed and read is counted, and from that the
time is reckoned that a person would take:

- making up one's mind 1.35 s and reaching the place 1.1 s for each tap and each field (the keystroke-level model: Card,
  Moran & Newell, Communications of the ACM 23, 1980);
- typing 36.2 words of five signs a minute (Palin et al., How do people type on mobile devices?, MobileHCI 2019, the
  mean of 37,370 people);
- reading everything on every page that was not read on one before, at 238 words a minute (Brysbaert, Journal of Memory
  and Language 109, 2019);
- waiting 3 s for each page, as on a slow network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.support.live_server import LiveServer, run_agm

PATIENCE_MILLISECONDS = 120_000
PASSWORD = "seven quiet herons"
FITS = "document.documentElement.scrollWidth <= 360"
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


SEEN_TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = []
  while (walker.nextNode()) {
    const around = walker.currentNode.parentElement
    if (!around.checkVisibility() || around.closest(".vh, option, script, style")) continue
    found.push(walker.currentNode.data.trim())
  }
  return found
}"""
"""The pieces of text on a page that somebody sees who does not open anything."""
DECIDE_AND_REACH = 1.35 + 1.1
SIGNS_A_SECOND = 36.2 * 5 / 60
WORDS_A_SECOND = 238 / 60
WAIT_FOR_A_PAGE = 3.0
TEN_MINUTES = 600


@dataclass(slots=True)
class Chair:
    """Somebody with a phone in the hand, who goes by the words on the screen."""

    phone: Page
    taps: int = 0
    fields: int = 0
    signs: int = 0
    read: set[str] = field(default_factory=set)
    pages: int = 0

    @property
    def words(self) -> int:
        """How many words were read so far."""
        return sum(len(text.split()) for text in self.read)

    @property
    def seconds(self) -> float:
        """How long a person would take for all of it so far."""
        return (
            (self.taps + self.fields) * DECIDE_AND_REACH
            + self.signs / SIGNS_A_SECOND
            + self.words / WORDS_A_SECOND
            + self.pages * WAIT_FOR_A_PAGE
        )

    def tap(self, target: Locator) -> None:
        """Tap this, where it can be seen."""
        target.click()  # a tap is lost now and then on a page that is not painted yet
        self.taps += 1

    def press(self, words: str) -> None:
        """Tap the button or the link with these words."""
        button = self.phone.get_by_role("button", name=words, exact=True)
        self.tap(button.or_(self.phone.get_by_role("link", name=words, exact=True)))

    def open(self, words: str) -> None:
        """Tap what unfolds under these words."""
        self.tap(self.phone.locator("summary").filter(has_text=words))

    def fill(self, **texts: str) -> None:
        """Type into the fields with these labels, one after the other."""
        for label, text in texts.items():
            self.type(self.phone.get_by_label(label, exact=True), text)

    def type(self, field: Locator, text: str) -> None:
        """Type into a field."""
        field.fill(text)
        self.fields += 1
        self.signs += len(text)

    def see(self, heading: str) -> None:
        """Be on the page with this heading, and find it no wider than the screen."""
        expect(self.phone.get_by_role("heading", level=1)).to_have_text(heading, timeout=PATIENCE_MILLISECONDS)
        self.phone.wait_for_load_state()
        assert self.phone.evaluate(FITS), heading
        self.pages += 1
        self.read.update(self.phone.evaluate(SEEN_TEXTS))


def test_from_the_invitation_to_the_published_announcement(
    own_server: LiveServer, phone: Page, axe: Callable[[Page], None]
) -> None:
    phone.set_default_timeout(PATIENCE_MILLISECONDS)
    chair = Chair(phone)
    join(own_server, chair)
    begin(chair)
    tell_details(chair)
    name_guests(chair)
    tell_what_was_said(chair)
    add_an_office(chair)
    enter_results(chair)
    publish(chair)
    assert (chair.taps, chair.fields) == (27, 29)
    assert chair.seconds < TEN_MINUTES
    read_in_public(own_server, chair, axe)


def join(server: LiveServer, chair: Chair) -> None:
    """Open the link of the invitation, and choose a password."""
    role = ("--role", "regional_officer", "--region", "north-west")
    said = run_agm(server.folder, "users", "invite", "nia@example.org", "--name", "Nia Hardcastle", *role)
    chair.phone.goto(server.url + urlsplit(said.split()[-1]).path)
    chair.see("Nia Hardcastle")
    chair.fill(**{"Password": PASSWORD, "Password again": PASSWORD})
    chair.press("Set the password and go in")


def begin(chair: Chair) -> None:
    """Begin the region's next AGM, as the first page proposes."""
    chair.see("Welcome, Nia. The AGM is overdue since 31 March 2019.")
    chair.press("Begin the next AGM")
    chair.see("Begin an AGM")
    chair.fill(**{"Day": "7", "Month": "April", "Year": "2019", "Where?": "Calderbrook Town Hall"})
    chair.press("Begin")
    chair.see("Who came to speak?")


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


def add_an_office(chair: Chair) -> None:
    """Add an eighth office, of this meeting alone."""
    chair.see("Who was elected?")
    chair.press("Add or change an office")
    chair.see("Which offices?")
    chair.press("Add an office")
    added = chair.phone.get_by_role("group", name="Office 8")
    chair.type(added.get_by_label("Office", exact=True), "Campaigns")
    chair.press("Set the offices")


def enter_results(chair: Chair) -> None:
    """Enter eight offices: one is shared, one is vacant, one was unopposed, one has two places."""
    chair.see("Who was elected?")
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


def publish(chair: Chair) -> None:
    """Read the announcement, say that all agreed to be named, and publish it."""
    chair.see("Read the announcement")
    for paragraph in SAID:
        expect(chair.phone.get_by_role("main")).to_contain_text(paragraph)
    chair.press("Go on to publish")
    chair.see("This will be public at once. Publish?")
    chair.tap(chair.phone.get_by_label("Everyone named here has agreed to be named in public"))
    chair.press("Publish the announcement")
    chair.see("It is public")


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
