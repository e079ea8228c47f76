"""What would be published now: the record composed in the house style, with the chair's own words in their places."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from agm.announcements.gather import gather
from agm.announcements.models import Announcement
from agm.announcements.notice_of_meeting import as_recorded
from agm.announcements.pictures import illustrated
from agm.announcements.second_labels import with_second_labels
from agm.announcements.uses import as_allowed
from agm.facts import MeetingFacts
from agm.facts.announcement import Notice, OtherFacts
from agm.language.withheld import WITHHELD
from agm.organisation.queries import house_style_choices, local_day
from agm.wording.compose import ComposeError, compose, source_digest
from agm.wording.document import AnnouncementKind, BlockKey, Document, statement
from agm.wording.kinds import compose_any
from agm.wording.second import in_both_languages
from agm.wording.style import HouseStyle
from agm.wording.summary import plain_title

CHAIR = "chair"


class NothingToSayError(ValueError):
    """There is nothing to announce yet; the message says what is missing."""


@dataclass(frozen=True)
class Draft:
    """A public text as it would be published now. `facts` are None for a statement; `style` is then not kept."""

    announcement: Announcement
    document: Document
    facts: MeetingFacts | None
    style: HouseStyle
    today: date
    told: OtherFacts | None = None
    """The facts of an announcement of another kind."""

    @property
    def title(self) -> str:
        """The title as plain text."""
        return plain_title(self.document)

    @property
    def names(self) -> tuple[str, ...]:
        """Everyone of the record whom the text names."""
        return tuple(person.name for person in self.document.people)

    @property
    def person_ids(self) -> set[int]:
        """The people whom the text names, as far as they are recorded: they must have agreed to it."""
        named = (one for one in self.document.people if one.name != WITHHELD)
        return {person.person_id for person in named if person.person_id is not None}

    @property
    def elected_chair(self) -> str | None:
        """Who was elected to the chair, as a list of news names them; None where nobody was."""
        if self.facts is None or self.document.kind is not AnnouncementKind.REPORT:
            return None
        for outcome in self.facts.results:
            if outcome.canonical_key == CHAIR and outcome.elected:
                return " and ".join(person.displayed for entry in outcome.elected for person in entry.people)
        return None

    @property
    def changed_under(self) -> tuple[BlockKey, ...]:
        """The blocks with own words whose facts have changed since the words were written."""
        return tuple(
            BlockKey(own.block)
            for own in self.announcement.block_overrides
            if own.replaced_digest != self.source_digest(BlockKey(own.block))
        )

    @cached_property
    def generated(self) -> Document:
        """The same text without any own words."""
        if self.facts is None:
            raise NothingToSayError("A statement is your own words already. Change its text.")
        made = compose(self.facts, self.style, kind=self.document.kind, today=self.today)
        return in_both_languages(made, self.facts, self.style, self.today)

    def source_digest(self, block: BlockKey) -> str:
        """The digest of the facts behind a block. Raises NothingToSayError for a statement."""
        if self.facts is None:
            raise NothingToSayError("A statement is your own words already. Change its text.")
        return source_digest(self.facts, self.document.kind, block)


def has_changed(announcement: Announcement, draft: Draft) -> bool:
    """Whether what would be published is not what stands published. After a retraction nothing stands."""
    return announcement.current is None or announcement.current.digest != draft.document.digest


def compose_draft(
    session: Session, announcement: Announcement, at: datetime, facts: MeetingFacts | None = None
) -> Draft:
    """Compose a draft as it reads at a moment: from the record, or from the meeting's facts if they were gathered.

    Raises NothingToSayError where the record gives no such announcement.
    """
    draft = composed(session, announcement, at, facts)
    return replace(draft, document=illustrated(session, announcement, draft.document))


def composed(session: Session, announcement: Announcement, at: datetime, facts: MeetingFacts | None) -> Draft:
    """The draft without its pictures."""
    style = house_style_choices(session, announcement.unit_id)
    today = local_day(session, at)
    if announcement.told is not None:
        told = announcement.told
        if isinstance(told, Notice):
            told = as_recorded(session, told, standing_notice(announcement), at)
        told = with_second_labels(session, announcement.unit_id, told, style)
        today = day_told(session, announcement, told, style) or today
        made = in_both_languages(compose_any(told, style, today), told, style, today)
        return Draft(announcement, made, None, style, today, told)
    if announcement.kind is AnnouncementKind.STATEMENT:
        return Draft(announcement, statement_of(announcement, style), None, style, today)
    if announcement.meeting_id is None:
        raise NothingToSayError("This announcement belongs to no meeting.")
    facts = as_allowed(session, announcement.meeting_id, facts or gather(session, announcement.meeting_id))
    facts = with_second_labels(session, announcement.unit_id, facts, style)
    own = {BlockKey(row.block): row.text for row in announcement.block_overrides}
    try:
        document = compose(facts, style, own, announcement.kind, today)
    except ComposeError as error:
        raise NothingToSayError(str(error)) from None
    return Draft(announcement, in_both_languages(document, facts, style, today), facts, style, today)


def standing_notice(announcement: Announcement) -> Notice | None:
    """The facts of a public notice as they stand in public; None where nothing stands."""
    facts = announcement.current.facts if announcement.current else None
    return facts if isinstance(facts, Notice) else None


def day_told(session: Session, announcement: Announcement, told: OtherFacts, style: HouseStyle) -> date | None:
    """The day from which a public notice reads as it stands, where it says nothing else than the record does now: that
    nominations have opened meanwhile is no change of it. None for every other text."""
    current = announcement.current
    if current is None or not isinstance(told, Notice) or (current.facts, current.style) != (told, style):
        return None
    return local_day(session, current.at)


def statement_of(announcement: Announcement, style: HouseStyle) -> Document:
    """A statement as it would be published now."""
    return statement(
        announcement.statement_title or "",
        announcement.statement_text or "",
        place=style.national if announcement.unit.is_national else announcement.unit.name,
        imprint=style.imprint,
        beside=announcement.beside.below(announcement.video_url),
        in_welsh=announcement.beside.in_welsh(announcement.video_url),
    )
