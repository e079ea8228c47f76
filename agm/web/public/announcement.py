"""The page of one public text: its stored document, never composed again, with a colophon below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, abort, make_response, render_template, request, url_for
from markupsafe import Markup

from agm.announcements.models import RevisionAct
from agm.web.kit.addresses import address_of_text, share_of
from agm.web.kit.markup import rendered
from agm.web.public.queries.announcements import Change, PublicText, changes, document_of, stored
from agm.web.public.queries.units import Place
from agm.web.public.site import REVALIDATE, session
from agm.wording.document import AnnouncementKind, Document
from agm.wording.render import Format, HtmlOptions, render

FORMATS = {
    "txt": ("text", "text/plain; charset=utf-8"),
    "html": ("html", "text/html; charset=utf-8"),
    "md": ("markdown", "text/markdown; charset=utf-8"),
}
"""By the ending of the address: the stored format, and what it is sent as."""


@dataclass(frozen=True, slots=True)
class Shown:
    place: Place
    text: PublicText
    meeting_slug: str | None

    @property
    def path(self) -> str:
        return address_of_text(self.text.kind, self.place.slug, self.meeting_slug, self.text.slug)


def text_page(
    shown: Shown, *, structured: dict[str, object] | None = None, beside: tuple[str, str] | None = None
) -> Response:
    """The page of a text as it stands, or the page that says that it was taken back (410).

    `beside` is another text of the same meeting: what the link to it says, and its address.
    """
    if shown.text.is_retracted:
        return retracted_page(shown)
    revisions = changes(session(), shown.text.announcement_id)
    response = make_response(
        render_template(
            "public/announcement.html",
            here="news",
            here_is="true",
            place=shown.place,
            text=shown.text,
            imprint=shown.text.imprint,
            article=article(shown.place, shown.text.document),
            revisions=revisions,
            corrections=[change for change in revisions if change.act is not RevisionAct.PUBLISHED],
            share=share_of(shown.text.title, shown.path),
            path=shown.path,
            version_path=versions_of(shown),
            structured=structured,
            beside=beside,
        )
    )
    response.last_modified = shown.text.changed_at
    return response


def article(place: Place, document: Document | None) -> Markup:
    """The article for its page, without its closing tag, so that a colophon can be added."""
    options = HtmlOptions(place_address=url_for("public.region", region_slug=place.slug), is_closed=False)
    return rendered(render(document, Format.HTML, options) if document else "")


def versions_of(shown: Shown) -> Callable[[int], str]:
    return lambda sequence: f"{shown.path}/versions/{sequence}"


def retracted_page(shown: Shown) -> Response:
    return make_response(
        render_template("public/retracted.html", here="news", here_is="true", place=shown.place, text=shown.text), 410
    )


def version_page(shown: Shown, sequence: int) -> Response:
    """An earlier version of a text, marked as such; the present one redirects to its own address."""
    if shown.text.is_retracted:
        return retracted_page(shown)
    revisions = changes(session(), shown.text.announcement_id)
    change = next((change for change in revisions if change.sequence == sequence), None)
    if change is None or change.act is RevisionAct.RETRACTED:
        abort(404)
    if sequence == shown.text.sequence:
        return redirect_to(shown.path)
    document = document_of(session(), change.revision_id) or abort(404)
    response = make_response(
        render_template(
            "public/version.html",
            here="news",
            here_is="true",
            place=shown.place,
            text=shown.text,
            change=change,
            replaced=replacement(revisions, change),
            imprint=document.imprint,
            article=article(shown.place, document),
            path=shown.path,
        )
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def replacement(revisions: list[Change], change: Change) -> Change:
    return next(later for later in revisions if later.sequence > change.sequence)


def redirect_to(path: str) -> Response:
    """A permanent redirect."""
    response = make_response("", 301)
    response.location = path
    return response


def text_file(shown: Shown, ending: str) -> Response:
    if shown.text.is_retracted:
        return retracted_page(shown)
    format_, content_type = FORMATS[ending]
    kept = stored(session(), shown.text.revision_id, format_) or abort(404)
    response = make_response(kept[0])
    response.content_type = content_type
    response.set_etag(kept[1])
    response.last_modified = shown.text.changed_at
    response.headers["Cache-Control"] = REVALIDATE
    name = f"{shown.place.slug}-{shown.meeting_slug or shown.text.slug}"
    suffix = "-messages" if shown.text.kind is AnnouncementKind.MESSAGES_OF_SUPPORT else ""
    wanted = "attachment" if ending == "html" or "download" in request.args else "inline"
    response.headers["Content-Disposition"] = f'{wanted}; filename="{name}{suffix}.{ending}"'
    return response
