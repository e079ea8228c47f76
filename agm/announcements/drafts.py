"""What would be published now: the record composed in the house style, with the chair's own words in their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy.orm import Session

from agm.announcements.gather import gather
from agm.announcements.models import Announcement, BlockOverride, PublicKind
from agm.organisation.queries import house_style_choices
from agm.wording.codec import encode
from agm.wording.compose import ComposeError, block_digest, compose
from agm.wording.document import AnnouncementKind, BlockKey, Document, Sentence, Typed
from agm.wording.facts import MeetingFacts
from agm.wording.facts_file import facts_to_plain
from agm.wording.render import Format, render, typed_text
from agm.wording.render.statement import Statement, statement_html, statement_markdown, statement_text
from agm.wording.style import HouseStyle, style_from_plain

CHAIR = "chair"
SUMMARY_LENGTH = 220
QUOTATION_MARK = ">"
"""How plain text marks the lines of a quotation; on one line it says nothing."""


@dataclass(frozen=True, slots=True)
class Composition:
    """A public text as it would be published now.

    `contents` holds it in each format. `changed_under` lists the blocks with own words whose facts have changed since
    the words were written. `names` are those of everybody whom the text names from the record.
    """

    contents: Mapping[Format, str]
    title: str
    summary: str
    elected_chair: str | None
    imprint: str
    facts: dict[str, Any] | None
    style: dict[str, Any] | None
    words: dict[str, Any]
    document: Document | None = None
    names: tuple[str, ...] = ()
    changed_under: tuple[BlockKey, ...] = ()


class NothingToSayError(ValueError):
    """There is nothing to announce yet; the message says what is missing."""


def compose_draft(session: Session, announcement: Announcement) -> Composition:
    """Compose a draft from the record. Raises NothingToSayError where the record gives no such announcement."""
    if announcement.kind is PublicKind.STATEMENT:
        return compose_statement(session, announcement)
    if announcement.meeting_id is None:
        raise NothingToSayError("This announcement belongs to no meeting.")
    facts = gather(session, announcement.meeting_id)
    return compose_meeting(facts, house_style_choices(session, announcement.unit_id), announcement)


def compose_meeting(facts: MeetingFacts, style: HouseStyle, announcement: Announcement) -> Composition:
    """Compose a meeting's announcement from facts that were gathered already."""
    own = {BlockKey(row.block): row.text for row in announcement.block_overrides}
    try:
        document = compose(facts, style, own, AnnouncementKind(announcement.kind.value))
    except ComposeError as error:
        raise NothingToSayError(str(error)) from None
    return Composition(
        contents={format_: render(document, format_) for format_ in Format},
        document=document,
        title=plain(document.title),
        summary=shortened(opening_text(document)),
        elected_chair=elected_chair(facts) if announcement.kind is PublicKind.REPORT else None,
        imprint=style.imprint,
        facts=facts_to_plain(facts),
        style=cast("dict[str, Any]", encode(style)),
        words={key.value: text for key, text in own.items()},
        names=named_in_public(facts, announcement.kind),
        changed_under=tuple(BlockKey(row.block) for row in announcement.block_overrides if is_outdated(row, document)),
    )


def compose_generated(document: Document, composition: Composition) -> Document:
    """The same announcement without any own words, from the very facts and style of a composition."""
    return compose(document.facts, style_from_plain(composition.style or {}), kind=document.kind)


def compose_statement(session: Session, announcement: Announcement) -> Composition:
    """A statement as it would be published now."""
    title, text = announcement.statement_title or "", announcement.statement_text or ""
    style = house_style_choices(session, announcement.unit_id)
    place = style.national if announcement.unit is None else announcement.unit.name
    statement = Statement(title=title, text=text, place=place, video_url=announcement.video_url)
    return Composition(
        contents={
            Format.TEXT: statement_text(statement),
            Format.HTML: statement_html(statement),
            Format.MARKDOWN: statement_markdown(statement),
        },
        title=title,
        summary=shortened(typed_text(text)),
        elected_chair=None,
        imprint=style.imprint,
        facts=None,
        style=None,
        words={"title": title, "text": text, "video_url": announcement.video_url},
    )


def is_outdated(own: BlockOverride, document: Document) -> bool:
    """Whether the facts behind a block have changed since own words were put in its place."""
    return own.replaced_digest != block_digest(document, BlockKey(own.block))


def elected_chair(facts: MeetingFacts) -> str | None:
    """Who was elected to the chair, as a list of news names them; None where nobody was."""
    for office in facts.results:
        if office.canonical_key == CHAIR and office.elected:
            return " and ".join(person.displayed for entry in office.elected for person in entry.people)
    return None


def named_in_public(facts: MeetingFacts, kind: PublicKind) -> tuple[str, ...]:
    """Everyone whom the announcement names: they must have agreed to it. Without repetition, in order."""
    senders = [message.person.displayed for message in facts.messages]
    if kind is PublicKind.MESSAGES_OF_SUPPORT:
        return tuple(dict.fromkeys(senders))
    elected = [person.displayed for office in facts.results for entry in office.elected for person in entry.people]
    speakers = [speaker.person.displayed for speaker in facts.speakers]
    return tuple(dict.fromkeys([*speakers, *elected, *senders]))


def opening_text(document: Document) -> str:
    """The first block after the title as plain text."""
    for block in document.blocks:
        if block.key is BlockKey.TITLE:
            continue
        sentences = [part.text for part in block.parts if isinstance(part, Sentence)]
        typed = [typed_text(part.markdown) for part in block.parts if isinstance(part, Typed)]
        return plain(" ".join([*sentences, *typed]))
    return ""


def shortened(text: str) -> str:
    """The first words of a text on one line, cut at a word: for lists and feeds."""
    words = " ".join(word for word in text.split() if word != QUOTATION_MARK)
    if len(words) <= SUMMARY_LENGTH:
        return words
    return words[: words.rfind(" ", 0, SUMMARY_LENGTH - 1)].rstrip(" ,;:–-") + " …"


def plain(text: str) -> str:
    """A text with no-break spaces as ordinary ones."""
    return text.replace("\u00a0", " ")
