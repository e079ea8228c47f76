"""The line of links at the top of every page behind the sign-in."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from sqlalchemy import select

from agm.accounts.models import OfficialRole, User
from agm.accounts.permissions import is_national_officer
from agm.meetings.models import Meeting
from agm.organisation.models import Unit
from agm.rules.missing_results import is_to_come
from agm.web.desk.words import meeting_name
from agm.web.kit.access import Scope, access_of, may_here, signed_in_user
from agm.web.kit.dates import today
from agm.web.kit.extensions import db

PREFIXES = ("/desk", "/account")
"""Beginnings of the addresses behind the sign-in; elsewhere nobody asks who is signed in."""

IN_HAND = "meeting"
"""In the address of a page about a region: the number of the meeting that somebody is at work on."""
REGION_ENTRIES = {"Officers": "office_holders.officers", "Announcements": "statements.list_statements"}
"""What there is of the region in sight, for whoever may open it."""
NATIONAL_ENTRIES = {
    "Every region": "desk.overview",
    "Organisation": "organisation.organisation",
    "House style": "house_style.whole",
    "People": "people.everybody",
    "Users": "officials.users",
    "Outbox": "outbox.outbox",
    "Record": "record.record",
}
"""What national officers find besides."""


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    label: str
    address: str
    is_current: bool = False


def desk_navigation() -> list[NavigationEntry]:
    user = signed_in_user() if request.endpoint and request.path.startswith(PREFIXES) else None
    if user is None:
        return []
    entries = [entry("What is next", "desk.whats_next")]
    unit = region_in_sight(user)
    meeting = meeting_in_hand(unit)
    if meeting is not None:
        entries += entries_of_meeting(user, meeting)
    if unit is not None:
        in_hand = {} if meeting is None or meeting.unit_id != unit.id else {IN_HAND: meeting.id}
        entries += [
            entry(label, endpoint, region_slug=unit.slug, **in_hand)
            for label, endpoint in REGION_ENTRIES.items()
            if may_open(user, endpoint, Scope(unit.id))
        ]
    if is_national_officer(user):
        entries += [entry(label, endpoint) for label, endpoint in NATIONAL_ENTRIES.items()]
    elif any(official.role is OfficialRole.REGIONAL_OFFICER for official in user.officials):
        entries.append(entry("Record", "record.record"))
    else:
        entries.append(entry("Your duties", "election_team.own_duties"))
    return entries


def meeting_in_hand(unit: Unit | None) -> Meeting | None:
    """The meeting of the address; on a page about its region the one from whose pages somebody came."""
    here: Meeting | None = g.get("meeting")
    number = request.args.get(IN_HAND, type=int)
    if here is not None or unit is None or number is None:
        return here
    of_region = select(Meeting).where(Meeting.id == number, Meeting.unit_id == unit.id)
    return db.session.scalar(of_region)


def entries_of_meeting(user: User, meeting: Meeting) -> list[NavigationEntry]:
    here, is_record = Scope(meeting.unit_id, meeting.id), "/election" not in request.path
    is_its_page = "meeting" in g
    endpoints = {"desk.meeting": meeting_name(meeting)}
    if meeting.rules_id is not None or is_to_come(meeting.held_on, today()):
        endpoints["election.election"] = "Election"
    return [
        NavigationEntry(
            label,
            url_for(endpoint, meeting_id=here.meeting_id),
            is_current=is_its_page and is_record is (endpoint == "desk.meeting"),
        )
        for endpoint, label in endpoints.items()
        if may_open(user, endpoint, here)
    ]


def may_open(user: User, endpoint: str, scope: Scope) -> bool:
    level = access_of(current_app, endpoint)
    return level is not None and may_here(user, level, scope)


def entry(label: str, endpoint: str, **values: Any) -> NavigationEntry:  # noqa: ANN401  what the address names
    address = url_for(endpoint, **values)
    return NavigationEntry(label, address, is_current=request.path == address.partition("?")[0])


def region_in_sight(user: User) -> Unit | None:
    """The region that the page is about, else the only one of the user's own; None where there is no one region."""
    unit: Unit | None = g.get("unit")
    if unit is not None:
        return unit
    own = [official.unit for official in user.officials if not official.unit.is_national]
    return own[0] if len(own) == 1 else None


def init_navigation(app: Flask) -> None:
    """Give every template `desk_nav`, and the unit and meeting of the address."""
    app.context_processor(context_of_address)


def context_of_address() -> dict[str, Any]:
    unit = g.get("unit")
    return {
        "desk_nav": desk_navigation(),
        "unit": unit,
        "region_slug": None if unit is None else unit.slug,
        "meeting": g.get("meeting"),
    }
