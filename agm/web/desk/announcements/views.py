"""The meeting's last two steps: reading the announcement (own words where wanted), and publishing it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from agm.announcements.commands import SetBlockOverride
from agm.announcements.drafts import Draft, NothingToSayError
from agm.announcements.models import Announcement
from agm.announcements.operations import draft, set_block_override
from agm.rules.violations import EditConflict, refuse
from agm.web.desk.announcements.forms import BlockRow, OwnWordsForm, PublishForm
from agm.web.desk.announcements.pages import AnnouncementView, DraftView, add_form, kind_of, publish_page, word_of
from agm.web.desk.workspace import announcement_of, as_draft, draft_of
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.extensions import db
from agm.web.kit.markup import rendered
from agm.wording.document import AnnouncementKind, BlockKey, Document
from agm.wording.render import Format, render, typed_text
from agm.workflows.plan_publication import PlanPublication, plan_publication
from agm.workflows.publish_announcement import Announce, announce

blueprint = Blueprint("announcing", __name__)

BLOCK_NAMES = {
    BlockKey.TITLE: "Title",
    BlockKey.OPENING: "Opening",
    BlockKey.SAID: "What was said",
    BlockKey.MESSAGES: "Messages",
    BlockKey.RESULTS: "Results",
    BlockKey.COUNT: "The count",
    BlockKey.MOTIONS: "Motions",
    BlockKey.CLOSING: "Closing",
}


WHAT_ELSE = ("Say what else it tells", "meetings.particulars")
"""Where a report is told what no other page asks for."""
COMES_FROM: dict[BlockKey, tuple[tuple[str, str], ...]] = {
    BlockKey.TITLE: (("Change the meeting", "meetings.details"), ("Change the guests", "meetings.guests")),
    BlockKey.OPENING: (("Change the meeting", "meetings.details"), ("Change the guests", "meetings.guests")),
    BlockKey.SAID: (("Change what was said", "meetings.said"),),
    BlockKey.MESSAGES: (("Change the messages", "meetings.messages"),),
    BlockKey.RESULTS: (("Change the results", "results.results"), WHAT_ELSE),
    BlockKey.MOTIONS: (("Change the motions", "motions.motions"),),
    BlockKey.COUNT: (WHAT_ELSE,),
    BlockKey.CLOSING: (WHAT_ELSE,),
}
"""Where what a block tells is recorded: the words of each link and the page."""


class OwnWordsView(DraftView[OwnWordsForm]):
    """Own words in place of blocks, or the generated text again; every button of the page saves what was typed."""

    form_class = OwnWordsForm
    success_message = ""
    overtaken_words = (
        "Somebody else changed this announcement meanwhile. Your words are kept here: look, and save again."
    )

    def __init__(self, word: str) -> None:
        self.word, self.kind = word, kind_of(word)
        self.block = request.form.get("stay") or request.form.get("back")
        named = [value for name, value in request.form.items() if name in {"stay", "back"} or name.endswith("-block")]
        if not set(named) <= {"", *BlockKey}:
            abort(400)

    def operation(self, form: OwnWordsForm) -> object:
        changes = form.changes()
        if changes:
            self.success_message = "The generated text is back." if form.back.data else "Your own words are saved."
        announcement = draft(db.session(), clock.now(), g.meeting.id, self.kind)
        try:
            for version, (block, text) in enumerate(changes.items(), start=form.filled_from):
                set_block_override(current_act(), SetBlockOverride(announcement.id, version, block, text))
        except NothingToSayError as error:
            refuse("nothing_to_say", "", str(error))
        return announcement

    def next_address(self) -> str:
        if not self.block:
            return url_for(".ask_to_publish", meeting_id=g.meeting.id, word=self.word)
        return url_for(".read_announcement", meeting_id=g.meeting.id, word=self.word, _anchor=self.block)

    def render(self, form: OwnWordsForm) -> str:
        return announcement_page(self.kind, form)


class PublishView(AnnouncementView[PublishForm]):
    form_class = PublishForm
    success_message = "It is public."
    overtaken_words = "The announcement was changed meanwhile. Read it again, then publish."
    publishes = True
    announcement_id: int

    def __init__(self, word: str) -> None:
        self.word, self.kind = word, kind_of(word)

    @property
    def subject(self) -> Announcement:
        return announcement_of(g.meeting, self.kind)

    def operation(self, form: PublishForm) -> object:
        try:
            announcement = draft(db.session(), clock.now(), g.meeting.id, self.kind)
        except IntegrityError as error:  # somebody else began it at the same moment, and has it public by now
            raise EditConflict(1) from error
        self.announcement_id = announcement.id
        agreed, digest = bool(form.names_agreed.data), form.digest.data or None
        if form.due is None and not form.needs_second.data:
            command = Announce(announcement.id, form.filled_from, names_agreed=agreed, digest=digest)
            return announce(current_act(), command)
        self.success_message = "It is planned. Nothing is public yet."
        return plan_publication(
            current_act(),
            PlanPublication(
                announcement.id, form.filled_from, digest or "", form.due,
                needs_second=bool(form.needs_second.data), names_agreed=agreed,
            ),
        )  # fmt: skip

    def next_address(self) -> str:
        return url_for("sending_on.send_on", announcement_id=self.announcement_id)

    def render(self, form: PublishForm) -> str:
        return publish_page(g.meeting, self.kind, form)


@blueprint.get("/desk/meetings/<int:meeting_id>/announcement", defaults={"word": "report"})
@blueprint.get("/desk/meetings/<int:meeting_id>/announcement/<word>")
@access(Access.SEE)
def read_announcement(word: str) -> str:
    return announcement_page(kind_of(word))


@blueprint.get("/desk/meetings/<int:meeting_id>/full-size", defaults={"word": "report"})
@blueprint.get("/desk/meetings/<int:meeting_id>/full-size/<word>")
@access(Access.SEE)
def full_size(word: str) -> str:
    draft, missing = draft_of(g.meeting, kind_of(word))
    return render_template(
        "desk/announcements/full_size.html",
        word=word,
        title=draft.title if draft else "Nothing to read yet",
        missing=missing,
        article=rendered(render(draft.document, Format.HTML, as_draft(draft.announcement))) if draft else "",
    )


@blueprint.get("/desk/meetings/<int:meeting_id>/publish", defaults={"word": "report"})
@blueprint.get("/desk/meetings/<int:meeting_id>/publish/<word>")
@access(Access.SEE)
def ask_to_publish(word: str) -> str:
    return publish_page(g.meeting, kind_of(word))


add_form(blueprint, "/desk/meetings/<int:meeting_id>/announcement/<word>", "save_words", OwnWordsView)
add_form(blueprint, "/desk/meetings/<int:meeting_id>/publish/<word>", "publish_announcement", PublishView)


def announcement_page(kind: AnnouncementKind, refused: OwnWordsForm | None = None) -> str:
    """Render the page; `refused` holds what was typed for blocks that were refused."""
    draft, missing = draft_of(g.meeting, kind)
    blocks = [] if draft is None else blocks_of(draft)
    shown = {block["key"]: block["own"] or block["generated"] for block in blocks if block["is_written_here"]}
    values = [BlockRow.values_for(key, text) for key, text in shown.items()]
    version = announcement_of(g.meeting, kind).version or 1
    form = refused or OwnWordsForm(formdata=None, data={"version": version, "blocks": values})
    form.follow(shown)
    return render_template(
        "desk/announcements/announcement.html",
        here="announcement",
        draft=draft,
        word=word_of(kind),
        blocks=blocks,
        missing=missing,
        form=form,
        rows={entry.form.block.data: entry.form for entry in form.blocks.entries},
        has_messages=bool(g.meeting.messages),
    )


def blocks_of(draft: Draft) -> list[dict[str, Any]]:
    """Each block as the page shows it: what would be generated, and the own words that stand in its place."""
    own = {BlockKey(row.block): row.text for row in draft.announcement.block_overrides}
    changed_under = draft.changed_under
    return [
        {
            "key": key,
            "name": BLOCK_NAMES[key],
            "generated": block_text(draft.generated, key, Format.MARKDOWN),  # to go on from
            "reads": block_text(draft.generated, key, Format.TEXT),
            "own": own.get(key),
            "own_reads": words_as_read(own.get(key), key),
            "is_changed_under": key in changed_under,
            "is_written_here": key is not BlockKey.SAID or key in own,
            "comes_from": [
                (words, url_for(page, meeting_id=draft.announcement.meeting_id))
                for words, page in COMES_FROM.get(key, ())
                if draft.document.kind is AnnouncementKind.REPORT or (words, page) != WHAT_ELSE
            ],
        }
        for key in (block.key for block in draft.document.first_text)
    ]


def words_as_read(own: str | None, key: BlockKey) -> str | None:
    """Own words without signs of Markdown; a title is plain text already."""
    return own if own is None or key is BlockKey.TITLE else typed_text(own)


def block_text(document: Document, key: BlockKey, to: Format) -> str:
    """One block of a document in a format (a title as plain text); empty where the document has no such block."""
    block = document.block(key)
    if block is None:
        return ""
    to = Format.TEXT if key is BlockKey.TITLE else to
    return render(replace(document, blocks=(block,)), to).strip()
