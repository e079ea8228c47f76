"""Facts in, announcement out: every sentence of an announcement is made here, by a house style's patterns."""

from __future__ import annotations

from collections.abc import Mapping

from agm.wording.compose.digest import block_digest
from agm.wording.compose.grammar import closed, date_text, printed, squeeze
from agm.wording.compose.results import result_parts
from agm.wording.compose.situation import Situation, is_by_election, situation_of
from agm.wording.compose.values import Values, values_of
from agm.wording.document import (
    AnnouncementKind,
    Block,
    BlockKey,
    Document,
    Entry,
    Listing,
    Part,
    Person,
    Sentence,
    Typed,
)
from agm.wording.facts import MeetingFacts, SupportMessage
from agm.wording.style import DateStyle, HouseStyle

__all__ = ["ComposeError", "announcement_kind", "block_digest", "compose"]

NO_WORDS: Mapping[BlockKey, str] = {}


class ComposeError(ValueError):
    """This announcement cannot be made of these facts."""


def announcement_kind(facts: MeetingFacts) -> AnnouncementKind:
    """The announcement that suits the facts: a report, or messages of support where nothing else is recorded."""
    told = facts.speakers or facts.said or facts.results or facts.elections is not None
    return AnnouncementKind.MESSAGES_OF_SUPPORT if facts.messages and not told else AnnouncementKind.REPORT


def compose(
    facts: MeetingFacts,
    style: HouseStyle,
    own_words: Mapping[BlockKey, str] = NO_WORDS,
    kind: AnnouncementKind | None = None,
) -> Document:
    """Compose an announcement. `own_words` (Markdown; the title plain text) replace a block; blank words do not.

    Without `kind`, it is `announcement_kind(facts)`. Raises ComposeError for messages of support without a message.
    """
    chosen = kind or announcement_kind(facts)
    if chosen is AnnouncementKind.MESSAGES_OF_SUPPORT and not facts.messages:
        raise ComposeError("No message of support is recorded for this meeting.")
    situation = situation_of(facts, style)
    values = values_of(facts, style, situation)
    make = _report if chosen is AnnouncementKind.REPORT else _messages
    generated = make(facts, style, situation, values)
    blocks = [
        block
        for key in (BlockKey.TITLE, *style.block_order)
        if (block := _block(key, generated.get(key, ()), own_words.get(key, ""), style, situation))
    ]
    return Document(
        kind=chosen,
        title="".join(part.text for part in blocks[0].parts if isinstance(part, Sentence)),
        place=squeeze(facts.region.name) if facts.region else style.national,
        held_on=facts.held_on,
        held_on_text=date_text(facts.held_on, DateStyle.PLAIN, weekday=False),
        blocks=tuple(blocks),
        imprint=style.imprint,
        facts=facts,
    )


Generated = dict[BlockKey, tuple[Part, ...]]


def _report(facts: MeetingFacts, style: HouseStyle, situation: Situation, values: Values) -> Generated:
    opening = "opening" if facts.guests else "opening_without_guests"
    if is_by_election(facts) and not facts.guests:
        opening = "opening_by_election"
    sentences = [opening]
    sentences += ["chaired"] if values["chairs"] else []
    sentences += ["attended"] if values["attendance"] else []
    messages: tuple[Part, ...] = ()
    if facts.messages and style.messages_in_report:
        messages = (*_sentences(style, values, ["messages_lead_in"], lead_in=True), _senders(facts, style))
    return {
        BlockKey.TITLE: _headline(style, values, "title_by_election" if is_by_election(facts) else "title"),
        BlockKey.OPENING: _sentences(style, values, sentences),
        BlockKey.SAID: tuple(Typed(paragraph.text) for paragraph in facts.said if paragraph.text.strip()),
        BlockKey.MESSAGES: messages,
        BlockKey.RESULTS: result_parts(facts, style, situation, values),
        BlockKey.CLOSING: _sentences(style, values, _closing(situation)),
    }


def _closing(situation: Situation) -> list[str]:
    if not situation.offices:
        return ["closing_no_elections"] if situation.none_held else []
    vacancies = any(office.vacancies for office in situation.offices)
    closing = "closing" if situation.elected else "closing_nobody_elected"
    return [closing, "vacancy_appeal"] if vacancies else [closing]


def _messages(facts: MeetingFacts, style: HouseStyle, situation: Situation, values: Values) -> Generated:
    """The announcement of messages alone; it takes what `_report` takes, so that either can be called."""
    return {
        BlockKey.TITLE: _headline(style, values, "title_messages"),
        BlockKey.OPENING: _sentences(style, values, ["opening_messages"]),
        BlockKey.MESSAGES: (_senders(facts, style),),
        BlockKey.CLOSING: _sentences(style, values, ["closing_messages"]),
    }


def _headline(style: HouseStyle, values: Values, item: str) -> tuple[Part, ...]:
    """The title; where a house style's pattern leaves nothing of it, the built-in one."""
    return _sentences(style, values, [item]) or _sentences(HouseStyle(), values, [item])


def _sentences(style: HouseStyle, values: Values, items: list[str], *, lead_in: bool = False) -> tuple[Part, ...]:
    text = closed(" ".join(style.fill(item, values) for item in items))
    return (Sentence(text, lead_in),) if text else ()


def _senders(facts: MeetingFacts, style: HouseStyle) -> Listing:
    return Listing(tuple(_sender(message, style) for message in facts.messages), style.blank_lines)


def _sender(message: SupportMessage, style: HouseStyle) -> Entry:
    name = printed(message.person)
    role = squeeze(message.role or "")
    line = squeeze(style.fill("message_line", {"name": name, "role": role}))
    return Entry(role, (Person(name),), line, message=message.text or "")


def _block(
    key: BlockKey, parts: tuple[Part, ...], own_words: str, style: HouseStyle, situation: Situation
) -> Block | None:
    own = bool(own_words.strip())
    if own:
        parts = (Sentence(squeeze(own_words)),) if key is BlockKey.TITLE else (Typed(own_words),)
    return Block(key, parts, _heading(key, style, situation), own) if parts else None


def _heading(key: BlockKey, style: HouseStyle, situation: Situation) -> str:
    if key is BlockKey.RESULTS:
        if situation.all_co_opted:
            return style.co_opted[:1].upper() + style.co_opted[1:]
        return style.heading_elected if situation.elected else style.heading_elections
    return {BlockKey.SAID: style.heading_said, BlockKey.MESSAGES: style.heading_messages}.get(key, "")
