"""Facts in, announcement out: every sentence of an announcement is made here, by a house style's patterns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from agm.facts import Language, MeetingFacts, Paragraph, Speaker, SupportMessage
from agm.language.en import capitalised
from agm.language.letters import same_name
from agm.wording.compose.count import count_parts
from agm.wording.compose.digest import source_digest
from agm.wording.compose.grammar import closed, date_text, known, said_once, squeeze, with_place
from agm.wording.compose.motions import motion_parts
from agm.wording.compose.naming import Recorded, everyone, named, named_in
from agm.wording.compose.particulars import (
    contact_sentence,
    language_of,
    last_day_sentence,
    next_meeting_sentence,
    outgoing_sentence,
    quotation,
    term_sentence,
)
from agm.wording.compose.results import result_parts
from agm.wording.compose.situation import Situation, is_by_election, needs_somebody, quorum_item, situation_of
from agm.wording.compose.values import Values, values_of
from agm.wording.document import (
    AnnouncementKind,
    Block,
    BlockKey,
    Document,
    ListEntry,
    Listing,
    Part,
    Person,
    Sentence,
    Typed,
)
from agm.wording.style import HouseStyle
from agm.wording.style_choices import DateStyle, SecondLanguage

__all__ = ["ComposeError", "announcement_kind", "compose", "source_digest"]

NO_WORDS: Mapping[BlockKey, str] = {}


class ComposeError(ValueError):
    """This announcement cannot be made of these facts."""


def announcement_kind(facts: MeetingFacts) -> AnnouncementKind:
    """The announcement that suits the facts: a report, or messages of support where nothing else is recorded."""
    told = facts.speakers or facts.said or facts.results or facts.motions or facts.elections is not None
    return AnnouncementKind.MESSAGES_OF_SUPPORT if facts.messages and not told else AnnouncementKind.REPORT


def compose(
    facts: MeetingFacts,
    style: HouseStyle,
    own_words: Mapping[BlockKey, str] = NO_WORDS,
    kind: AnnouncementKind | None = None,
    today: date | None = None,
) -> Document:
    """Compose an announcement. `own_words` (Markdown; the title plain text) replace a block; blank words do not.

    Without `kind`, it is `announcement_kind(facts)`. A meeting after `today` is told as one to come, if a day is given.
    Raises ComposeError for messages of support without a message.
    """
    chosen = kind or announcement_kind(facts)
    if chosen is AnnouncementKind.MESSAGES_OF_SUPPORT and not facts.messages:
        raise ComposeError("No message of support is recorded for this meeting.")
    style = speaking(facts.second_language, style)
    situation = situation_of(facts, style, today)
    values = values_of(facts, style, situation)
    if chosen is AnnouncementKind.REPORT:
        generated = _report(facts, style, situation, values)
    else:
        generated = _messages(facts, style, values, ahead=situation.ahead)
    recorded = everyone(facts)
    blocks = [
        Block(key, parts, _heading(key, style, situation), own=_is_own(own_words, key))
        for key in _order(style)
        if (parts := _parts(key, generated.get(key, ()), own_words, recorded))
    ]
    return Document(
        kind=chosen,
        title="".join(part.text for part in blocks[0].parts if isinstance(part, Sentence)),
        place=squeeze(facts.region.name) if facts.region else style.national,
        held_on=facts.held_on,
        held_on_text=date_text(facts.held_on, DateStyle.PLAIN, weekday=False),
        blocks=tuple(blocks),
        imprint=style.imprint,
    )


def speaking(second: Language | None, style: HouseStyle) -> HouseStyle:
    """The style for facts that ask for the text in a second language themselves."""
    if second is not Language.WELSH or style.second_language is SecondLanguage.WELSH:
        return style
    return replace(style, second_language=SecondLanguage.WELSH)


def _order(style: HouseStyle) -> tuple[BlockKey, ...]:
    """The title, and the parts in the house's order; what the count gave stands behind the results."""
    at = style.block_order.index(BlockKey.RESULTS) + 1
    return (BlockKey.TITLE, *style.block_order[:at], BlockKey.COUNT, *style.block_order[at:])


Generated = dict[BlockKey, tuple[Part, ...]]


def _report(facts: MeetingFacts, style: HouseStyle, situation: Situation, values: Values) -> Generated:
    opening = "opening" if facts.guests else "opening_without_guests"
    if is_by_election(facts) and not facts.guests:
        opening = "opening_by_election"
    sentences = ["opening_ahead"] if situation.ahead else [opening]
    sentences += ["chaired"] if values["chairs"] and not situation.ahead else []
    sentences += ["attended"] if values["attendance"] else []
    quorum = quorum_item(facts, situation) if values["quorum"] else ""
    sentences += [quorum] if quorum else []
    messages: tuple[Part, ...] = ()
    if facts.messages and style.messages_in_report:
        messages = (*_sentences(style, values, ["messages_lead_in"], lead_in=True), _senders(facts, style))
    return {
        BlockKey.TITLE: _headline(style, values, "title_by_election" if is_by_election(facts) else "title"),
        BlockKey.OPENING: _sentences(style, _numbered(facts, values), sentences),
        BlockKey.SAID: typed_paragraphs(facts.said, facts.speakers),
        BlockKey.MESSAGES: messages,
        BlockKey.RESULTS: result_parts(facts, style, situation, values),
        BlockKey.COUNT: count_parts(situation.offices, facts.turnout, style),
        BlockKey.MOTIONS: motion_parts(facts, style),
        BlockKey.CLOSING: _last_words(facts, style, situation, values),
    }


def _numbered(facts: MeetingFacts, values: Values) -> Values:
    """Commas where a by-election has a number: "its 11th by-election, for Chair," is not the 11th one for Chair."""
    if not is_by_election(facts) or not values["ordinal"] or not values["offices"]:
        return values
    return values | {"their_meeting": f"{values['their_meeting']},", "offices": f"{values['offices']},"}


def closing_items(situation: Situation) -> list[str]:
    if not situation.offices:
        return ["closing_no_elections"] if situation.none_held else []
    vacancies = any(map(needs_somebody, situation.offices)) and not situation.inquorate
    closing = "closing" if situation.elected else "closing_nobody_elected"
    return [closing, "vacancy_appeal"] if vacancies else [closing]


def _last_words(facts: MeetingFacts, style: HouseStyle, situation: Situation, values: Values) -> tuple[Part, ...]:
    closing = closing_items(situation)
    appeals = "vacancy_appeal" in closing and bool(style.vacancy_appeal)
    last = [style.fill(item, values) for item in closing]
    sentences = (
        term_sentence(facts.term, facts.takes_office, style, situation.offices),
        *last[:1],
        outgoing_sentence(facts.outgoing, style, besides="thank" in "".join(last[:1]).casefold()),
        *last[1:],
        "" if appeals and "{apply_by}" in style.vacancy_appeal else last_day_sentence(facts.vacancies_until, style),
        contact_sentence(facts.contact, is_told=appeals and "{contact}" in style.vacancy_appeal),
        next_meeting_sentence(facts.next_meeting, style),
    )
    text = closed(" ".join(sentences))
    return (Sentence(text),) if text else ()


def _messages(facts: MeetingFacts, style: HouseStyle, values: Values, *, ahead: bool) -> Generated:
    if len(facts.messages) == 1 and facts.messages[0].role:  # the one sender's role says from whom it came
        values = values | {"messages_from": ""}
    return {
        BlockKey.TITLE: _headline(style, values, "title_messages"),
        BlockKey.OPENING: _sentences(style, values, ["opening_messages_ahead" if ahead else "opening_messages"]),
        BlockKey.MESSAGES: (_senders(facts, style),),
        BlockKey.CLOSING: _sentences(style, values, ["closing_messages"]),
    }


def _headline(style: HouseStyle, values: Values, item: str) -> tuple[Part, ...]:
    """The title; where a house style's pattern leaves nothing of it, the built-in one."""
    values = values | {"body_short": values["body_short"].removeprefix("the ")}
    return _sentences(style, values, [item]) or _sentences(HouseStyle(), values, [item])


def _sentences(style: HouseStyle, values: Values, items: list[str], *, lead_in: bool = False) -> tuple[Part, ...]:
    text = closed(" ".join(style.fill(item, values) for item in items))
    return (Sentence(text, lead_in),) if text else ()


def typed_paragraphs(said: Sequence[Paragraph], speakers: Sequence[Speaker] = ()) -> tuple[Part, ...]:
    """What people typed, quotations set apart."""
    return tuple(
        quotation(paragraph) if paragraph.quoted else _typed(paragraph, speakers)
        for paragraph in said
        if paragraph.text.strip()
    )


def _typed(paragraph: Paragraph, speakers: Sequence[Speaker]) -> Typed:
    named_so = {same_name(name) for name in paragraph.speakers}
    told_of = [speaker.person for speaker in speakers if same_name(speaker.person.name) in named_so]
    return Typed(paragraph.text, tuple(map(named, told_of)), language_of(paragraph.language))


def _senders(facts: MeetingFacts, style: HouseStyle) -> Listing:
    return Listing(tuple(_sender(message, style) for message in facts.messages), style.blank_lines)


def _sender(message: SupportMessage, style: HouseStyle) -> ListEntry:
    person, role = said_once(message.person, known(message.role or ""))
    role, sender = capitalised(role), replace(named(person), remark=squeeze(person.place or ""))
    line = squeeze(style.fill("message_line", {"name": with_place(person), "role": role}))
    return ListEntry(role, (sender,), line, message=message.text or "")


def _is_own(own_words: Mapping[BlockKey, str], key: BlockKey) -> bool:
    return bool(own_words.get(key, "").strip())


def _parts(
    key: BlockKey, generated: tuple[Part, ...], own_words: Mapping[BlockKey, str], recorded: Recorded
) -> tuple[Part, ...]:
    told = tuple(with_people(part, recorded) for part in generated)
    if not _is_own(own_words, key):
        return told
    people = _once(person for part in told for person in part.people)
    words = own_words[key]
    own = Sentence(squeeze(words), people=people) if key is BlockKey.TITLE else Typed(words, people)
    return (with_people(own, recorded),)


def with_people(part: Part, recorded: Recorded) -> Part:
    """The part, with those of the record whom its text names."""
    if isinstance(part, Sentence):
        return replace(part, people=_once((*part.people, *named_in(part.text, recorded))))
    if isinstance(part, Typed):
        return replace(part, people=_once((*part.people, *named_in(part.markdown, recorded))))
    return part


def _once(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple({(one.person_id, one.name): Person(one.name, person_id=one.person_id) for one in people}.values())


def _heading(key: BlockKey, style: HouseStyle, situation: Situation) -> str:
    if key is BlockKey.RESULTS:
        if situation.all_co_opted:
            return style.co_opted[:1].upper() + style.co_opted[1:]
        return style.heading_elected if situation.elected else style.heading_elections
    return {
        BlockKey.SAID: style.heading_said,
        BlockKey.MESSAGES: style.heading_messages,
        BlockKey.MOTIONS: style.heading_motions,
        BlockKey.COUNT: "The count",
    }.get(key, "")
