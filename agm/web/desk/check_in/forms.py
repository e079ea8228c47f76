"""The forms of a door: somebody not on the register, a proxy, what the screen in the hall says."""

from __future__ import annotations

import secrets

from wtforms import HiddenField

from agm.language.characters import printable
from agm.meetings.commands import AmendHallScreen, Visitor
from agm.meetings.models import HallScreen, ProxyKind
from agm.web.kit.fields import RadiosField, TextField, TickField
from agm.web.kit.forms import Form, VersionedForm

CHAIR = "the chair"
"""What is typed for whoever takes the chair."""


LONGEST_KEY = 60


def key_that_shows(sent: str | None) -> str:
    """The key of a mark as it was sent, without what no page can show."""
    return printable(sent or "")[:LONGEST_KEY]


class VisitorForm(Form):
    """A guest, or somebody who should be on the register."""

    client_key = HiddenField(default=lambda: secrets.token_urlsafe(9), filters=[key_that_shows])
    name = TextField("Name", required="Enter the name of whoever came")
    reason = TextField("Why they came in", hint="For a guest it can stay empty.")
    may_vote = TickField("They vote, although they are not on the register")

    def visitor(self) -> Visitor:
        return Visitor(self.name.data or "", self.reason.data, bool(self.may_vote.data))


class ProxyForm(Form):
    giver = TextField("Who gives it", required="Enter who gives the proxy", hint="Name, or the number on the card.")
    holder = TextField("Who votes for them", hint=f"Name, or the number on the card; empty for whoever takes {CHAIR}.")
    kind = RadiosField(
        "How do they vote?",
        choices={
            ProxyKind.GENERAL: "As they see fit",
            ProxyKind.DIRECTED: "As the paper says",
        },
        kind=ProxyKind,
        required="Choose how they vote",
    )


class ScreenForm(VersionedForm):
    is_open = TickField("The screen is open: whoever has the address sees it")
    now = TextField("What is now", longest=80, hint="For example Who should be Chair?")
    words = TextField("A line below it", longest=160)
    next = TextField("What is next", longest=80)

    def command(self, meeting_id: int) -> AmendHallScreen:
        return AmendHallScreen(
            meeting_id, bool(self.is_open.data), self.now.data, self.words.data, self.next.data, self.filled_from
        )


def screen_values(screen: HallScreen | None) -> dict[str, object]:
    if screen is None:
        return {"version": 0}
    return {name: getattr(screen, name) for name in ("version", "is_open", "now", "words", "next")}
