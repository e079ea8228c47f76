"""Who holds which office, who held it, and which seats are empty. Each query has a fixed number of statements."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from agm.facts import PersonName
from agm.language.partial_date import PartialDate
from agm.office_holders.models import OfficeAct, OfficeTerm, OfficeTermPerson
from agm.office_holders.unbroken_terms import runs_of_holdings, since_when, span_of
from agm.organisation.models import Office, Unit
from agm.rules.terms import EndReason, vacancies


@dataclass(frozen=True, slots=True)
class OfficeSeats:
    office: Office
    terms: tuple[OfficeTerm, ...]

    @property
    def vacancies(self) -> int:
        """How many seats nobody holds; an abolished office has none."""
        return 0 if self.office.abolished_on else vacancies(self.office.seats, len(self.terms))


def current_holdings(session: Session, unit_ids: Collection[int]) -> list[OfficeTerm]:
    """Who holds office now in these units, in the order of offices and seats. Two statements."""
    statement = with_offices().where(Office.unit_id.in_(unit_ids), OfficeTerm.end_reason.is_(None))
    return list(session.scalars(statement.order_by(Office.unit_id, Office.position, Office.id, OfficeTerm.seat)))


def names_in_office(session: Session, unit_ids: Collection[int]) -> dict[tuple[int, str | None], tuple[str, ...]]:
    """By region and canonical key, the names of those who hold such an office now, as displayed. One statement."""
    person = OfficeTermPerson
    rows = session.execute(
        select(Office.unit_id, Office.canonical_key, person.name, person.prefix, person.suffix)
        .join(OfficeTerm, OfficeTerm.office_id == Office.id)
        .join(person, person.term_id == OfficeTerm.id)
        .where(Office.unit_id.in_(unit_ids), OfficeTerm.end_reason.is_(None))
        .order_by(Office.position, Office.id, OfficeTerm.seat, person.position)
    )
    found: dict[tuple[int, str | None], tuple[str, ...]] = {}
    for unit_id, key, name, prefix, suffix in rows:
        found[unit_id, key] = (*found.get((unit_id, key), ()), PersonName(name, prefix, suffix).displayed)
    return found


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An office with places that nobody holds, and since when the last of them has been empty, where that is known."""

    office_id: int
    unit_id: int
    label: str
    places: int
    since: PartialDate | None


def vacant_offices(session: Session) -> list[Vacancy]:
    """Every vacancy of every unit, in the order of units and offices. One statement."""
    terms = OfficeTerm
    held = select(func.count()).where(terms.office_id == Office.id, terms.end_reason.is_(None)).scalar_subquery()
    left = (
        select(func.max(terms.until))
        .where(terms.office_id == Office.id, terms.end_reason.is_not(None), stood())
        .scalar_subquery()
    )
    rows = session.execute(
        select(Office.id, Office.unit_id, Office.label, Office.seats - held, left)
        .join(Unit, Unit.id == Office.unit_id)
        .where(Office.abolished_on.is_(None), held < Office.seats)
        .order_by(Unit.position, Unit.id, Office.position, Office.id)
    )
    return [Vacancy(*row) for row in rows]


def held_before(
    session: Session, office_ids: Collection[int], day: PartialDate | None, source: str
) -> dict[int, list[tuple[int, str]]]:
    """By office, who held it till this day, or till the year of it: the record and the name. One statement.

    What follows from the declaration of `source` ("meeting:7") itself is left out.
    """
    term, person = OfficeTerm, OfficeTermPerson
    statement = (
        select(term.office_id, person.person_id, person.name)
        .join(person, person.term_id == term.id)
        .join(OfficeAct, OfficeAct.id == term.begun_by_id)
        .where(term.office_id.in_(office_ids), stood(), func.coalesce(OfficeAct.source, "") != source)
    )
    if day is not None:
        year = PartialDate(day.year)
        statement = statement.where(
            or_(term.since.is_(None), term.since < day), or_(term.until.is_(None), term.until >= year)
        )
    found: dict[int, list[tuple[int, str]]] = {}
    for office_id, person_id, name in session.execute(statement):
        found.setdefault(office_id, []).append((person_id, name))
    return found


def held_by(session: Session, person_ids: Collection[int], office_ids: Collection[int]) -> list[Office]:
    """Which of these offices one of these records of people holds now, in their order. One statement."""
    term = select(OfficeTerm.office_id).join(OfficeTermPerson, OfficeTermPerson.term_id == OfficeTerm.id)
    held = term.where(OfficeTermPerson.person_id.in_(person_ids), OfficeTerm.end_reason.is_(None))
    statement = select(Office).where(Office.id.in_(office_ids), Office.id.in_(held))
    return list(session.scalars(statement.order_by(Office.position, Office.id)))


def seats_of_region(session: Session, unit_id: int) -> list[OfficeSeats]:
    """Each present office of a unit with its holders now, vacant ones too. Three statements.

    An abolished office stands at the end as long as somebody holds it.
    """
    statement = select(Office).where(Office.unit_id == unit_id, Office.abolished_on.is_(None))
    terms = current_holdings(session, [unit_id])
    offices = list(session.scalars(statement.order_by(Office.position, Office.id)))
    offices += {one.office.id: one.office for one in terms if one.office not in offices}.values()
    return [OfficeSeats(office, tuple(one for one in terms if one.office_id == office.id)) for office in offices]


def unbroken_since(session: Session, unit_id: int) -> dict[int, PartialDate | None]:
    """By present holding of a region, since when its people have held the office without a gap. Two statements."""
    terms = select(OfficeTerm).join(OfficeTerm.office).where(Office.unit_id == unit_id, stood())
    found = runs_of_holdings(session.scalars(terms))
    return {run[-1].id: since_when(found, run, span_of) for run in found if run[-1].end_reason is None}


def holdings_of_office(session: Session, office_id: int) -> list[OfficeTerm]:
    """Everyone who holds or held an office, the last first. Two statements."""
    statement = with_offices().where(OfficeTerm.office_id == office_id, stood())
    last_first = OfficeTerm.since.desc().nulls_last(), OfficeTerm.seat, OfficeTerm.id.desc()
    return list(session.scalars(statement.order_by(*last_first)))


def holding_in_region(session: Session, term_id: int, unit_id: int) -> OfficeTerm | None:
    """One holding, if its office belongs to the unit. Two statements."""
    return session.scalar(with_offices().where(OfficeTerm.id == term_id, Office.unit_id == unit_id))


def holdings_of_people(session: Session, person_ids: Collection[int]) -> list[OfficeTerm]:
    """The offices that these records of people hold or held, the last first. Two statements."""
    held = select(OfficeTermPerson.term_id).where(OfficeTermPerson.person_id.in_(person_ids))
    statement = with_offices().where(OfficeTerm.id.in_(held), stood())
    return list(session.scalars(statement.order_by(OfficeTerm.since.desc().nulls_last(), OfficeTerm.id.desc())))


def with_offices() -> Select[OfficeTerm]:
    return select(OfficeTerm).join(OfficeTerm.office).options(contains_eager(OfficeTerm.office))


def stood() -> ColumnElement[bool]:
    """That a holding was not taken back by a correction."""
    return or_(OfficeTerm.end_reason.is_(None), OfficeTerm.end_reason != EndReason.CORRECTED)
