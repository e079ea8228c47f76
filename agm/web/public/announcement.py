"""The page of one public text: its stored document, never composed again, with a colophon below."""

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from agm.announcements.models import Revision, RevisionAct
from agm.web.kit.addresses import address_of, share_of
from agm.web.kit.markup import rendered
from agm.web.public.queries.announcements import newest_rendering, revisions_of
from agm.web.public.site import REVALIDATE, house, session
from agm.web.public.structured_data import news_data
from agm.wording.document import AnnouncementKind
from agm.wording.render import Format, HtmlOptions, render

FORMATS = {
    "txt": ("text", "text/plain; charset=utf-8"),
    "html": ("html", "text/html; charset=utf-8"),
    "md": ("markdown", "text/markdown; charset=utf-8"),
}
"""By the ending of the address: the stored format, and what it is sent as."""


def text_page(
    text: Revision, *, event: dict[str, object] | None = None, beside: tuple[str, str] | None = None
) -> Response:
    """The page of a text as it stands, or the page that says that it was taken back (410).

    `event` is the meeting that it tells of, for machines; `beside` another text of the meeting: what the link to it
    says, and its address.
    """
    if text.is_retracted:
        return retracted_page(text)
    path = address_of(text.announcement)
    share = share_of(text.title, path)
    revisions = revisions_of(session(), text.announcement_id)
    response = make_response(
        render_template(
            "public/announcement.html",
            here="news",
            here_is="true",
            place=text.announcement.unit,
            text=text,
            article=article(text),
            revisions=revisions,
            corrections=[change for change in revisions if change.act is not RevisionAct.PUBLISHED],
            share=share,
            path=path,
            structured=[*([event] if event else []), news_data(text, share.link, house().name)],
            beside=beside,
        )
    )
    response.last_modified = text.at
    return response


def article(text: Revision) -> Markup:
    """The article for its page, without its closing tag, so that a colophon can be added."""
    home = url_for("public.region", region_slug=text.announcement.unit.slug)
    options = HtmlOptions(place_address=home, is_closed=False)
    return rendered(render(text.document, Format.HTML, options) if text.document else "")


def retracted_page(text: Revision) -> Response:
    page = render_template(
        "public/retracted.html", here="news", here_is="true", place=text.announcement.unit, text=text
    )
    return make_response(page, 410)


def version_page(text: Revision, sequence: int) -> AnyResponse:
    """An earlier version of a text, marked as such; the present one redirects to its own address."""
    if text.is_retracted:
        return retracted_page(text)
    revisions = revisions_of(session(), text.announcement_id)
    change = next((change for change in revisions if change.sequence == sequence), None)
    if change is None or change.is_retracted:
        abort(404)
    path = address_of(text.announcement)
    if change is text:
        return redirect(path, 301)
    response = make_response(
        render_template(
            "public/version.html",
            here="news",
            here_is="true",
            place=text.announcement.unit,
            change=change,
            replaced=next(later for later in revisions if later.sequence > sequence),
            article=article(change),
            path=path,
        )
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def text_file(text: Revision, ending: str) -> Response:
    if text.is_retracted:
        return retracted_page(text)
    format_, content_type = FORMATS[ending]
    kept = newest_rendering(session(), text, format_) or abort(404)
    response = make_response(kept.content)
    response.content_type = content_type
    response.set_etag(kept.etag)
    response.last_modified = text.at
    response.headers["Cache-Control"] = REVALIDATE
    announcement = text.announcement
    name = f"{announcement.unit.slug}-{announcement.meeting.slug if announcement.meeting else announcement.slug}"
    suffix = "-messages" if announcement.kind is AnnouncementKind.MESSAGES_OF_SUPPORT else ""
    wanted = "attachment" if ending == "html" or "download" in request.args else "inline"
    response.headers["Content-Disposition"] = f'{wanted}; filename="{name}{suffix}.{ending}"'
    return response
