"""Changing the organisation's details, and the house style of the organisation or of a region."""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.facts.plain import to_plain
from agm.organisation.commands import AmendHouseStyle, AmendOrganisation, Colours, CreateOrganisation
from agm.organisation.models import OfficeTemplate, Organisation, Unit
from agm.organisation.operations.columns import changes_of, columns_of, office_columns, office_violations
from agm.organisation.queries import house_style_of, organisation
from agm.rules.contrast import COLOUR_USES, colour_fault
from agm.rules.violations import Violation, check_version, raise_if
from agm.wording.style import HouseStyle

SUBJECT = "organisation:1"
COLOURS = ("accent_light", "accent_dark", "button_dark")
WORDS = (
    "name", "short_name", "time_zone", "imprint", "is_political", "about", "website", "contact", "press_contact",
    "reactions",
)  # fmt: skip
DETAILS = (*WORDS, *COLOURS)
WEB_ADDRESS = re.compile(r"https?://[^\s/@]+\.[^\s/@]+(/\S*)?")


def create_organisation(act: Act, command: CreateOrganisation) -> Organisation:
    """Record the organisation and its list of offices. Raises RefusedError if there is one already."""
    violations = list(violations_of(command))
    if act.session.get(Organisation, 1) is not None:
        violations.append(Violation("organisation_exists", "", "The organisation is recorded already."))
    for at, office in enumerate(command.offices):
        violations += office_violations(office, (earlier.label for earlier in command.offices[:at]))
    raise_if(violations)
    created = Organisation(
        id=1,
        house_style=dict(command.house_style),
        **columns_of(command, WORDS),
        **columns_of(command.colours, COLOURS),
    )
    act.session.add(created)
    act.session.add_all(
        OfficeTemplate(position=position, **office_columns(office))
        for position, office in enumerate(command.offices, 1)
    )
    record(act, Action.ORGANISATION_AMENDED, SUBJECT, changed=list(DETAILS))
    return created


def amend_organisation(act: Act, command: AmendOrganisation) -> Organisation:
    """Change the organisation's details. Raises EditConflict, and RefusedError for colours that cannot be read."""
    amended = lock_row(act.session, Organisation, 1)
    check_version(command.version, amended.version)
    raise_if(violations_of(command))
    before = columns_of(amended, DETAILS)
    wanted = {**columns_of(command, WORDS), **columns_of(command.colours, COLOURS)}
    for name, value in wanted.items():
        setattr(amended, name, value)
    amended.version += 1
    record(act, Action.ORGANISATION_AMENDED, SUBJECT, **changes_of(amended, before))
    return amended


def amend_house_style(act: Act, command: AmendHouseStyle) -> Organisation | Unit:
    """Replace the items that the organisation or a region sets itself; what equals the inherited value is dropped.

    Raises EditConflict, and PlainValueError with every item that cannot be used and the place of the error in it.
    """
    unit = lock_row(act.session, Unit, command.unit_id) if command.unit_id is not None else None
    target: Organisation | Unit = lock_row(act.session, Organisation, 1) if unit is None else unit
    check_version(command.version, target.house_style_version)
    inherited = HouseStyle() if unit is None else house_style_of(organisation(act.session), None)
    inherited.with_overrides(command.overrides)
    plain = to_plain(inherited, defaults=True)
    kept = {name: value for name, value in command.overrides.items() if name != "imprint" and value != plain[name]}
    before = target.house_style
    names = sorted(name for name in {*before, *kept} if before.get(name) != kept.get(name))
    target.house_style = kept
    target.house_style_version += 1
    subject = SUBJECT if unit is None else f"unit:{unit.id}"
    record(act, Action.HOUSE_STYLE_AMENDED, subject, unit_id=command.unit_id, changed=names)
    return target


def violations_of(command: CreateOrganisation | AmendOrganisation) -> Iterator[Violation]:
    """Why these cannot be the organisation's details."""
    yield from zone_violations(command.time_zone)
    if command.website and not WEB_ADDRESS.fullmatch(command.website):
        yield Violation("website_unusable", "website", "Enter the whole address, for example https://www.example.org.")
    yield from colour_violations(command.colours)


def zone_violations(name: str) -> Iterator[Violation]:
    """Why this cannot be the time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Violation("time_zone_unknown", "time_zone", "Choose a time zone, for example Europe/London.")


def colour_violations(colours: Colours) -> Iterator[Violation]:
    """Why these cannot be the house colours: they could not be read on our papers."""
    for use in COLOUR_USES:
        fault = colour_fault(use, getattr(colours, use.name))
        if fault is not None:
            yield Violation("colour_unreadable", use.name, fault)
