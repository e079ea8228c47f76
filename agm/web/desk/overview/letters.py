"""The letter that is written already in each row of the overview: whom it goes to, its words, and sending it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import current_app, g, request, url_for
from wtforms import HiddenField

from agm.accounts.letters import SendLetter, officers_by_unit, send_letter
from agm.accounts.models import User
from agm.language.en import join, long_date, short_date
from agm.language.partial_date import PartialDate
from agm.web.desk.overview.elections import ElectionLine
from agm.web.desk.overview.regions import AgmState, RegionLine, overview
from agm.web.kit.access import current_act, signed_in_user
from agm.web.kit.dates import today
from agm.web.kit.edit_view import EditView, Typed
from agm.web.kit.extensions import db
from agm.web.kit.fields import LongTextField, TextField
from agm.web.kit.forms import Form

TIME_TO_ANSWER = dt.timedelta(days=14)
TITLES = {
    "overdue": "The next AGM of {unit}",
    "unpublished": "The announcement of your AGM",
    "changed": "The record of your AGM",
    "coming": "Your coming AGM",
    "short": "The notice of your AGM is too short",
    "plain": "{unit}",
}
"""What letters are about, with their titles."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is proposed. `to` are the names of those whom it goes to: those who record the region."""

    about: str
    title: str
    words: str
    to: tuple[str, ...]
    mailto: str
    address: str
    """Where it is sent from."""


def abouts_of(line: RegionLine, election: ElectionLine | None = None) -> list[str]:
    """What a region is to be written about, what has to be done first before the rest."""
    is_coming = line.state is AgmState.COMING
    found = {
        "overdue": line.state is AgmState.OVERDUE,
        "unpublished": bool(line.unpublished),
        "changed": line.is_changed,
        "short": is_coming and election is not None and bool(election.short),
        "coming": is_coming and not (election is not None and election.short),
    }
    return [about for about, applies in found.items() if applies] or ["plain"]


def letter_to(line: RegionLine, officers: Mapping[int, Sequence[User]], about: str, day: dt.date) -> Letter:
    users = officers.get(line.unit.id, ())
    to = tuple(user.name for user in users)
    writer = signed_in_user()
    words = current_app.jinja_env.get_template(f"mail/letters/{about}.txt").render(
        names=join(to) or " and ".join(line.chair) or "friends",
        unit=line.unit.name,
        last=when(line.last_held),
        coming=when(line.agm.held_on if line.agm else None, weekday=True),
        due=short_date(line.due),
        answer_by=long_date(day + TIME_TO_ANSWER, year=False),
        writer=f"{writer.name}, national officer" if writer else "",
    )
    title = TITLES[about].format(unit=line.unit.name)
    addresses = ",".join(quote(user.email, safe="@") for user in users)
    mailto = f"mailto:{addresses}?subject={quote(title)}&body={quote(words.replace(chr(10), chr(13) + chr(10)))}"
    address = url_for("desk.letter", region_slug=line.unit.slug, about=about)
    return Letter(about, title, words, to, mailto, address)


def when(day: PartialDate | None, *, weekday: bool = False) -> str:
    """ "on 30 October 2025", "in October 2025"; "" where nobody knows."""
    return "" if day is None else f"{'on' if day.full else 'in'} {long_date(day, weekday=weekday)}"


class LetterForm(Form):
    about = HiddenField()
    title = TextField("Subject", required="Enter what the letter is about")
    words = LongTextField("The letter", required="Write the letter: it is empty")

    def command(self, unit_id: int, by_id: int) -> SendLetter:
        about = self.about.data if self.about.data in TITLES else "plain"
        return SendLetter(unit_id, by_id, about, self.title.data or "", self.words.data or "")


class LetterView(EditView[LetterForm]):
    """A letter to those who record the region of the address."""

    template = "desk/overview/letter.html"
    form_class = LetterForm

    def __init__(self) -> None:
        self.officers = officers_by_unit(db.session())

    def build_form(self, typed: Typed) -> LetterForm:
        asked = request.args.get("about", "")
        if typed is not None:
            return self.form_class(formdata=typed)
        line = next((one for one in overview(db.session(), today()).lines if one.unit.id == g.unit.id), None)
        if line is None:
            return self.form_class(formdata=None, data={"about": "plain", "title": g.unit.name})
        letter = letter_to(line, self.officers, asked if asked in TITLES else abouts_of(line)[0], today())
        return self.form_class(
            formdata=None, data={"about": letter.about, "title": letter.title, "words": letter.words}
        )

    def operation(self, form: LetterForm) -> object:
        user = signed_in_user()
        sent = send_letter(current_act(), form.command(g.unit.id, user.id if user else 0))
        self.success_message = f"The letter to {join([one.name for one in sent])} is on its way."
        return sent

    def next_address(self) -> str:
        return url_for("desk.overview")

    def context(self) -> dict[str, Any]:
        return {"to": join([user.name for user in self.officers.get(g.unit.id, [])])}
