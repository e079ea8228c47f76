"""The forms on which a meeting is recorded. A valid form gives a command."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from wtforms import Form as RowForm
from wtforms import FormField
from wtforms.validators import StopValidation

from agm.facts import Figure, HeldAs, Language, MeetingKind, SpeakerKind
from agm.language.names import name_key, parse_name
from agm.language.pasted_guests import ListedGuest, PastedGuests, read_guests
from agm.meetings.commands import (
    AmendDetails,
    AmendGuests,
    AmendMessages,
    AmendSpeeches,
    Guest,
    MeetingDetails,
    Message,
    Speech,
)
from agm.web.desk.words import LANGUAGES
from agm.web.kit.fields import (
    ChoiceField,
    LongTextField,
    PartialDateField,
    RadiosField,
    TextField,
    TickField,
    TimeField,
    TypedField,
    WholeNumberField,
)
from agm.web.kit.forms import Form, VersionedForm
from agm.web.kit.pasting import PastingForm
from agm.web.kit.person_names import PersonNameRow
from agm.web.kit.row_list import RowList
from agm.web.kit.rows import MOST_ROWS, RowsForm, filled_rows
from agm.web.kit.typed_text import read_whole_number, record_number

KINDS = {
    MeetingKind.AGM: "Annual general meeting",
    MeetingKind.EGM: "Extraordinary general meeting",
    MeetingKind.INAUGURAL: "Inaugural meeting",
    MeetingKind.BY_ELECTION: "By-election",
    MeetingKind.COUNTBACK: "Countback",
    MeetingKind.OTHER: "Another meeting",
}
DATE_OF = {
    MeetingKind.EGM.value: "the date of the EGM",
    MeetingKind.INAUGURAL.value: "the date of the inaugural meeting",
    MeetingKind.BY_ELECTION.value: "the date of the by-election",
    MeetingKind.COUNTBACK.value: "the date of the countback",
    MeetingKind.OTHER.value: "the date of the meeting",
}
WAYS = {HeldAs.IN_PERSON: "In one place", HeldAs.ONLINE: "Online", HeldAs.HYBRID: "Both: in one place and online"}
SPEAKER_KINDS = {
    SpeakerKind.GUEST: "Guest speaker",
    SpeakerKind.OTHER: "Spoke as well",
    SpeakerKind.CHAIR: "Chaired the meeting",
}


class FigureField(TypedField):
    """A number of people, in figures ("61") or in words ("about forty members")."""

    data: Figure | None

    def read(self, typed: str) -> Figure | None:
        """What was typed; a figure that reads as it did before keeps what else was known of it."""
        if self.data is not None and typed == self.written():
            return self.data
        number = read_whole_number(typed)
        return None if not typed else Figure(number) if number is not None else Figure(None, typed)

    def written(self) -> str:
        return "" if self.data is None else self.data.words or str(self.data.number)

    def check(self, form: Any) -> None:  # noqa: ANN401, ARG002  a validator as WTForms calls it
        if self.data is not None and self.data.number is not None and self.data.number < 0:
            raise StopValidation("Enter 0 or more")
        if self.typed and len(self.typed) > 200:
            raise StopValidation("Shorten this to 200 characters")


class DatedForm(Form):
    """A form with the kind of a meeting and its date, whose messages about the date name that kind."""

    def process(self, formdata: Any = None, *args: Any, **options: Any) -> None:  # noqa: ANN401  what WTForms takes
        """Fill the form; the date is called by the kind that was chosen, which is not read yet when it is."""
        chosen = formdata.get("kind", "") if hasattr(formdata, "get") else ""
        self["held_on"].subject = DATE_OF.get(chosen, "the date of the AGM")
        super().process(formdata, *args, **options)


class DetailsForm(DatedForm, VersionedForm):
    kind = ChoiceField("What kind?", kind=MeetingKind, choices=KINDS, required="Choose the kind of meeting")
    held_on = PartialDateField("On which day?", subject="the date of the AGM", is_required=True)
    starts_at = TimeField("At what time?")
    venue = TextField("Where?", hint="The place and the town, for example Heathlands Village, Prestwich")
    held_as = RadiosField("How?", kind=HeldAs, choices=WAYS)
    online_link = TextField(
        "Online at", longest=500, hint="The address to join. It is not printed in the announcement."
    )
    attendance = FigureField("How many came?", hint="A number, or words such as “about forty members”")
    quorum = FigureField("How many were needed?", hint="The quorum, if your rules have one")
    ordinal = WholeNumberField(
        "Which one is it?",
        smallest=1,
        largest=9999,
        wrong="Enter the number of the meeting in figures, for example 109, or leave it empty",
        hint="Only if you count them: 109 for the 109th AGM",
    )
    is_announced_beforehand = TickField("Show the day and the place on the public page before the meeting")

    def details(self) -> MeetingDetails:
        return MeetingDetails(**{field.name: self[field.name].data for field in fields(MeetingDetails)})

    def command(self, meeting_id: int) -> AmendDetails:
        return AmendDetails(meeting_id, self.filled_from, self.details())


class StartForm(DatedForm):
    kind = ChoiceField("What kind?", kind=MeetingKind, choices=KINDS, required="Choose the kind of meeting")
    held_on = PartialDateField("On which day?", subject="the date of the AGM", is_required=True)
    venue = TextField("Where?", hint="The place and the town, for example Heathlands Village, Prestwich")
    like = RadiosField("Start from", hint="Place and offices are taken over from it; speakers and results are not.")
    is_another = TickField("It is another one of that kind on that day")

    def details(self) -> MeetingDetails:
        return MeetingDetails(kind=self.kind.data, held_on=self.held_on.data, venue=self.venue.data)

    @property
    def like_meeting_id(self) -> int | None:
        return record_number(self.like.data)


class GuestRow(PersonNameRow):
    role = TextField("Role on the day", longest=200)
    kind = ChoiceField("Came as", kind=SpeakerKind, choices=SPEAKER_KINDS, default=SpeakerKind.GUEST)

    can_stand_twice = False

    def row_label(self) -> str:
        return "Guest"

    def row_words(self) -> str:
        return ", ".join(part for part in (self.person_name.displayed, self.role.data) if part)

    def guest(self) -> Guest:
        return Guest(self.named(), self.role.data, self.kind.data or SpeakerKind.GUEST)


class GuestsForm(PastingForm, RowsForm):
    lists = ("guests",)
    guests = RowList(FormField(GuestRow), "Guests", max_entries=MOST_ROWS)

    def fill_from(self, text: str) -> None:
        """Add the guests of a list to those who stand here, whose roles follow it; whoever stood in the list that was
        read before, and in this one no more, goes."""
        read = read_guests(text)
        earlier = by_name(read_guests(self.pasted_before.data or ""))
        listed = by_name(read)
        rows, replaced = [], []
        for row in filled_rows(self.guests):
            key = name_key(row.person_name.name)
            if key in earlier.keys() - listed.keys():
                replaced.append(row.row_words())
                continue
            guest = listed.pop(key, None)
            if guest and guest.role and guest.role != row.role.data:
                replaced += [row.row_words()] if row.role.data else []
                row.role.data = guest.role
            rows.append(row.data)
        rows += [{"name": guest.name, "role": guest.role} for guest in listed.values()]
        if len(rows) > MOST_ROWS:
            self.refuse(f"These are more than {MOST_ROWS} guests", self.pasted)
            return
        self.set_rows("guests", rows)
        self.lines, self.replaced = read.lines, replaced

    def command(self, meeting_id: int) -> AmendGuests:
        return AmendGuests(meeting_id, self.filled_from, tuple(row.guest() for row in filled_rows(self.guests)))


def by_name(read: PastedGuests) -> dict[str, ListedGuest]:
    """The guests of a list by their names, titles left out."""
    return {name_key(parse_name(guest.name).name): guest for guest in read.guests}


class SaidRow(RowForm):
    text = LongTextField("Paragraph")
    speakers = LongTextField("Speakers")
    language = ChoiceField("Language", kind=Language, choices=LANGUAGES)
    quoted = TextField("Whose words these are")
    quoted_role = TextField("Their role")

    first_field = "text"
    can_stand_twice = True

    @property
    def is_blank(self) -> bool:
        return not self.text.data

    def row_label(self) -> str:
        return "Paragraph"

    def row_words(self) -> str:
        return self.text.data or ""

    def said(self, names: Iterable[str]) -> Speech:
        """The paragraph, with the speakers that it told of before and those whom its text names."""
        text, before = self.text.data or "", set((self.speakers.data or "").split("\n"))
        told_of = tuple(name for name in names if name in text or name in before)
        language = Language(self.language.data) if self.language.data else None
        return Speech(text, told_of, language, self.quoted.data or "", self.quoted_role.data or "")


class SaidForm(RowsForm):
    lists = ("said",)
    said = RowList(FormField(SaidRow), "Paragraphs", max_entries=MOST_ROWS)

    def command(self, meeting_id: int, names: Iterable[str]) -> AmendSpeeches:
        """The command of a valid form; `names` are those of everyone who spoke."""
        known = tuple(names)
        return AmendSpeeches(meeting_id, self.filled_from, tuple(row.said(known) for row in filled_rows(self.said)))


class MessageRow(PersonNameRow):
    role = TextField("Role", longest=200)
    text = LongTextField("Message")

    def row_label(self) -> str:
        return "Message"

    def row_words(self) -> str:
        return ": ".join(part for part in (self.person_name.displayed, self.text.data) if part)

    def message(self) -> Message:
        return Message(self.named(), self.role.data, self.text.data)


class MessagesForm(RowsForm):
    lists = ("messages",)
    messages_from = TextField(
        "From whom, in short?", hint="For the headline of their page, for example “the leadership of the party”"
    )
    messages = RowList(FormField(MessageRow), "Messages", max_entries=MOST_ROWS)

    def command(self, meeting_id: int) -> AmendMessages:
        """The command of a valid form."""
        messages = tuple(row.message() for row in filled_rows(self.messages))
        return AmendMessages(meeting_id, self.filled_from, messages, self.messages_from.data)
