"""What an operation on the organisation, its regions and its offices is asked to do."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from agm.organisation.models import Reactions
from agm.rules.rule_set import RuleSet

CANONICAL_KEYS: dict[str, str] = {
    "chair": "Chair",
    "vice_chair": "Vice Chair",
    "president": "President",
    "secretary": "Secretary",
    "treasurer": "Treasurer",
    "membership": "Membership",
    "campaigns": "Campaigns",
    "communications": "Communications",
    "equalities": "Equalities",
    "women": "Women",
    "youth_and_students": "Youth and students",
    "committee": "Committee member",
    "auditor": "Auditor",
}
"""What an office can be in any organisation's words: the key that is stored, and how it reads in a list of choices."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The house colours as #rrggbb: on light paper, on dark paper, and of a button on dark paper."""

    accent_light: str = "#a3122f"
    accent_dark: str = "#e8898d"
    button_dark: str = "#b8304a"


@dataclass(frozen=True, slots=True)
class OfficeDetails:
    label: str
    plural_label: str | None = None
    seats: int = 1
    canonical_key: str | None = None
    is_shareable: bool = True
    label_alt: str | None = None
    """What it is called in the second language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateOrganisation:
    name: str
    short_name: str
    time_zone: str = "Europe/London"
    imprint: str = ""
    is_political: bool = True
    about: str = ""
    website: str = ""
    contact: str = ""
    press_contact: str = ""
    reactions: Reactions = Reactions.NONE
    colours: Colours = field(default_factory=Colours)
    house_style: Mapping[str, object] = field(default_factory=dict)
    offices: tuple[OfficeDetails, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendOrganisation:
    version: int
    name: str
    short_name: str
    time_zone: str
    imprint: str
    is_political: bool
    about: str
    website: str
    contact: str
    press_contact: str
    reactions: Reactions
    colours: Colours


@dataclass(frozen=True, slots=True)
class AdoptRules:
    """Make these the rules from now on; `version` is the number of those that they replace, 0 for none."""

    rules: RuleSet
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendHouseStyle:
    """Replace the items of house style that the organisation, or one of its regions, sets itself.

    `overrides` holds plain JSON values by the item's name; what is left out is inherited. Without a region it is the
    organisation's own style.
    """

    unit_id: int | None
    version: int
    overrides: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateRegion:
    """Add a region at the end of the list. Without `slug` its address is made from its name.

    `offices` None copies the organisation-wide list.
    """

    name: str
    short_name: str | None = None
    slug: str | None = None
    description: str = ""
    opened_on: dt.date | None = None
    closed_on: dt.date | None = None
    imprint: str = ""
    contact: str = ""
    is_demonstration: bool = False
    offices: tuple[OfficeDetails, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendRegion:
    """Change a region's details. Without `slug` its address is made from its name; a former address redirects."""

    unit_id: int
    version: int
    name: str
    short_name: str | None
    slug: str | None
    description: str
    opened_on: dt.date | None
    closed_on: dt.date | None
    imprint: str
    contact: str


@dataclass(frozen=True, slots=True)
class ReorderRegions:
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CreateOffice:
    unit_id: int
    details: OfficeDetails
    incompatible_ids: tuple[int, ...] = ()
    """The offices of the same region that nobody may hold together with it."""


@dataclass(frozen=True, slots=True)
class AmendOffice:
    """Change what an office is. Results and announcements keep the label that they were made with."""

    office_id: int
    version: int
    details: OfficeDetails
    incompatible_ids: tuple[int, ...] | None = None
    """The offices of the same region that nobody may hold together with it; None leaves that as it is."""


@dataclass(frozen=True, slots=True)
class AbolishOffice:
    """End an office from a day on; its history stays. None brings it back."""

    office_id: int
    abolished_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ReorderOffices:
    unit_id: int
    office_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CreateTemplate:
    details: OfficeDetails


@dataclass(frozen=True, slots=True)
class AmendTemplate:
    """Change a line of the organisation-wide list; regions that exist keep their own offices."""

    template_id: int
    version: int
    details: OfficeDetails


@dataclass(frozen=True, slots=True)
class RemoveTemplate:
    """Take a line off the organisation-wide list; regions that exist keep their own offices."""

    template_id: int


@dataclass(frozen=True, slots=True)
class ReorderTemplates:
    template_ids: tuple[int, ...]
