"""Reading what went out to the members of a meeting, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from agm.meetings.models import Channel, NoticeSending, RegisterEntry, ServedNotice, ServedOutcome
from agm.meetings.register import corrected_entries
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


def served_with_names(
    session: Session, meeting_id: int, *, sending_id: int | None = None, failed: bool = False
) -> list[Served]:
    """What was served to each member, by name; whoever is gone from roll and register has none. One statement."""
    name = func.coalesce(RollMember.name, RegisterEntry.name, "")
    corrected = corrected_entries(meeting_id).subquery()
    is_corrected = corrected.c.id.is_not(None)
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
        )
        .join(ServedNotice.sending)
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
