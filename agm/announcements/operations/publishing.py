"""Publishing, correcting, retracting: each a new revision that is never changed, with its rendered bytes."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from agm.announcements.commands import AnnouncementError, Correct, Publish, Retract
from agm.announcements.drafts import Composition, NothingToSayError, compose_draft
from agm.announcements.models import Announcement, PublicKind, RenderedPost, Revision, RevisionAct
from agm.announcements.operations.drafts import locked
from agm.announcements.operations.search import forget_announcement, index_announcement
from agm.announcements.queries import facts_as_published, of_meeting
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.meetings.commands import MeetingDetails
from agm.meetings.operations.details import follow_with_address
from agm.organisation.queries import organisation
from agm.wording.facts import MeetingKind
from agm.wording.partial_date import PartialDate

ACTIONS = {
    RevisionAct.PUBLISHED: Action.ANNOUNCEMENT_PUBLISHED,
    RevisionAct.CORRECTED: Action.ANNOUNCEMENT_CORRECTED,
    RevisionAct.RETRACTED: Action.ANNOUNCEMENT_RETRACTED,
}


def publish(act: Act, command: Publish) -> Revision:
    """Make the draft public at once.

    Raises AnnouncementError where it is public already or something is missing, StaleDraftError if it changed.
    """
    announcement = locked(act.session, command.announcement_id, command.version)
    if announcement.current_sequence is not None:
        raise AnnouncementError("This is public already. To change it, correct it.")
    composition = publishable(act.session, announcement)
    announcement.first_published_at = act.at
    if announcement.meeting is not None:
        announcement.meeting.is_published = True
    return add_revision(act, announcement, RevisionAct.PUBLISHED, composition, note=None)


def correct(act: Act, command: Correct) -> Revision:
    """Put the draft as it is now in place of what is public, or of what was retracted; the old revision is kept.

    Raises AnnouncementError where there is nothing to correct or no note, StaleDraftError if the draft changed.
    """
    announcement = locked(act.session, command.announcement_id, command.version)
    current = standing_revision(act.session, announcement)
    note = checked_note(command.note, "Say in a few words what is corrected. Readers will see it.")
    composition = publishable(act.session, announcement)
    if current.act is not RevisionAct.RETRACTED and is_same(current, composition):
        raise AnnouncementError("Nothing has changed since it was published. Change the record or the words first.")
    move_with_correction(act, announcement)
    return add_revision(act, announcement, RevisionAct.CORRECTED, composition, note)


def move_with_correction(act: Act, announcement: Announcement) -> None:
    """Let the address of a meeting follow its corrected kind or year; messages of support leave that to the report."""
    meeting = announcement.meeting
    if meeting is None:
        return
    report = of_meeting(act.session, meeting.id).get(PublicKind.REPORT)
    if announcement.kind is not PublicKind.REPORT and report is not None and report.current_sequence is not None:
        return
    facts = facts_as_published(act.session, announcement.id)
    if facts:
        kind = MeetingKind(facts.get("kind", MeetingKind.AGM.value))
        held_on = PartialDate.parse(facts["held_on"]) if "held_on" in facts else None
        follow_with_address(act, meeting, MeetingDetails(kind=kind, held_on=held_on))


def retract(act: Act, command: Retract) -> Revision:
    """Take a public text back; its page then says so. Raises AnnouncementError where it is not public."""
    announcement = lock_row(act.session, Announcement, command.announcement_id)
    current = standing_revision(act.session, announcement)
    if current.act is RevisionAct.RETRACTED:
        raise AnnouncementError("This was retracted already.")
    note = checked_note(command.note, "Say in a few words why it is taken back. Readers will see it.")
    announcement.version += 1
    revision = Revision(
        announcement_id=announcement.id,
        sequence=current.sequence + 1,
        act=RevisionAct.RETRACTED,
        at=act.at,
        by=act.actor.name,
        note=note,
        title=current.title,
        summary="",
        elected_chair=None,
        imprint=current.imprint,
        facts=None,
        style=None,
        words={},
    )
    return keep(act, announcement, revision)


def publishable(session: Session, announcement: Announcement) -> Composition:
    """The draft, if it may be published. Raises AnnouncementError saying what is missing."""
    try:
        composition = compose_draft(session, announcement)
    except NothingToSayError as error:
        raise AnnouncementError(str(error)) from None
    if organisation(session).is_political and not composition.imprint.strip():
        raise AnnouncementError(
            "The imprint is empty. A political organisation must say who publishes: "
            "ask your national office to fill it in."
        )
    return composition


def standing_revision(session: Session, announcement: Announcement) -> Revision:
    """The revision that stands. Raises AnnouncementError where nothing was ever published."""
    session.refresh(announcement, ["current"])
    if announcement.current is None:
        raise AnnouncementError("This was not published yet.")
    return announcement.current


def checked_note(note: str, message: str) -> str:
    """The note without spaces around it. Raises AnnouncementError where it is empty."""
    if not note.strip():
        raise AnnouncementError(message, "note")
    return note.strip()


def is_same(revision: Revision, composition: Composition) -> bool:
    """Whether the composition is, byte for byte, what the revision published."""
    digests = {post.format: post.etag for post in revision.renderings}
    return revision.imprint == composition.imprint and digests == {
        format_: etag for format_, (_content, etag) in rendered(composition).items()
    }


def rendered(composition: Composition) -> dict[str, tuple[bytes, str]]:
    """The composition in each format: its bytes and their SHA-256."""
    encoded = {format_.value: content.encode() for format_, content in composition.contents.items()}
    return {format_: (content, hashlib.sha256(content).hexdigest()) for format_, content in encoded.items()}


def add_revision(
    act: Act,
    announcement: Announcement,
    revision_act: RevisionAct,
    composition: Composition,
    note: str | None,
) -> Revision:
    """Keep the composition as the next revision, with its bytes."""
    revision = Revision(
        announcement_id=announcement.id,
        sequence=(announcement.current_sequence or 0) + 1,
        act=revision_act,
        at=act.at,
        by=act.actor.name,
        note=note,
        title=composition.title,
        summary=composition.summary,
        elected_chair=composition.elected_chair,
        imprint=composition.imprint,
        facts=composition.facts,
        style=composition.style,
        words=composition.words,
        renderings=[
            RenderedPost(format=format_, content=content, etag=etag)
            for format_, (content, etag) in rendered(composition).items()
        ],
    )
    return keep(act, announcement, revision)


def keep(act: Act, announcement: Announcement, revision: Revision) -> Revision:
    """Store a revision, make it the standing one, tell the search and the log."""
    act.session.add(revision)
    announcement.current_sequence = revision.sequence
    act.session.flush()
    if revision.act is RevisionAct.RETRACTED:
        forget_announcement(act.session, announcement)
    else:
        index_announcement(act.session, announcement, revision)
    record(
        act, ACTIONS[revision.act], f"announcement:{announcement.id}",
        unit_id=announcement.unit_id, revision=revision.id, sequence=revision.sequence,
        kind=announcement.kind.value, digests={post.format: post.etag for post in revision.renderings},
    )  # fmt: skip
    return revision
