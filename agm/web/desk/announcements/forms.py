"""Forms about announcements. A valid form gives a command."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from wtforms import Field, FormField, HiddenField
from wtforms import Form as RowForm

from agm.rules.deadlines import Doubt, Instants, instants_of
from agm.rules.working_days import Days
from agm.web.desk.words import LANGUAGES
from agm.web.kit.dates import zone
from agm.web.kit.fields import (
    ChoiceField,
    LongTextField,
    PartialDateField,
    RadiosField,
    SecretField,
    TextField,
    TickField,
    TimeField,
)
from agm.web.kit.forms import Form, VersionedForm
from agm.web.kit.row_list import RowList
from agm.web.kit.typed_text import clean_lines
from agm.wording.document import BlockKey
from agm.wording.kinds.beside import Beside

LONGEST_NOTE = 500


class BlockRow(RowForm):
    """The words of one block, and a digest of those that the page showed before anybody typed."""

    block = HiddenField()
    before = HiddenField()
    text = LongTextField("In your own words")

    @classmethod
    def values_for(cls, block: BlockKey, shown: str) -> dict[str, Any]:
        return {"block": block.value, "text": shown, "before": digest_of(shown)}

    @property
    def is_touched(self) -> bool:
        return digest_of(self.text.data or "") != self.before.data


def digest_of(text: str) -> str:
    return hashlib.sha256((clean_lines(text) or "").encode()).hexdigest()[:16]


class OwnWordsForm(VersionedForm):
    """Own words for the blocks of an announcement, in one form: whichever button is pressed, what was typed is sent.

    `stay` names the block whose words are saved, touched or not; `back` one that gets its generated text again.
    """

    blocks = RowList(FormField(BlockRow), max_entries=len(BlockKey))
    stay = HiddenField()
    back = HiddenField()

    def follow(self, shown: Mapping[BlockKey, str]) -> None:
        """Let what nobody touched read as the page would show it now."""
        for row in (entry.form for entry in self.blocks.entries):
            if not row.is_touched and row.block.data in shown:
                row.process(data=BlockRow.values_for(BlockKey(row.block.data), shown[BlockKey(row.block.data)]))

    def changes(self) -> dict[BlockKey, str | None]:
        """The words by block that are to be kept; None for the generated text."""
        rows = {BlockKey(entry.form.block.data): entry.form for entry in self.blocks.entries if entry.form.block.data}
        changes = {key: row.text.data for key, row in rows.items() if row.is_touched or key == self.stay.data}
        return changes | ({BlockKey(self.back.data): None} if self.back.data else {})


class ReadForm(VersionedForm):
    """A form below a text that was read; it knows which one."""

    digest = HiddenField()


WHICH = {"first": "The first time, before the clocks go back", "second": "The second time, after they went back"}


class PublishForm(ReadForm):
    """At once; or at a time, which is that of the organisation's clocks, or once a second person has read it."""

    names_agreed = TickField("Everyone named here has agreed to be named in public")
    due_on = PartialDateField("Not before", needs_day=True, subject="the day", hint="Empty: at once.")
    due_at = TimeField("At")
    which = RadiosField("Which is meant?", choices=WHICH)
    needs_second = TickField("Somebody else reads it before it is public")

    asks_which = False

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms' own signature
        is_good = bool(super().validate(extra_validators))
        if self.due_on.errors or self.due_at.errors:
            return False
        if (self.due_on.data is None) != (self.due_at.data is None):
            words = "Enter the day and the time, or leave both empty"
            self.refuse(words, self.due_on if self.due_on.data is None else self.due_at)
        elif (found := self.instants()) is not None:
            self.asks_which = found.doubt is Doubt.TWICE
            if not found.instants:
                self.refuse("There is no such time on that day: the clocks go forward. Take another", self.due_at)
            elif self.asks_which and self.which.data not in WHICH:
                self.refuse("This time comes twice on that day: the clocks go back. Say which is meant", self.which)
        return is_good and not self.has_errors

    def instants(self) -> Instants | None:
        day = self.due_on.data.full if self.due_on.data else None
        return None if day is None or self.due_at.data is None else instants_of(day, self.due_at.data, Days(zone()))

    @property
    def due(self) -> dt.datetime | None:
        """The instant that a valid form asks for; None for at once."""
        found = self.instants()
        return None if found is None else found.instants[-1 if self.which.data == "second" else 0]


class CorrectForm(ReadForm):
    note = TextField(
        "What is corrected?",
        required="Say in a few words what is corrected. Readers will see it",
        longest=LONGEST_NOTE,
        hint="Readers see this, with the time. For example: the spelling of a name.",
    )
    names_agreed = TickField("Everyone named here has agreed to be named in public")


class RetractForm(VersionedForm):
    why = TextField(
        "Why is it taken back?",
        required="Say in a few words why it is taken back. Readers will see it",
        longest=LONGEST_NOTE,
        hint="Readers see this in its place.",
    )
    is_undone = TickField("Those elected in it did not take office: whoever held it before holds it still")

    def field_at(self, path: str) -> Field | None:
        return super().field_at("why" if path == "note" else path)


class MailForm(Form):
    to_members = TickField("Every member on the roll who has an e-mail address")
    addresses = LongTextField(
        "Other addresses", hint="One on each line: local newspapers, for example, or the address of a mailing list."
    )

    @property
    def typed_addresses(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in (self.addresses.data or "").splitlines() if line.strip())


class WordpressForm(Form):
    address = TextField("Address of the site", longest=500, hint="For example https://www.example.org. Empty for none.")
    user_name = TextField("User name there", hint="Somebody who may publish posts: an author or an editor.")
    password = SecretField(
        "Application password",
        hint="Made in WordPress under Users, Profile. Empty to keep the one that is stored; it is never shown.",
    )
    as_draft = TickField("Send drafts: somebody publishes them there")


class StatementForm(VersionedForm):
    title = TextField("Title", required="Enter a title", hint="For example: Thank you, Ruth Adler")
    text = LongTextField(
        "Text", required="Write the statement", hint="Leave an empty line between paragraphs. *Stars* make italics."
    )
    video_url = TextField("Video", longest=500, hint="If there is one: its address, which begins with https://")
    video_language = ChoiceField("Language of the video", choices=LANGUAGES)
    quotation = LongTextField("Quotation", hint="Somebody’s own words, set apart below the text.")
    quoted = TextField("Who said it")
    quoted_role = TextField("As what", hint="For example: Chair of the North West")
    quotation_language = ChoiceField("Language of the quotation", choices=LANGUAGES)
    appeared_in = TextField("First published in", hint="If it stood elsewhere before: the paper or site.")
    appeared_at = TextField("Its address there", longest=500, hint="It begins with https://")
    second_title = TextField("Title in Welsh")
    second_text = LongTextField("Text in Welsh", hint="It stands below the English, marked as Welsh.")

    @property
    def words(self) -> tuple[str, str, str | None, Beside]:
        beside = Beside(*((self[one.name].data or "").strip() for one in fields(Beside)))
        return self.title.data or "", self.text.data or "", self.video_url.data, beside
