"""Publishing, correcting, retracting: each a new revision, never changed, with what was made of it in each format."""

import datetime as dt
import hashlib
from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from agm.announcements.commands import Correct, Publish, Retract
from agm.announcements.drafts import Draft, NothingToSayError, compose_draft, has_changed
from agm.announcements.models import Announcement, PublicationPlan, Rendering, Revision, RevisionAct
from agm.announcements.operations.drafts import locked
from agm.announcements.operations.pictures import mark_public
from agm.announcements.operations.search import forget_announcement, index_announcement
from agm.announcements.operations.wordpress import ask_for_post
from agm.announcements.queries import facts_as_published, of_meeting
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import Entry, record, record_all
from agm.audit.row_digests import ROW_DIGESTS, row_digests
from agm.database.locking import lock_row
from agm.facts.files import STORED_FACTS
from agm.facts.plain import PlainValueError
from agm.meetings.commands import MeetingDetails
from agm.meetings.models import Meeting
from agm.meetings.operations.details import follow_with_address
from agm.organisation.queries import organisation
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.rules.missing_results import is_to_come
from agm.rules.violations import refuse
from agm.wording.document import AnnouncementKind, Document
from agm.wording.render import RENDERER_VERSION, Format, KeptForm, render
from agm.wording.summary import summary

ACTIONS = {
    RevisionAct.PUBLISHED: Action.ANNOUNCEMENT_PUBLISHED,
    RevisionAct.CORRECTED: Action.ANNOUNCEMENT_CORRECTED,
    RevisionAct.RETRACTED: Action.ANNOUNCEMENT_RETRACTED,
}


def publish(act: Act, command: Publish) -> Revision:
    """Make the draft public at once.

    Raises RefusedError where it is public already or something is missing, EditConflict if it changed.
    """
    return publish_draft(act, draft_to_publish(act, command))


def draft_to_publish(act: Act, command: Publish) -> Draft:
    """The draft, held until the transaction ends, as its meeting is: nobody removes it meanwhile. Raises as `publish`
    does, and NoResultFound where the meeting was removed."""
    announcement = locked(act.session, command.announcement_id, command.version)
    if announcement.meeting_id is not None:
        lock_row(act.session, Meeting, announcement.meeting_id)
    if announcement.current_sequence is not None:
        refuse("public_already", "", "This is public already. To change it, correct it.")
    return publishable(act, announcement)


def publish_draft(act: Act, draft: Draft) -> Revision:
    """Make a draft public that was held."""
    announcement = draft.announcement
    act.session.execute(delete(PublicationPlan).where(PublicationPlan.announcement_id == announcement.id))
    announcement.first_published_at = act.at
    if announcement.meeting is not None:
        announcement.meeting.is_published = True
    return add_revision(act, draft, RevisionAct.PUBLISHED, note=None)


def correct(act: Act, command: Correct) -> Revision:
    """Put the draft as it is now in place of what is public, or of what was retracted; the old revision is kept.

    Raises RefusedError where there is nothing to correct or no note, EditConflict if the draft changed.
    """
    return publish_correction(act, draft_to_correct(act, command), command.note)


def draft_to_correct(act: Act, command: Correct) -> Draft:
    """The draft that differs from what stands, held until the transaction ends. Raises as `correct` does."""
    checked_note(command.note, "Say in a few words what is corrected. Readers will see it.")
    announcement = locked(act.session, command.announcement_id, command.version)
    standing_revision(act.session, announcement)
    draft = publishable(act, announcement)
    if not has_changed(announcement, draft):
        words = "Nothing has changed since it was published. Change the record or the words first."
        refuse("nothing_changed", "", words)
    return draft


def publish_correction(act: Act, draft: Draft, note: str) -> Revision:
    """Put a draft that was held in place of what stands."""
    move_with_correction(act, draft.announcement)
    return add_revision(act, draft, RevisionAct.CORRECTED, note.strip())


def move_with_correction(act: Act, announcement: Announcement) -> None:
    """Let the address of a meeting follow its corrected kind or year; messages of support leave that to the report."""
    meeting = announcement.meeting
    if meeting is None:
        return
    report = of_meeting(act.session, meeting.id).get(AnnouncementKind.REPORT)
    if announcement.kind is not AnnouncementKind.REPORT and report is not None and report.current_sequence is not None:
        return
    told = facts_as_published(act.session, announcement.id)
    if told is not None:
        follow_with_address(act, meeting, MeetingDetails(kind=told.kind, held_on=told.held_on))


def retract(act: Act, command: Retract) -> Revision:
    """Take a public text back; its page then says so. Raises RefusedError where it is not public."""
    announcement = lock_row(act.session, Announcement, command.announcement_id)
    current = standing_revision(act.session, announcement)
    if current.act is RevisionAct.RETRACTED:
        refuse("retracted_already", "", "This was retracted already.")
    note = checked_note(command.note, "Say in a few words why it is taken back. Readers will see it.")
    announcement.version += 1
    return keep(act, announcement, Revision(act=RevisionAct.RETRACTED, note=note, title=current.title, summary=""))


def publishable(act: Act, announcement: Announcement) -> Draft:
    """The draft, if it may be published. Raises RefusedError saying what is missing."""
    try:
        draft = compose_draft(act.session, announcement, act.at)
        if draft.facts is not None:
            STORED_FACTS.read(STORED_FACTS.write(draft.facts))  # what could not be read again must not be published
    except (NothingToSayError, PlainValueError) as error:
        refuse("nothing_to_say", "", str(error))
    held_on = None if draft.facts is None else draft.facts.held_on
    if announcement.kind is AnnouncementKind.REPORT and is_to_come(held_on, draft.today):
        refuse(
            "still_to_come",
            "",
            "The meeting is still to come, and a report says that it was held. "
            "Publish it afterwards, or put the date right.",
        )
    if organisation(act.session).is_political and not draft.document.imprint.strip():
        refuse(
            "imprint_missing",
            "",
            "The imprint is empty. A political organisation must say who publishes: "
            "ask your national office to fill it in.",
        )
    return draft


def standing_revision(session: Session, announcement: Announcement) -> Revision:
    """The revision that stands. Raises RefusedError where nothing was ever published."""
    session.refresh(announcement, ["current"])
    if announcement.current is None:
        refuse("not_public", "", "This was not published yet.")
    return announcement.current


def checked_note(note: str, message: str) -> str:
    """The note without spaces around it. Raises RefusedError where it is empty."""
    if not note.strip():
        refuse("note_missing", "note", message)
    return note.strip()


def add_revision(act: Act, draft: Draft, revision_act: RevisionAct, note: str | None) -> Revision:
    document, facts = draft.document, draft.facts
    revision = Revision(
        act=revision_act,
        note=note,
        document=document,
        digest=document.digest,
        facts=facts or draft.told,
        style=None if facts is None and draft.told is None else draft.style,
        title=draft.title,
        summary=summary(document),
        elected_chair=draft.elected_chair,
        meeting_kind=None if facts is None else facts.kind,
        held_on=None if facts is None else facts.held_on,
        renderings=rendered(document, act.at),
    )
    return keep(act, draft.announcement, revision)


def rendered(document: Document, at: dt.datetime) -> list[Rendering]:
    """The document in each format, as this version of the renderer makes it."""
    return renderings({to.value: render(document, to).encode() for to in Format}, at)


def renderings(contents: Mapping[str, bytes], at: dt.datetime) -> list[Rendering]:
    return [
        Rendering(
            format=to,
            renderer_version=RENDERER_VERSION,
            content=content,
            etag=hashlib.sha256(content).hexdigest(),
            created_at=at,
        )
        for to, content in contents.items()
    ]


def render_anew(act: Act) -> int:
    """Add what this version renders otherwise than was kept of the texts that stand; how many renderings that were.

    Neither the texts nor their digests change, and what was served before is kept.
    """
    standing = act.session.scalars(
        select(Revision)
        .join(Announcement, Announcement.id == Revision.announcement_id)
        .where(Announcement.current_sequence == Revision.sequence, Revision.document.is_not(None))
        .options(selectinload(Revision.renderings))
    )
    added: dict[int, list[Rendering]] = {}
    for revision in standing:
        kept = {(one.format, one.renderer_version) for one in revision.renderings}
        if not {(form.value, RENDERER_VERSION) for form in KeptForm} <= kept:
            ask_for_kept_forms(act, revision)
        for one in rendered(revision.document, act.at) if revision.document else ():
            if (one.format, one.renderer_version) not in kept:
                one.revision_id = revision.id
                added.setdefault(revision.announcement_id, []).append(one)
    act.session.add_all(one for new in added.values() for one in new)
    act.session.flush()
    record_all(
        act,
        [
            Entry(Action.RENDERINGS_ADDED, f"announcement:{number}", None, {ROW_DIGESTS: row_digests(new)})
            for number, new in added.items()
        ],
    )
    return sum(map(len, added.values()))


def ask_for_kept_forms(act: Act, revision: Revision) -> None:
    """Have the outbox make what takes long, once for each version of the renderer, and of the text after an erasure."""
    key = f"revision:{revision.id}:forms:{RENDERER_VERSION}:{revision.digest}"
    subject = f"announcement:{revision.announcement_id}"
    unit_id = act.session.get_one(Announcement, revision.announcement_id).unit_id
    payload = {"revision": revision.id}
    enqueue(act, NewJob(kind=JobKind.KEPT_FORMS, key=key, payload=payload, subject=subject, unit_id=unit_id))


def keep_forms(act: Act, revision_id: int, contents: Mapping[KeptForm, bytes], digest: str | None) -> None:
    """Keep what the outbox made of a revision with this digest; what is there already stays. Nothing is kept of a text
    from which a name was erased meanwhile."""
    revision = act.session.get_one(Revision, revision_id)
    if revision.digest != digest:
        return
    kept = {(one.format, one.renderer_version) for one in revision.renderings}
    new = [
        one
        for one in renderings({form.value: content for form, content in contents.items()}, act.at)
        if (one.format, one.renderer_version) not in kept
    ]
    revision.renderings.extend(new)
    act.session.flush()
    if new:
        unit_id = act.session.get_one(Announcement, revision.announcement_id).unit_id
        subject = f"announcement:{revision.announcement_id}"
        record(act, Action.RENDERINGS_ADDED, subject, unit_id=unit_id, row_digests=row_digests(new))


def keep(act: Act, announcement: Announcement, revision: Revision) -> Revision:
    revision.announcement_id = announcement.id
    revision.sequence = (announcement.current_sequence or 0) + 1
    revision.at, revision.by = act.at, act.actor.name
    act.session.add(revision)
    announcement.current_sequence = revision.sequence
    if revision.act is RevisionAct.RETRACTED:
        forget_announcement(act.session, announcement)
    else:
        index_announcement(act.session, announcement, revision)
    act.session.flush()
    act.session.expire(announcement, ["current"])
    if revision.act is not RevisionAct.RETRACTED:
        mark_public(act.session, revision)
        ask_for_kept_forms(act, revision)
    ask_for_post(act, announcement, revision)
    record(
        act, ACTIONS[revision.act], f"announcement:{announcement.id}",
        unit_id=announcement.unit_id, revision=revision.id, sequence=revision.sequence,
        kind=announcement.kind.value, digest=revision.digest,
        digests={post.format: post.etag for post in revision.renderings},
        row_digests=row_digests([revision, *revision.renderings]),
    )  # fmt: skip
    return revision
