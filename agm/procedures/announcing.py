"""Announcing: results are declared, offices filled and the text published in one transaction; and the same again to
correct what was published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import AnnouncementError, Correct, Publish, Retract
from agm.announcements.models import Announcement, PublicKind, Revision
from agm.announcements.operations import correct, index_office_holders, publish, retract
from agm.announcements.queries import held_on_as_published
from agm.audit.actor import Actor
from agm.meetings.models import Appearance, Meeting, SupportMessage
from agm.nominations.models import Candidacy, CandidacyPerson, Contest
from agm.people.models import ConsentSource
from agm.people.operations import give_consents
from agm.people.queries import people_who_withdrew, people_without_leave
from agm.procedures.correcting_dates import move_terms
from agm.procedures.filling import fill_offices
from agm.results.commands import Declare
from agm.results.models import ResultLine
from agm.results.operations import declare
from agm.results.queries import last_declaration


@dataclass(frozen=True, slots=True)
class Announce:
    """Publish an announcement as it was shown at `version`.

    `names_agreed` is the official's word that everyone named agreed to be named in public.
    """

    announcement_id: int
    version: int
    names_agreed: bool
    consent_source: ConsentSource = ConsentSource.CONFIRMED_BY_CHAIR


@dataclass(frozen=True, slots=True)
class CorrectAnnouncement:
    """Publish a correction, with a note for readers."""

    announcement_id: int
    version: int
    note: str
    names_agreed: bool


def announce(session: Session, actor: Actor, now: dt.datetime, command: Announce) -> Revision:
    """Make a draft public at once, and put those who were elected into office.

    Raises AnnouncementError where something is missing, StaleDraftError if the draft changed meanwhile.
    """
    announcement = session.get_one(Announcement, command.announcement_id)
    settle_names(session, actor, now, announcement, command.consent_source, agreed=command.names_agreed)
    settle_results(session, actor, now, announcement, reason=None)
    return publish(session, actor, now, Publish(command.announcement_id, command.version))


def correct_announcement(session: Session, actor: Actor, now: dt.datetime, command: CorrectAnnouncement) -> Revision:
    """Put the record as it is now in place of what is public; results that changed are declared anew.

    Raises as `announce` does.
    """
    announcement = session.get_one(Announcement, command.announcement_id)
    if not command.note.strip():
        raise AnnouncementError("Say in a few words what is corrected. Readers will see it.", "note")
    settle_names(session, actor, now, announcement, ConsentSource.CONFIRMED_BY_CHAIR, agreed=command.names_agreed)
    settle_results(session, actor, now, announcement, reason=command.note.strip())
    return correct(session, actor, now, Correct(command.announcement_id, command.version, command.note))


def retract_announcement(session: Session, actor: Actor, now: dt.datetime, command: Retract) -> Revision:
    """Take a published text back. Who holds which office stays as it was declared."""
    return retract(session, actor, now, command)


def settle_names(
    session: Session,
    actor: Actor,
    now: dt.datetime,
    announcement: Announcement,
    source: ConsentSource,
    *,
    agreed: bool,
) -> None:
    """See to it that everyone named agreed to it, and record that. Statements name nobody from the record.

    Raises AnnouncementError where that was not confirmed, or somebody took their leave back.
    """
    if announcement.meeting_id is None:
        return
    ids = people_named(session, announcement)
    withdrawn = people_who_withdrew(session, ids)
    if withdrawn:
        names = ", ".join(person.name for person in withdrawn)
        raise AnnouncementError(f"{names} no longer agreed to be named in public. Take the name out, or ask again.")
    if not agreed and people_without_leave(session, ids):
        raise AnnouncementError("Confirm that everyone named has agreed to it.", "names_agreed")
    give_consents(session, actor, now, ids, source)


def people_named(session: Session, announcement: Announcement) -> set[int]:
    """The people whom a meeting's announcement names: senders, and in a report also who spoke and who was elected."""
    meeting_id = announcement.meeting_id
    senders = session.scalars(select(SupportMessage.person_id).where(SupportMessage.meeting_id == meeting_id))
    named = set(senders)
    if announcement.kind is PublicKind.REPORT:
        named.update(session.scalars(select(Appearance.person_id).where(Appearance.meeting_id == meeting_id)))
        named.update(
            session.scalars(
                select(CandidacyPerson.person_id)
                .join(Candidacy)
                .join(Contest)
                .join(ResultLine, ResultLine.candidacy_id == Candidacy.id)
                .where(Contest.meeting_id == meeting_id, ResultLine.is_elected)
            )
        )
    return named


def settle_results(
    session: Session, actor: Actor, now: dt.datetime, announcement: Announcement, *, reason: str | None
) -> None:
    """Declare the results that a report announces and fill the offices, unless they stand declared already.

    Where the date of the meeting changed since it was published, the terms that it began and ended follow first.
    """
    if announcement.kind is not PublicKind.REPORT or announcement.meeting_id is None:
        return
    meeting = session.get_one(Meeting, announcement.meeting_id)
    before = last_declaration(session, meeting.id)
    moved = False
    if before is not None and announcement.current_sequence is not None:
        was_held_on = held_on_as_published(session, announcement.id)
        moved = move_terms(session, actor, now, meeting, before, was_held_on)
    declaration = declare(session, actor, now, Declare(meeting.id, reason))
    if declaration is not None:
        fill_offices(session, actor, now, meeting, declaration)
    if moved or declaration is not None:
        index_office_holders(session, meeting.region_id)
