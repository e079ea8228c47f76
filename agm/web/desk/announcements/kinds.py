"""Announcements of other kinds at the desk: filled in with what the record does not have, read and published."""

from typing import Any

from flask import Blueprint, abort, g, request, url_for

from agm.announcements import gather_others as record
from agm.announcements.commands import DraftFacts
from agm.announcements.gather import figure, gather
from agm.announcements.models import Announcement
from agm.announcements.operations import draft_facts
from agm.announcements.uses import as_allowed
from agm.facts.announcement import OfficeChange, OtherFacts
from agm.facts.kinds import AnnouncementKind
from agm.meetings.models import Meeting
from agm.organisation.models import Unit
from agm.rules.violations import RefusedError, refuse
from agm.web.desk.announcements.kind_forms import DeclarationForm, KindForm, OfMeetingForm
from agm.web.desk.announcements.kind_page import form_of, is_to_come
from agm.web.desk.announcements.kinds_offered import CAME_OR_LEFT, KIND_WORDS, first_values, form_class
from agm.web.desk.announcements.notice_forms import CallForm
from agm.web.desk.announcements.pages import DraftView, add_form, page_about
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.dates import today
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.typed_text import record_number
from agm.wording.kinds import COMPOSERS
from agm.workflows.publish_announcement import Announce, announce

blueprint = Blueprint("kinds", __name__)


def facts_of(form: KindForm, kind: AnnouncementKind, unit: Unit) -> OtherFacts:
    """The facts that a form and the record give together."""
    session, fields = db.session(), record.whose(db.session(), unit)
    if isinstance(form, OfMeetingForm):
        meeting = session.get(Meeting, int(form.meeting.data)) if str(form.meeting.data).isdigit() else None
        if meeting is None or meeting.unit_id != unit.id:
            refuse("meeting_unknown", "meeting", "Choose the meeting.")
        if isinstance(form, CallForm):
            return form.told(meeting)
        fields |= record.meeting_fields(meeting)
        if isinstance(form, DeclarationForm):
            told = as_allowed(session, meeting.id, gather(session, meeting.id))
            fields["results"] = record.results_told(told.results, with_votes=bool(form["with_votes"].data))
        elif kind is AnnouncementKind.INQUORATE:
            fields["attendance"] = figure(meeting.attendance_number, meeting.attendance_words)
            fields["quorum"] = figure(meeting.quorum_number, meeting.quorum_words)
    elif kind is AnnouncementKind.COMMITTEE_LIST:
        fields["results"] = record.committee(session, unit.id)
    elif kind is AnnouncementKind.ROUND_UP:
        met, waiting = record.reports_of_regions(session, int(form["year"].data))
        fields |= {"regions": met, "to_report": waiting}
    return form.facts(fields, record.known_people(session, unit.id))


class NewKindView(EditView[KindForm]):
    template = "desk/announcements/new_kind.html"
    form_class = KindForm
    success_message = "The draft is saved. Read it, then publish it."
    written: Announcement

    def __init__(self, kind: str) -> None:
        if kind not in KIND_WORDS or (kind == AnnouncementKind.ROUND_UP and not g.unit.is_national):
            abort(404)
        self.kind = AnnouncementKind(kind)

    def build_form(self, typed: Typed) -> KindForm:
        if issubclass(form_class(self.kind), CallForm) and typed is None:
            return form_of(self.kind, g.unit, None, self.of_coming_meeting())
        lately: list[OfficeChange] = []
        if self.kind in CAME_OR_LEFT:
            lately = record.changes(db.session(), g.unit.id, self.kind, today())
        return form_of(self.kind, g.unit, typed, first_values(self.kind, lately, today()))

    def of_coming_meeting(self) -> dict[str, Any]:
        """What the record has of the meeting that the address names, or else of the next one."""
        offered = [one for one in record.meetings_of(db.session(), g.unit.id) if is_to_come(one, today())]
        named = record_number(request.args.get("meeting", ""))
        meeting = next((one for one in offered if one.id == named), offered[-1] if offered else None)
        form = form_class(self.kind)
        if meeting is None or not issubclass(form, CallForm):
            return {}
        try:
            return form.values(form.as_recorded(meeting))
        except RefusedError:  # said at its field where it is chosen all the same
            return {}

    def context(self) -> dict[str, Any]:
        return {"kind": self.kind, "words": KIND_WORDS[self.kind]}

    def operation(self, form: KindForm) -> object:
        facts = facts_of(form, self.kind, g.unit)
        self.written = draft_facts(current_act(), DraftFacts(g.unit.id, facts))
        return self.written

    def next_address(self) -> str:
        return url_for(".read_kind", announcement_id=self.written.id)


class KindView(DraftView[KindForm]):
    form_class = KindForm
    success_message = "The draft is saved, with the record as it is now."
    overtaken_words = "Somebody else changed this draft meanwhile. What you typed is kept: look, and save again."

    def __init__(self) -> None:
        self.told = told_or_404()
        self.kind = AnnouncementKind(self.told.announcement)

    def build_form(self, typed: Typed) -> KindForm:
        return form_of(self.kind, g.announcement.unit, typed, {}, self.told)

    def operation(self, form: KindForm) -> object:
        of: Announcement = g.announcement
        facts = facts_of(form, self.kind, of.unit)
        return draft_facts(current_act(), DraftFacts(of.unit_id, facts, of.id, form.filled_from))

    def next_address(self) -> str:
        return url_for(".read_kind", announcement_id=g.announcement.id)

    def render(self, form: KindForm) -> str:
        return page_about(g.announcement, form)


class PublishKindView(KindView):
    """What was typed is saved first: it is what its writer means to publish."""

    success_message = "It is public."
    publishes = True

    def operation(self, form: KindForm) -> object:
        of: Announcement = g.announcement
        facts, version = facts_of(form, self.kind, of.unit), form.filled_from
        if facts != of.told:
            version = draft_facts(current_act(), DraftFacts(of.unit_id, facts, of.id, version)).version
        return announce(current_act(), Announce(of.id, version, names_agreed=bool(form.names_agreed.data)))


def told_or_404() -> OtherFacts:
    """The facts of the draft of the address, if it is of one of these kinds."""
    told: OtherFacts | None = g.announcement.told
    return told if type(told) in COMPOSERS and told is not None else abort(404)


@blueprint.get("/desk/announcements/<int:announcement_id>/kind")
@access(Access.SEE)
def read_kind() -> str:
    told_or_404()
    return page_about(g.announcement)


add_edit_view(
    blueprint,
    "/desk/<region_slug>/announcements/new/<kind>",
    "new_kind",
    NewKindView,
    to_read=Access.EDIT,
)
add_form(blueprint, "/desk/announcements/<int:announcement_id>/kind", "save_kind", KindView)
add_form(blueprint, "/desk/announcements/<int:announcement_id>/publish-kind", "publish_kind", PublishKindView)
