"""What would be published now: the record composed in the house style, with the chair's own words in their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy.orm import Session

from agm.announcements.gather import gather
from agm.announcements.models import Announcement, BlockOverride, PublicKind
from agm.facts import MeetingFacts
from agm.facts.files import facts_to_plain
from agm.facts.plain import to_plain
from agm.organisation.queries import house_style_choices
from agm.wording.compose import ComposeError, compose, source_digest
from agm.wording.document import AnnouncementKind, BlockKey, Document, statement
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle, style_from_plain
from agm.wording.summary import plain_title, summary

CHAIR = "chair"


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
    record: MeetingFacts | None = None
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
        record=facts,
        title=plain_title(document),
        summary=summary(document),
        elected_chair=elected_chair(facts) if announcement.kind is PublicKind.REPORT else None,
        imprint=style.imprint,
        facts=facts_to_plain(facts),
        style=cast("dict[str, Any]", to_plain(style)),
        words={key.value: text for key, text in own.items()},
        names=named_in_public(facts, announcement.kind),
        changed_under=tuple(
            BlockKey(row.block) for row in announcement.block_overrides if is_outdated(row, facts, document.kind)
        ),
    )


def compose_generated(facts: MeetingFacts, composition: Composition, kind: AnnouncementKind) -> Document:
    """The same announcement without any own words, from the very facts and style of a composition."""
    return compose(facts, style_from_plain(composition.style or {}), kind=kind)


def compose_statement(session: Session, announcement: Announcement) -> Composition:
    """A statement as it would be published now."""
    title, text = announcement.statement_title or "", announcement.statement_text or ""
    style = house_style_choices(session, announcement.unit_id)
    place = style.national if announcement.unit.is_national else announcement.unit.name
    document = statement(title, text, place=place, imprint=style.imprint, video_url=announcement.video_url)
    return Composition(
        contents={format_: render(document, format_) for format_ in Format},
        title=title,
        summary=summary(document),
        elected_chair=None,
        imprint=style.imprint,
        facts=None,
        style=None,
        words={"title": title, "text": text, "video_url": announcement.video_url},
    )


def is_outdated(own: BlockOverride, facts: MeetingFacts, kind: AnnouncementKind) -> bool:
    """Whether the facts behind a block have changed since own words were put in its place."""
    return own.replaced_digest != source_digest(facts, kind, BlockKey(own.block))


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
