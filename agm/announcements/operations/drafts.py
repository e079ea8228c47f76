"""Drafts: a meeting's announcement and the chair's own words in it, and free statements."""

import datetime as dt
import re
from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import (
    AmendStatement,
    DraftFacts,
    SetBlockOverride,
    WriteStatement,
)
from agm.announcements.drafts import compose_draft
from agm.announcements.models import Announcement, BlockOverride, StatementAddress
from agm.announcements.notice_of_meeting import notices_of
from agm.announcements.pictures import pictures_of
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.facts.announcement import Notice
from agm.facts.any_file import announcement_from_plain
from agm.facts.plain import PlainValueError, to_plain
from agm.files.operations import remove_unused
from agm.language.names import name_key
from agm.language.slugs import LONGEST_SLUG
from agm.meetings.models import Meeting
from agm.organisation.models import Unit
from agm.rules.violations import check_version, refuse
from agm.wording.document import AnnouncementKind
from agm.wording.kinds import compose_any
from agm.wording.kinds.beside import Beside
from agm.wording.style import USUAL_STYLE
from agm.wording.summary import plain_title

LINK = re.compile(r"https://[^\s/]+\.[^\s/]+(/\S*)?")


def draft(session: Session, now: dt.datetime, meeting_id: int, kind: AnnouncementKind) -> Announcement:
    """The meeting's announcement of that kind; a new draft where there is none yet."""
    found = session.scalars(
        select(Announcement).where(Announcement.meeting_id == meeting_id, Announcement.kind == kind)
    ).first()
    if found is not None:
        return found
    meeting = session.get_one(Meeting, meeting_id)
    announcement = Announcement(
        kind=kind, meeting_id=meeting.id, unit_id=meeting.unit_id, slug=kind.value.replace("_", "-"), created_at=now
    )
    session.add(announcement)
    session.flush()
    return announcement


def set_block_override(act: Act, command: SetBlockOverride) -> Announcement:
    """Put own words in place of a block, or go back to the generated text.

    Raises EditConflict if somebody else changed the draft meanwhile, NothingToSayError for a statement.
    """
    announcement = locked(act.session, command.announcement_id, command.version)
    row = next((own for own in announcement.block_overrides if own.block == command.block.value), None)
    text = (command.text or "").strip()
    if not text:
        announcement.block_overrides = [own for own in announcement.block_overrides if own is not row]
    else:
        digest = compose_draft(act.session, announcement, act.at).source_digest(command.block)
        if row is None:
            row = BlockOverride(block=command.block.value)
            announcement.block_overrides.append(row)
        row.text, row.replaced_digest = text, digest
    record(
        act, Action.OWN_WORDS_AMENDED, f"announcement:{announcement.id}",
        unit_id=announcement.unit_id, block=command.block.value, is_own=bool(text),
    )  # fmt: skip
    return announcement


def write_statement(act: Act, command: WriteStatement) -> Announcement:
    """Draft a free statement; asked twice for the same one, give the one that was drafted.

    Raises RefusedError for a missing title or text, or an address that is no link.
    """
    check_statement(command)
    lock_row(act.session, Unit, command.unit_id)  # the second of two at once sees what the first wrote
    same = (
        Announcement.unit_id == command.unit_id,
        Announcement.statement_title == command.title,
        Announcement.statement_text == command.text,
        Announcement.video_url.is_not_distinct_from(command.video_url),
        *(getattr(Announcement, one.name) == getattr(command.beside, one.name).strip() for one in fields(Beside)),
    )
    written = act.session.scalars(select(Announcement).where(*same).order_by(Announcement.id)).first()
    if written is not None:
        return written
    announcement = Announcement(
        kind=AnnouncementKind.STATEMENT,
        unit_id=command.unit_id,
        slug=command.slug or free_slug(act.session, command.unit_id, command.title),
        created_at=act.at,
        statement_title=command.title,
        statement_text=command.text,
        video_url=command.video_url,
        beside=command.beside,
    )
    act.session.add(announcement)
    act.session.flush()
    record(act, Action.STATEMENT_CREATED, f"announcement:{announcement.id}", unit_id=command.unit_id)
    return announcement


def draft_facts(act: Act, command: DraftFacts) -> Announcement:
    """Keep the facts of an announcement of another kind as a draft, or in place of those of one.

    Raises RefusedError where nothing can be composed of them, or where a second notice of one meeting would be written,
    EditConflict where somebody changed the draft meanwhile.
    """
    try:
        announcement_from_plain({"announcement": command.facts.announcement, **to_plain(command.facts)})
        title = plain_title(compose_any(command.facts, USUAL_STYLE))
    except PlainValueError as error:
        refuse("facts_unusable", "", " ".join(problem.message for problem in error.problems))
    lock_row(act.session, Unit, command.unit_id)
    if command.announcement_id is not None:
        announcement = locked(act.session, command.announcement_id, command.version)
        announcement.told, announcement.statement_title = command.facts, title
        record(act, Action.STATEMENT_AMENDED, f"announcement:{announcement.id}", unit_id=announcement.unit_id)
        return announcement
    told = command.facts
    if isinstance(told, Notice) and (told.meeting_id, told.announcement) in notices_of(act.session, command.unit_id):
        refuse("notice_written", "meeting", "This is written already. Open it among the announcements, and change it.")
    announcement = Announcement(
        kind=AnnouncementKind.STATEMENT,
        unit_id=command.unit_id,
        slug=free_slug(act.session, command.unit_id, title),
        created_at=act.at,
        statement_title=title,
        statement_text="",
        told=command.facts,
    )
    act.session.add(announcement)
    act.session.flush()
    record(act, Action.STATEMENT_CREATED, f"announcement:{announcement.id}", unit_id=command.unit_id)
    return announcement


def amend_statement(act: Act, command: AmendStatement) -> Announcement:
    """Change the draft of a statement. Raises as `write_statement` does, and EditConflict."""
    check_statement(command)
    announcement = locked(act.session, command.announcement_id, command.version)
    announcement.statement_title = command.title
    announcement.statement_text = command.text
    announcement.video_url, announcement.beside = command.video_url, command.beside
    record(
        act, Action.STATEMENT_AMENDED, f"announcement:{announcement.id}",
        unit_id=announcement.unit_id,
    )  # fmt: skip
    return announcement


def remove_draft(act: Act, announcement: Announcement) -> None:
    """Remove a statement that was never published. Raises RefusedError for one that was."""
    if announcement.current_sequence is not None:
        refuse("published", "", "This was published. Retract it instead: its page will say so.")
    announcement_id, unit_id = announcement.id, announcement.unit_id
    files = {one.file_id for one in pictures_of(act.session, announcement)}
    act.session.delete(announcement)
    remove_unused(act.session, files)
    record(act, Action.STATEMENT_REMOVED, f"announcement:{announcement_id}", unit_id=unit_id)


def locked(session: Session, announcement_id: int, version: int) -> Announcement:
    """The announcement, held until the transaction ends, its version moved on. Raises EditConflict."""
    announcement = lock_row(session, Announcement, announcement_id)
    check_version(version, announcement.version)
    announcement.version += 1
    session.flush()
    return announcement


def check_statement(command: WriteStatement | AmendStatement) -> None:
    """Raise RefusedError for the first thing that is missing."""
    beside = command.beside
    if not command.title.strip():
        refuse("title_missing", "title", "Enter a title.")
    if not command.text.strip():
        refuse("text_missing", "text", "Write the statement.")
    if command.video_url and not LINK.fullmatch(command.video_url):
        refuse("video_unusable", "video_url", "Enter the whole address of the video, beginning with https://.")
    if beside.quotation.strip() and not beside.quoted.strip():
        refuse("quoted_missing", "quoted", "Say whose words these are.")
    if (beside.quoted.strip() or beside.quoted_role.strip()) and not beside.quotation.strip():
        refuse("quotation_missing", "quotation", "Write the words, or leave out whose they are.")
    if beside.second_text.strip() and not beside.second_title.strip():
        refuse("second_title_missing", "second_title", "Enter the title in Welsh too.")
    if beside.second_title.strip() and not beside.second_text.strip():
        refuse("second_text_missing", "second_text", "Write the statement in Welsh too, or take its title away.")
    if beside.appeared_at.strip() and not beside.appeared_in.strip():
        refuse("first_published_missing", "appeared_in", "Say where that is: the name of the paper or site.")
    if beside.appeared_at.strip() and not LINK.fullmatch(beside.appeared_at.strip()):
        refuse("link_unusable", "appeared_at", "Enter the whole address, beginning with https://.")


def free_slug(session: Session, unit_id: int, title: str) -> str:
    """An address from the title's words that no statement of the region has or had."""
    words = name_key(title).split()
    base = ""
    for word in words:
        if len(base) + len(word) >= LONGEST_SLUG:
            break
        base = f"{base}-{word}" if base else word
    base = base or "statement"
    in_region = Announcement.unit_id == unit_id
    taken = set(session.scalars(select(Announcement.slug).where(in_region, Announcement.meeting_id.is_(None))))
    taken |= set(session.scalars(select(StatementAddress.slug).join(Announcement).where(in_region)))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
