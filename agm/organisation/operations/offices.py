"""Adding, changing, ending and ordering the offices of a region, or the national ones."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from agm.audit.actions import Action
from agm.audit.actor import Actor
from agm.audit.operations import record
from agm.organisation.commands import AbolishOffice, AmendOffice, CreateOffice, ReorderOffices
from agm.organisation.models import Office
from agm.organisation.operations.columns import (
    OFFICE_COLUMNS,
    changed_names,
    columns_of,
    next_position,
    office_columns,
    office_reasons,
    put_in_order,
)
from agm.organisation.queries import offices
from agm.rules.refusal import check_version, refuse_if


def create_office(session: Session, actor: Actor, now: dt.datetime, command: CreateOffice) -> Office:
    """Add an office at the end of the list. Raises RefusedError for a label that is there already."""
    present = offices(session, command.region_id, with_abolished=True)
    refuse_if(office_reasons(command.details, (office.label for office in present)))
    created = Office(region_id=command.region_id, position=next_position(present), **office_columns(command.details))
    session.add(created)
    session.flush()
    record(session, actor, now, Action.OFFICE_CREATED, f"office:{created.id}", region_id=command.region_id)
    return created


def amend_office(session: Session, actor: Actor, now: dt.datetime, command: AmendOffice) -> Office:
    """Change what an office is. Raises StaleVersionError, and RefusedError for a label that is there already."""
    amended = session.get_one(Office, command.office_id)
    check_version(command.version, amended.version)
    others = [one for one in offices(session, amended.region_id, with_abolished=True) if one.id != amended.id]
    refuse_if(office_reasons(command.details, (office.label for office in others)))
    before = columns_of(amended, OFFICE_COLUMNS)
    for name, value in office_columns(command.details).items():
        setattr(amended, name, value)
    amended.version += 1
    changed = changed_names(amended, before)
    subject = f"office:{amended.id}"
    record(session, actor, now, Action.OFFICE_AMENDED, subject, region_id=amended.region_id, changed=changed)
    return amended


def abolish_office(session: Session, actor: Actor, now: dt.datetime, command: AbolishOffice) -> Office:
    """End an office from a day on, or bring it back. Its holders' history is not touched."""
    abolished = session.get_one(Office, command.office_id)
    if abolished.abolished_on != command.abolished_on:
        abolished.abolished_on = command.abolished_on
        abolished.version += 1
        on = command.abolished_on.isoformat() if command.abolished_on else None
        subject = f"office:{abolished.id}"
        record(session, actor, now, Action.OFFICE_ABOLISHED, subject, region_id=abolished.region_id, abolished_on=on)
    return abolished


def reorder_offices(session: Session, actor: Actor, now: dt.datetime, command: ReorderOffices) -> list[Office]:
    """Put the present offices in order. Raises RefusedError unless exactly the present ones are named."""
    if put_in_order(offices(session, command.region_id), command.office_ids):
        subject = "organisation:1" if command.region_id is None else f"region:{command.region_id}"
        order = list(command.office_ids)
        record(session, actor, now, Action.OFFICES_REORDERED, subject, region_id=command.region_id, order=order)
    return offices(session, command.region_id)
