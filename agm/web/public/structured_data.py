"""What machines read of a page: schema.org's Event and OrganizationRole as JSON-LD."""

from __future__ import annotations

import datetime as dt
from typing import Any

from agm.web.public.queries.officers import OfficeHistory
from agm.wording.facts import HeldAs
from agm.wording.partial_date import PartialDate

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


def event_data(
    *,
    name: str,
    address: str,
    organizer: str,
    held_on: PartialDate,
    starts_at: dt.datetime | None,
    venue: str | None,
    held_as: HeldAs | None,
    performers: list[str] | None = None,
) -> dict[str, object]:
    """A meeting as an Event; `starts_at` with its zone where the time is known, else the date alone."""
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Event",
        "name": name,
        "url": address,
        "startDate": starts_at.isoformat() if starts_at else str(held_on),
        "eventStatus": f"{CONTEXT}/EventScheduled",
        "organizer": {"@type": "Organization", "name": organizer},
    }
    if venue:
        data["location"] = {"@type": "Place", "name": venue, "address": venue}
    if held_as:
        data["eventAttendanceMode"] = f"{CONTEXT}/{ATTENDANCE[held_as]}"
    if performers:
        data["performer"] = [{"@type": "Person", "name": person} for person in performers]
    return data
