"""What the desk shows of many meetings at once, each with a fixed number of statements."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.facts import MeetingFacts, OfficeState, SpeakerKind
from agm.facts.particulars import recorded_of
from agm.meetings.models import Meeting, Section, SectionState, Speaker, SpeechParagraph, SupportMessage
from agm.nominations.models import Contest
from agm.results.models import ContestResult, ResultLine
from agm.results.queries import has_declaration
from agm.rules.progress import RecordSoFar
from agm.wording.document import AnnouncementKind
from agm.wording.style import HouseStyle


@dataclass(slots=True)
class Seats:
    offices: int = 0
    seats: int = 0
    filled: int = 0
    vacant: int = 0
    deferred: int = 0
    open_seats: int = 0
    vacant_offices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    at: dt.datetime
    act: RevisionAct


@dataclass(frozen=True, slots=True)
class Progress:
    guests: Counter[int]
    words: Counter[int]
    messages: Counter[int]
    seats: dict[int, Seats]
    saved: dict[tuple[int, Section], dt.datetime | None]
    """When each part that was ever saved was saved last."""
    names_asked: Counter[int]
    published: dict[int, Publication]
    declared: frozenset[int]
    """The meetings whose result is declared."""

    def is_public(self, meeting_id: int) -> bool:
        publication = self.published.get(meeting_id)
        return publication is not None and publication.act is not RevisionAct.RETRACTED

    def is_saved_since(self, meeting_id: int) -> bool:
        """Whether a part of a public record was saved after it was published; that may have changed nothing."""
        times = (at for (of, _section), at in self.saved.items() if of == meeting_id)
        return self.is_public(meeting_id) and any(at and at > self.published[meeting_id].at for at in times)

    def of(self, meeting: Meeting, when: str | None, *, is_changed_since: bool = False) -> RecordSoFar:
        """One meeting's, for the rules; `when` are the words for when it was published."""
        seats = self.seats.get(meeting.id, Seats())
        publication = self.published.get(meeting.id)
        is_retracted = publication is not None and publication.act is RevisionAct.RETRACTED
        return RecordSoFar(
            held_on=meeting.held_on,
            venue=meeting.venue,
            guests=self.guests[meeting.id],
            guests_saved=(meeting.id, Section.GUESTS) in self.saved,
            words_said=self.words[meeting.id],
            messages=self.messages[meeting.id],
            said_saved=any((meeting.id, part) in self.saved for part in (Section.SAID, Section.MESSAGES)),
            offices=seats.offices,
            seats=seats.seats,
            filled=seats.filled,
            vacant=seats.vacant,
            deferred=seats.deferred,
            open_seats=seats.open_seats,
            names_asked=self.names_asked[meeting.id],
            elects_nobody=meeting.has_elections is False,
            published=when,
            is_retracted=is_retracted,
            is_changed_since=is_changed_since,
        )


def progress(session: Session, meeting_ids: Collection[int]) -> Progress:
    """What is recorded of these meetings. Six statements."""
    sections = saved_sections(session, meeting_ids)
    published, declared = made_public(session, meeting_ids)
    return Progress(
        guests=counts(session, Speaker, Speaker.meeting_id.in_(meeting_ids) & (Speaker.kind != SpeakerKind.CHAIR)),
        words=word_counts(session, meeting_ids),
        messages=counts(session, SupportMessage, SupportMessage.meeting_id.in_(meeting_ids)),
        seats=seats_of(session, meeting_ids),
        saved={(one.meeting_id, one.section): one.saved_at for one in sections},
        names_asked=names_asked(sections),
        published=published,
        declared=declared,
    )


def progress_of(meeting: Meeting, facts: MeetingFacts, report: Announcement) -> Progress:
    """The same of one meeting, from what was read of it already."""
    seats = Seats()
    for outcome in (one for one in recorded_of(facts).results if one.contest_id is not None):
        add_office(seats, outcome.label, outcome.seats, len(outcome.elected), outcome.state)
    current = report.current
    return Progress(
        guests=Counter({meeting.id: sum(speaker.kind is not SpeakerKind.CHAIR for speaker in facts.speakers)}),
        words=Counter({meeting.id: sum(len(paragraph.text.split()) for paragraph in facts.said)}),
        messages=Counter({meeting.id: len(facts.messages)}),
        seats={meeting.id: seats},
        saved={(meeting.id, one.section): one.saved_at for one in meeting.sections if one.version > 0},
        names_asked=names_asked(meeting.sections),
        published={} if current is None else {meeting.id: Publication(current.at, current.act)},
        declared=frozenset(),
    )


def counts(session: Session, model: type[Speaker | SupportMessage], wanted: ColumnElement[bool]) -> Counter[int]:
    """How many there are, by meeting."""
    rows = session.execute(select(model.meeting_id, func.count()).where(wanted).group_by(model.meeting_id))
    return Counter(dict(rows.all()))


def word_counts(session: Session, meeting_ids: Collection[int]) -> Counter[int]:
    counts: Counter[int] = Counter()
    rows = session.execute(
        select(SpeechParagraph.meeting_id, SpeechParagraph.text).where(SpeechParagraph.meeting_id.in_(meeting_ids))
    )
    for meeting_id, text in rows:
        counts[meeting_id] += len(text.split())
    return counts


def seats_of(session: Session, meeting_ids: Collection[int]) -> dict[int, Seats]:
    """How the seats stand, by meeting."""
    found: dict[int, Seats] = {}
    for meeting_id, label, seats, elected, state in session.execute(
        select(
            Contest.meeting_id, Contest.label, Contest.seats, func.count(ResultLine.candidacy_id), ContestResult.state
        )
        .outerjoin(ContestResult, ContestResult.contest_id == Contest.id)
        .outerjoin(ResultLine, (ResultLine.result_id == ContestResult.id) & ResultLine.is_elected)
        .where(Contest.meeting_id.in_(meeting_ids))
        .group_by(Contest.id, ContestResult.state)
        .order_by(Contest.position)
    ):
        add_office(found.setdefault(meeting_id, Seats()), label, seats, elected, state)
    return found


def add_office(total: Seats, label: str, seats: int, elected: int, state: OfficeState | None) -> None:
    empty = max(0, seats - elected)
    total.offices += 1
    total.seats += seats
    total.filled += min(elected, seats)
    if state is OfficeState.DECIDED:
        total.vacant += empty
        total.vacant_offices += (label,) if empty else ()
    elif state in {OfficeState.DEFERRED, OfficeState.SUSPENDED}:
        total.deferred += empty
    else:
        total.open_seats += empty


def saved_sections(session: Session, meeting_ids: Collection[int]) -> Sequence[SectionState]:
    """The parts of these meetings that were saved at least once."""
    return session.scalars(
        select(SectionState).where(SectionState.meeting_id.in_(meeting_ids), SectionState.version > 0)
    ).all()


def names_asked(sections: Iterable[SectionState]) -> Counter[int]:
    """Of how many names it is asked whom they mean, by meeting."""
    counts: Counter[int] = Counter()
    for one in sections:
        counts[one.meeting_id] += len(one.names_asked)
    return counts


def made_public(session: Session, meeting_ids: Collection[int]) -> tuple[dict[int, Publication], frozenset[int]]:
    """The standing revision of each meeting's report, and the meetings whose result is declared. One statement."""
    is_report = (Announcement.meeting_id == Meeting.id) & (Announcement.kind == AnnouncementKind.REPORT)
    rows = session.execute(
        select(Meeting.id, Revision.at, Revision.act, has_declaration())
        .outerjoin(Announcement, is_report)
        .outerjoin(Announcement.current)
        .where(Meeting.id.in_(meeting_ids))
    ).all()
    published = {number: Publication(at, act) for number, at, act, _ in rows if act is not None}
    return published, frozenset(number for number, _, _, is_declared in rows if is_declared)


def styles_as_published(session: Session, meeting_ids: Collection[int]) -> dict[int, HouseStyle | None]:
    """The house style in which each meeting's report stands."""
    rows = session.execute(
        select(Announcement.meeting_id, Revision.style)
        .join(Announcement.current)
        .where(Announcement.meeting_id.in_(meeting_ids), Announcement.kind == AnnouncementKind.REPORT)
    )
    return {meeting_id: style for meeting_id, style in rows if meeting_id is not None}
