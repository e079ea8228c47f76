"""The pages of a meeting's minutes: drafted from the record, changed, approved at a later meeting, made public."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, g, make_response, render_template, request
from markupsafe import Markup

from agm.announcements.gather import gather_for_minutes
from agm.language.en import short_date
from agm.meetings import queries
from agm.meetings.commands import SaveMinutes, SettleMinutes
from agm.meetings.models import Meeting, Minutes, Section
from agm.meetings.operations import save_minutes, settle_minutes
from agm.organisation.queries import house_style_choices
from agm.voting.queries.by_post import number_helped
from agm.web.desk.meetings.views import MeetingView
from agm.web.desk.words import meeting_name
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.dates import today
from agm.web.kit.edit_view import F, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.fields import LongTextField, PartialDateField, RadiosField, TickField
from agm.web.kit.forms import VersionedForm
from agm.web.kit.markup import rendered
from agm.web.kit.typed_text import record_number
from agm.wording.compose.minutes import NoMinutesError, draft_minutes
from agm.wording.render.minutes import minutes_html, minutes_text, title_of

blueprint = Blueprint("minutes", __name__)

STEP = "announcement"
NOT_YET, ELSEWHERE = "no", "other"
MOST_OFFERED = 12
PAGE = "/desk/meetings/<int:meeting_id>/minutes"


class MinutesForm(VersionedForm):
    text = LongTextField("The minutes", longest=100_000, required="Write the minutes, or draft them from the record")


class ApprovalForm(VersionedForm):
    approved_at = RadiosField("Were they approved?")
    approved_on = PartialDateField(
        "On which day?", subject="the day on which they were approved", hint="Only for another meeting"
    )
    is_public = TickField("Show them on the public page of the meeting")
    names_agreed = TickField("Everyone who is named in them agrees to it")

    def command(self, meeting_id: int) -> SettleMinutes:
        chosen = str(self.approved_at.data or NOT_YET)
        return SettleMinutes(
            meeting_id=meeting_id,
            version=self.filled_from,
            approved_at=record_number(chosen),
            approved_on=self.approved_on.data if chosen == ELSEWHERE else None,
            is_public=bool(self.is_public.data),
            names_agreed=bool(self.names_agreed.data),
        )

    def validate_approved_on(self, field: PartialDateField) -> None:
        if self.approved_at.data == ELSEWHERE and field.data is None and not field.errors:
            field.errors = ["Enter the day on which they were approved, for example 2 4 2017"]


class MinutesPage(MeetingView[F]):
    """A page about the minutes of the meeting of the address."""

    section = Section.MINUTES
    step = STEP
    next_page = ".minutes"
    success_message = "Saved."

    def __init__(self) -> None:
        self.minutes = db.session().get(Minutes, g.meeting.id)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "minutes": self.minutes, "standing": standing(self.minutes)}


class MinutesView(MinutesPage[MinutesForm]):
    """The text of the minutes; while none is kept, as the record gives it."""

    template = "desk/motions/minutes.html"
    form_class = MinutesForm

    def recorded(self) -> dict[str, Any]:
        is_fresh = self.minutes is None or "anew" in request.args
        return {"text": drafted() if self.minutes is None or is_fresh else self.minutes.text}

    def operation(self, form: MinutesForm) -> object:
        return save_minutes(current_act(), SaveMinutes(g.meeting.id, form.filled_from, form.text.data or ""))

    def context(self) -> dict[str, Any]:
        is_approved = self.minutes is not None and self.minutes.approved_on is not None
        article = article_of(self.minutes) if self.minutes is not None and is_approved else ""
        return {**super().context(), "article": article, "is_anew": "anew" in request.args}


class ApprovalView(MinutesPage[ApprovalForm]):
    """Whether the minutes were approved, at which later meeting, and whether they are public."""

    template = "desk/motions/approval.html"
    form_class = ApprovalForm

    def __init__(self) -> None:
        super().__init__()
        if self.minutes is None:
            abort(404)

    def build_form(self, typed: Typed) -> ApprovalForm:
        form = super().build_form(typed)
        offered = {str(one.id): f"At the {meeting_name(one)}, {short_date(one.held_on)}" for one in later_meetings()}
        form.approved_at.offer({NOT_YET: "Not yet", **offered, ELSEWHERE: "At another meeting"})
        return form

    def recorded(self) -> dict[str, Any]:
        minutes = self.minutes
        if minutes is None:
            return {}
        at = minutes.approved_at_meeting_id
        chosen = str(at) if at is not None else ELSEWHERE if minutes.approved_on is not None else NOT_YET
        return {
            "approved_at": chosen,
            "approved_on": minutes.approved_on if at is None else None,
            "is_public": minutes.is_public,
            "names_agreed": minutes.is_public,
        }

    def operation(self, form: ApprovalForm) -> object:
        return settle_minutes(current_act(), form.command(g.meeting.id))


def later_meetings() -> Sequence[Meeting]:
    """The meetings of the unit at which the minutes may have been approved, the latest first."""
    held = g.meeting.held_on
    found = queries.meetings_of_region(db.session(), g.meeting.unit_id)
    return [
        one
        for one in found
        if one.id != g.meeting.id and one.held_on is not None and (held is None or one.held_on.last >= held.first)
    ][:MOST_OFFERED]


def drafted() -> str:
    """The minutes as the record gives them; "" where nothing can be minuted yet."""
    session = db.session()
    facts = gather_for_minutes(session, g.meeting.id)
    try:
        style, helped = house_style_choices(session, g.meeting.unit_id), number_helped(session, g.meeting.id)
        return draft_minutes(facts, style, today(), helped)
    except NoMinutesError:
        return ""


def standing(minutes: Minutes | None) -> str:
    """ "Draft", "Approved on 19 April 2026, at the AGM 2026", in words."""
    if minutes is None:
        return "Drafted from the record. Nothing is kept until you save it."
    if minutes.approved_on is None:
        return "A draft: not approved yet."
    on = f"{'on' if minutes.approved_on.full else 'in'} {short_date(minutes.approved_on)}"
    at = minutes.approved_at_meeting_id and db.session().get(Meeting, minutes.approved_at_meeting_id)
    return f"Approved {on}{f', at the {meeting_name(at)}' if at else ''}."


def article_of(minutes: Minutes) -> Markup:
    return rendered(minutes_html(minutes.text))


add_edit_view(blueprint, PAGE, "minutes", MinutesView)
add_edit_view(blueprint, f"{PAGE}/approval", "approval", ApprovalView, to_read=Access.EDIT)


def kept_minutes() -> Minutes:
    return db.session().get(Minutes, g.meeting.id) or abort(404)


@blueprint.get(f"{PAGE}/page")
@access(Access.SEE)
def page() -> str:
    """The minutes as a page to read and to print."""
    minutes = kept_minutes()
    return render_template(
        "desk/motions/minutes_page.html",
        title=title_of(minutes.text),
        article=article_of(minutes),
        standing=standing(minutes),
    )


@blueprint.get(f"{PAGE}.txt")
@access(Access.SEE)
def text_file() -> Response:
    minutes = kept_minutes()
    response = make_response(f"{minutes_text(minutes.text)}\n{standing(minutes)}\n")
    response.content_type = "text/plain; charset=utf-8"
    name = f"{g.meeting.unit.slug}-{g.meeting.slug}-minutes.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
