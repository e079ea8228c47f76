"""What the second text of every kind uses: a language's patterns, who met and when, and the blocks of that language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from agm.facts import Figure, HeldAs, Language, MeetingFacts, Moment, NextMeeting, Outcome, Outgoing
from agm.facts.meeting import Paragraph
from agm.language import cy as welsh
from agm.language.partial_date import PartialDate
from agm.wording.compose import typed_paragraphs
from agm.wording.compose.grammar import (
    beyond_online,
    closed,
    figure_words,
    is_online_alone,
    join,
    known,
    phrase,
    squeeze,
    with_place,
)
from agm.wording.compose.particulars import day_of, holding
from agm.wording.compose.results import results_listing
from agm.wording.compose.situation import has_several_by_elections
from agm.wording.compose.values import is_held_online
from agm.wording.document import Block, BlockKey, ListEntry, Part, Sentence, Typed
from agm.wording.kinds.frame import as_sentence, escaped
from agm.wording.pattern import parse_pattern
from agm.wording.second import cy
from agm.wording.second.marks import plain, without_marks
from agm.wording.style import USUAL_STYLE, HouseStyle
from agm.wording.terms import GLUE, Terms

Section = tuple[BlockKey, str, Sequence[Part]]
"""A part of the text: its key, the key of its heading ("" for none), and what stands in it."""


_PREPOSITION = re.compile(r"(?i)^(?:at|in|on|via) (?=\S)")
"""What an English place was typed with; in Welsh it stands behind a colon."""


WELSH_TERMS = cy.WelshTerms()


class WelshStyle(HouseStyle):
    """A house style with the words of its lists in Welsh."""

    __slots__ = ()

    @property
    def terms(self) -> Terms:
        return WELSH_TERMS

    @classmethod
    def of(cls, style: HouseStyle) -> WelshStyle:
        kept = {field.name: getattr(style, field.name) for field in fields(HouseStyle)}
        line = style.line if not _has_words(style.line) else USUAL_STYLE.line
        return cls(**{**kept, **cy.STYLE, "line": line, "serial_comma": False, "longest_sentence": 0})


def _has_words(pattern: str) -> bool:
    """Whether a pattern has words of its own beside its fields."""
    used = frozenset({"office", "holders"})
    return any(map(str.isalpha, parse_pattern(pattern, used).fill(dict.fromkeys(used, "1"))))


@dataclass(frozen=True)
class Second:
    """The facts of an announcement, to be told in a second language. `body_short` is how the house names who met."""

    head: MeetingFacts
    """Who met, when and where, as far as that is known."""
    style: HouseStyle
    body_short: str
    today: date | None = None

    # patterns

    def say(self, key: str, **values: str) -> str:
        """A pattern, filled; "" where something is empty that it does not put in brackets."""
        return parse_pattern(f"[{cy.PATTERNS[key]}]", frozenset(values)).fill(values)

    def typed(self, words: str | None) -> str:
        """What somebody typed in English, as it goes into a sentence."""
        return self.style.terms.typed(phrase(words or ""))

    def block(self, key: BlockKey, heading: str, parts: Iterable[Part]) -> Block:
        words = self.say(f"heading_{heading}") if heading else ""
        return Block(key, tuple(parts), words, language=Language.WELSH.value)

    def title(self, text: str) -> Block:
        told = without_marks(Sentence(text[:1].upper() + text[1:]))
        return self.block(BlockKey.TITLE, "", (told,))

    # what a sentence is made of

    def join(self, names: Sequence[str]) -> str:
        return join(names, self.style)

    def listed(self, labels: Sequence[str]) -> str:
        """Offices one after another: between two of them no word stands that would change a sound."""
        return ("; " if any("," in label for label in labels) else ", ").join(labels)

    def on(self, day: PartialDate | None) -> str:
        return welsh.on_date(day, space=GLUE)

    def day(self, day: PartialDate | None) -> str:
        return welsh.long_date(day, space=GLUE)

    def moment(self, when: Moment | None, *, within: bool = False) -> str:
        """ "dydd Sul 2 Ebrill 2017 am 14:00"; `within` as it stands in a sentence."""
        if when is None:
            return ""
        day = self.on(when.day) if within else self.day(when.day)
        return f"{day} am{GLUE}{welsh.clock_words(when.time)}" if when.time else day

    def day_or_words(self, text: str | None) -> str:
        """A day where the text is a date of ours, otherwise the words."""
        day = day_of(text or "")
        return welsh.long_date(day, weekday=False, space=GLUE) if day else self.typed(text)

    def people(self, figure: Figure | None) -> str:
        if figure is None:
            return ""
        if figure.words:
            return self.style.terms.typed(figure_words(figure.words))
        return self.style.terms.counted(figure.number, "person") if figure.number else ""

    def figure(self, figure: Figure | None) -> str:
        if figure is None:
            return ""
        words = figure_words(figure.words or "")
        return self.style.terms.typed(words) if words else "" if figure.number is None else f"{figure.number:,}"

    # who met

    @property
    def body(self) -> str:
        """ "Jewish Labour Movement (North West)"."""
        organisation = squeeze(self.head.organisation.name).removeprefix("the ").removeprefix("The ")
        return f"{organisation} ({squeeze(self.head.region.name)})" if self.head.region else organisation

    @property
    def is_several(self) -> bool:
        return has_several_by_elections(self.head)

    @property
    def _kind(self) -> str:
        return self.say("by_elections" if self.is_several else self.head.kind.value)

    @property
    def _number(self) -> str:
        return str(self.head.ordinal) if self.head.ordinal and not self.is_several else ""

    @property
    def meeting(self) -> str:
        """ "Cyfarfod Cyffredinol Blynyddol (rhif 109) Jewish Labour Movement"."""
        return self.say("meeting_of", meeting=self._kind, body=self.body, number=self._number)

    @property
    def meeting_in_short(self) -> str:
        """ "North West JLM, Cyfarfod Cyffredinol Blynyddol"; for headlines."""
        return self.say("meeting_in_short", meeting=self._kind, body=self.body_short, number=self._number)

    @property
    def where(self) -> str:
        is_online = is_held_online(self.head)
        venue = self.head.venue or ""
        venue = _PREPOSITION.sub("", beyond_online(venue) if is_online else phrase(venue))
        venue = self.style.terms.typed(venue) if venue[:1].islower() else venue  # "the upper room", and no name
        if is_online:
            venue = self.say("online", venue=venue)
        elif self.head.held_as is HeldAs.HYBRID:
            venue = self.say("hybrid", venue=venue)
        return self.say("where", where=venue)

    def met(self, verb: str) -> str:
        """That the meeting was held, will be held or was called, and where."""
        is_timed = verb in ("ahead", "called")
        time = welsh.clock_words(self.head.starts_at) if self.head.starts_at and is_timed else ""
        told = {"time": time} if is_timed else {}
        verb = "called_several" if verb == "called" and self.is_several else verb
        return f"{self.say(verb, meeting=self.meeting, when=self.on(self.head.held_on), **told)} {self.where}"

    # parts

    def told(self, *texts: str, lead_in: bool = False) -> tuple[Part, ...]:
        """One paragraph of the sentences that say something."""
        text = closed(" ".join(filter(None, texts)))
        return (without_marks(Sentence(text, lead_in)),) if text else ()

    def in_english(self, text: str | None) -> tuple[Part, ...]:
        """What somebody typed as a whole sentence, in a paragraph of its own."""
        words = as_sentence(known(text or ""))
        return (Typed(escaped(words), language="en"),) if words else ()

    def listing(self, entries: Iterable[ListEntry], blank_lines: int | None = None) -> tuple[Part, ...]:
        listed = tuple(map(self.marked, entries))
        if not listed:
            return ()
        made = results_listing(listed, self.style)
        return (made if blank_lines is None else replace(made, blank_lines=blank_lines),)

    def marked(self, entry: ListEntry) -> ListEntry:
        """An entry that says what of it is in English; the whole label is, where it has no other."""
        is_english = entry.label != plain(entry.label)
        return replace(without_marks(entry), language="en" if is_english else "")

    def said(self, said: Sequence[Paragraph], heading: str = "also") -> Section:
        """The passages in this language; where there are none, that what was said is in the first text."""
        ours = [paragraph for paragraph in said if paragraph.language is Language.WELSH]
        parts = typed_paragraphs([replace(paragraph, language=None) for paragraph in ours])
        return BlockKey.SAID, heading, parts or (self.told(self.say("said_above")) if any(said) else ())

    # sentences of several kinds

    def label(self, office: Outcome) -> str:
        return self.style.terms.label(squeeze(office.printed_label), squeeze(office.label_alt or ""))

    def contact(self, contact: str | None) -> str:
        return self.say("contact", contact=self.typed(contact))

    def term(self, term: str | None, takes_office: str | None) -> str:
        takes = self.say("takes_office", day=self.day_or_words(takes_office))
        return f"{self.say('term', term=self.typed(term))} {takes}".strip()

    def outgoing(self, outgoing: Sequence[Outgoing]) -> Iterable[str]:
        for one in outgoing:
            about = "; ".join(filter(None, (self.typed(one.office), self.typed(one.service))))
            person, role = holding(one.handed_to) if one.handed_to else (None, "")
            handed = with_place(person) if person else ""
            handed += f" ({self.typed(role)})" if role else ""
            yield self.say("outgoing", name=with_place(one.person), about=about, handed_to=handed)

    def next_meeting(self, meeting: NextMeeting | None) -> str:
        if meeting is None:
            return ""
        venue = phrase(meeting.venue or "")
        if is_online_alone(venue):
            how = _PREPOSITION.sub("", beyond_online(venue))
            venue = self.say("online", venue=self.style.terms.typed(how) if how[:1].islower() else how)
        details = ", ".join(filter(None, (self.moment(meeting.at), venue)))
        return self.say("next_meeting", what=self.typed(meeting.what), details=details)

    def names(self, one: str, several: str, names: Sequence[str]) -> str:
        """A sentence that names one or several people."""
        return self.say(one if len(names) == 1 else several, names=self.join(names))
