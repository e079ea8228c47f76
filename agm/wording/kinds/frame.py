"""What the composers of all kinds use: names and dates in the house style, and the document round their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agm.facts import FORMAT_VERSION, MeetingFacts, MeetingKind, Moment
from agm.facts.announcement import Announced, OfMeeting
from agm.facts.any_file import people_in
from agm.facts.kinds import AnnouncementKind
from agm.facts.meeting import Speaker
from agm.language.en import capitalised
from agm.language.partial_date import PartialDate
from agm.wording.compose import typed_paragraphs, with_people
from agm.wording.compose.grammar import closed, date_text, join, phrase, squeeze
from agm.wording.compose.naming import recorded
from agm.wording.compose.particulars import moment_words, on_moment
from agm.wording.compose.results import office_entry, results_listing
from agm.wording.compose.situation import situation_of
from agm.wording.compose.values import Values, values_of
from agm.wording.document import Block, BlockKey, Document, Part, Sentence, Typed
from agm.wording.style import HouseStyle
from agm.wording.style_choices import DateStyle

Parts = Sequence[Part]
Section = tuple[BlockKey, str, Parts]
"""A part of the text: its key, its heading ("" for none), and what stands in it."""


@dataclass(frozen=True)
class Frame:
    """Facts in a house style: who speaks, what the meeting is called, and how dates are written."""

    facts: Announced
    style: HouseStyle
    values: Values
    today: date | None = None
    """The day of telling; where it is not known, no day is past."""

    @classmethod
    def of(cls, facts: Announced, style: HouseStyle, today: date | None = None) -> Frame:
        head = head_of(facts)
        return cls(facts, style, values_of(head, style, situation_of(head, style, None)), today)

    @property
    def body_long(self) -> str:
        """ "the North West Region of the Jewish Labour Movement"."""
        return self.values["body_long"]

    @property
    def body_short(self) -> str:
        """ "North West JLM", without an article: for headlines."""
        return self.values["body_short"].removeprefix("the ")

    @property
    def meeting(self) -> str:
        """ "109th North West JLM AGM"."""
        body = re.sub(r"^the ", "", self.body_short, flags=re.IGNORECASE)
        return " ".join(filter(None, (self.values["ordinal"], body, self.values["meeting"])))

    @property
    def the_meeting(self) -> str:
        """ "the 109th AGM of the Jewish Labour Movement"."""
        return f"the {self.values['ordinal_meeting']} of {self.body_long}"

    @property
    def questions(self) -> str:
        """Whom to ask."""
        return f"Questions go to {phrase(self.facts.contact)}." if self.facts.contact else ""

    @property
    def offices(self) -> Section:
        """The offices as they stand, where that is told besides."""
        listed = tuple(office_entry(office, self.style) for office in self.facts.results)
        lead = "The office stands as follows:" if len(listed) == 1 else "The offices stand as follows:"
        parts = (*sentences(lead, lead_in=True), results_listing(listed, self.style)) if listed else ()
        return BlockKey.RESULTS, self.style.heading_elections, parts

    def on(self, day: PartialDate | None) -> str:
        """ " on Sunday 2 April 2017", " in April 2017", or nothing."""
        if day is None:
            return ""
        return f" {'on' if day.full else 'in'} {date_text(day, self.style.date_style)}"

    def by(self, when: Moment | None) -> str:
        return f" by {moment_words(when, self.style)}" if when else ""

    def on_moment(self, when: Moment) -> str:
        return on_moment(when, self.style)

    def join(self, items: Sequence[str]) -> str:
        return join(items, self.style)

    def document(self, title: str, sections: Iterable[Section], held_on: PartialDate | None = None) -> Document:
        """The document; empty sections are left out. A title of the facts' own goes before the one that was made."""
        facts, everyone = self.facts, recorded(people_in(self.facts))
        headline = squeeze(facts.title) if facts.title else capitalised(squeeze(title))
        blocks = [Block(BlockKey.TITLE, (with_people(Sentence(headline), everyone),))]
        for key, heading, parts in sections:
            found = tuple(with_people(part, everyone) for part in parts if not is_empty(part))
            if found:
                blocks.append(Block(key, found, heading))
        return Document(
            kind=AnnouncementKind(facts.announcement),  # type: ignore[attr-defined]  # every kind has one
            title=headline,
            place=squeeze(facts.region.name) if facts.region else self.style.national,
            held_on=held_on,
            held_on_text=date_text(held_on, DateStyle.PLAIN, weekday=False),
            blocks=tuple(blocks),
            imprint=self.style.imprint,
        )

    def said(self, heading: str = "Also") -> Section:
        """What was typed besides."""
        return BlockKey.SAID, heading, typed_paragraphs(self.facts.said)


def is_past(day: PartialDate | None, today: date | None) -> bool:
    """Whether a day was over when the text is made."""
    return bool(day and day.full and today and day.full < today)


def is_ahead(day: PartialDate | None, today: date | None) -> bool:
    return bool(day and day.full and today and day.full > today)


def head_of(facts: Announced) -> MeetingFacts:
    """The facts of the meeting that an announcement is about, as far as the names and dates of a sentence need them."""
    head = MeetingFacts(format_version=FORMAT_VERSION, organisation=facts.organisation, region=facts.region)
    if not isinstance(facts, OfMeeting):
        return head
    speakers: tuple[Speaker, ...] = getattr(facts, "speakers", ())
    return replace(
        head,
        kind=facts.kind or MeetingKind.AGM,
        ordinal=facts.ordinal,
        held_on=facts.held_on,
        starts_at=facts.starts_at,
        venue=facts.venue,
        held_as=facts.held_as,
        speakers=speakers,
    )


def sentences(*texts: str, lead_in: bool = False) -> tuple[Part, ...]:
    """One paragraph of those that say something."""
    text = closed(" ".join(filter(None, texts)))
    return (Sentence(text, lead_in),) if text else ()


def is_empty(part: Part) -> bool:
    if isinstance(part, Typed):
        return not part.markdown.strip()
    return isinstance(part, Sentence) and not part.text


def as_sentence(text: str | None) -> str:
    """What was typed as a sentence, with a capital and one stop."""
    words = squeeze(text or "")
    if not words:
        return ""
    return capitalised(words if words[-1] in ".!?…" else f"{words}.")


def escaped(text: str) -> str:
    """A name as Markdown prints it."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in text)
