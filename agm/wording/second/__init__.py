"""An announcement in a second language, below the first: Welsh so far.

The sentences of a language are patterns of its catalogue (`cy`), filled from the same facts; the lists of offices are
those of the first text, with the language's words (`agm.wording.terms`). What somebody typed in English stays as it
is, and is marked as English.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from agm.facts import Language, MeetingFacts
from agm.facts.announcement import AnyFacts
from agm.facts.any_file import people_in
from agm.wording.compose import with_people
from agm.wording.compose.naming import recorded
from agm.wording.compose.situation import situation_of
from agm.wording.compose.values import values_of
from agm.wording.document import AnnouncementKind, Block, Document, Typed
from agm.wording.kinds.frame import Frame, head_of, is_empty
from agm.wording.second.frame import Second, Section, WelshStyle
from agm.wording.second.kinds import COMPOSERS
from agm.wording.second.reports import messages_of_support, report
from agm.wording.style import HouseStyle
from agm.wording.style_choices import SecondLanguage

__all__ = ["in_both_languages", "second_language"]


def second_language(facts: AnyFacts, style: HouseStyle) -> Language | None:
    """The second language that the facts or the house ask for, if it is there."""
    chosen = facts.second_language or (Language.WELSH if style.second_language is SecondLanguage.WELSH else None)
    return chosen if chosen is Language.WELSH else None


def in_both_languages(document: Document, facts: AnyFacts, style: HouseStyle, today: date | None = None) -> Document:
    """The document with the text in the second language, where the facts or the house ask for one that is there."""
    chosen = second_language(facts, style)
    if chosen is None:
        return document
    head = facts if isinstance(facts, MeetingFacts) else head_of(facts)
    second = Second(head, WelshStyle.of(style), _body_short(facts, style), today)
    if not isinstance(facts, MeetingFacts):
        title, sections = COMPOSERS[type(facts)](facts, second)
    elif document.kind is AnnouncementKind.MESSAGES_OF_SUPPORT:
        title, sections = messages_of_support(facts, second, today)
    else:
        title, sections = report(facts, second, style, today)
    found = tuple(_blocks(sections, facts, second))
    if not found:
        return document
    first = [left for block in document.blocks if (left := _without(block, chosen)).parts]
    return replace(document, blocks=(*first, second.title(title), *found))


def _without(block: Block, language: Language) -> Block:
    """A block of the first text without the passages that stand in the second one."""
    told = tuple(part for part in block.parts if not (isinstance(part, Typed) and part.language == language))
    return replace(block, parts=told)


def _body_short(facts: AnyFacts, style: HouseStyle) -> str:
    """How the house names who met, without an article: the same name in both texts."""
    if isinstance(facts, MeetingFacts):
        return values_of(facts, style, situation_of(facts, style, None))["body_short"].removeprefix("the ")
    return Frame.of(facts, style).body_short


def _blocks(sections: list[Section], facts: AnyFacts, second: Second) -> Iterator[Block]:
    everyone = recorded(people_in(facts))
    for key, heading, parts in sections:
        found = tuple(with_people(part, everyone) for part in parts if not is_empty(part))
        if found:
            yield second.block(key, heading, found)
