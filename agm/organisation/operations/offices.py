"""Adding, changing, ending and ordering the offices of a region, or the national ones."""

from collections.abc import Collection, Iterator

from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row, lock_rows
from agm.organisation.commands import AbolishOffice, AmendOffice, CreateOffice, ReorderOffices
from agm.organisation.models import NATIONAL_ID, Office, OfficeIncompatibility
from agm.organisation.operations.columns import (
    OFFICE_COLUMNS,
    changes_of,
    columns_of,
    next_position,
    office_columns,
    office_violations,
    put_in_order,
)
from agm.organisation.queries import incompatible_ids, offices
from agm.rules.violations import Violation, check_version, raise_if
from agm.search_index.models import Kind
from agm.search_index.operations import renamed


def create_office(act: Act, command: CreateOffice) -> Office:
    """Add an office at the end of the list.

    Raises RefusedError for a label that is there already, or an incompatible office that is not of the same list.
    """
    present = offices(act.session, command.unit_id, with_abolished=True)
    violations = office_violations(command.details, (office.label for office in present))
    raise_if([*violations, *incompatible_violations(present, command.incompatible_ids)])
    created = Office(unit_id=command.unit_id, position=next_position(present), **office_columns(command.details))
    act.session.add(created)
    act.session.flush()
    part = set_incompatible(act.session, created, present, command.incompatible_ids)
    told = {"incompatible": part} if part else {}
    record(act, Action.OFFICE_CREATED, f"office:{created.id}", unit_id=command.unit_id, **told)
    return created


def amend_office(act: Act, command: AmendOffice) -> Office:
    """Change what an office is.

    Raises EditConflict, and RefusedError for a label that is there already, or an incompatible office that is not
    of the same list.
    """
    amended = act.session.get_one(Office, command.office_id)
    present = offices(act.session, amended.unit_id, with_abolished=True)
    lock_rows(
        act.session, Office, (office.id for office in present)
    )  # the whole list: others may get a new version too
    check_version(command.version, amended.version)
    others = [one for one in present if one.id != amended.id]
    violations = office_violations(command.details, (office.label for office in others))
    raise_if([*violations, *incompatible_violations(others, command.incompatible_ids or ())])
    before = columns_of(amended, OFFICE_COLUMNS)
    for name, value in office_columns(command.details).items():
        setattr(amended, name, value)
    amended.version += 1
    told = changes_of(amended, before)
    if command.incompatible_ids is not None:
        known = incompatible_ids(act.session, amended.id)
        wanted = set_incompatible(act.session, amended, others, command.incompatible_ids)
        told |= {"incompatible": wanted} if set(wanted) != known else {}
    subject = f"office:{amended.id}"
    record(act, Action.OFFICE_AMENDED, subject, unit_id=amended.unit_id, **told)
    if amended.label != before["label"]:
        renamed(act.session, Kind.OFFICE, [amended.id])
    return amended


def incompatible_violations(others: Collection[Office], wanted: Collection[int]) -> Iterator[Violation]:
    """Why an office cannot be incompatible with these: they are not among the `others` of its list."""
    if set(wanted) - {other.id for other in others}:
        yield Violation(
            "office_unknown",
            "incompatible",
            "One of these offices is not on the list any more. Look at the page again.",
        )


def set_incompatible(
    session: Session, office: Office, others: Collection[Office], wanted: Collection[int]
) -> list[int]:
    """Keep exactly these offices as those that nobody may hold together with `office`; their ids in order.

    An office whose pairs change gets a new version, since its own form shows them.
    """
    by_id = {other.id: other for other in others}
    known = incompatible_ids(session, office.id)
    for other_id in sorted(known.symmetric_difference(wanted)):
        pair = (min(office.id, other_id), max(office.id, other_id))
        if other_id in known:
            session.delete(session.get_one(OfficeIncompatibility, pair))
        else:
            session.add(OfficeIncompatibility(first_id=pair[0], second_id=pair[1]))
        by_id[other_id].version += 1
    session.flush()
    return sorted(set(wanted))


def abolish_office(act: Act, command: AbolishOffice) -> Office:
    """End an office from a day on, or bring it back. Its holders' history is not touched."""
    abolished = lock_row(act.session, Office, command.office_id)
    if abolished.abolished_on != command.abolished_on:
        abolished.abolished_on = command.abolished_on
        abolished.version += 1
        on = command.abolished_on.isoformat() if command.abolished_on else None
        subject = f"office:{abolished.id}"
        record(act, Action.OFFICE_ABOLISHED, subject, unit_id=abolished.unit_id, abolished_on=on)
    return abolished


def reorder_offices(act: Act, command: ReorderOffices) -> list[Office]:
    """Put the present offices in order. Raises RefusedError unless exactly the present ones are named."""
    if put_in_order(act.session, Office, offices(act.session, command.unit_id), command.office_ids):
        subject = "organisation:1" if command.unit_id == NATIONAL_ID else f"unit:{command.unit_id}"
        order = list(command.office_ids)
        record(act, Action.OFFICES_REORDERED, subject, unit_id=command.unit_id, order=order)
    return offices(act.session, command.unit_id)
