"""Adding a region, changing its details, and putting the regions in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agm.audit.actions import Action
from agm.audit.actor import Actor
from agm.audit.operations import record
from agm.database.held import held
from agm.organisation.commands import AmendRegion, CreateRegion, OfficeDetails, ReorderRegions
from agm.organisation.models import Office, Region, RegionAddress
from agm.organisation.operations.columns import (
    OFFICE_COLUMNS,
    changed_names,
    columns_of,
    next_position,
    office_columns,
    office_reasons,
    put_in_order,
    same_label,
)
from agm.organisation.queries import office_templates, regions
from agm.rules.addresses import address_fault, address_of
from agm.rules.refusal import Reason, check_version, refuse_if

DETAILS = ("name", "short_name", "slug", "description", "opened_on", "closed_on", "imprint")


def create_region(session: Session, actor: Actor, now: dt.datetime, command: CreateRegion) -> Region:
    """Add a region with its offices, copied from the organisation-wide list unless the command names them.

    Raises RefusedError if the name or the address is taken, or the dates cannot be.
    """
    present = regions(session)
    slug = command.slug or address_of(command.name)
    reasons = list(region_reasons(session, command, slug, present, own_id=None))
    if command.offices is None:
        wanted = [OfficeDetails(**columns_of(line, OFFICE_COLUMNS)) for line in office_templates(session)]
    else:
        wanted = list(command.offices)
        for at, office in enumerate(wanted):
            reasons += office_reasons(office, (earlier.label for earlier in wanted[:at]))
    refuse_if(reasons)
    created = Region(
        **{**columns_of(command, DETAILS), "slug": slug},
        position=next_position(present),
        is_demonstration=command.is_demonstration,
        offices=[Office(position=position, **office_columns(office)) for position, office in enumerate(wanted, 1)],
    )
    session.add(created)
    session.flush()
    subject = f"region:{created.id}"
    record(session, actor, now, Action.REGION_CREATED, subject, region_id=created.id, offices=len(wanted))
    return created


def amend_region(session: Session, actor: Actor, now: dt.datetime, command: AmendRegion) -> Region:
    """Change a region's details; a former address stays and redirects. Raises StaleVersionError and RefusedError."""
    amended = held(session, Region, command.region_id)
    check_version(command.version, amended.version)
    slug = command.slug or address_of(command.name)
    refuse_if(region_reasons(session, command, slug, regions(session), own_id=amended.id))
    before = columns_of(amended, DETAILS)
    for name, value in {**columns_of(command, DETAILS), "slug": slug}.items():
        setattr(amended, name, value)
    amended.version += 1
    subject = f"region:{amended.id}"
    if slug != before["slug"]:
        session.execute(delete(RegionAddress).where(RegionAddress.slug == slug))
        session.add(RegionAddress(slug=before["slug"], region_id=amended.id))
        record(session, actor, now, Action.ADDRESS_MOVED, subject, region_id=amended.id)
    changed = changed_names(amended, before)
    record(session, actor, now, Action.REGION_AMENDED, subject, region_id=amended.id, changed=changed)
    return amended


def reorder_regions(session: Session, actor: Actor, now: dt.datetime, command: ReorderRegions) -> list[Region]:
    """Put all regions in order. Raises RefusedError unless exactly the present ones are named."""
    if put_in_order(session, Region, regions(session), command.region_ids):
        record(session, actor, now, Action.REGIONS_REORDERED, "organisation:1", order=list(command.region_ids))
    return regions(session)


def region_reasons(
    session: Session, command: CreateRegion | AmendRegion, slug: str, present: list[Region], *, own_id: int | None
) -> Iterator[Reason]:
    """Why a region cannot have these details."""
    others = [region for region in present if region.id != own_id]
    if not command.name.strip():
        yield Reason("name", "Enter what the region is called, for example North West.")
    elif same_label(command.name) in {same_label(other.name) for other in others}:
        yield Reason("name", f"There is a region called “{command.name}” already. Choose another name.")
    fault = address_fault(slug) if slug else "Enter an address in small letters and hyphens, for example north-west."
    if fault is None and slug in {other.slug for other in others}:
        fault = f"Another region has the address “{slug}”. Choose another one."
    if fault is None and formerly_of_another(session, slug, own_id):
        fault = f"“{slug}” was another region's address, and old links still lead there. Choose another one."
    if fault is not None:
        yield Reason("slug", fault)
    if command.opened_on and command.closed_on and command.closed_on < command.opened_on:
        yield Reason("closed_on", "The region cannot have closed before it opened. Check both dates.")


def formerly_of_another(session: Session, slug: str, own_id: int | None) -> bool:
    """Whether an address belonged to another region before."""
    owner = session.scalar(select(RegionAddress.region_id).where(RegionAddress.slug == slug))
    return owner is not None and owner != own_id
