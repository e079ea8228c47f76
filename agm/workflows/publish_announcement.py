"""Announcing: results are declared, offices filled and the text published in one transaction; and the same again to
correct what was published."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import AnnouncementError, Correct, Publish, Retract
from agm.announcements.models import Announcement, PublicKind, Revision
from agm.announcements.operations import correct, publish, retract
from agm.audit.act import Act
from agm.meetings.models import Meeting, Speaker, SupportMessage
from agm.nominations.models import Candidacy, CandidacyPerson, Contest
from agm.people.models import ConsentSource
from agm.people.operations import give_consents
from agm.people.queries import people_who_withdrew, people_without_consent
from agm.results.models import ResultLine
from agm.workflows.declaring import declare_results


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


def announce(act: Act, command: Announce) -> Revision:
    """Make a draft public at once, and put those who were elected into office.

    Raises AnnouncementError where something is missing, StaleDraftError if the draft changed meanwhile.
    """
    announcement = act.session.get_one(Announcement, command.announcement_id)
    require_consent(act, announcement, command.consent_source, agreed=command.names_agreed)
    declare_and_fill(act, announcement, reason=None)
    return publish(act, Publish(command.announcement_id, command.version))


def correct_announcement(act: Act, command: CorrectAnnouncement) -> Revision:
    """Put the record as it is now in place of what is public; results that changed are declared anew.

    Raises as `announce` does.
    """
    announcement = act.session.get_one(Announcement, command.announcement_id)
    if not command.note.strip():
        raise AnnouncementError("Say in a few words what is corrected. Readers will see it.", "note")
    require_consent(act, announcement, ConsentSource.CONFIRMED_BY_CHAIR, agreed=command.names_agreed)
    declare_and_fill(act, announcement, reason=command.note.strip())
    return correct(act, Correct(command.announcement_id, command.version, command.note))


def retract_announcement(act: Act, command: Retract) -> Revision:
    """Take a published text back. Who holds which office stays as it was declared."""
    return retract(act, command)


def require_consent(
    act: Act,
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
    ids = people_named(act.session, announcement)
    withdrawn = people_who_withdrew(act.session, ids)
    if withdrawn:
        names = ", ".join(person.name for person in withdrawn)
        raise AnnouncementError(f"{names} no longer agreed to be named in public. Take the name out, or ask again.")
    if not agreed and people_without_consent(act.session, ids):
        raise AnnouncementError("Confirm that everyone named has agreed to it.", "names_agreed")
    give_consents(act, ids, source)


def people_named(session: Session, announcement: Announcement) -> set[int]:
    """The people whom a meeting's announcement names: senders, and in a report also who spoke and who was elected."""
    meeting_id = announcement.meeting_id
    senders = session.scalars(select(SupportMessage.person_id).where(SupportMessage.meeting_id == meeting_id))
    named = set(senders)
    if announcement.kind is PublicKind.REPORT:
        named.update(session.scalars(select(Speaker.person_id).where(Speaker.meeting_id == meeting_id)))
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


def declare_and_fill(act: Act, announcement: Announcement, *, reason: str | None) -> None:
    """Declare the results that a report announces, and fill the offices."""
    if announcement.kind is PublicKind.REPORT and announcement.meeting_id is not None:
        declare_results(act, act.session.get_one(Meeting, announcement.meeting_id), reason)
