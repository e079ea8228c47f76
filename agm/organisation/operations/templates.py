"""Changing the organisation-wide list of offices, from which a new region's offices are copied."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from agm.audit.actions import Action
from agm.audit.actor import Actor
from agm.audit.operations import record
from agm.database.held import held
from agm.organisation.commands import AmendTemplate, CreateTemplate, RemoveTemplate, ReorderTemplates
from agm.organisation.models import OfficeTemplate
from agm.organisation.operations.columns import next_position, office_columns, office_reasons, put_in_order
from agm.organisation.queries import office_templates
from agm.rules.refusal import check_version, refuse_if


def create_template(session: Session, actor: Actor, now: dt.datetime, command: CreateTemplate) -> OfficeTemplate:
    """Add a line at the end of the list. Raises RefusedError for a label that is there already."""
    present = office_templates(session)
    refuse_if(office_reasons(command.details, (line.label for line in present)))
    created = OfficeTemplate(position=next_position(present), **office_columns(command.details))
    session.add(created)
    session.flush()
    record(session, actor, now, Action.TEMPLATE_AMENDED, f"office_template:{created.id}", act="created")
    return created


def amend_template(session: Session, actor: Actor, now: dt.datetime, command: AmendTemplate) -> OfficeTemplate:
    """Change a line of the list. Raises StaleVersionError, and RefusedError for a label that is there already."""
    amended = held(session, OfficeTemplate, command.template_id)
    check_version(command.version, amended.version)
    others = (line.label for line in office_templates(session) if line.id != amended.id)
    refuse_if(office_reasons(command.details, others))
    for name, value in office_columns(command.details).items():
        setattr(amended, name, value)
    amended.version += 1
    record(session, actor, now, Action.TEMPLATE_AMENDED, f"office_template:{amended.id}", act="amended")
    return amended


def remove_template(session: Session, actor: Actor, now: dt.datetime, command: RemoveTemplate) -> None:
    """Take a line off the list; the offices that were copied from it stay."""
    removed = session.get_one(OfficeTemplate, command.template_id)
    session.delete(removed)
    record(session, actor, now, Action.TEMPLATE_AMENDED, f"office_template:{removed.id}", act="removed")


def reorder_templates(
    session: Session, actor: Actor, now: dt.datetime, command: ReorderTemplates
) -> list[OfficeTemplate]:
    """Put the list in order. Raises RefusedError unless exactly its present lines are named."""
    if put_in_order(session, OfficeTemplate, office_templates(session), command.template_ids):
        record(session, actor, now, Action.TEMPLATE_AMENDED, "organisation:1", order=list(command.template_ids))
    return office_templates(session)
