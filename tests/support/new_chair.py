"""A new chair with a small phone and no instructions, who finds everything by the words on the screen.

What is tapped, typed and read is counted, and from that the time is reckoned that a person would take:

- making up one's mind 1.35 s and reaching the place 1.1 s for each tap and each field (the keystroke-level model: Card,
  Moran & Newell, Communications of the ACM 23, 1980);
- typing 36.2 words of five signs a minute (Palin et al., How do people type on mobile devices?, MobileHCI 2019, the
  mean of 37,370 people); what is pasted is typed by nobody;
- reading everything on every page that was not read on one before, at 238 words a minute (Brysbaert, Journal of Memory
  and Language 109, 2019);
- waiting 3 s for each page, as on a slow network.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.support.live_server import LiveServer, run_agm

PATIENCE_MILLISECONDS = 120_000
PASSWORD = "seven quiet herons"
FITS = "document.documentElement.scrollWidth <= 360"
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
PASTE = """(field, text) => {
  const clipboardData = new DataTransfer()
  clipboardData.setData("text/plain", text)
  field.focus()
  return !field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
}"""
"""Whether the page took a pasted text itself."""
DECIDE_AND_REACH = 1.35 + 1.1
SIGNS_A_SECOND = 36.2 * 5 / 60
WORDS_A_SECOND = 238 / 60
WAIT_FOR_A_PAGE = 3.0


@dataclass(slots=True)
class Chair:
    """Somebody with a phone in the hand, who goes by the words on the screen."""

    phone: Page
    taps: int = 0
    fields: int = 0
    signs: int = 0
    texts: list[str] = field(default_factory=list)
    """Everything that was typed or pasted, to the letter."""
    errors: list[str] = field(default_factory=list)
    """What the pages said needs another look."""
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
        self.texts.append(text)

    def paste(self, label: str, text: str) -> None:
        """Paste into the field with this label; the page may put it elsewhere."""
        field = self.phone.get_by_label(label, exact=True)
        if not field.evaluate(PASTE, text):
            field.fill(text)
        self.fields += 1
        self.texts.append(text)

    def lost_from(self, public: str) -> list[str]:
        """The words that were typed and do not stand in a text: signs at their ends do not matter."""
        known = set(_words(public))
        return [word for text in self.texts for word in _words(text) if word not in known]

    def see(self, heading: str) -> None:
        """Be on the page with this heading, and find it no wider than the screen."""
        expect(self.phone.get_by_role("heading", level=1)).to_have_text(heading, timeout=PATIENCE_MILLISECONDS)
        self.phone.wait_for_load_state()
        assert self.phone.evaluate(FITS), heading
        self.pages += 1
        self.read.update(self.phone.evaluate(SEEN_TEXTS))
        self.errors += self.phone.locator(".summary li").all_inner_texts()

    def join(self, server: LiveServer) -> None:
        """Open the link of an invitation to North West, and choose a password."""
        role = ("--role", "regional_officer", "--region", "north-west")
        said = run_agm(server.folder, "users", "invite", "nia@example.org", "--name", "Nia Hardcastle", *role)
        self.phone.goto(server.url + urlsplit(said.split()[-1]).path)
        self.see("Nia Hardcastle")
        for label in ("Password", "Password again"):
            self.type(self.phone.get_by_label(label, exact=True), PASSWORD)
        self.texts.clear()  # of passwords nothing is to be found again
        self.press("Set the password and go in")

    def begin(self) -> None:
        """Begin the region's next AGM, as the first page proposes."""
        self.see("Welcome, Nia. The AGM is overdue since 31 March 2019.")
        self.press("Begin the next AGM")
        self.see("Begin an AGM")
        self.fill(**{"Day": "7", "Month": "April", "Year": "2019", "Where?": "Calderbrook Town Hall"})
        self.press("Begin")
        self.see("Who came to speak?")

    def add_an_office(self, label: str) -> None:
        """Add an eighth office, of this meeting alone, from the page of results."""
        self.press("Add or change an office")
        self.see("Which offices?")
        self.press("Add an office")
        added = self.phone.get_by_role("group", name="Office 8")
        self.type(added.get_by_label("Office", exact=True), label)
        self.press("Set the offices")
        self.see("Who was elected?")

    def publish(self) -> None:
        """Say that all agreed to be named, and publish the announcement."""
        self.press("Go on to publish")
        self.see("This will be public at once. Publish?")
        self.tap(self.phone.get_by_label("Everyone named here has agreed to be named in public"))
        self.press("Publish the announcement")
        self.see("It is public")


def _words(text: str) -> list[str]:
    return [word for found in text.split() if (word := found.strip(".,;:()–•").casefold())]
