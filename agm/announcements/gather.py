"""The record, gathered into facts: one frozen value that `agm.wording` can compose from."""

from dataclasses import replace

from sqlalchemy.orm import Session

from agm import facts
from agm.facts import (
    FORMAT_VERSION,
    Figure,
    Language,
    MeetingFacts,
    OrganisationFacts,
    Paragraph,
    PersonName,
    RegionFacts,
)
from agm.facts.particulars import with_particulars
from agm.language.names import parse_name
from agm.meetings.models import Meeting, Section, Speaker, SpeechParagraph, SupportMessage
from agm.meetings.queries import motions, section_state
from agm.organisation.models import Organisation
from agm.results.queries import office_results


def gather(session: Session, meeting_id: int) -> MeetingFacts:
    """The facts of a meeting as they are recorded now. Nine statements, whatever the size of the meeting."""
    meeting = session.get_one(Meeting, meeting_id)
    organisation = session.get_one(Organisation, 1)
    recorded = MeetingFacts(
        format_version=FORMAT_VERSION,
        organisation=OrganisationFacts(name=organisation.name, short_name=organisation.short_name or None),
        region=None if meeting.unit.is_national else RegionFacts(meeting.unit.name, meeting.unit.short_name),
        kind=meeting.kind,
        ordinal=meeting.ordinal,
        held_on=meeting.held_on,
        starts_at=meeting.starts_at,
        venue=meeting.venue,
        online_link=meeting.online_link,
        held_as=meeting.held_as,
        quorum=figure(meeting.quorum_number, meeting.quorum_words),
        attendance=figure(meeting.attendance_number, meeting.attendance_words),
        speakers=tuple(map(speaker, meeting.speakers)),
        said=tuple(map(paragraph, meeting.paragraphs)),
        messages=tuple(facts.SupportMessage(printed_name(row), row.role, row.text) for row in meeting.messages),
        messages_from=meeting.messages_from,
        elections=meeting.has_elections,
        results=announced_results(session, meeting),
        motions=announced_motions(session, meeting),
    )
    return with_particulars(recorded, meeting.particulars) if meeting.particulars else recorded


def gather_for_minutes(session: Session, meeting_id: int) -> MeetingFacts:
    """The same with every motion, and who moved it: minutes are not the announcement. Two statements more."""
    every = tuple(one.as_facts() for one in motions(session, meeting_id))
    return replace(gather(session, meeting_id), motions=every)


def announced_motions(session: Session, meeting: Meeting) -> tuple[facts.Motion, ...]:
    """Those that the announcement is to tell of; nothing is asked where nobody ever saved one."""
    listed = motions(session, meeting.id) if section_state(meeting, Section.MOTIONS).version else ()
    return tuple(one.as_facts(with_names=one.are_movers_named) for one in listed if one.is_announced)


def announced_results(session: Session, meeting: Meeting) -> tuple[facts.Outcome, ...]:
    """The offices with what came of them; of a meeting without elections, those to which somebody came otherwise."""
    found = office_results(session, meeting.id)
    return found if meeting.has_elections is not False else tuple(one for one in found if one.elected)


def figure(number: int | None, words: str | None) -> Figure | None:
    return None if number is None and words is None else Figure(number=number, words=words)


def paragraph(row: SpeechParagraph) -> Paragraph:
    language = Language(row.language) if row.language else None
    quoted = PersonName(*parse_name(row.quoted)) if row.quoted else None
    speakers = tuple(one.name for one in row.speakers)
    return Paragraph(row.text, speakers, quoted, row.quoted_role or None, language)


def speaker(row: Speaker) -> facts.Speaker:
    return facts.Speaker(printed_name(row), row.role, row.kind)


def printed_name(row: Speaker | SupportMessage) -> PersonName:
    return PersonName(row.name, row.prefix or None, row.suffix or None, row.person_id)
