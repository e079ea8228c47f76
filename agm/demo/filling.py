"""Filling an empty database with the demonstration."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import Official, User
from agm.announcements.commands import Draft
from agm.announcements.operations import draft
from agm.audit.act import SYSTEM, Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.demo.fiction.telling import tell
from agm.demo.sign_ins import PASSWORD, USERS
from agm.meetings.models import Meeting
from agm.organisation.commands import CreateOrganisation, CreateRegion, OfficeDetails
from agm.organisation.models import Organisation, Unit
from agm.organisation.operations import create_organisation, create_region
from agm.people.models import ConsentSource
from agm.wording.compose import announcement_kind
from agm.wording.facts_file import facts_from_json
from agm.workflows.import_meeting import ImportMeeting, take_over
from agm.workflows.publish_announcement import Announce, announce

HERE = Path(__file__).resolve().parent
SEED_REGION = CreateRegion(name="North West", slug="north-west")
SEEDS = (
    ("seed-messages-of-support.json", "agm-2017"),
    ("seed-north-west-agm.json", "agm-2017"),
)
"""The seed posts' facts, and the addresses of their meetings; the last is published last, and so stands first."""

OFFICES = (
    OfficeDetails("Chair", canonical_key="chair", is_shareable=False),
    OfficeDetails("Vice Chair", canonical_key="vice_chair"),
    OfficeDetails("Secretary", canonical_key="secretary"),
    OfficeDetails("Treasurer", canonical_key="treasurer", is_shareable=False),
    OfficeDetails("Membership", canonical_key="membership"),
    OfficeDetails("Youth and Students", canonical_key="youth_and_students"),
    OfficeDetails("Non-portfolio officer", "Non-portfolio officers", seats=2, canonical_key="committee"),
)
IMPRINT = "A demonstration on this computer. It is published by nobody, and not by the organisation that it names."


class NotEmptyError(RuntimeError):
    """The database holds records already, and the demonstration fills an empty one only."""


def fill(session: Session, now: dt.datetime) -> None:
    """Fill an empty database. Raises NotEmptyError for any other."""
    if session.scalar(select(Organisation.id)) is not None or session.scalar(select(User.id).limit(1)) is not None:
        raise NotEmptyError("This database holds records already. The demonstration fills an empty one only.")
    style = json.loads((HERE / "house-style-jlm.json").read_text(encoding="utf-8"))
    create_organisation(
        Act(session, SYSTEM, now),
        CreateOrganisation(
            name="Jewish Labour Movement", short_name="JLM", imprint=IMPRINT, house_style=style, offices=OFFICES
        ),
    )  # fmt: skip
    create_region(Act(session, SYSTEM, now), SEED_REGION)
    tell(session, OFFICES, now)
    for file, slug in SEEDS:
        publish_facts(session, now, file, slug)
    create_users(session, now)
    record(Act(session, SYSTEM, now), Action.DEMONSTRATION_FILLED, "system:demonstration")


def publish_facts(session: Session, now: dt.datetime, file: str, slug: str) -> Meeting:
    """Take over a file of facts and publish the announcement that it gives."""
    facts = facts_from_json((HERE / file).read_bytes())
    (meeting,) = take_over(session, SYSTEM, now, [ImportMeeting(file, facts, meeting_slug=slug)])
    announcement = draft(session, now, Draft(meeting.id, announcement_kind(facts)))
    announce(
        Act(session, SYSTEM, now),
        Announce(
            announcement.id, announcement.version, names_agreed=True, consent_source=ConsentSource.MADE_PUBLIC_BEFORE
        ),
    )  # fmt: skip
    return meeting


def create_users(session: Session, now: dt.datetime) -> None:
    """Create the demonstration's users. All have the same password."""
    regions = {region.slug: region.id for region in session.scalars(select(Unit))}
    password = hash_password(PASSWORD)
    for user in USERS:
        unit_id = None if user.region_slug is None else regions.get(user.region_slug)
        if user.region_slug is not None and unit_id is None:
            continue
        session.add(
            User(
                email=user.email,
                name=user.name,
                created_at=now,
                confirmed_at=now,
                password=password,
                fs_uniquifier=f"demonstration-{user.email}",
                active=True,
                officials=[Official(role=user.role, unit_id=unit_id)],
            )
        )
    session.flush()
