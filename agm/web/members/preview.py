"""The draft of an announcement, read by whoever was given its link before it is public."""

from __future__ import annotations

from flask import Response, render_template

from agm.accounts.permissions import Access
from agm.announcements.drafts import NothingToSayError, compose_draft
from agm.announcements.models import Announcement, PublicationPlan
from agm.announcements.pictures import file_of
from agm.people.models import LinkPurpose
from agm.web.kit import clock
from agm.web.kit.access import access
from agm.web.kit.extensions import db
from agm.web.kit.markup import rendered
from agm.web.kit.stored_files import file_answer
from agm.web.members.pages import LinkRefusedError
from agm.web.members.views import blueprint, opened
from agm.wording.render import Format, HtmlOptions, render


@blueprint.get("/m/preview/<token>")
@access(Access.PUBLIC)
def preview(token: str) -> str:
    link, meeting = opened(token, LinkPurpose.PREVIEW)
    announcement = db.session.get(Announcement, link.record_id or 0)
    if announcement is None or announcement.current_sequence is not None:
        raise LinkRefusedError("This is public by now. You find it in the news.")
    try:
        draft = compose_draft(db.session(), announcement, clock.now())
    except NothingToSayError as error:
        raise LinkRefusedError(str(error)) from None
    return render_template(
        "members/preview.html",
        meeting=meeting,
        place=meeting.unit,
        title=draft.title,
        plan=db.session.get(PublicationPlan, announcement.id),
        article=rendered(render(draft.document, Format.HTML, HtmlOptions(pictures=f"/m/preview/{token}/pictures/"))),
    )


@blueprint.get("/m/preview/<token>/pictures/<digest>.jpg")
@access(Access.PUBLIC)
def preview_picture(token: str, digest: str) -> Response:
    link, _meeting = opened(token, LinkPurpose.PREVIEW)
    return file_answer(file_of(db.session(), link.record_id or 0, digest))
