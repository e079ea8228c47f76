"""The page of a draft of another kind: the text as it would be printed, and the form that it was made from."""

import datetime as dt
from typing import Any

from flask import abort, render_template, request

from agm.announcements import gather_others as record
from agm.announcements.before_publishing import names_to_ask
from agm.announcements.drafts import Draft, has_changed
from agm.announcements.models import Announcement, RevisionAct
from agm.announcements.queries import revisions
from agm.facts.announcement import OtherFacts
from agm.facts.kinds import AnnouncementKind
from agm.language.en import short_date
from agm.meetings.models import Meeting
from agm.organisation.models import Unit
from agm.web.desk.announcements.forms import CorrectForm, RetractForm
from agm.web.desk.announcements.kind_forms import KindForm, OfMeetingForm
from agm.web.desk.announcements.kinds_offered import KIND_WORDS, form_class
from agm.web.desk.words import SHORT_KINDS
from agm.web.desk.workspace import as_draft
from agm.web.kit import clock
from agm.web.kit.addresses import Share, address_of
from agm.web.kit.dates import zone
from agm.web.kit.edit_conflict import form_items
from agm.web.kit.edit_view import Typed
from agm.web.kit.extensions import db
from agm.web.kit.forms import Form
from agm.web.kit.markup import rendered
from agm.wording.render.web import HtmlOptions, render_html

IN_PAGE = HtmlOptions(heading_level=3, id_prefix="draft-")


def form_of(
    kind: AnnouncementKind, unit: Unit, typed: Typed, values: dict[str, Any], told: OtherFacts | None = None
) -> KindForm:
    """The form of a kind. The meeting that a draft is of is offered too, though its day is over meanwhile."""
    form = form_class(kind)(formdata=typed, **values)
    if isinstance(form, OfMeetingForm):
        meetings, its_own = record.meetings_of(db.session(), unit.id), getattr(told, "meeting_id", None)
        today = clock.now().astimezone(zone()).date()
        offered = [one for one in meetings if one.id == its_own or is_offered(form, one, today)]
        form.offer({str(one.id): meeting_words(one) for one in offered})
    return form


def is_unsaved(announcement: Announcement, told: OtherFacts) -> bool:
    """Whether the page was sent with something else in the form of its draft than the draft has."""
    kind, unit = AnnouncementKind(told.announcement), announcement.unit
    kept = form_of(kind, unit, None, form_class(kind).values(told), told)
    sent = form_of(kind, unit, request.form, {}, told)
    shown = {field.name for field in kept.fields_shown}
    return any(name in request.form for name in kept.shown) and [
        (one.key, one.said) for one in form_items(kept) if one.key in shown
    ] != [(one.key, one.said) for one in form_items(sent) if one.key in shown]


def is_offered(form: OfMeetingForm, meeting: Meeting, today: dt.date) -> bool:
    """Whether a meeting is one that the form may be about."""
    day = meeting.held_on
    if form.is_told_beforehand:
        return is_to_come(meeting, today)
    return meeting.kind in form.kinds and not (form.is_told_afterwards and day and day.first > today)


def is_to_come(meeting: Meeting, today: dt.date) -> bool:
    """Whether the day of a meeting is known and not over."""
    day = meeting.held_on.full if meeting.held_on else None
    return day is not None and day >= today


def meeting_words(meeting: Meeting) -> str:
    """ "AGM, 2 April 2017"."""
    return f"{SHORT_KINDS[meeting.kind]}, {short_date(meeting.held_on) or 'without a day'}"


def kind_page(
    announcement: Announcement,
    draft: Draft,
    changes: list[tuple[str, str]],
    share: Share | None,
    refused: Form | None,
    done: Form | None,
) -> str:
    """The draft as it would be printed, and the form that it was made from. What was typed in the other forms of the
    page stays, but for the one that is `done`."""
    told = draft.told
    if told is None:
        abort(404)
    kind, current = AnnouncementKind(told.announcement), announcement.current
    values = form_class(kind).values(told) | {"version": announcement.version}
    form = refused if isinstance(refused, KindForm) else form_of(kind, announcement.unit, None, values, told)
    if refused not in (form, None) and any(name in request.form for name in form.shown):
        form = form_of(kind, announcement.unit, request.form, values, told)
    asked = {"version": announcement.version}
    correct_form = refused if isinstance(refused, CorrectForm) else CorrectForm(formdata=None, data=asked)
    correct_form.digest.data = draft.document.digest
    retract_form = refused if isinstance(refused, RetractForm) else RetractForm(formdata=None, data=asked)
    for one, field in ((correct_form, correct_form.note), (retract_form, retract_form.why)):
        if field.name in request.form and one is not refused and type(one) is not type(done):
            field.process(request.form)
    return render_template(
        "desk/announcements/kind.html",
        announcement=announcement,
        unit=announcement.unit,
        title=draft.title,
        words=KIND_WORDS[kind],
        sheet=rendered(render_html(draft.document, as_draft(announcement, IN_PAGE))),
        names_to_ask=names_to_ask(db.session(), draft),
        form=form,
        refused=refused,
        correct_form=correct_form,
        retract_form=retract_form,
        current=current,
        is_retracted=current is not None and current.act is RevisionAct.RETRACTED,
        has_changed=current is not None and has_changed(announcement, draft),
        changes=changes,
        address=address_of(announcement),
        share=share,
        revisions=revisions(db.session(), announcement.id),
    )
