"""What machines read of a page: schema.org's Event and OrganizationRole as JSON-LD."""

import datetime as dt
from typing import Any

from agm.facts import HeldAs, MeetingFacts
from agm.meetings.models import Meeting
from agm.web.kit.dates import zone
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
    if told.held_on is None:
        return None
    day = told.held_on.full
    starts_at = dt.datetime.combine(day, told.starts_at, zone()) if day and told.starts_at else None
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Event",
        "name": name,
        "url": address,
        "startDate": starts_at.isoformat() if starts_at else str(told.held_on),
        "eventStatus": f"{CONTEXT}/EventScheduled",
        "organizer": {"@type": "Organization", "name": organizer},
    }
    if told.venue:
        data["location"] = {"@type": "Place", "name": told.venue, "address": told.venue}
    if told.held_as:
        data["eventAttendanceMode"] = f"{CONTEXT}/{ATTENDANCE[told.held_as]}"
    if isinstance(told, MeetingFacts) and told.guests:
        data["performer"] = [{"@type": "Person", "name": guest.person.displayed} for guest in told.guests]
    return data
