"""Reading the organisation, its regions, their offices and the house style. Each query is one statement."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agm.organisation.models import (
    AdoptedRules,
    Office,
    OfficeIncompatibility,
    OfficeTemplate,
    Organisation,
    Unit,
    UnitKind,
)
from agm.rules.rule_set import RuleSet
from agm.wording.style import HouseStyle, style_items

DEFAULT_TIME_ZONE = "Europe/London"


def organisation(session: Session) -> Organisation:
    """The organisation. While none is recorded, a stand-in outside the database with version 0, so that pages show."""
    found = session.get(Organisation, 1)
    session.info["organisation"] = found  # held, so that the session need not ask again
    return found or unrecorded_organisation()


def unrecorded_organisation() -> Organisation:
    return Organisation(
        name="Our organisation",
        short_name="Our organisation",
        identity=str(UUID(int=0)),
        time_zone=DEFAULT_TIME_ZONE,
        imprint="",
        is_political=True,
        about="",
        website="",
        contact="",
        press_contact="",
        accent_light="#a3122f",
        accent_dark="#e8898d",
        button_dark="#b8304a",
        house_style={},
        house_style_version=0,
        version=0,
    )


def adopted_rules(session: Session) -> Sequence[AdoptedRules]:
    """Every version of the rules of elections, the one in force first."""
    return session.scalars(select(AdoptedRules).order_by(AdoptedRules.id.desc())).all()


def rules_in_force(session: Session) -> AdoptedRules | None:
    return session.scalar(select(AdoptedRules).order_by(AdoptedRules.id.desc()).limit(1))


def rules_of(adopted: AdoptedRules) -> RuleSet:
    return RuleSet.model_validate(adopted.rules)


def rules_called_under(session: Session, rules_id: int | None) -> RuleSet:
    """The version of this number; where a meeting keeps none the one in force, or a set that says nothing."""
    adopted = rules_in_force(session) if rules_id is None else session.get(AdoptedRules, rules_id)
    return rules_of(adopted) if adopted else RuleSet(name="")


def time_zone_name(session: Session) -> str:
    return organisation(session).time_zone


def local_day(session: Session, at: dt.datetime) -> dt.date:
    """The day of an instant where the organisation is."""
    return at.astimezone(ZoneInfo(organisation(session).time_zone)).date()


def regions(session: Session) -> list[Unit]:
    """Every region in the organisation's order, closed ones too."""
    return list(session.scalars(select(Unit).where(Unit.kind == UnitKind.REGION).order_by(Unit.position, Unit.id)))


def offices(session: Session, unit_id: int, *, with_abolished: bool = False) -> list[Office]:
    """The offices of a unit in order; abolished ones come last, if asked for."""
    statement = select(Office).where(Office.unit_id == unit_id)
    if not with_abolished:
        statement = statement.where(Office.abolished_on.is_(None))
    return list(session.scalars(statement.order_by(Office.abolished_on.is_not(None), Office.position, Office.id)))


def incompatible_pairs(session: Session, office_ids: Collection[int]) -> set[tuple[int, int]]:
    """The pairs of offices that nobody may hold together, one of which is among these; the smaller id first."""
    first, second = OfficeIncompatibility.first_id, OfficeIncompatibility.second_id
    found = session.execute(select(first, second).where(or_(first.in_(office_ids), second.in_(office_ids))))
    return {(one, other) for one, other in found}


def incompatible_ids(session: Session, office_id: int) -> set[int]:
    return {one for pair in incompatible_pairs(session, [office_id]) for one in pair if one != office_id}


def office_templates(session: Session) -> list[OfficeTemplate]:
    return list(session.scalars(select(OfficeTemplate).order_by(OfficeTemplate.position, OfficeTemplate.id)))


def imprint(session: Session, unit: Unit) -> str:
    """Who publishes, for whom, with addresses: the region's own, or the organisation's."""
    return imprint_of(organisation(session), unit)


def imprint_of(organisation: Organisation, unit: Unit | None) -> str:
    return (unit.imprint if unit is not None else "") or organisation.imprint


def house_style_choices(session: Session, unit_id: int) -> HouseStyle:
    """How announcements of a unit are worded, with its imprint. Two statements."""
    return house_style_of(organisation(session), session.get_one(Unit, unit_id))


def house_style_of(organisation: Organisation, unit: Unit | None) -> HouseStyle:
    """The house style of a unit that is loaded already, or (None) of the organisation.

    Defaults, then the organisation's items, then the unit's own.
    """
    items = {
        **known_items(organisation.house_style),
        **(known_items(unit.house_style) if unit is not None else {}),
        "imprint": imprint_of(organisation, unit),
    }
    return HouseStyle().with_overrides(items)


def known_items(stored: Mapping[str, object]) -> dict[str, object]:
    """The stored items that the wording library still has; a later version may have dropped one."""
    known = style_items()
    return {name: value for name, value in stored.items() if name in known and name != "imprint"}
