"""The verbs that change the organisation, its regions, their offices and the house style."""

from agm.organisation.operations.details import amend_house_style, amend_organisation, create_organisation
from agm.organisation.operations.offices import abolish_office, amend_office, create_office, reorder_offices
from agm.organisation.operations.regions import amend_region, create_region, reorder_regions
from agm.organisation.operations.rules import adopt_rules
from agm.organisation.operations.templates import amend_template, create_template, remove_template, reorder_templates

__all__ = [
    "abolish_office",
    "adopt_rules",
    "amend_house_style",
    "amend_office",
    "amend_organisation",
    "amend_region",
    "amend_template",
    "create_office",
    "create_organisation",
    "create_region",
    "create_template",
    "remove_template",
    "reorder_offices",
    "reorder_regions",
    "reorder_templates",
]
