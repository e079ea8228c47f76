"""Taking office, leaving it, and filling a seat in between, with everything that is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.language.partial_date import PartialDate
from agm.office_holders import operations, queries
from agm.office_holders.commands import AmendTerm, FillVacancy, LeaveOffice
from agm.office_holders.models import OfficeTerm
from agm.office_holders.unbroken_terms import who_went_on
from agm.organisation.commands import AbolishOffice
from agm.organisation.models import NATIONAL_ID, Office, Unit
from agm.organisation.operations import abolish_office
from agm.people.commands import NamedPerson
from agm.rules.terms import AppointmentKind, EndReason
from agm.rules.violations import EditConflict, RefusedError
from tests.support.kept_records import kept_record
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, name, publish
from tests.support.statements import Statements

MAY = PartialDate(2024, 5)
JUNE = PartialDate(2024, 6, 1)


@kept_record
def unit(session: Session) -> Unit:
    """A region with a chair, a secretary and two places for others."""
    make_organisation(session)
    return make_region(session)


def office(session: Session, label: str) -> Office:
    """The office of this label."""
    return session.scalars(select(Office).where(Office.label == label)).one()


def begin(session: Session, label: str, *names: str, since: PartialDate = MAY) -> OfficeTerm:
    """People of these names, whom nobody knew before, take a seat by election."""
    people = tuple(NamedPerson(name(one), is_someone_else=True) for one in names)
    command = FillVacancy(office(session, label).id, people, since, AppointmentKind.ELECTED)
    return operations.fill_vacancy(Act(session, SYSTEM, NOW), command)


def end(session: Session, term: OfficeTerm, until: PartialDate, how: EndReason) -> None:
    """Everybody who holds a seat leaves it."""
    ids = tuple(person.person_id for person in term.people)
    operations.leave_office(Act(session, SYSTEM, NOW), LeaveOffice(term.id, ids, until, how))


def fill(session: Session, label: str, *names: str, how: AppointmentKind = AppointmentKind.CO_OPTED) -> OfficeTerm:
    """People of these names fill a vacancy."""
    people = tuple(NamedPerson(name(one)) for one in names)
    command = FillVacancy(office(session, label).id, people, JUNE, how)
    return operations.fill_vacancy(Act(session, SYSTEM, NOW), command)


def amend(term: OfficeTerm) -> AmendTerm:
    """The command that leaves a holding as it is."""
    return AmendTerm(term.id, term.version, term.since, term.until, term.appointment_kind, term.end_reason)


def test_the_first_free_seat_is_taken(session: Session, unit: Unit) -> None:
    one = begin(session, "Non-portfolio officer", "Di Peal")
    two = begin(session, "Non-portfolio officer", "Cllr|Ed Change|MP", "Flo Round")
    assert (one.seat, two.seat) == (1, 2)
    assert [(p.name, p.prefix, p.suffix, p.position) for p in two.people] == [
        ("Ed Change", "Cllr", "MP", 1),
        ("Flo Round", None, None, 2),
    ]
    end(session, one, JUNE, EndReason.RESIGNED)
    assert begin(session, "Non-portfolio officer", "Gus Tenor", since=JUNE).seat == 1
    assert [(h.seat, h.people[0].name) for h in queries.current_holdings(session, [unit.id])] == [
        (1, "Gus Tenor"),
        (2, "Ed Change"),
    ]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "office:term:ended")).one()
    assert (entry.unit_id, entry.details) == (unit.id, {"office": one.office_id, "seat": 1, "how": "resigned"})


def test_what_no_holding_can_be(session: Session, unit: Unit) -> None:
    held = begin(session, "Chair", "Ann Bell")
    bo = NamedPerson(name("Bo Rope"))
    secretary, chair = office(session, "Secretary").id, office(session, "Chair").id
    for command, field in (
        (FillVacancy(secretary, (), MAY), "people"),
        (FillVacancy(secretary, (bo, bo), MAY), "people"),
        (FillVacancy(chair, (bo,), MAY), ""),
    ):
        with pytest.raises(RefusedError) as refused:
            operations.fill_vacancy(Act(session, SYSTEM, NOW), command)
        assert [violation.field for violation in refused.value.violations] == [field]
    with pytest.raises(RefusedError, match="before the beginning"):
        end(session, held, PartialDate(2024, 4), EndReason.DIED)
    end(session, held, PartialDate(2024), EndReason.DIED)
    with pytest.raises(RefusedError, match="Somebody else"):
        end(session, held, JUNE, EndReason.DIED)


def test_a_vacancy_is_filled_only_where_there_is_one(session: Session, unit: Unit) -> None:
    begin(session, "Secretary", "Bo Rope")
    with pytest.raises(RefusedError, match="Every seat of Secretary is taken"):
        fill(session, "Secretary", "Cy Tower")
    with pytest.raises(RefusedError, match="Chair cannot be shared"):
        fill(session, "Chair", "Cy Tower", "Di Peal")
    filled = fill(session, "Non-portfolio officer", "Cy Tower")
    assert (filled.appointment_kind, filled.since, filled.until) == (AppointmentKind.CO_OPTED, JUNE, None)
    with pytest.raises(RefusedError, match="Cy Tower holds the office"):
        fill(session, "Non-portfolio officer", "Cy Tower")
    command = AbolishOffice(office(session, "Chair").id, NOW.date())
    abolish_office(Act(session, SYSTEM, NOW), command)
    with pytest.raises(RefusedError, match="abolished"):
        fill(session, "Chair", "Di Peal")
    assert unit.id == filled.office.unit_id


def test_the_next_election_ends_a_time_in_office_that_began_by_co_option(session: Session, unit: Unit) -> None:
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2023-04-21"))
    (chair,) = queries.current_holdings(session, [unit.id])
    end(session, chair, PartialDate(2023, 9), EndReason.RESIGNED)
    fill(session, "Chair", "Bo Rope", how=AppointmentKind.BY_ELECTION)
    publish(session, facts_of(elected("Chair", "Cy Tower"), held_on="2024-09-21"))
    found = queries.holdings_of_office(session, chair.office_id)
    assert [(h.people[0].name, str(h.since), str(h.until), h.end_reason) for h in found] == [
        ("Cy Tower", "2024-09-21", "None", None),
        ("Bo Rope", "2024-06-01", "2024-09-21", EndReason.TERM_ENDED),
        ("Ann Bell", "2023-04-21", "2023-09", EndReason.RESIGNED),
    ]


def test_one_of_two_who_share_a_seat_leaves(session: Session, unit: Unit) -> None:
    shared = begin(session, "Secretary", "Bo Rope", "Cy Tower")
    bo, cy = (person.person_id for person in shared.people)
    with pytest.raises(RefusedError, match="Tick who left"):
        operations.leave_office(Act(session, SYSTEM, NOW), LeaveOffice(shared.id, (999,), JUNE, EndReason.RESIGNED))
    operations.leave_office(Act(session, SYSTEM, NOW), LeaveOffice(shared.id, (bo,), JUNE, EndReason.RESIGNED))
    (rest,) = queries.current_holdings(session, [unit.id])
    assert ([p.person_id for p in rest.people], rest.seat, rest.since) == ([cy], 1, JUNE)
    assert rest.appointment_kind is AppointmentKind.CONTINUED
    assert queries.unbroken_since(session, unit.id) == {rest.id: shared.since}
    history = queries.holdings_of_office(session, rest.office_id)
    assert who_went_on(history) == {shared.id: {cy}}
    assert (shared.until, shared.end_reason) == (JUNE, EndReason.RESIGNED)
    operations.leave_office(Act(session, SYSTEM, NOW), LeaveOffice(rest.id, (cy,), JUNE, EndReason.DIED))
    assert queries.current_holdings(session, [unit.id]) == []


def test_dates_are_put_right(session: Session, unit: Unit) -> None:
    term = begin(session, "Chair", "Ann Bell")
    command = replace(amend(term), since=PartialDate(2023), until=MAY, end_reason=EndReason.RESIGNED)
    operations.amend_term(Act(session, SYSTEM, NOW), command)
    assert (str(term.since), str(term.until), term.version) == ("2023", "2024-05", 2)
    with pytest.raises(EditConflict):
        operations.amend_term(Act(session, SYSTEM, NOW), command)
    with pytest.raises(RefusedError) as refused:
        operations.amend_term(Act(session, SYSTEM, NOW), replace(amend(term), since=JUNE, end_reason=None))
    assert [violation.field for violation in refused.value.violations] == ["until", "end_reason"]
    begin(session, "Chair", "Bo Rope")
    with pytest.raises(RefusedError, match="Somebody else holds this seat"):
        operations.amend_term(Act(session, SYSTEM, NOW), replace(amend(term), until=None, end_reason=None))
    assert queries.holding_in_region(session, term.id, unit.id) is term
    assert queries.holding_in_region(session, term.id, NATIONAL_ID) is None


def test_an_abolished_office_is_shown_while_somebody_holds_it(session: Session, unit: Unit) -> None:
    begin(session, "Chair", "Ann Bell")
    abolish_office(Act(session, SYSTEM, NOW), AbolishOffice(office(session, "Chair").id, NOW.date()))
    abolish_office(Act(session, SYSTEM, NOW), AbolishOffice(office(session, "Secretary").id, NOW.date()))
    seats = queries.seats_of_region(session, unit.id)
    assert [(line.office.label, len(line.terms), line.vacancies) for line in seats] == [
        ("Non-portfolio officer", 0, 2),
        ("Chair", 1, 0),
    ]


def test_reading_takes_as_many_statements_for_many_as_for_one(
    session: Session, unit: Unit, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    counts = []
    unit_id, chair_id = unit.id, office(session, "Chair").id
    for year in (2015, 2016, 2017, 2018):
        facts = facts_of(elected("Chair", f"Ann Bell{year}"), elected("Secretary", "Bo & Cy"), held_on=f"{year}-04-21")
        publish(session, facts)
        session.commit()
        with count_statements() as statements:
            queries.seats_of_region(session, unit_id)
            queries.unbroken_since(session, unit_id)
            queries.holdings_of_office(session, chair_id)
        counts.append(statements.count)
        session.expunge_all()
    assert counts == [7, 7, 7, 7]


def test_nobody_takes_a_seat_while_somebody_else_had_it(session: Session, unit: Unit) -> None:
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2023-04-21"))
    (ann,) = queries.current_holdings(session, [unit.id])
    end(session, ann, PartialDate(2024, 7, 1), EndReason.RESIGNED)
    with pytest.raises(RefusedError) as refused:
        fill(session, "Chair", "Bo Rope")
    (violation,) = refused.value.violations
    assert (violation.field, violation.words.partition(". ")[0]) == (
        "since",
        "Chair has one seat, and Ann Bell held it from 21 April 2023 to 1 July 2024",
    )
    operations.amend_term(Act(session, SYSTEM, NOW), replace(amend(ann), until=PartialDate(2024, 6)))
    bo = fill(session, "Chair", "Bo Rope")
    for wrong, field in (
        (replace(amend(bo), since=PartialDate(2023, 5)), "since"),
        (replace(amend(bo), since=PartialDate(2020), until=PartialDate(2024, 7), end_reason=EndReason.DIED), "until"),
        (replace(amend(ann), until=PartialDate(2024, 8)), "until"),
        (replace(amend(ann), since=PartialDate(2024, 9), until=PartialDate(2024, 8)), "until"),
    ):
        with pytest.raises(RefusedError) as refused:
            operations.amend_term(Act(session, SYSTEM, NOW), wrong)
        assert [violation.field for violation in refused.value.violations] == [field]
    operations.amend_term(Act(session, SYSTEM, NOW), replace(amend(bo), since=PartialDate(2024, 6, 15)))
    assert str(bo.since) == "2024-06-15"


def test_an_office_of_two_seats_takes_two_at_once_and_old_overlaps_can_be_put_right(
    session: Session, unit: Unit
) -> None:
    label = "Non-portfolio officer"
    publish(session, facts_of(elected(label, "Ann Bell", "Bo Rope", seats=2), held_on="2023-04-21"))
    ann, bo = queries.current_holdings(session, [unit.id])
    end(session, ann, PartialDate(2024, 5), EndReason.RESIGNED)
    cy = fill(session, label, "Cy Tower")
    with pytest.raises(RefusedError, match=r"has 2 seats, and .* held it .*; .* held it"):
        operations.amend_term(Act(session, SYSTEM, NOW), replace(amend(cy), since=PartialDate(2024, 4)))
    office(session, label).seats = 1
    operations.amend_term(Act(session, SYSTEM, NOW), replace(amend(bo), since=PartialDate(2023, 4, 22)))
    assert str(bo.since) == "2023-04-22"
