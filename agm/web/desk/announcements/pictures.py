"""The pictures of an announcement: sent, described, put in their places, taken away."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import Blueprint, Response, g, render_template, url_for
from wtforms import Field, FormField, HiddenField
from wtforms import Form as RowForm

from agm.announcements.commands import ArrangePictures, PlacedPicture
from agm.announcements.drafts import Draft, NothingToSayError, compose_draft
from agm.announcements.gather_others import known_people
from agm.announcements.models import Announcement, AnnouncementPicture
from agm.announcements.operations import arrange_pictures, draft
from agm.announcements.operations.pictures import MOST_PICTURES
from agm.announcements.pictures import astray, file_of, pictures_of
from agm.facts import PersonName
from agm.language.letters import same_name
from agm.language.withheld import WITHHELD
from agm.web.desk.announcements.pages import DraftView, add_form, kind_of, publishing_address, word_of
from agm.web.desk.workspace import announcement_of
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.edit_view import Typed, with_files
from agm.web.kit.extensions import db
from agm.web.kit.fields import ChoiceField, LongTextField, PhotosField, TextField, TickField, WholeNumberField
from agm.web.kit.forms import VersionedForm
from agm.web.kit.row_list import RowList
from agm.web.kit.stored_files import file_answer
from agm.wording.placing import Place, marks, number_of, starts

blueprint = Blueprint("pictures", __name__)


class PictureRow(RowForm):
    file = HiddenField()
    alt = LongTextField(
        "What it shows",
        longest=500,
        hint="In words, for those who do not see it. Until you say it, the picture is not shown.",
    )
    credit = TextField("Who took it", hint="Printed below it.")
    place = ChoiceField("Where it stands", required="Say where it stands")
    portrait_of = ChoiceField("Whose portrait it is", hint="Printed below a portrait.")
    people = LongTextField("Who else is in it", hint="A name a line. They are not printed.")
    position = WholeNumberField("Order", smallest=1, largest=MOST_PICTURES, hint="1 comes first.")
    takes_away = TickField("Take this picture away")

    def asked(self, known: dict[str, PersonName], portrayed: dict[str, PersonName]) -> PlacedPicture:
        place, _, paragraph = str(self.place.data).partition("-")
        number, _, begins = paragraph.partition("-")
        lines = [line.strip() for line in (self.people.data or "").splitlines() if line.strip()]
        first = portrayed.get(str(self.portrait_of.data))
        named = [*([first] if first else []), *(known.get(same_name(line), PersonName(line)) for line in lines)]
        return PlacedPicture(
            self.file.data or "",
            Place(place),
            int(number or 0),
            self.alt.data or "",
            self.credit.data or "",
            tuple({same_name(one.displayed): one for one in named}.values()),
            begins,
        )


class PicturesForm(VersionedForm):
    pictures = RowList(FormField(PictureRow), max_entries=MOST_PICTURES)
    sent = PhotosField("Add pictures", hint="JPEG, PNG or WebP. Only the picture is kept: no place, time or device.")
    have_agreed = TickField("Everyone who can be recognised in them has agreed to be shown in public")

    @property
    def rows(self) -> list[PictureRow]:
        return [entry.form for entry in self.pictures.entries]

    def offer(self, places: dict[str, str], portrayed: dict[str, PersonName]) -> None:
        people = {"": "Nobody of the text"} | {value: one.displayed for value, one in portrayed.items()}
        for row in self.rows:
            row.place.offer(places)
            row.portrait_of.offer(people)

    def field_at(self, path: str) -> Field | None:
        field, _, file = path.partition(".")
        row = next((one for one in self.rows if one.file.data == file), None)
        return row[field] if row is not None else super().field_at(path)

    def placed(self, known: dict[str, PersonName], portrayed: dict[str, PersonName]) -> tuple[PlacedPicture, ...]:
        kept = [row for row in self.rows if not row.takes_away.data]
        in_order = sorted(kept, key=lambda row: row.position.data or MOST_PICTURES)
        return tuple(row.asked(known, portrayed) for row in in_order)


class PicturesView(DraftView[PicturesForm]):
    form_class = PicturesForm
    success_message = "The pictures are saved."
    overtaken_words = "Somebody else changed this draft meanwhile. What you typed is kept: look, and save again."

    def __init__(self, word: str | None = None) -> None:
        self.kind = None if word is None else kind_of(word)
        self.of: Announcement = g.announcement if self.kind is None else announcement_of(g.meeting, self.kind)
        self.rows = pictures_of(db.session(), self.of)
        try:
            self.draft: Draft | None = compose_draft(db.session(), self.of, clock.now())
        except NothingToSayError as error:
            self.draft, self.missing = None, str(error)
        self.portrayed = people_to_portray(self.draft, self.rows)

    def build_form(self, typed: Typed) -> PicturesForm:
        found = marks(self.draft.document) if self.draft else ()
        values = [values_of(row, position, found, self.portrayed) for position, row in enumerate(self.rows, 1)]
        form = PicturesForm(formdata=with_files(typed), data={"version": self.of.version or 1, "pictures": values})
        form.offer(places_of(self.draft), self.portrayed)
        return form

    def operation(self, form: PicturesForm) -> object:
        if self.kind is not None:
            self.of = draft(db.session(), clock.now(), g.meeting.id, self.kind)
        known = known_people(db.session(), self.of.unit_id)
        named = self.draft.document.people if self.draft else ()
        known |= {same_name(one.name): PersonName(one.name, person_id=one.person_id) for one in named}
        placed, sent = form.placed(known, self.portrayed), form.sent.pictures
        command = ArrangePictures(self.of.id, form.filled_from, placed, sent, have_agreed=bool(form.have_agreed.data))
        return arrange_pictures(current_act(), command)

    def next_address(self) -> str:
        return pictures_address(self.of)

    def render(self, form: PicturesForm) -> str:
        return render_template(
            "desk/announcements/pictures.html",
            form=form,
            announcement=self.of,
            unit=self.of.unit,
            title=self.draft.title if self.draft else "Nothing to read yet",
            missing="" if self.draft else self.missing,
            astray={one.file.digest for one in astray(self.rows, self.draft.document)} if self.draft else (),
            action=pictures_address(self.of),
            back=publishing_address(self.of),
        )


def people_to_portray(draft: Draft | None, rows: Sequence[AnnouncementPicture]) -> dict[str, PersonName]:
    """Whose portraits can be shown, by what stands for each in a form: those of the text, and who is shown already."""
    named = [PersonName(one.name, person_id=one.person_id) for one in (draft.document.people if draft else ())]
    shown = [PersonName(one.name, person_id=one.person_id) for row in rows for one in row.people]
    found: dict[str, PersonName] = {}
    for one in (*named, *(who for who in shown if who.person_id is not None)):
        if one.name != WITHHELD:
            found.setdefault(value_of(one.name, one.person_id), one)
    return found


def value_of(name: str, person_id: int | None) -> str:
    return name if person_id is None else f"person-{person_id}"


def values_of(
    row: AnnouncementPicture, position: int, found: Sequence[str], portrayed: Collection[str]
) -> dict[str, Any]:
    whose = [value_of(one.name, one.person_id) for one in row.people] if row.place is Place.PORTRAIT else []
    chosen = whose[0] if whose and whose[0] in portrayed else ""
    return {
        "file": row.file.digest,
        "alt": row.alt,
        "credit": row.credit,
        "place": after(number_of(row.paragraph, row.begins, found), found)
        if row.place is Place.AFTER
        else row.place.value,
        "portrait_of": chosen,
        "people": "\n".join(one.name for one in row.people if value_of(one.name, one.person_id) != chosen),
        "position": position,
    }


def places_of(draft: Draft | None) -> dict[str, str]:
    """The places that a text has, and what they are called."""
    found = {Place.LEAD.value: "Below the title", Place.PORTRAIT.value: "With the results, as a portrait"}
    begun, known = (starts(draft.document), marks(draft.document)) if draft else ((), ())
    return found | {after(number, known): f"After “{words}”" for number, words in enumerate(begun, 1)}


def after(number: int, found: Sequence[str]) -> str:
    """What stands in a form for the place after the paragraph of that number."""
    return f"{Place.AFTER.value}-{number}-{found[number - 1]}" if found else Place.AFTER.value


def pictures_address(announcement: Announcement) -> str:
    """The desk's page about the pictures of an announcement."""
    if announcement.meeting_id is None:
        return url_for("pictures.pictures", announcement_id=announcement.id)
    return url_for("pictures.meeting_pictures", meeting_id=announcement.meeting_id, word=word_of(announcement.kind))


@blueprint.get("/desk/announcements/<int:announcement_id>/pictures")
@access(Access.EDIT)
def pictures() -> str:
    return PicturesView().show()


@blueprint.get("/desk/meetings/<int:meeting_id>/pictures/<word>")
@access(Access.EDIT)
def meeting_pictures(word: str) -> str:
    return PicturesView(word).show()


add_form(blueprint, "/desk/announcements/<int:announcement_id>/pictures", "save_pictures", PicturesView)
add_form(blueprint, "/desk/meetings/<int:meeting_id>/pictures/<word>", "save_meeting_pictures", PicturesView)


@blueprint.get("/desk/announcements/<int:announcement_id>/pictures/<digest>.jpg")
@access(Access.SEE)
def picture(digest: str) -> Response:
    return file_answer(file_of(db.session(), g.announcement.id, digest))
