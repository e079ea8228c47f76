"""The meeting's last two steps: reading the announcement (own words where wanted), and publishing it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for

from agm.announcements.commands import AnnouncementError, StaleDraftError
from agm.announcements.drafts import Draft, NothingToSayError
from agm.announcements.operations import draft, set_block_override
from agm.meetings.models import Meeting
from agm.web.desk.announcements.forms import BlockOverrideForm, PublishForm
from agm.web.desk.announcements.pages import OVERTAKEN, REFUSED, SEE_OTHER, Page, kind_of, publish_page, word_of
from agm.web.desk.workspace import announcement_of, draft_of
from agm.web.kit import clock
from agm.web.kit.access import Access, access
from agm.web.kit.acting import current_act
from agm.web.kit.extensions import db
from agm.web.kit.markup import rendered
from agm.web.kit.rows import version_of
from agm.web.kit.transaction import rollback_and_read_only
from agm.wording.document import AnnouncementKind, BlockKey, Document
from agm.wording.render import Format, render, typed_text
from agm.workflows.publish_announcement import Announce, announce

blueprint = Blueprint("announcing", __name__)

BLOCK_NAMES = {
    BlockKey.TITLE: "Title",
    BlockKey.OPENING: "Opening",
    BlockKey.SAID: "What was said",
    BlockKey.MESSAGES: "Messages",
    BlockKey.RESULTS: "Results",
    BlockKey.CLOSING: "Closing",
}


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block as the page shows it: what would be generated, and the own words that stand in its place."""

    key: BlockKey
    name: str
    generated: str
    """The text that the record gives, as Markdown, to go on from."""
    reads: str
    """The same as it reads, without signs of Markdown."""
    own: str | None
    own_reads: str | None
    is_changed_under: bool


@blueprint.get("/desk/meetings/<int:meeting_id>/announcement", defaults={"word": "report"})
@blueprint.get("/desk/meetings/<int:meeting_id>/announcement/<word>")
@access(Access.SEE)
def read_announcement(meeting_id: int, word: str) -> str:  # noqa: ARG001  the loader used it
    return announcement_page(g.meeting, kind_of(word), BlockOverrideForm(formdata=None))


@blueprint.post("/desk/meetings/<int:meeting_id>/announcement/<word>")
@access(Access.EDIT)
def save_words(meeting_id: int, word: str) -> Page:
    """Put own words in place of a block, or go back to the generated text."""
    kind = kind_of(word)
    form = BlockOverrideForm()
    if form.block.data not in set(BlockKey):
        abort(400)
    announcement = draft(db.session(), clock.now(), meeting_id, kind)
    if not form.validate():
        return announcement_page(g.meeting, kind, form), REFUSED
    try:
        set_block_override(current_act(), form.command(announcement.id))
    except StaleDraftError:
        form.refuse(
            "Somebody else changed this announcement meanwhile. Your words are kept here: look, and save again."
        )
        form.version.data = str(announcement.version)
        return announcement_page(g.meeting, kind, form), OVERTAKEN
    except NothingToSayError as error:
        form.refuse(str(error))
        return announcement_page(g.meeting, kind, form), REFUSED
    flash("The generated text is back." if form.back.data else "Your own words are saved.")
    return redirect(f"{url_for('.read_announcement', meeting_id=meeting_id, word=word)}#{form.block.data}", SEE_OTHER)


@blueprint.get("/desk/meetings/<int:meeting_id>/full-size", defaults={"word": "report"})
@blueprint.get("/desk/meetings/<int:meeting_id>/full-size/<word>")
@access(Access.SEE)
def full_size(meeting_id: int, word: str) -> str:  # noqa: ARG001  the loader used it
    draft, missing = draft_of(g.meeting, kind_of(word))
    return render_template(
        "desk/announcements/full_size.html",
        meeting=g.meeting,
        word=word,
        title=draft.title if draft else "Nothing to read yet",
        missing=missing,
        article=rendered(render(draft.document, Format.HTML)) if draft else "",
    )


def announcement_page(meeting: Meeting, kind: AnnouncementKind, form: BlockOverrideForm) -> str:
    """Render the page; `form` holds what was typed for a block that was refused."""
    announcement = announcement_of(meeting, kind)
    draft, missing = draft_of(meeting, kind)
    return render_template(
        "desk/announcements/announcement.html",
        meeting=meeting,
        here="announcement",
        draft=draft,
        word=word_of(kind),
        blocks=[] if draft is None else blocks_of(draft),
        missing=missing,
        version=announcement.version or 1,
        form=form,
        has_messages=bool(meeting.messages),
    )


def blocks_of(draft: Draft) -> list[BlockView]:
    own = {BlockKey(row.block): row.text for row in draft.announcement.block_overrides}
    generated, changed_under = draft.generated, draft.changed_under
    return [
        BlockView(
            key=key,
            name=BLOCK_NAMES[key],
            generated=block_text(generated, key, Format.MARKDOWN),
            reads=block_text(generated, key, Format.TEXT),
            own=own.get(key),
            own_reads=own_text(own.get(key), key),
            is_changed_under=key in changed_under,
        )
        for key in (block.key for block in draft.document.blocks)
    ]


def own_text(words: str | None, key: BlockKey) -> str | None:
    """Own words as they read; a title is plain text already."""
    return words if words is None or key is BlockKey.TITLE else typed_text(words)


def block_text(document: Document, key: BlockKey, to: Format) -> str:
    """One block of a document in a format (a title as plain text); empty where the document has no such block."""
    block = document.block(key)
    if block is None:
        return ""
    to = Format.TEXT if key is BlockKey.TITLE else to
    return render(replace(document, blocks=(block,)), to).strip()


@blueprint.get("/desk/meetings/<int:meeting_id>/publish", defaults={"word": "report"})
@blueprint.get("/desk/meetings/<int:meeting_id>/publish/<word>")
@access(Access.SEE)
def ask_to_publish(meeting_id: int, word: str) -> str:  # noqa: ARG001  the loader used it
    return publish_page(g.meeting, kind_of(word))


@blueprint.post("/desk/meetings/<int:meeting_id>/publish/<word>")
@access(Access.EDIT)
def publish_announcement(meeting_id: int, word: str) -> Page:
    kind = kind_of(word)
    form = PublishForm()
    announcement = draft(db.session(), clock.now(), meeting_id, kind)
    if form.validate():
        command = Announce(announcement.id, version_of(form), names_agreed=bool(form.names_agreed.data))
        try:
            announce(current_act(), command)
        except AnnouncementError as error:
            form.refuse(str(error), error.field)
        except StaleDraftError:
            form.refuse("The announcement was changed meanwhile. Read it again, then publish.")
        else:
            flash("It is public.")
            return redirect(url_for(".ask_to_publish", meeting_id=meeting_id, word=word), SEE_OTHER)
    rollback_and_read_only()
    return publish_page(g.meeting, kind, publish_form=form), REFUSED
