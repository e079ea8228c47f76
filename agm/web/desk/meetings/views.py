"""The pages on which a meeting is begun, recorded (details, guests, what was said, messages of support) and removed."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from agm.announcements.gather_others import known_people
from agm.announcements.queries import meetings_and_reports
from agm.facts import Language, MeetingKind, PersonName
from agm.facts.particulars import NOTHING_BESIDE
from agm.language.en import short_date
from agm.meetings import queries
from agm.meetings.commands import AmendParticulars
from agm.meetings.models import Meeting, Section, Speaker, SupportMessage
from agm.meetings.operations import amend_details, amend_guests, amend_messages, amend_particulars, amend_speeches
from agm.meetings.operations.details import details_of
from agm.results.queries import contests_with_candidacies
from agm.rules.missing_results import is_to_come
from agm.rules.violations import RefusedError
from agm.web.desk.meetings.forms import DetailsForm, GuestsForm, MessagesForm, SaidForm, StartForm
from agm.web.desk.meetings.particulars import ParticularsForm, values_of
from agm.web.desk.words import meeting_name
from agm.web.kit.access import Access, Scope, access, current_act
from agm.web.kit.dates import today
from agm.web.kit.edit_view import EditView, F, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.person_names import PersonNameRow
from agm.workflows.begin_meeting_from_last import RECORDED, BeginMeeting, begin_meeting
from agm.workflows.removed_meetings import KEPT_FOR, remove_draft

blueprint = Blueprint("meetings", __name__)

MOST_OFFERED = 5
"""How many of the last meetings can be begun from."""


def load_meeting(meeting_id: int) -> Scope | None:
    """Load the meeting of an address into `g.meeting`; its region is the scope."""
    meeting = queries.meeting_to_edit(db.session(), meeting_id)
    if meeting is None:
        return None
    g.meeting = meeting
    g.unit = meeting.unit
    return Scope(meeting.unit_id, meeting.id)


class StartView(EditView[StartForm]):
    """A new meeting of the region of the address."""

    template = "desk/meetings/new.html"
    success_message = "Begun. Nothing is public until you publish it."
    begun: Meeting

    def build_form(self, typed: Typed) -> StartForm:
        known = meetings_and_reports(db.session(), g.unit.id)
        last = last_held(known)
        offered = [one for number, (one, _) in enumerate(known) if number < MOST_OFFERED or one is last]
        form = StartForm(formdata=typed, data={"kind": "agm", "like": str(last.id) if last else ""})
        choices = {str(one.id): f"{meeting_name(one)}: its place and its offices" for one in offered}
        form.like.offer({**choices, "": "An empty page, with the offices of today"})
        return form

    def operation(self, form: StartForm) -> object:
        command = BeginMeeting(g.unit.id, form.details(), form.like_meeting_id, is_another=bool(form.is_another.data))
        act = current_act()
        self.begun = begin_meeting(act, command)
        if self.begun.created_at != act.at:
            self.success_message = f"{RECORDED} If yours is another one, begin it with its own place."
        self.success_message += another_agm(self.begun)
        return self.begun

    def render(self, form: StartForm) -> str:
        details = form.details()
        asked = form.is_another.errors or form.is_another.data
        alike = queries.same_day(db.session(), g.unit.id, details.kind, details.held_on) if asked else []
        return render_template(self.template, form=form, alike=alike)

    def next_address(self) -> str:
        return url_for(".guests", meeting_id=self.begun.id)


def last_held(meetings: Sequence[tuple[Meeting, bool]]) -> Meeting | None:
    """Of a unit's meetings, the latest first, each with whether it is reported in public, the one to begin the next
    from: the last AGM that was held and is reported; where there is none, the nearest to that."""

    def lacks(known: tuple[Meeting, bool]) -> tuple[bool, ...]:
        meeting, is_reported = known
        is_held = meeting.held_on is not None and not is_to_come(meeting.held_on, today())
        return (
            not (is_held and is_reported and meeting.kind in queries.YEARLY),
            not (is_held and is_reported),
            not is_held,
        )

    return min(meetings, key=lacks, default=(None, False))[0]


def another_agm(meeting: Meeting) -> str:
    """A warning where the unit has another AGM in the year of this one; "" where it has none."""
    if meeting.kind is not MeetingKind.AGM or meeting.held_on is None:
        return ""
    year = meeting.held_on.year
    for other in queries.meetings_of_region(db.session(), meeting.unit_id):
        is_agm = other.id != meeting.id and other.kind is MeetingKind.AGM
        if is_agm and other.held_on is not None and other.held_on.year == year:
            return f" There is another AGM of {year} already, on {short_date(other.held_on)}. Is this the same one?"
    return ""


class MeetingView(EditView[F]):
    """A part of a meeting's record, whose form is filled from what was typed alone, or from the record alone."""

    section: Section
    step: str
    """The page's own step in the workspace."""
    next_page: str
    success_message = ""

    @abstractmethod
    def recorded(self) -> dict[str, Any]:
        """What the record has, by the form's fields, but for the version."""

    def build_form(self, typed: Typed) -> F:
        if typed is not None:
            return self.form_class(formdata=typed)
        version = queries.section_state(g.meeting, self.section).version
        return self.form_class(formdata=None, data={"version": version, **self.recorded()})

    def next_address(self) -> str:
        return url_for(self.next_page, meeting_id=g.meeting.id)

    def context(self) -> dict[str, Any]:
        return {"here": self.step}


class DetailsView(MeetingView[DetailsForm]):
    """When, where and how the meeting is held."""

    template = "desk/meetings/details.html"
    form_class = DetailsForm
    section = Section.DETAILS
    step = "details"
    next_page = ".guests"

    def recorded(self) -> dict[str, Any]:
        before = details_of(g.meeting)
        return {name: getattr(before, name) for name in before.__slots__}

    def build_form(self, typed: Typed) -> DetailsForm:
        """The form; a figure that reads as it did keeps what else the record knows of it."""
        version = queries.section_state(g.meeting, self.section).version
        return DetailsForm(formdata=typed, data={"version": version, **self.recorded()})

    def operation(self, form: DetailsForm) -> object:
        before = g.meeting.kind, g.meeting.held_on
        amended = amend_details(current_act(), form.command(g.meeting.id))
        if (amended.kind, amended.held_on) != before:
            self.success_message = another_agm(amended).strip()
        return amended


class GuestsView(MeetingView[GuestsForm]):
    """Who came to speak."""

    template = "desk/meetings/guests.html"
    form_class = GuestsForm
    section = Section.GUESTS
    step = "guests"
    next_page = ".said"

    def recorded(self) -> dict[str, Any]:
        rows = queries.speakers(db.session(), g.meeting.id)
        return {"guests": [{**values_of_named(row), "kind": row.kind} for row in rows] or [{}]}

    def operation(self, form: GuestsForm) -> object:
        return amend_guests(current_act(), form.command(g.meeting.id))


class SaidView(MeetingView[SaidForm]):
    """What was said."""

    template = "desk/meetings/said.html"
    form_class = SaidForm
    section = Section.SAID
    step = "said"
    next_page = "results.results"

    def recorded(self) -> dict[str, Any]:
        rows = [
            {
                "text": row.text,
                "speakers": "\n".join(speaker.name for speaker in row.speakers),
                "language": row.language and Language(row.language),
                "quoted": row.quoted,
                "quoted_role": row.quoted_role,
            }
            for row in queries.paragraphs(db.session(), g.meeting.id)
        ]
        return {"said": rows or [{}]}

    def operation(self, form: SaidForm) -> object:
        names = [row.name for row in queries.speakers(db.session(), g.meeting.id)]
        return amend_speeches(current_act(), form.command(g.meeting.id, names))


class MessagesView(MeetingView[MessagesForm]):
    """The messages of support."""

    template = "desk/meetings/messages.html"
    form_class = MessagesForm
    section = Section.MESSAGES
    step = "said"
    next_page = "results.results"

    def recorded(self) -> dict[str, Any]:
        rows = [{**values_of_named(row), "text": row.text} for row in queries.messages(db.session(), g.meeting.id)]
        return {"messages_from": g.meeting.messages_from, "messages": rows or [{}]}

    def operation(self, form: MessagesForm) -> object:
        return amend_messages(current_act(), form.command(g.meeting.id))


class ParticularsView(MeetingView[ParticularsForm]):
    """What else the report tells."""

    template = "desk/meetings/particulars.html"
    form_class = ParticularsForm
    section = Section.PARTICULARS
    step = "results"
    next_page = "announcing.read_announcement"

    def recorded(self) -> dict[str, Any]:
        return values_of(g.meeting.particulars or NOTHING_BESIDE)

    def build_form(self, typed: Typed) -> ParticularsForm:
        of: dict[str, Any] = {
            "known": known_people(db.session(), g.meeting.unit_id),
            "labels": [one.label for one in contests_with_candidacies(db.session(), g.meeting.id)],
        }
        if typed is not None:
            return ParticularsForm(formdata=typed, **of)
        version = queries.section_state(g.meeting, self.section).version
        return ParticularsForm(formdata=None, data={"version": version, **self.recorded()}, **of)

    def operation(self, form: ParticularsForm) -> object:
        told = form.particulars(g.meeting.particulars or NOTHING_BESIDE)
        return amend_particulars(current_act(), AmendParticulars(g.meeting.id, form.filled_from, told))


@blueprint.get("/desk/meetings/<int:meeting_id>/remove")
@access(Access.EDIT)
def ask_remove() -> str:
    return render_template("desk/meetings/remove.html", is_public=g.meeting.is_published)


@blueprint.post("/desk/meetings/<int:meeting_id>/remove")
@access(Access.EDIT)
def remove() -> Response:
    name = meeting_name(g.meeting)
    try:
        remove_draft(current_act(), g.meeting)
    except RefusedError as refused:
        flash(str(refused))
        return redirect(url_for(".ask_remove", meeting_id=g.meeting.id), 303)
    flash(f"{name} was removed. For {KEPT_FOR.days} days you can bring it back.")
    return redirect(url_for("removed.removed"), 303)


def values_of_named(row: Speaker | SupportMessage) -> dict[str, Any]:
    return {**PersonNameRow.values_for(PersonName(row.name, row.prefix, row.suffix), row.person_id), "role": row.role}


add_edit_view(blueprint, "/desk/<region_slug>/meetings/new", "new_meeting", StartView, to_read=Access.EDIT)
PAGES: dict[str, type[MeetingView[Any]]] = {
    "details": DetailsView,
    "guests": GuestsView,
    "said": SaidView,
    "messages": MessagesView,
    "particulars": ParticularsView,
}
for page, view in PAGES.items():
    add_edit_view(blueprint, f"/desk/meetings/<int:meeting_id>/{page}", page, view)
