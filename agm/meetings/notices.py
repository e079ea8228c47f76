"""Reading what went out to the members of a meeting, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from agm.meetings.models import Channel, NoticeSending, RegisterEntry, ServedNotice, ServedOutcome
from agm.meetings.register import corrected_entries, on_register
from agm.membership.models import RollMember


@dataclass(frozen=True, slots=True)
class ServedCounts:
    """What became of one sending, in numbers of members."""

    by_email: int = 0
    by_post: int = 0
    unreachable: int = 0
    waiting: int = 0
    """Of those by e-mail, how many are not sent yet."""
    failed: int = 0

    @property
    def members(self) -> int:
        return self.by_email + self.by_post + self.unreachable


def served_counts(session: Session, meeting_id: int) -> dict[int, ServedCounts]:
    """What became of each sending of a meeting, by its number. One statement."""
    statement = (
        select(ServedNotice.sending_id, ServedNotice.channel, ServedNotice.outcome, func.count())
        .join(NoticeSending, NoticeSending.id == ServedNotice.sending_id)
        .where(NoticeSending.meeting_id == meeting_id)
        .group_by(ServedNotice.sending_id, ServedNotice.channel, ServedNotice.outcome)
    )
    figures: dict[int, dict[tuple[Channel, ServedOutcome | None], int]] = {}
    for sending_id, channel, outcome, number in session.execute(statement):
        figures.setdefault(sending_id, {})[channel, outcome] = number
    return {sending_id: counts_of(found) for sending_id, found in figures.items()}


def counts_of(found: dict[tuple[Channel, ServedOutcome | None], int]) -> ServedCounts:
    def of(channel: Channel) -> int:
        return sum(number for (one, _outcome), number in found.items() if one is channel)

    return ServedCounts(
        by_email=of(Channel.EMAIL),
        by_post=of(Channel.POST),
        unreachable=of(Channel.NONE),
        waiting=found.get((Channel.EMAIL, None), 0),
        failed=found.get((Channel.EMAIL, ServedOutcome.FAILED), 0),
    )


@dataclass(frozen=True, slots=True)
class Served:
    """What was served to one member: who they are, and what became of it."""

    notice: ServedNotice
    name: str
    number: str | None
    email: str | None
    postal_address: str | None
    entry_id: int | None
    """Their entry on the register, where their address is corrected; None where they are on none."""


def has_not_arrived(session: Session, entry: RegisterEntry) -> bool:
    """Whether a mail to a member on a register failed, and was not sent again since. One statement."""
    whose = ServedNotice.entry_id == entry.id
    if entry.roll_member_id is not None:
        whose = or_(whose, ServedNotice.member_id == entry.roll_member_id)
    failed = (
        select(ServedNotice.id)
        .join(ServedNotice.sending)
        .where(NoticeSending.meeting_id == entry.meeting_id, ServedNotice.outcome == ServedOutcome.FAILED, whose)
    )
    return session.scalar(failed.limit(1)) is not None


def served_with_names(
    session: Session, meeting_id: int, *, sending_id: int | None = None, failed: bool = False
) -> list[Served]:
    """What was served to each member, by name; whoever is gone from roll and register has none. One statement."""
    name = func.coalesce(RollMember.name, RegisterEntry.name, "")
    corrected = corrected_entries(meeting_id).subquery()
    is_corrected = corrected.c.id.is_not(None)
    on_it = (
        select(RegisterEntry.id)
        .where(
            on_register(meeting_id),
            or_(RegisterEntry.id == ServedNotice.entry_id, RegisterEntry.roll_member_id == ServedNotice.member_id),
        )
        .correlate(ServedNotice)
    )
    statement = (
        select(
            ServedNotice,
            name,
            func.coalesce(RollMember.number, RegisterEntry.number),
            case((is_corrected, corrected.c.email), else_=func.coalesce(RollMember.email, RegisterEntry.email)),
            case(
                (is_corrected, corrected.c.postal_address),
                else_=func.coalesce(RollMember.postal_address, RegisterEntry.postal_address),
            ),
            on_it.limit(1).scalar_subquery(),
        )
        .join(ServedNotice.sending)
        .options(contains_eager(ServedNotice.sending))
        .outerjoin(RollMember, RollMember.id == ServedNotice.member_id)
        .outerjoin(RegisterEntry, RegisterEntry.id == ServedNotice.entry_id)
        .outerjoin(corrected, corrected.c.roll_member_id == ServedNotice.member_id)
        .where(NoticeSending.meeting_id == meeting_id)
        .order_by(func.coalesce(RollMember.sort_key, RegisterEntry.sort_key), ServedNotice.id)
    )
    if sending_id is not None:
        statement = statement.where(ServedNotice.sending_id == sending_id)
    if failed:
        statement = statement.where(ServedNotice.outcome == ServedOutcome.FAILED)
    return [Served(*row) for row in session.execute(statement)]
