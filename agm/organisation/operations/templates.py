"""Changing the organisation-wide list of offices, from which a new region's offices are copied."""

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.organisation.commands import AmendTemplate, CreateTemplate, RemoveTemplate, ReorderTemplates
from agm.organisation.models import OfficeTemplate
from agm.organisation.operations.columns import next_position, office_columns, office_violations, put_in_order
from agm.organisation.queries import office_templates
from agm.rules.violations import check_version, raise_if


def create_template(act: Act, command: CreateTemplate) -> OfficeTemplate:
    """Add a line at the end of the list. Raises RefusedError for a label that is there already."""
    present = office_templates(act.session)
    raise_if(office_violations(command.details, (line.label for line in present)))
    created = OfficeTemplate(position=next_position(present), **office_columns(command.details))
    act.session.add(created)
    act.session.flush()
    record(act, Action.TEMPLATE_AMENDED, f"office_template:{created.id}", change="created")
    return created


def amend_template(act: Act, command: AmendTemplate) -> OfficeTemplate:
    """Change a line of the list. Raises EditConflict, and RefusedError for a label that is there already."""
    amended = lock_row(act.session, OfficeTemplate, command.template_id)
    check_version(command.version, amended.version)
    others = (line.label for line in office_templates(act.session) if line.id != amended.id)
    raise_if(office_violations(command.details, others))
    for name, value in office_columns(command.details).items():
        setattr(amended, name, value)
    amended.version += 1
    record(act, Action.TEMPLATE_AMENDED, f"office_template:{amended.id}", change="amended")
    return amended


def remove_template(act: Act, command: RemoveTemplate) -> None:
    """Take a line off the list; the offices that were copied from it stay."""
    removed = act.session.get_one(OfficeTemplate, command.template_id)
    act.session.delete(removed)
    record(act, Action.TEMPLATE_AMENDED, f"office_template:{removed.id}", change="removed")


def reorder_templates(act: Act, command: ReorderTemplates) -> list[OfficeTemplate]:
    """Put the list in order. Raises RefusedError unless exactly its present lines are named."""
    if put_in_order(act.session, OfficeTemplate, office_templates(act.session), command.template_ids):
        record(act, Action.TEMPLATE_AMENDED, "organisation:1", order=list(command.template_ids))
    return office_templates(act.session)
