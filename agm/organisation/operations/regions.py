"""Adding a region, changing its details, and putting the regions in order."""

from collections.abc import Iterator

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.language.slugs import slug_of, slug_problem
from agm.organisation.commands import AmendRegion, CreateRegion, OfficeDetails, ReorderRegions
from agm.organisation.models import NATIONAL, Office, Unit, UnitAddress
from agm.organisation.operations.columns import (
    OFFICE_COLUMNS,
    changes_of,
    columns_of,
    next_position,
    office_columns,
    office_violations,
    put_in_order,
    same_label,
)
from agm.organisation.queries import office_templates, regions
from agm.rules.violations import Violation, check_version, raise_if

DETAILS = ("name", "short_name", "slug", "description", "opened_on", "closed_on", "imprint", "contact")


def create_region(act: Act, command: CreateRegion) -> Unit:
    """Add a region with its offices, copied from the organisation-wide list unless the command names them.

    Raises RefusedError if the name or the address is taken, or the dates cannot be.
    """
    present = regions(act.session)
    slug = command.slug or slug_of(command.name)
    violations = list(region_violations(act.session, command, slug, present, own_id=None))
    if command.offices is None:
        wanted = [OfficeDetails(**columns_of(line, OFFICE_COLUMNS)) for line in office_templates(act.session)]
    else:
        wanted = list(command.offices)
        for at, office in enumerate(wanted):
            violations += office_violations(office, (earlier.label for earlier in wanted[:at]))
    raise_if(violations)
    created = Unit(
        **{**columns_of(command, DETAILS), "slug": slug},
        position=next_position(present),
        is_demonstration=command.is_demonstration,
        offices=[Office(position=position, **office_columns(office)) for position, office in enumerate(wanted, 1)],
    )
    act.session.add(created)
    act.session.flush()
    subject = f"unit:{created.id}"
    record(act, Action.REGION_CREATED, subject, unit_id=created.id, offices=len(wanted))
    return created


def amend_region(act: Act, command: AmendRegion) -> Unit:
    """Change a region's details; a former address stays and redirects. Raises EditConflict and RefusedError."""
    amended = lock_row(act.session, Unit, command.unit_id)
    check_version(command.version, amended.version)
    slug = command.slug or slug_of(command.name)
    raise_if(region_violations(act.session, command, slug, regions(act.session), own_id=amended.id))
    before = columns_of(amended, DETAILS)
    for name, value in {**columns_of(command, DETAILS), "slug": slug}.items():
        setattr(amended, name, value)
    amended.version += 1
    subject = f"unit:{amended.id}"
    if slug != before["slug"]:
        act.session.execute(delete(UnitAddress).where(UnitAddress.slug == slug))
        act.session.add(UnitAddress(slug=before["slug"], unit_id=amended.id))
        record(act, Action.ADDRESS_MOVED, subject, unit_id=amended.id)
    record(act, Action.REGION_AMENDED, subject, unit_id=amended.id, **changes_of(amended, before))
    return amended


def reorder_regions(act: Act, command: ReorderRegions) -> list[Unit]:
    """Put all regions in order. Raises RefusedError unless exactly the present ones are named."""
    if put_in_order(act.session, Unit, regions(act.session), command.unit_ids):
        record(act, Action.REGIONS_REORDERED, "organisation:1", order=list(command.unit_ids))
    return regions(act.session)


def region_violations(
    session: Session, command: CreateRegion | AmendRegion, slug: str, present: list[Unit], *, own_id: int | None
) -> Iterator[Violation]:
    """Why a region cannot have these details."""
    others = [unit for unit in present if unit.id != own_id]
    if not command.name.strip():
        yield Violation("name_missing", "name", "Enter what the region is called, for example North West.")
    elif same_label(command.name) in {NATIONAL, *(same_label(other.name) for other in others)}:
        yield Violation(
            "name_taken", "name", f"There is a region called “{command.name}” already. Choose another name."
        )
    fault = slug_problem(slug) if slug else "Enter an address in small letters and hyphens, for example north-west."
    if fault is None and slug in {other.slug for other in others}:
        fault = f"Another region has the address “{slug}”. Choose another one."
    if fault is None and formerly_of_another(session, slug, own_id):
        fault = f"“{slug}” was another region's address, and old links still lead there. Choose another one."
    if fault is not None:
        yield Violation("slug_unusable", "slug", fault)
    if command.opened_on and command.closed_on and command.closed_on < command.opened_on:
        yield Violation(
            "closed_before_opened", "closed_on", "The region cannot have closed before it opened. Check both dates."
        )


def formerly_of_another(session: Session, slug: str, own_id: int | None) -> bool:
    owner = session.scalar(select(UnitAddress.unit_id).where(UnitAddress.slug == slug))
    return owner is not None and owner != own_id
