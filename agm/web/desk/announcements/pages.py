"""The pages on which announcements are read, published, corrected and taken back, whoever asked for them."""

from __future__ import annotations

from flask import abort, render_template, url_for
from werkzeug.wrappers import Response

from agm.announcements.drafts import compose_draft, has_changed
from agm.announcements.models import Announcement, RevisionAct
from agm.announcements.queries import revisions
from agm.meetings.models import Meeting
from agm.web.desk.announcements.forms import CorrectForm, PublishForm, RetractForm, StatementForm, statement_values
from agm.web.desk.workspace import announcement_of, draft_of, results_missing_from
from agm.web.kit import clock
from agm.web.kit.addresses import address_of
from agm.web.kit.dates import zone
from agm.web.kit.extensions import db
from agm.wording.document import AnnouncementKind

REFUSED = 422
OVERTAKEN = 409
SEE_OTHER = 303
KIND_IN_ADDRESS = {"report": AnnouncementKind.REPORT, "messages": AnnouncementKind.MESSAGES_OF_SUPPORT}

Page = str | Response | tuple[str, int]


def kind_of(word: str) -> AnnouncementKind:
    """The kind that a word of the address names; 404 for any other."""
    if word not in KIND_IN_ADDRESS:
        abort(404)
    return KIND_IN_ADDRESS[word]


def word_of(kind: AnnouncementKind) -> str:
    """The word of the address for a kind."""
    return next(word for word, known in KIND_IN_ADDRESS.items() if known is kind)


def publishing_address(announcement: Announcement) -> str:
    """The desk's page about publishing it."""
    if announcement.meeting_id is None:
        return url_for("statements.edit_statement", announcement_id=announcement.id)
    return url_for("announcing.ask_to_publish", meeting_id=announcement.meeting_id, word=word_of(announcement.kind))


def publish_page(
    meeting: Meeting,
    kind: AnnouncementKind,
    *,
    publish_form: PublishForm | None = None,
    correct_form: CorrectForm | None = None,
    retract_form: RetractForm | None = None,
) -> str:
    """Render the page with what would be public, what is, and the forms that change it."""
    announcement = announcement_of(meeting, kind)
    draft, missing = draft_of(meeting, kind)
    values = {"version": announcement.version or 1}
    is_public = announcement.current_sequence is not None
    return render_template(
        "desk/announcements/publish.html",
        meeting=meeting,
        here="publish",
        word=word_of(kind),
        announcement=announcement,
        draft=draft,
        title=draft.title if draft else "",
        missing=missing,
        is_public=is_public,
        address=address_of(announcement),
        is_ahead=kind is AnnouncementKind.REPORT and is_ahead(meeting),
        missing_results=results_missing_from(draft),
        has_changed=is_public and draft is not None and has_changed(announcement, draft),
        revisions=revisions(db.session(), announcement.id) if is_public else [],
        publish_form=publish_form or PublishForm(formdata=None, data=values),
        correct_form=correct_form or CorrectForm(formdata=None, data=values),
        retract_form=retract_form or RetractForm(formdata=None),
        has_messages=bool(meeting.messages),
    )


def is_ahead(meeting: Meeting) -> bool:
    """Whether the meeting is on a later day than today, so that a report of it cannot be true yet."""
    day = None if meeting.held_on is None else meeting.held_on.full
    return day is not None and day > clock.now().astimezone(zone()).date()


def statement_page(
    statement: Announcement,
    *,
    form: StatementForm | None = None,
    publish_form: PublishForm | None = None,
    correct_form: CorrectForm | None = None,
    retract_form: RetractForm | None = None,
) -> str:
    """Render the page of a statement with the forms that change it."""
    draft = compose_draft(db.session(), statement)
    current = statement.current
    values = {"version": statement.version}
    forms = [one for one in (form, publish_form, correct_form, retract_form) if one is not None and one.has_errors]
    return render_template(
        "desk/announcements/statement.html",
        statement=statement,
        unit=statement.unit,
        title=draft.title,
        current=current,
        is_retracted=current is not None and current.act is RevisionAct.RETRACTED,
        has_changed=current is not None and has_changed(statement, draft),
        address=address_of(statement),
        revisions=revisions(db.session(), statement.id),
        refused=forms[0] if forms else None,
        form=form or StatementForm(formdata=None, data=statement_values(statement)),
        publish_form=publish_form or PublishForm(formdata=None, data=values),
        correct_form=correct_form or CorrectForm(formdata=None, data=values),
        retract_form=retract_form or RetractForm(formdata=None),
    )
