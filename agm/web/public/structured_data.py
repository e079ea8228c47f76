"""What machines read of a page: schema.org's Event, NewsArticle and OrganizationRole as JSON-LD."""

import datetime as dt
from typing import Any

from agm.facts import HeldAs, MeetingFacts
from agm.meetings.models import Meeting
from agm.web.kit.dates import machine_date, zone
from agm.web.public.queries.announcements import PublicText
from agm.web.public.queries.officers import OfficeHistory

CONTEXT = "https://schema.org"
ATTENDANCE = {
    HeldAs.IN_PERSON: "OfflineEventAttendanceMode",
    HeldAs.ONLINE: "OnlineEventAttendanceMode",
    HeldAs.HYBRID: "MixedEventAttendanceMode",
}


def organization_data(name: str, address: str, parent: str | None, offices: list[OfficeHistory]) -> dict[str, object]:
    """A part of the organisation with an OrganizationRole for each person in office."""
    roles = [
        {
            "@type": "OrganizationRole",
            "roleName": office.label,
            **({"startDate": str(term.in_office_since)} if term.in_office_since else {}),
            "member": {"@type": "Person", "name": person},
        }
        for office in offices
        for term in office.current
        for person in term.names
    ]
    return {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": name,
        "url": address,
        **({"parentOrganization": {"@type": "Organization", "name": parent}} if parent else {}),
        **({"member": roles} if roles else {}),
    }


def event_data(told: Meeting | MeetingFacts, *, name: str, address: str, organizer: str) -> dict[str, object] | None:
    """A meeting as an Event, at its time with the zone where that is known; None where not even the date is."""
    is_called_off = isinstance(told, Meeting) and not told.is_called
    held_on = told.announced_for if isinstance(told, Meeting) and is_called_off else told.held_on
    if held_on is None:
        return None
    day = None if is_called_off else held_on.full
    starts_at = dt.datetime.combine(day, told.starts_at, zone()) if day and told.starts_at else None
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Event",
        "name": name,
        "url": address,
        "startDate": starts_at.isoformat() if starts_at else str(held_on),
        "eventStatus": f"{CONTEXT}/{'EventCancelled' if is_called_off else 'EventScheduled'}",
        "organizer": {"@type": "Organization", "name": organizer},
    }
    if is_called_off:
        return data
    if where := locations(told, address):
        data["location"] = where[0] if len(where) == 1 else where
    if told.held_as:
        data["eventAttendanceMode"] = f"{CONTEXT}/{ATTENDANCE[told.held_as]}"
    if isinstance(told, MeetingFacts) and told.guests:
        data["performer"] = [{"@type": "Person", "name": guest.person.displayed} for guest in told.guests]
    return data


def locations(told: Meeting | MeetingFacts, address: str) -> list[dict[str, str]]:
    """Where it is: a place, or online, of which the page tells what readers may know; both for a hybrid one."""
    where = []
    if told.venue:
        where.append({"@type": "Place", "name": told.venue, "address": told.venue})
    if told.held_as in {HeldAs.ONLINE, HeldAs.HYBRID}:
        where.append({"@type": "VirtualLocation", "url": address})
    return where


def news_data(text: PublicText, address: str, publisher: str, picture: str | None) -> dict[str, object]:
    """A public text as a NewsArticle, with the address of its picture if it has one."""
    organization = {"@type": "Organization", "name": publisher}
    return {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": text.title,
        "description": text.summary,
        "url": address,
        **({"image": picture} if picture else {}),
        "mainEntityOfPage": address,
        "datePublished": machine_date(text.first_published_at),
        "dateModified": machine_date(text.at),
        "author": organization,
        "publisher": organization,
    }
