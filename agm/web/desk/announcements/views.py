"""The meeting's last two steps: reading the announcement (own words where wanted), and publishing it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from agm.announcements.commands import AnnouncementError, Draft, StaleDraftError
from agm.announcements.drafts import Composition, NothingToSayError, compose_draft, compose_generated
from agm.announcements.models import Announcement, PublicKind
from agm.announcements.operations import draft, set_block_override
from agm.announcements.queries import address, of_meeting, revisions
from agm.meetings.models import Meeting
from agm.rules.missing_results import MissingResults, missing_results
from agm.web.desk.announcements.forms import BlockOverrideForm, CorrectForm, PublishForm, RetractForm
from agm.web.desk.workspace import IN_PREVIEW
from agm.web.kit import clock
from agm.web.kit.access import Access, access
from agm.web.kit.acting import current_act
from agm.web.kit.dates import zone
from agm.web.kit.extensions import db
from agm.web.kit.rows import version_of
from agm.web.kit.transaction import rollback_and_read_only
from agm.wording.document import AnnouncementKind, BlockKey, Document
from agm.wording.render import Format, render, typed_text
from agm.wording.render.web import render_html
from agm.workflows.publish_announcement import Announce, announce

blueprint = Blueprint("announcing", __name__)

REFUSED = 422
OVERTAKEN = 409
SEE_OTHER = 303
KIND_IN_ADDRESS = {"report": AnnouncementKind.REPORT, "messages": AnnouncementKind.MESSAGES_OF_SUPPORT}
BLOCK_NAMES = {
    BlockKey.TITLE: "Title",
    BlockKey.OPENING: "Opening",
    BlockKey.SAID: "What was said",
    BlockKey.MESSAGES: "Messages",
    BlockKey.RESULTS: "Results",
    BlockKey.CLOSING: "Closing",
}

Page = str | Response | tuple[str, int]


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


def kind_of(word: str) -> AnnouncementKind:
    """The kind that a word of the address names; 404 for any other."""
    if word not in KIND_IN_ADDRESS:
        abort(404)
    return KIND_IN_ADDRESS[word]


@blueprint.get("/desk/meetings/<int:meeting_id>/announcement", defaults={"word": "report"})
@blueprint.get("/desk/meetings/<int:meeting_id>/announcement/<word>")
@access(Access.SEE)
def read_announcement(meeting_id: int, word: str) -> str:  # noqa: ARG001  the loader used it
    """The announcement as it reads now, block by block."""
    return announcement_page(g.meeting, kind_of(word), BlockOverrideForm(formdata=None))


@blueprint.post("/desk/meetings/<int:meeting_id>/announcement/<word>")
@access(Access.EDIT)
def save_words(meeting_id: int, word: str) -> Page:
    """Put own words in place of a block, or go back to the generated text."""
    kind = kind_of(word)
    form = BlockOverrideForm()
    if form.block.data not in set(BlockKey):
        abort(400)
    announcement = draft(db.session(), clock.now(), Draft(meeting_id, kind))
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
    """The announcement as its page will show it."""
    kind = kind_of(word)
    composition, missing = composed(draft_or_unsaved(g.meeting, kind))
    html = "" if composition is None else composition.contents[Format.HTML]
    return render_template(
        "desk/announcements/full_size.html",
        meeting=g.meeting,
        word=word,
        title=composition.title if composition else "Nothing to read yet",
        missing=missing,
        article=Markup(html),  # noqa: S704  our own renderer escapes what people typed
    )


def announcement_page(meeting: Meeting, kind: AnnouncementKind, form: BlockOverrideForm) -> str:
    """Render the page; `form` holds what was typed for a block that was refused."""
    announcement = draft_or_unsaved(meeting, kind)
    composition, missing = composed(announcement)
    blocks = [] if composition is None else blocks_of(announcement, composition)
    return render_template(
        "desk/announcements/announcement.html",
        meeting=meeting,
        here="announcement",
        kind=kind,
        word=word_of(kind),
        blocks=blocks,
        missing=missing,
        version=announcement.version or 1,
        form=form,
        has_messages=bool(meeting.messages),
        sheet=sheet_of(composition),
    )


def sheet_of(composition: Composition | None) -> Markup:
    """The announcement for the preview beside the page."""
    if composition is None or composition.document is None:
        return Markup("")
    return Markup(render_html(composition.document, IN_PREVIEW))  # noqa: S704  our own renderer escapes


def draft_or_unsaved(meeting: Meeting, kind: AnnouncementKind) -> Announcement:
    """The meeting's announcement of a kind; while none is drafted, one outside the database that reads the same."""
    found = of_meeting(db.session(), meeting.id).get(PublicKind(kind.value))
    if found is not None:
        return found
    unsaved = Announcement(kind=PublicKind(kind.value), meeting_id=meeting.id, unit_id=meeting.unit_id, version=1)
    unsaved.unit = meeting.unit
    unsaved.meeting = meeting
    return unsaved


def composed(announcement: Announcement) -> tuple[Composition | None, str | None]:
    """What would be published, or why nothing could be."""
    try:
        return compose_draft(db.session(), announcement), None
    except NothingToSayError as error:
        return None, str(error)


def blocks_of(announcement: Announcement, composition: Composition) -> list[BlockView]:
    """Each block of the announcement, in order."""
    document = composition.document
    if document is None:
        return []
    own = {BlockKey(row.block): row.text for row in announcement.block_overrides}
    generated = compose_generated(document, composition)
    keys = [block.key for block in document.blocks]
    return [
        BlockView(
            key=key,
            name=BLOCK_NAMES[key],
            generated=block_text(generated, key, Format.MARKDOWN),
            reads=block_text(generated, key, Format.TEXT),
            own=own.get(key),
            own_reads=own_text(own.get(key), key),
            is_changed_under=key in composition.changed_under,
        )
        for key in keys
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


def word_of(kind: AnnouncementKind) -> str:
    """The word of the address for a kind."""
    return next(word for word, known in KIND_IN_ADDRESS.items() if known is kind)


@blueprint.get("/desk/meetings/<int:meeting_id>/publish", defaults={"word": "report"})
@blueprint.get("/desk/meetings/<int:meeting_id>/publish/<word>")
@access(Access.SEE)
def ask_to_publish(meeting_id: int, word: str) -> str:  # noqa: ARG001  the loader used it
    """What will be public, and the one question before it is."""
    return publish_page(g.meeting, kind_of(word))


@blueprint.post("/desk/meetings/<int:meeting_id>/publish/<word>")
@access(Access.EDIT)
def publish_announcement(meeting_id: int, word: str) -> Page:
    """Publish."""
    kind = kind_of(word)
    form = PublishForm()
    announcement = draft(db.session(), clock.now(), Draft(meeting_id, kind))
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


def publish_page(
    meeting: Meeting,
    kind: AnnouncementKind,
    *,
    publish_form: PublishForm | None = None,
    correct_form: CorrectForm | None = None,
    retract_form: RetractForm | None = None,
) -> str:
    """Render the page with what would be public, what is, and the forms that change it."""
    announcement = draft_or_unsaved(meeting, kind)
    composition, missing = composed(announcement)
    values = {"version": announcement.version or 1}
    is_public = announcement.current_sequence is not None
    return render_template(
        "desk/announcements/publish.html",
        meeting=meeting,
        here="publish",
        word=word_of(kind),
        kind=kind,
        announcement=announcement,
        composition=composition,
        missing=missing,
        is_public=is_public,
        address=address(announcement),
        is_ahead=kind is AnnouncementKind.REPORT and is_ahead(meeting),
        missing_results=results_missing_from(composition),
        has_changed=is_public and composition is not None and differs(announcement, composition),
        revisions=revisions(db.session(), announcement.id) if is_public else [],
        publish_form=publish_form or PublishForm(formdata=None, data=values),
        correct_form=correct_form or CorrectForm(formdata=None, data=values),
        retract_form=retract_form or RetractForm(formdata=None),
        has_messages=bool(meeting.messages),
        sheet=sheet_of(composition),
    )


def is_ahead(meeting: Meeting) -> bool:
    """Whether the meeting is on a later day than today, so that a report of it cannot be true yet."""
    day = None if meeting.held_on is None else meeting.held_on.full
    return day is not None and day > clock.now().astimezone(zone()).date()


def differs(announcement: Announcement, composition: Composition) -> bool:
    """Whether what would be published is not what stands published (a retracted text always differs)."""
    current = announcement.current
    if current is None or current.facts is None:
        return True
    return (current.facts, current.words, current.style) != (composition.facts, composition.words, composition.style)


def results_missing_from(composition: Composition | None) -> MissingResults | None:
    """What a report is to be published without, where results are missing."""
    document = None if composition is None else composition.document
    if document is None or document.kind is not AnnouncementKind.REPORT:
        return None
    return missing_results(document.facts, clock.now().astimezone(zone()).date())
