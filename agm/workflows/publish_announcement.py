"""Announcing: results are declared, offices filled and the text published in one transaction; and the same again to
correct what was published, or take it back."""

from dataclasses import dataclass

from agm.announcements.before_publishing import names_to_ask
from agm.announcements.commands import Correct, Publish, Retract
from agm.announcements.drafts import Draft
from agm.announcements.models import Announcement, Revision
from agm.announcements.operations.publishing import (
    draft_to_correct,
    draft_to_publish,
    publish_correction,
    publish_draft,
    retract,
)
from agm.audit.act import Act
from agm.database.locking import lock_row, lock_rows
from agm.meetings.models import Meeting
from agm.nominations.operations import contests_of
from agm.office_holders.operations import record_elections
from agm.organisation.models import Office
from agm.organisation.queries import local_day
from agm.people.models import ConsentSource
from agm.people.operations import give_consents
from agm.people.queries import people_who_withdrew
from agm.results.queries import last_declaration
from agm.rules.missing_results import is_to_come
from agm.rules.violations import EditConflict, check_version, refuse
from agm.wording.document import AnnouncementKind
from agm.workflows.declare_results import declare_results


@dataclass(frozen=True, slots=True)
class Announce:
    """Publish an announcement as it was shown at `version`.

    `names_agreed` is the official's word that everyone named agreed to be named in public. `digest` is that of the
    document that was read on the page; None where nobody read one.
    """

    announcement_id: int
    version: int
    names_agreed: bool
    consent_source: ConsentSource = ConsentSource.CONFIRMED_BY_CHAIR
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Take a published announcement back. With `is_undone` those elected at its meeting did not take office either."""

    announcement_id: int
    version: int
    note: str
    is_undone: bool


@dataclass(frozen=True, slots=True)
class CorrectAnnouncement:
    announcement_id: int
    version: int
    note: str
    names_agreed: bool
    digest: str | None = None


def announce(act: Act, command: Announce) -> Revision:
    """Make a draft public at once, and put those who were elected into office.

    Raises RefusedError where something is missing, EditConflict if the draft changed meanwhile.
    """
    draft = draft_to_publish(act, Publish(command.announcement_id, command.version))
    check_read(draft, command.digest)
    hold_offices(act, draft.announcement)
    require_consent(act, draft, command.consent_source, agreed=command.names_agreed)
    declare_and_fill(act, draft.announcement, reason=None)
    return publish_draft(act, draft)


def correct_announcement(act: Act, command: CorrectAnnouncement) -> Revision:
    """Put the record as it is now in place of what is public; results that changed are declared anew.

    Raises as `announce` does.
    """
    draft = draft_to_correct(act, Correct(command.announcement_id, command.version, command.note))
    check_read(draft, command.digest)
    hold_offices(act, draft.announcement)
    require_consent(act, draft, ConsentSource.CONFIRMED_BY_CHAIR, agreed=command.names_agreed)
    declare_and_fill(act, draft.announcement, reason=command.note.strip())
    return publish_correction(act, draft, command.note)


def check_read(draft: Draft, digest: str | None) -> None:
    """Raise EditConflict where somebody changed the record under the text that was read: nobody has read this one."""
    if digest is not None and digest != draft.document.digest:
        raise EditConflict(draft.announcement.version)


def take_back(act: Act, command: TakeBack) -> Revision:
    """Take a public text back; where its elections did not happen, or its meeting is still to come, the offices go back
    to whoever held them. Raises RefusedError where it is not public, EditConflict where it was changed meanwhile."""
    announcement = lock_row(act.session, Announcement, command.announcement_id)
    check_version(command.version, announcement.version)
    hold_offices(act, announcement)
    revision = retract(act, Retract(announcement.id, command.note))
    meeting, standing = announcement.meeting, last_declaration(act.session, announcement.meeting_id or 0)
    is_report = announcement.kind is AnnouncementKind.REPORT
    if meeting is None or standing is None or not is_report:
        return revision
    if command.is_undone or is_to_come(meeting.held_on, local_day(act.session, act.at)):
        record_elections(act, f"meeting:{meeting.id}", standing.sequence, [])
    return revision


def hold_offices(act: Act, announcement: Announcement) -> None:
    """Hold the offices that are to be filled before the first entry of the log is written, as every act on an office
    does: who held the log and waited for an office would wait for one who holds the office and waits for the log."""
    if announcement.kind is AnnouncementKind.REPORT and announcement.meeting_id is not None:
        contests = contests_of(act.session, announcement.meeting_id)
        lock_rows(act.session, Office, (contest.office_id for contest in contests))


def require_consent(act: Act, draft: Draft, source: ConsentSource, *, agreed: bool) -> None:
    """See to it that everyone named agreed to it, and record that.

    Raises RefusedError where that was not confirmed, or somebody withdrew.
    """
    ids = draft.person_ids
    if not ids:
        return
    withdrawn = people_who_withdrew(act.session, ids)
    if withdrawn:
        names = ", ".join(person.name for person in withdrawn)
        words = f"{names} no longer agreed to be named in public. Take the name out, or ask again."
        refuse("consent_withdrawn", "", words)
    if not agreed and names_to_ask(act.session, draft):
        refuse("consent_unconfirmed", "names_agreed", "Confirm that everyone named has agreed to it.")
    give_consents(act, ids, source)


def declare_and_fill(act: Act, announcement: Announcement, *, reason: str | None) -> None:
    if announcement.kind is AnnouncementKind.REPORT and announcement.meeting_id is not None:
        declare_results(act, act.session.get_one(Meeting, announcement.meeting_id), reason)
