"""Every region on one page: who is in its main offices, when it last held its AGM and when the next one is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, Revision
from agm.facts import MeetingKind
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.meetings.queries import last_yearly_meetings
from agm.organisation.models import NATIONAL_ID, Unit
from agm.rules.overdue import is_overdue
from agm.web.public.queries.announcements import CURRENT, HELD_ON, KIND, STANDS
from agm.web.public.queries.officers import OfficeHistory, histories
from agm.web.public.queries.units import open_regions
from agm.wording.document import AnnouncementKind

MAIN_OFFICES = ("chair", "secretary", "treasurer")


@dataclass(frozen=True, slots=True)
class MainOffice:
    """One of the main offices of a region, and who holds it: "A and B, C", or nothing where it is vacant."""

    label: str
    holders: str


@dataclass(frozen=True, slots=True)
class RegionLine:
    place: Unit
    officers: dict[str, MainOffice]
    """Its main offices by canonical key, those that it has."""
    last_held: PartialDate | None
    next_held: PartialDate | None
    is_overdue: bool
    """Whether the next AGM should have been held by now, and none is called."""


@dataclass(frozen=True, slots=True)
class NationalPage:
    officers: list[OfficeHistory]
    regions: list[RegionLine]
    has_more: bool


def national_page(session: Session, today: dt.date, limit: int, offset: int) -> NationalPage:
    """What the national page shows; five statements, whatever the number of regions."""
    places = open_regions(session, today, limit + 1, offset)
    shown = places[:limit]
    unit_ids = [place.id for place in shown]
    offices = histories(session, [NATIONAL_ID, *unit_ids], only_current=True, main=MAIN_OFFICES)
    last = last_agms(session, unit_ids)
    coming = next_agms(session, unit_ids, today)
    held = last_yearly_meetings(session, unit_ids, today)
    return NationalPage(
        officers=[office for office in offices.get(NATIONAL_ID, []) if office.current],
        regions=[
            RegionLine(
                place,
                main_offices(offices.get(place.id, [])),
                last.get(place.id),
                coming.get(place.id),
                place.id not in coming and is_overdue(held.get(place.id), place.opened_on, today),
            )
            for place in shown
        ],
        has_more=len(places) > limit,
    )


def main_offices(offices: list[OfficeHistory]) -> dict[str, MainOffice]:
    found: dict[str, MainOffice] = {}
    for office in offices:
        if office.canonical_key in MAIN_OFFICES and office.canonical_key not in found:
            holders = ", ".join(term.together for term in office.current)
            found[office.canonical_key] = MainOffice(office.label, holders)
    return found


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


def next_agms(session: Session, unit_ids: Iterable[int], today: dt.date) -> dict[int, PartialDate]:
    """By region, the date of the next AGM that is announced; one statement."""
    rows = session.execute(
        select(Meeting.unit_id, func.min(Meeting.held_on))
        .where(
            Meeting.unit_id.in_(unit_ids),
            Meeting.kind == MeetingKind.AGM,
            Meeting.is_announced_beforehand,
            Meeting.held_on >= PartialDate.of(today),
        )
        .group_by(Meeting.unit_id)
    )
    return {unit_id: held_on for unit_id, held_on in rows if held_on is not None}
