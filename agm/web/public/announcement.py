"""The page of one public text: its stored document, never composed again, with a colophon below."""

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from agm.announcements.models import RevisionAct
from agm.web.kit.addresses import address_of_text, share_of
from agm.web.kit.markup import rendered
from agm.web.public.queries.announcements import PublicText, changes_of, newest_rendering, version_of
from agm.web.public.site import REVALIDATE, house, session
from agm.web.public.structured_data import news_data
from agm.wording.document import AnnouncementKind
from agm.wording.render.web import open_article

FORMATS = {
    "txt": ("text", "text/plain; charset=utf-8"),
    "html": ("html", "text/html; charset=utf-8"),
    "md": ("markdown", "text/markdown; charset=utf-8"),
}
"""By the ending of the address: the stored format, and what it is sent as."""


def address_of(text: PublicText) -> str:
    return address_of_text(text.kind, text.unit.slug, text.meeting_slug, text.slug)


def text_page(
    text: PublicText, *, event: dict[str, object] | None = None, beside: tuple[str, str] | None = None
) -> Response:
    """The page of a text as it stands, or the page that says that it was taken back (410).

    `event` is the meeting that it tells of, for machines; `beside` another text of the meeting: what the link to it
    says, and its address.
    """
    if text.is_retracted:
        return retracted_page(text)
    path = address_of(text)
    share = share_of(text.title, path)
    changes = changes_of(session(), text) if text.sequence > 1 else ()
    response = make_response(
        render_template(
            "public/announcement.html",
            here="news",
            here_is="true",
            place=text.unit,
            text=text,
            article=article(text, text.article),
            changes=changes,
            corrections=[change for change in changes if change.act is not RevisionAct.PUBLISHED],
            share=share,
            path=path,
            structured=[*([event] if event else []), news_data(text, share.link, house().name)],
            beside=beside,
        )
    )
    response.last_modified = text.at
    return response


def article(text: PublicText, stored: bytes | None) -> Markup:
    """A stored article for its page, without its closing tag, so that a colophon can be added."""
    home = url_for("public.region", region_slug=text.unit.slug)
    return rendered(open_article(stored.decode(), home) if stored else "")


def retracted_page(text: PublicText) -> Response:
    page = render_template("public/retracted.html", here="news", here_is="true", place=text.unit, text=text)
    return make_response(page, 410)


def version_page(text: PublicText, sequence: int) -> AnyResponse:
    """An earlier version of a text, marked as such; the present one redirects to its own address."""
    if text.is_retracted:
        return retracted_page(text)
    path = address_of(text)
    if sequence == text.sequence:
        return redirect(path, 301)
    changes = changes_of(session(), text)
    change = next((change for change in changes if change.sequence == sequence), None)
    if change is None or change.act is RevisionAct.RETRACTED:
        abort(404)
    version = version_of(session(), text, sequence)
    response = make_response(
        render_template(
            "public/version.html",
            here="news",
            here_is="true",
            place=text.unit,
            change=change,
            version=version,
            replaced=next(later for later in changes if later.sequence > sequence),
            article=article(text, version.article),
            path=path,
        )
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def text_file(text: PublicText, ending: str) -> Response:
    if text.is_retracted:
        return retracted_page(text)
    format_, content_type = FORMATS[ending]
    kept = newest_rendering(session(), text, format_) or abort(404)
    response = make_response(kept.content)
    response.content_type = content_type
    response.set_etag(kept.etag)
    response.last_modified = text.at
    response.headers["Cache-Control"] = REVALIDATE
    name = f"{text.unit.slug}-{text.meeting_slug or text.slug}"
    suffix = "-messages" if text.kind is AnnouncementKind.MESSAGES_OF_SUPPORT else ""
    wanted = "attachment" if ending == "html" or "download" in request.args else "inline"
    response.headers["Content-Disposition"] = f'{wanted}; filename="{name}{suffix}.{ending}"'
    return response
