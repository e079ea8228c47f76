"""Sending a text to every member, and what became of it for each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import ScalarSelect, delete, func, or_, select, update
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.database.numbering import number
from agm.facts import Moment
from agm.language.characters import without_no_break
from agm.meetings.commands import SendToMembers
from agm.meetings.models import (
    Channel,
    Election,
    Meeting,
    NoticeKind,
    NoticeSending,
    Register,
    RegisterEntry,
    ServedNotice,
    ServedOutcome,
)
from agm.meetings.register import corrected_entries, on_register
from agm.membership.models import RollMember
from agm.membership.queries import on_roll
from agm.organisation.queries import house_style_of, organisation
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import cancel_waiting, enqueue, move_waiting
from agm.rules.election import carried
from agm.rules.violations import refuse
from agm.rules.working_days import Days
from agm.wording.compose.particulars import moment_words

CAME_BACK = "It came back."
AGAIN = ":again"
"""What the key of a mail ends with that is sent a second time."""
SERVED_KEY = re.compile(rf"served_notice:(\d+):(\d+)(?::\d+T\d+)?({AGAIN})?")
NEXT_TRY = dt.timedelta(days=1)
KEY = "served_notice:{}:"
"""What the keys of all mails of one sending begin with."""


def send_to_members(act: Act, command: SendToMembers) -> NoticeSending:
    """Queue a mail for every member with an address, and note who needs a letter.

    Who is written to are those on the register of the meeting, once it is frozen, and before that those on the unit's
    roll. The same text asked for twice is sent once. Raises RefusedError for an empty text, or where nobody is there.
    """
    meeting = lock_row(act.session, Meeting, command.meeting_id)
    if not command.title.strip() or not command.text.strip():
        refuse("text_missing", "text", "Write what is to be sent.")
    same = act.session.scalars(
        select(NoticeSending).where(
            NoticeSending.meeting_id == meeting.id,
            NoticeSending.kind == command.kind,
            NoticeSending.title == command.title,
            NoticeSending.text == command.text,
            NoticeSending.cancelled_at.is_(None),
            NoticeSending.id > last_call_off(meeting.id),
        )
    ).first()
    if same is not None:
        return same
    at = command.due_at or act.at
    sending = NoticeSending(
        meeting_id=meeting.id, kind=command.kind, title=command.title, text=command.text, sent_at=at,
        sent_by=act.actor.name,
    )  # fmt: skip
    act.session.add(sending)
    act.session.flush()
    rows = [ServedNotice(sending_id=sending.id, queued_at=act.at, **to) for to in recipients(act.session, meeting)]
    if not rows:
        refuse("nobody", "", "Nobody is on the roll yet, so there is nobody to write to.")
    number(act.session, rows)
    act.session.add_all(rows)
    act.session.flush()
    enqueue(act, *(job_of(row, meeting, at) for row in rows if row.channel is Channel.EMAIL))
    election = act.session.get(Election, meeting.id)
    if command.kind is NoticeKind.NOTICE and election is not None and election.notice_sent_at is None:
        election.notice_sent_at = at
    record(
        act, Action.NOTICE_SENT, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        kind=command.kind.value, sending=sending.id, members=len(rows),
    )  # fmt: skip
    return sending


def planned(session: Session, meeting: Meeting, at: dt.datetime) -> list[NoticeSending]:
    """What is to go out later. One statement."""
    to_come = (NoticeSending.sent_at > at, NoticeSending.cancelled_at.is_(None))
    return list(session.scalars(select(NoticeSending).where(NoticeSending.meeting_id == meeting.id, *to_come)))


def last_call_off(meeting_id: int) -> ScalarSelect[int]:
    """The number of the sending that told last that the election is called off, which ends all before it; or 0."""
    mine = (NoticeSending.meeting_id == meeting_id, NoticeSending.kind == NoticeKind.CALLED_OFF)
    return select(func.coalesce(func.max(NoticeSending.id), 0)).where(*mine).scalar_subquery()


def carry_planned(act: Act, meeting: Meeting, moved: Sequence[tuple[dt.datetime, dt.datetime]], days: Days) -> None:
    """Take what is planned for later along with the first of the moments that moved, and put right those it tells."""
    style = house_style_of(organisation(act.session), meeting.unit)

    def told_as(at: dt.datetime) -> str:
        return without_no_break(moment_words(Moment.of(at.astimezone(days.zone)), style))

    words = {told_as(old): told_as(new) for old, new in moved}
    told = re.compile("|".join(map(re.escape, words)))
    before, after = moved[0]
    for sending in planned(act.session, meeting, act.at):
        sending.sent_at = max(act.at, carried({"": sending.sent_at}, before, after, act.at, days)[""])
        sending.title = told.sub(lambda found: words[found[0]], sending.title)
        sending.text = told.sub(lambda found: words[found[0]], sending.text)
        move_waiting(act, KEY.format(sending.id), sending.sent_at)


def cancel_planned(act: Act, meeting: Meeting) -> None:
    """Let nothing go out that is planned for later."""
    for sending in planned(act.session, meeting, act.at):
        sending.cancelled_at = act.at
        cancel_waiting(act, KEY.format(sending.id))
        act.session.execute(delete(ServedNotice).where(ServedNotice.sending_id == sending.id))


def recipients(session: Session, meeting: Meeting) -> Iterator[dict[str, object]]:
    """Everybody who is to be written to, as columns of what is served to them. Two statements."""
    register = session.get(Register, meeting.id)
    if register is not None and register.disposed_at is None:
        entries = session.execute(
            select(RegisterEntry.id, RegisterEntry.email, RegisterEntry.needs_paper)
            .where(on_register(meeting.id))
            .order_by(RegisterEntry.sort_key, RegisterEntry.id)
        )
        for entry_id, email, needs_paper in entries:
            yield {"entry_id": entry_id, "channel": Channel.EMAIL if email and not needs_paper else Channel.POST}
        return
    members = session.execute(
        select(RollMember.id, RollMember.email)
        .where(on_roll(meeting.unit_id))
        .order_by(RollMember.sort_key, RollMember.id)
    )
    for member_id, email in members:
        yield {"member_id": member_id, "channel": Channel.EMAIL if email else Channel.POST}


def job_of(row: ServedNotice, meeting: Meeting, at: dt.datetime) -> NewJob:
    return NewJob(
        kind=JobKind.ELECTION_MAIL,
        # SQLite gives the number of a row that is gone to another.
        key=f"{KEY.format(row.sending_id)}{row.id}",
        payload={"served_id": row.id},
        due_at=at,
        subject=f"meeting:{meeting.id}",
        unit_id=meeting.unit_id,
    )


def redirect_waiting(act: Act, entry: RegisterEntry) -> None:
    """Let what has not gone out to somebody yet go by mail or by post, as their addresses are now."""
    meeting = act.session.get_one(Meeting, entry.meeting_id)
    whose = ServedNotice.entry_id == entry.id
    if entry.roll_member_id is not None:
        whose = or_(whose, ServedNotice.member_id == entry.roll_member_id)
    waiting = (
        select(ServedNotice)
        .join(ServedNotice.sending)
        .where(
            NoticeSending.meeting_id == meeting.id,
            NoticeSending.cancelled_at.is_(None),
            ServedNotice.outcome.is_(None),
            whose,
        )
    )
    channel = Channel.EMAIL if entry.email else Channel.POST
    for served in act.session.scalars(waiting.where(ServedNotice.channel != channel)).all():
        served.channel = channel
        if channel is Channel.EMAIL:
            enqueue(act, another_job_of(act, served, meeting))


def another_job_of(act: Act, served: ServedNotice, meeting: Meeting) -> NewJob:
    """A mail of its own to one member, beside one that there may be from before."""
    job = job_of(served, meeting, max(served.sending.sent_at, act.at))
    return replace(job, key=f"{job.key}:{act.at:%Y%m%dT%H%M%S%f}")


def send_again(act: Act, served: ServedNotice) -> None:
    """Send a mail that did not arrive once more, to the address that is kept of the member now.

    Nothing happens where it is on its way again already. Raises RefusedError where there is no address for mail, or the
    election was called off since.
    """
    sending = served.sending
    meeting = lock_row(act.session, Meeting, sending.meeting_id)
    act.session.refresh(served)
    if served.channel is not Channel.EMAIL or served.outcome is not ServedOutcome.FAILED:
        return
    if not address_of(act.session, served):
        refuse("no_address", "", "No e-mail address of theirs is kept any more. Correct the address, or send a letter.")
    if (act.session.scalar(select(last_call_off(meeting.id))) or 0) > sending.id:
        refuse("called_off", "", "The election was called off since, so this does not go out again.")
    served.outcome, served.again_at, served.again_by = None, act.at, act.actor.name
    act.session.flush()
    enqueue(act, another_job_of(act, served, meeting))
    record(act, Action.NOTICE_SENT_AGAIN, f"meeting:{meeting.id}", unit_id=meeting.unit_id, served=served.id)


def address_of(session: Session, served: ServedNotice) -> str | None:
    """The address that a member has now; None where they left, or have none any more."""
    if served.entry_id is None:
        here = corrected_entries(served.sending.meeting_id).where(RegisterEntry.roll_member_id == served.member_id)
        corrected = session.scalar(here)
        if corrected is not None:
            return corrected.email
        return session.scalar(select(RollMember.email).where(RollMember.id == served.member_id))
    return session.scalar(select(RegisterEntry.email).where(RegisterEntry.id == served.entry_id))


def note_served(act: Act, served_id: int) -> None:
    """The mail went out."""
    values = {"outcome": ServedOutcome.SENT, "sent_at": act.at, "error": None}
    act.session.execute(update(ServedNotice).where(ServedNotice.id == served_id).values(**values))


def note_not_served(act: Act, served_id: int, reason: str) -> None:
    """The mail was refused for good."""
    values = {"outcome": ServedOutcome.FAILED, "error": reason}
    act.session.execute(update(ServedNotice).where(ServedNotice.id == served_id).values(**values))


def note_came_back(act: Act, sending: NoticeSending, served: ServedNotice, words: str = "") -> None:
    """A mail that had gone out came back: they need a letter. `words` are the other server's."""
    served.outcome, served.error = ServedOutcome.FAILED, f"{CAME_BACK} {words}".strip()
    act.session.flush()
    meeting = act.session.get_one(Meeting, sending.meeting_id)
    record(act, Action.NOTICE_CAME_BACK, f"meeting:{meeting.id}", unit_id=meeting.unit_id, served=served.id)


def come_back(act: Act, key: str, words: str, *, is_final: bool) -> bool:
    """Note that the mail with this key of the outbox came back; False where no such mail is known any more.

    What might arrive another day is sent once more, a day later; coming back again it has come back.
    """
    found = SERVED_KEY.fullmatch(key)
    served = None if found is None else act.session.get(ServedNotice, int(found[2]))
    if found is None or served is None or served.sending_id != int(found[1]):
        return False
    if served.outcome is not ServedOutcome.SENT:
        return True  # whoever runs the election said so before, or it is on its way again
    meeting = act.session.get_one(Meeting, served.sending.meeting_id)
    if is_final or found[3]:
        note_came_back(act, served.sending, served, words)
    else:
        served.outcome = None  # it waits again
        first = job_of(served, meeting, act.at + NEXT_TRY)
        enqueue(act, replace(first, key=first.key + AGAIN))
    return True


def note_posted(act: Act, sending: NoticeSending) -> None:
    """The letters were posted: to whoever has no address, and to those whose mail failed."""
    if sending.posted_at is not None:
        return
    sending.posted_at = act.at
    by_post = (ServedNotice.sending_id == sending.id) & (ServedNotice.channel == Channel.POST)
    values = {"outcome": ServedOutcome.SENT, "sent_at": act.at}
    act.session.execute(update(ServedNotice).where(by_post).values(**values))
    meeting = act.session.get_one(Meeting, sending.meeting_id)
    record(act, Action.NOTICE_POSTED, f"meeting:{meeting.id}", unit_id=meeting.unit_id, sending=sending.id)
