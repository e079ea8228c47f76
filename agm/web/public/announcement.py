"""The page of one public text: its stored document, never composed again, with a colophon below."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy import Row
from werkzeug.wrappers import Response as AnyResponse

from agm.announcements.models import RevisionAct
from agm.announcements.pictures import contents_of
from agm.facts import MeetingFacts
from agm.web.kit.addresses import absolute, address_of_text, base_url, share_of
from agm.web.kit.colophons import colophon
from agm.web.kit.markup import rendered
from agm.web.public.queries.announcements import PublicText, changes_of, document_of, newest_rendering, version_of
from agm.web.public.site import REVALIDATE, house, reader, session, unit_title
from agm.web.public.structured_data import event_data, news_data
from agm.wording.document import AnnouncementKind, Document
from agm.wording.render import Format, KeptForm, render
from agm.wording.render.colophon import Colophon
from agm.wording.render.public_json import render_json
from agm.wording.render.share_image import SIZE
from agm.wording.render.social import picture_words
from agm.wording.render.typed_markdown import escape_markdown_line
from agm.wording.render.web import open_article

FORMATS = {
    "txt": (Format.TEXT.value, "text/plain; charset=utf-8"),
    "html": (Format.HTML.value, "text/html; charset=utf-8"),
    "md": (Format.MARKDOWN.value, "text/markdown; charset=utf-8"),
    "pdf": (KeptForm.PDF.value, "application/pdf"),
    "png": (KeptForm.PICTURE.value, "image/png"),
}
"""By the ending of the address: the stored format, and what it is sent as."""


def word_file(document: Document, below: Colophon) -> bytes:
    from agm.wording.render.word_file import render_word_file  # noqa: PLC0415  a slow import that few requests need

    pictures = contents_of(session(), {one.file for one in document.pictures})
    return render_word_file(document, below, pictures)


MADE_WHEN_ASKED: dict[str, tuple[Callable[[Document, Colophon], str | bytes], str]] = {
    "json": (render_json, "application/json"),
    "docx": (
        word_file,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}
"""By the ending of the address: what makes it, and what it is sent as."""
ENDINGS = (*FORMATS, *MADE_WHEN_ASKED)
OWN_ADDRESS = re.compile(rb"\(<?/")
"""How a link within the site begins in plain text and in Markdown; or a slash in brackets."""
INLINE = {"txt", "md", "json", "pdf", "png"}


def address_of(text: PublicText) -> str:
    return address_of_text(text.kind, text.unit.slug, text.meeting_slug, text.slug)


def text_page(text: PublicText, *, beside: tuple[str, str] | None = None) -> Response:
    """The page of a text as it stands, or the page that says that it was taken back (410).

    `beside` is another text of the meeting: what the link to it says, and its address.
    """
    if text.is_retracted:
        return retracted_page(text)
    path = address_of(text)
    share = share_of(text.title, path)
    changes = changes_of(reader(), text) if text.sequence > 1 else ()
    lead = lead_of(text)
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
            address=share.link,
            structured=structured_data_of(text, share.link, lead.address if lead else None),
            beside=beside,
            picture=lead or (made_picture_of(text, path) if text.has_picture else None),
        )
    )
    response.last_modified = text.at
    return response


def structured_data_of(text: PublicText, address: str, picture: str | None) -> list[dict[str, object]]:
    """A text for machines, below the meeting that a report tells of."""
    data = [news_data(text, address, house().name, picture)]
    if text.kind is AnnouncementKind.REPORT and isinstance(told := text.facts, MeetingFacts):
        event = event_data(told, name=text.title, address=address, organizer=unit_title(text.unit))
        data[:0] = [event] if event else []
    return data


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """The picture that goes with a link to a text, with the words for those who do not see it."""

    address: str
    width: int
    height: int
    alt: str


def lead_of(text: PublicText) -> SharedPicture | None:
    """The photograph below the title, where there is one."""
    lead = text.lead
    if lead is None:
        return None
    address = absolute(url_for("public.picture", digest=lead["file"]))
    return SharedPicture(address, lead["width"], lead["height"], lead["alt"])


def made_picture_of(text: PublicText, path: str) -> SharedPicture:
    """The picture that was made of the text; the number of the revision makes networks fetch it anew when corrected."""
    address = f"{absolute(path)}.png?version={text.sequence}"
    return SharedPicture(address, *SIZE, picture_words(document_of(reader(), text)))


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
    changes = changes_of(reader(), text)
    change = next((change for change in changes if change.sequence == sequence), None)
    if change is None or change.act is RevisionAct.RETRACTED:
        abort(404)
    version = version_of(reader(), text, sequence)
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


def with_whole_addresses(text: PublicText, kept: Row[str, bytes, str]) -> bytes:
    """The bytes of a file; where links within the site, or pictures, are in one that is read elsewhere, it is made
    with their whole addresses."""
    content: bytes = kept.content
    is_read = kept.format in {Format.TEXT, Format.MARKDOWN}
    if not (is_read and OWN_ADDRESS.search(content)):
        return content
    return render(document_of(reader(), text), Format(kept.format), base=base_url()).encode()


def corrections_of(text: PublicText, ending: str) -> bytes:
    """What was corrected, and when: a paragraph below the text of a file that people read as it is."""
    if text.sequence == 1 or ending not in {"txt", "md"}:
        return b""
    told = colophon(house(), text.unit, address_of(text), text.imprint, changes_of(reader(), text)).times[1:]
    lines = told if ending == "txt" else map(escape_markdown_line, told)
    return "".join(f"\n{line}\n" for line in lines).encode()


def text_file(text: PublicText, ending: str) -> Response:
    if text.is_retracted:
        return retracted_page(text)
    if ending in MADE_WHEN_ASKED:
        make, content_type = MADE_WHEN_ASKED[ending]
        document = document_of(reader(), text)
        below = colophon(house(), text.unit, address_of(text), text.imprint, changes_of(reader(), text))
        response = make_response(make(document, below))
        response.add_etag()
    else:
        format_, content_type = FORMATS[ending]
        kept = newest_rendering(reader(), text, format_) or abort(404)
        content = with_whole_addresses(text, kept) + corrections_of(text, ending)
        response = make_response(content)
        if content == kept.content:
            response.set_etag(kept.etag)
        else:
            response.add_etag()
    response.content_type = content_type
    response.last_modified = text.at
    response.headers["Cache-Control"] = REVALIDATE
    name = f"{text.unit.slug}-{text.meeting_slug or text.slug}"
    suffix = "-messages" if text.kind is AnnouncementKind.MESSAGES_OF_SUPPORT else ""
    wanted = "inline" if ending in INLINE and "download" not in request.args else "attachment"
    response.headers["Content-Disposition"] = f'{wanted}; filename="{name}{suffix}.{ending}"'
    return response
