"""Rows of forms that name who supports a nomination."""

from wtforms import Form as RowForm

from agm.rules.nomination import NominationRule
from agm.web.kit.fields import MailField, NameField

USUAL_ROLE = "nominator"


class SupporterRow(RowForm):
    name = NameField("Name")
    mail = MailField("E-mail")


def supporting_roles(rule: NominationRule) -> tuple[str, ...]:
    """The role of each who has to support a nomination."""
    return (*rule.roles, *[USUAL_ROLE] * (rule.min_supporters - len(rule.roles)))
