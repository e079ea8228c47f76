"""Forms about announcements. A valid form gives a command."""

import hashlib
from collections.abc import Mapping
from typing import Any

from wtforms import Field, FormField, HiddenField
from wtforms import Form as RowForm

from agm.web.kit.fields import LongTextField, TextField, TickField
from agm.web.kit.forms import VersionedForm
from agm.web.kit.row_list import RowList
from agm.web.kit.typed_text import clean_lines
from agm.wording.document import BlockKey

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


class PublishForm(ReadForm):
    names_agreed = TickField("Everyone named here has agreed to be named in public")


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


class StatementForm(VersionedForm):
    title = TextField("Title", required="Enter a title", hint="For example: Thank you, Ruth Adler")
    text = LongTextField(
        "Text", required="Write the statement", hint="Leave an empty line between paragraphs. *Stars* make italics."
    )
    video_url = TextField("Video", longest=500, hint="If there is one: its address, which begins with https://")

    @property
    def words(self) -> tuple[str, str, str | None]:
        return self.title.data or "", self.text.data or "", self.video_url.data
