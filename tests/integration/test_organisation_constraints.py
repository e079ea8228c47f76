"""What the database itself refuses of the organisation, people and office-holders: each named constraint once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.facts import PersonName
from agm.language.partial_date import PartialDate
from agm.office_holders.commands import FillVacancy
from agm.office_holders.models import OfficeAct, OfficeActPerson, OfficeTerm, OfficeTermPerson
from agm.office_holders.operations import fill_vacancy
from agm.organisation.models import (
    NATIONAL_ID,
    Office,
    OfficeIncompatibility,
    OfficeTemplate,
    Organisation,
    Unit,
    UnitAddress,
    UnitKind,
)
from agm.organisation.queries import offices
from agm.people.commands import NamedPerson
from agm.people.models import (
    Consent,
    ConsentPurpose,
    ConsentSource,
    KnownFor,
    NameProposal,
    NotSamePerson,
    PersonHome,
    PersonUnit,
    ProposalOutcome,
)
from agm.people.operations import create_person
from agm.rules.terms import ActKind, AppointmentKind, EndReason
from tests.support.constraints import fault_of
from tests.support.records import NOW, make_organisation, make_region

pytestmark = pytest.mark.both_databases

DAY = dt.date(2017, 4, 2)
EARLIER = dt.timedelta(days=-1)


def new_region(**columns: Any) -> Unit:  # noqa: ANN401  columns by name
    """A region's row."""
    return Unit(**{"name": "Fens", "slug": "fens", "position": 9, **columns})


def new_holding(**columns: Any) -> OfficeTerm:  # noqa: ANN401  columns by name
    """A row of somebody's time in office."""
    return OfficeTerm(
        **{"office_id": 2, "begun_by_id": 1, "seat": 1, "appointment_kind": AppointmentKind.ELECTED, **columns}
    )


def new_act(**columns: Any) -> OfficeAct:  # noqa: ANN401  columns by name
    """A row of an act on an office."""
    return OfficeAct(**{"office_id": 2, "kind": ActKind.FILLED, "recorded_at": NOW, **columns})


def new_consent(**columns: Any) -> Consent:  # noqa: ANN401  columns by name
    """A row of somebody's leave."""
    fixed = {"purpose": ConsentPurpose.NAME_PUBLISHED, "source": ConsentSource.TOLD_BY_PERSON}
    return Consent(**{"person_id": 1, "given_at": NOW, **fixed, **columns})


def new_known(**columns: Any) -> PersonUnit:  # noqa: ANN401  columns by name
    """A row of why a unit knows somebody."""
    return PersonUnit(**{"person_id": 1, "unit_id": 1, "reason": KnownFor.SPEAKER, "record_id": 1, **columns})


def new_proposal(**columns: Any) -> NameProposal:  # noqa: ANN401  columns by name
    """A row of an open proposal of another name."""
    fixed = {"name": "Anne Bell", "proposed_by": "Bo", "proposed_at": NOW, "person_version": 1}
    return NameProposal(**{"person_id": 1, "unit_id": 0, **fixed, **columns})


REFUSED: dict[str, Callable[[], object]] = {
    "ck_organisation_only_one": lambda: Organisation(id=2, name="Another", short_name="A"),
    "pk_organisation": lambda: Organisation(id=1, name="Another", short_name="A"),
    "uq_unit_name": lambda: new_region(name="Severn Vale"),
    "uq_unit_slug": lambda: new_region(slug="severn-vale"),
    "ck_unit_one_is_national": lambda: new_region(kind=UnitKind.NATIONAL),
    "pk_unit": lambda: new_region(id=NATIONAL_ID, kind=UnitKind.NATIONAL, slug="national"),
    "ck_unit_slug_is_free": lambda: new_region(slug="national"),
    "ck_unit_closed_after_opened": lambda: new_region(opened_on=DAY, closed_on=DAY - dt.timedelta(days=1)),
    "uq_unit_address_slug": lambda: UnitAddress(slug="old", unit_id=1),
    "fk_unit_address_unit_id_unit": lambda: UnitAddress(slug="new", unit_id=99),
    "uq_office_template_label": lambda: OfficeTemplate(label="Chair", position=9),
    "ck_office_template_seats_at_least_one": lambda: OfficeTemplate(label="Press", position=9, seats=0),
    "uq_office_unit_label": lambda: Office(unit_id=1, label="Chair", position=9),
    "ck_office_seats_at_least_one": lambda: Office(unit_id=1, label="Press", position=9, seats=0),
    "fk_office_unit_id_unit": lambda: Office(unit_id=99, label="Press", position=9),
    "ck_office_incompatibility_in_order": lambda: OfficeIncompatibility(first_id=2, second_id=1),
    "pk_office_incompatibility": lambda: OfficeIncompatibility(first_id=1, second_id=2),
    "fk_office_incompatibility_first_id_office": lambda: OfficeIncompatibility(first_id=0, second_id=1),
    "fk_office_incompatibility_second_id_office": lambda: OfficeIncompatibility(first_id=1, second_id=99),
    "ck_person_not_merged_into_itself": lambda: text("UPDATE person SET merged_into_id = id WHERE id = 1"),
    "fk_person_merged_into_id_person": lambda: text("UPDATE person SET merged_into_id = 99 WHERE id = 1"),
    "ck_not_same_person_in_order": lambda: NotSamePerson(first_id=2, second_id=1, said_at=NOW),
    "pk_not_same_person": lambda: NotSamePerson(first_id=1, second_id=2, said_at=NOW),
    "fk_not_same_person_first_id_person": lambda: NotSamePerson(first_id=0, second_id=1, said_at=NOW),
    "fk_not_same_person_second_id_person": lambda: NotSamePerson(first_id=1, second_id=99, said_at=NOW),
    "fk_person_unit_person_id_person": lambda: new_known(person_id=99),
    "fk_person_unit_unit_id_unit": lambda: new_known(unit_id=99),
    "ck_consent_withdrawn_after_given": lambda: new_consent(withdrawn_at=NOW + EARLIER),
    "fk_consent_person_id_person": lambda: new_consent(person_id=99),
    "uq_office_act_replaces_id": lambda: new_act(replaces_id=1),
    "ck_office_act_replaces_an_earlier_act": lambda: new_act(id=5, replaces_id=5),
    "ck_office_act_concerns_an_earlier_act": lambda: new_act(id=5, concerns_id=5),
    "ck_office_act_only_leaving_says_how": lambda: new_act(end_reason=EndReason.DIED),
    "ck_office_act_seats_at_least_one": lambda: new_act(seats=0),
    "fk_office_act_office_id_office": lambda: new_act(office_id=99),
    "fk_office_act_concerns_id_office_act": lambda: new_act(id=999, concerns_id=99),
    "fk_office_act_replaces_id_office_act": lambda: new_act(id=999, replaces_id=99),
    "uq_office_act_person_person": lambda: OfficeActPerson(act_id=1, person_id=1, name="Ann Bell"),
    "fk_office_act_person_act_id_office_act": lambda: OfficeActPerson(act_id=99, person_id=2, name="Bo Rope"),
    "fk_office_act_person_person_id_person": lambda: OfficeActPerson(act_id=1, person_id=99, name="Nobody"),
    "fk_office_term_begun_by_id_office_act": lambda: new_holding(begun_by_id=99),
    "ck_office_term_ends_after_it_begins": lambda: new_holding(
        since=PartialDate(2018), until=PartialDate(2017), end_reason=EndReason.DIED
    ),
    "ck_office_term_end_says_how": lambda: new_holding(until=PartialDate(2017)),
    "ck_office_term_seat_at_least_one": lambda: new_holding(seat=0),
    "uq_office_term_seat_now": lambda: new_holding(office_id=1),
    "fk_office_term_office_id_office": lambda: new_holding(office_id=99),
    "uq_office_term_person_person": lambda: OfficeTermPerson(term_id=1, person_id=1, name="Ann Bell"),
    "fk_office_term_person_term_id_office_term": lambda: OfficeTermPerson(term_id=99, person_id=2, name="Bo Rope"),
    "fk_office_term_person_person_id_person": lambda: OfficeTermPerson(term_id=1, person_id=99, name="Nobody"),
    "pk_person_home": lambda: text("INSERT INTO person_home (person_id, unit_id) VALUES (1, 0), (1, 0)"),
    "fk_person_home_person_id_person": lambda: PersonHome(person_id=99, unit_id=0),
    "fk_person_home_unit_id_unit": lambda: PersonHome(person_id=1, unit_id=99),
    "uq_name_proposal_open": lambda: new_proposal(unit_id=1),
    "ck_name_proposal_outcome_has_a_time": lambda: new_proposal(outcome=ProposalOutcome.DECLINED),
    "fk_name_proposal_person_id_person": lambda: new_proposal(person_id=99),
    "fk_name_proposal_unit_id_unit": lambda: new_proposal(unit_id=99),
}


@pytest.fixture
def laid(session: Session) -> Session:
    """A session on a database with an organisation, a region, two people and one who holds office."""
    make_organisation(session)
    unit = make_region(session)
    session.add(UnitAddress(slug="old", unit_id=unit.id))
    session.add(Office(unit_id=NATIONAL_ID, label="President", position=1))
    session.add(OfficeIncompatibility(first_id=1, second_id=2))
    ann, bo = (create_person(Act(session, SYSTEM, NOW), PersonName(name)) for name in ("Ann Bell", "Bo Rope"))
    session.add(NotSamePerson(first_id=ann.id, second_id=bo.id, said_at=NOW))
    office = offices(session, unit.id)[0]
    people = (NamedPerson(PersonName(ann.name), person_id=ann.id),)
    fill_vacancy(Act(session, SYSTEM, NOW), FillVacancy(office.id, people, PartialDate(2017), AppointmentKind.ELECTED))
    session.add(new_act(kind=ActKind.RETRACTED, replaces_id=1))
    session.add(new_proposal(unit_id=1))
    session.commit()
    session.expunge_all()
    return session


def test_each_constraint_refuses(laid: Session) -> None:
    assert [fault for name, wrong in REFUSED.items() if (fault := fault_of(laid, name, wrong()))] == []
