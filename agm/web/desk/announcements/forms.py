"""Forms about announcements. A valid form gives a command."""

from wtforms import HiddenField

from agm.announcements.commands import SetBlockOverride
from agm.web.kit.fields import LongTextField, TextField, TickField
from agm.web.kit.forms import Form, VersionedForm
from agm.wording.document import BlockKey

LONGEST_NOTE = 500


class BlockOverrideForm(VersionedForm):
    """Own words for one block of an announcement; with `back` it goes back to the generated text."""

    block = HiddenField()
    back = HiddenField()
    text = LongTextField("In your own words", hint="Leave an empty line between paragraphs.")

    def command(self, announcement_id: int) -> SetBlockOverride:
        text = None if self.back.data else self.text.data
        return SetBlockOverride(announcement_id, self.filled_from, BlockKey(self.block.data or ""), text)


class PublishForm(VersionedForm):
    names_agreed = TickField("Everyone named here has agreed to be named in public")


class CorrectForm(VersionedForm):
    note = TextField(
        "What is corrected?",
        required="Say in a few words what is corrected. Readers will see it",
        longest=LONGEST_NOTE,
        hint="Readers see this, with the time. For example: the spelling of a name.",
    )
    names_agreed = TickField("Everyone named here has agreed to be named in public")


class RetractForm(Form):
    note = TextField(
        "Why is it taken back?",
        required="Say in a few words why it is taken back. Readers will see it",
        longest=LONGEST_NOTE,
        hint="Readers see this in its place.",
        id="why-taken-back",
    )
    is_undone = TickField("Those elected in it did not take office: whoever held it before holds it still")


class StatementForm(VersionedForm):
    title = TextField("Title", required="Enter a title", hint="For example: Thank you, Ruth Adler")
    text = LongTextField(
        "Text", required="Write the statement", hint="Leave an empty line between paragraphs. *Stars* make italics."
    )
    video_url = TextField("Video", longest=500, hint="If there is one: its address, which begins with https://")

    @property
    def words(self) -> tuple[str, str, str | None]:
        return self.title.data or "", self.text.data or "", self.video_url.data
