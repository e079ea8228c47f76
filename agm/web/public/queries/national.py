"""Every region on one page: who is in its main offices, when it last held its AGM and when the next one is."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision
from agm.facts import MeetingKind
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.meetings.queries import last_yearly_meetings
from agm.organisation.models import Unit
from agm.rules.overdue import is_overdue
from agm.web.public.queries.announcements import CURRENT, HELD_ON, KIND, STANDS
from agm.web.public.queries.meetings import NOT_OVER, is_reported, not_over
from agm.web.public.queries.officers import OfficeHistory
from agm.wording.document import AnnouncementKind


@dataclass(frozen=True, slots=True)
class RegionLine:
    place: Unit
    officers: dict[str | None, OfficeHistory]
    """Its offices by canonical key, of two with the same one the first."""
    last_held: PartialDate | None
    next_held: PartialDate | None
    unreported: PartialDate | None
    """When the AGM was held that was announced, and of which no report stands yet."""
    is_unreported: bool
    """Whether an AGM was held of which no report stands yet, announced beforehand or not."""
    is_overdue: bool
    """Whether the next AGM should have been held by now, and none is called."""


def region_lines(
    session: Session, regions: Sequence[Unit], offices: Mapping[int, list[OfficeHistory]], today: dt.date
) -> list[RegionLine]:
    """What the national page says of these regions; three statements."""
    unit_ids = [unit.id for unit in regions]
    last = last_agms(session, unit_ids)
    unreported = {found.unit_id: found for found in unreported_agms(session, unit_ids, today)}
    held = last_yearly_meetings(session, unit_ids, today)
    lines = []
    for unit in regions:
        found, latest = unreported.get(unit.id), last.get(unit.id)
        coming = found and found.coming
        lines.append(
            RegionLine(
                unit,
                {office.canonical_key: office for office in reversed(offices.get(unit.id, []))},
                latest,
                coming,
                found and later(found.announced, latest),
                found is not None and later(found.held, latest) is not None,
                coming is None and is_overdue(held.get(unit.id), unit.opened_on, today),
            )
        )
    return lines


def last_agms(session: Session, unit_ids: Iterable[int]) -> dict[int, PartialDate]:
    """By region, the date of the latest AGM of which a report stands; one statement."""
    latest = (
        select(HELD_ON)
        .select_from(Meeting)
        .join(Announcement, (Announcement.meeting_id == Meeting.id) & (Announcement.kind == AnnouncementKind.REPORT))
        .join(Revision, CURRENT)
        .where(
            Meeting.unit_id == Unit.id,
            KIND == MeetingKind.AGM,
            Meeting.held_on.is_not(None),
            HELD_ON.is_not(None),
            STANDS,
        )
        .order_by(Meeting.held_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(select(Unit.id, latest).where(Unit.id.in_(unit_ids)))
    return {unit_id: held_on for unit_id, held_on in rows if held_on is not None}


def unreported_agms(session: Session, unit_ids: Iterable[int], today: dt.date) -> Sequence[Row[Any]]:
    """By region, of the AGMs without a report that stands: when the next one is that is announced (`coming`), when the
    last one was held, and when the last one that was announced; one statement."""
    dates = {
        "coming": func.min(case((NOT_OVER & Meeting.is_announced_beforehand, Meeting.held_on))),
        "held": func.max(case((~NOT_OVER, Meeting.held_on))),
        "announced": func.max(case((~NOT_OVER & Meeting.is_announced_beforehand, Meeting.held_on))),
    }
    return session.execute(
        select(Meeting.unit_id, *(date.label(name) for name, date in dates.items()))
        .where(
            Meeting.unit_id.in_(unit_ids),
            Meeting.kind == MeetingKind.AGM,
            Meeting.held_on.is_not(None),
            ~is_reported(),
        )
        .group_by(Meeting.unit_id),
        not_over(today),
    ).all()


def later(day: PartialDate | None, than: PartialDate | None) -> PartialDate | None:
    """The day, unless the other one is later."""
    return day if day is not None and (than is None or str(day) > str(than)) else None
