"""Naming people, joining their records and keeping their leave to be named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import TextClause, func, insert, select, text, true
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.facts import PersonName
from agm.language.names import first_key, last_key, name_key, phonetic_key, sort_key, sort_name
from agm.organisation.models import NATIONAL_ID
from agm.people import operations, queries
from agm.people.commands import (
    AmendPerson,
    GiveConsent,
    MarkDistinct,
    MergePeople,
    NamedPerson,
    SeparatePerson,
    WithdrawConsent,
)
from agm.people.models import Consent, ConsentSource, Person
from agm.rules.violations import EditConflict, RefusedError
from agm.web.desk.people import queries as people_queries
from agm.web.kit.visibility import Visibility
from tests.support.records import NOW, elected, facts_of, make_organisation, make_public, make_region, name, publish
from tests.support.statements import Statements

EVERYTHING = Visibility(None)
CountStatements = Callable[[], AbstractContextManager[Statements]]


def person(session: Session, written: str) -> Person:
    """A new person of this name."""
    return operations.create_person(Act(session, SYSTEM, NOW), name(written))


def resolve(session: Session, written: str, *, is_someone_else: bool = False) -> Person:
    """Who is meant by a name."""
    named = NamedPerson(name(written), is_someone_else=is_someone_else)
    return operations.resolve_people(Act(session, SYSTEM, NOW), [named], NATIONAL_ID)[0]


def test_a_name_of_somebody_known_means_them(session: Session) -> None:
    first = person(session, "Ann Bell")
    make_public(session, first)
    assert resolve(session, "Ann Bell") is first
    assert resolve(session, "ANN BELL") is not first
    second = resolve(session, "Ann Bell", is_someone_else=True)
    assert second is not first
    assert resolve(session, "Ann Bell") is first
    unknown = NamedPerson(PersonName("Ann Bell"), person_id=999)
    with pytest.raises(RefusedError) as refused:
        operations.resolve_people(Act(session, SYSTEM, NOW), [unknown], NATIONAL_ID)
    assert [violation.code for violation in refused.value.violations] == ["person_unknown"]


def test_a_name_put_right(session: Session) -> None:
    found = person(session, "Ann Bel")
    command = AmendPerson(found.id, 1, PersonName("Ann van Bell", "Cllr", "MP"))
    operations.amend_person(Act(session, SYSTEM, NOW), command)
    assert (found.name, found.prefix, found.suffix, found.version) == ("Ann van Bell", "Cllr", "MP", 2)
    assert (found.sort_name, found.name_key) == ("van Bell, Ann", "ann van bell")
    assert (found.first_key, found.last_key, found.sound_key) == ("ann", "bell", phonetic_key("ann van bell"))
    with pytest.raises(EditConflict):
        operations.amend_person(Act(session, SYSTEM, NOW), command)
    with pytest.raises(RefusedError, match="Enter the name"):
        operations.amend_person(Act(session, SYSTEM, NOW), AmendPerson(found.id, 2, PersonName("⁂")))
    session.flush()
    details = session.scalars(select(AuditEntry.details).order_by(AuditEntry.sequence.desc())).first()
    assert details == {"changed": ["name", "prefix", "suffix", "sort_name"]}


def test_records_of_one_person_stand_together_and_come_apart(session: Session) -> None:
    one, two, three, four = (person(session, one) for one in ("Ann Bell", "Anne Bell", "A. Bell", "Ann Bell-Ward"))
    assert operations.merge_people(Act(session, SYSTEM, NOW), MergePeople(two.id, one.id)) == ()
    assert operations.merge_people(Act(session, SYSTEM, NOW), MergePeople(three.id, one.id)) == ()
    joined = operations.merge_people(Act(session, SYSTEM, NOW), MergePeople(one.id, four.id))
    assert joined == (two.id, three.id)
    assert [p.merged_into_id for p in (one, two, three, four)] == [four.id, four.id, four.id, None]
    assert queries.records_of(session, four.id) == [four, one, two, three]
    make_public(session, four)
    assert resolve(session, "Anne Bell") is four
    operations.separate_person(Act(session, SYSTEM, NOW), SeparatePerson(one.id, joined))
    assert [p.merged_into_id for p in (one, two, three, four)] == [None, one.id, one.id, None]
    assert queries.records_of(session, four.id) == [four]
    with pytest.raises(RefusedError, match="stands alone"):
        operations.separate_person(Act(session, SYSTEM, NOW), SeparatePerson(one.id))


def test_records_that_cannot_be_joined(session: Session) -> None:
    one, two, three = (person(session, one) for one in ("Ann Bell", "Anne Bell", "Bo Rope"))
    operations.merge_people(Act(session, SYSTEM, NOW), MergePeople(two.id, one.id))
    for first, second in ((one, one), (two, three), (three, two)):
        with pytest.raises(RefusedError):
            operations.merge_people(Act(session, SYSTEM, NOW), MergePeople(first.id, second.id))


def test_nearly_the_same_name_is_pointed_out_once(session: Session) -> None:
    one, two, _other = (person(session, one) for one in ("Ann O'Bell", "Anne O’Bell", "Bo Rope"))
    assert queries.near_matches(session, "ann obell", true()) == [one, two]
    assert queries.near_matches(session, "Ann OBlel", true()) == [one, two]
    assert queries.near_matches(session, "O'Bell, Ann", true()) == [one, two]
    assert queries.near_matches(session, "⁂", true()) == []
    assert queries.near_matches(session, "Someone Quite Different", true()) == []
    assert queries.near_matches(session, one.name, true(), for_id=one.id) == [two]
    operations.mark_distinct(Act(session, SYSTEM, NOW), MarkDistinct(two.id, one.id))
    operations.mark_distinct(Act(session, SYSTEM, NOW), MarkDistinct(one.id, two.id))
    assert queries.near_matches(session, one.name, true(), for_id=one.id) == []
    assert queries.near_matches(session, "Ann O'Bell", true()) == [one, two]
    with pytest.raises(RefusedError):
        operations.mark_distinct(Act(session, SYSTEM, NOW), MarkDistinct(one.id, one.id))
    operations.merge_people(Act(session, SYSTEM, NOW), MergePeople(two.id, one.id))
    assert queries.near_matches(session, "Ann O'Bell", true()) == [one]


def test_leave_to_be_named_is_given_and_taken_back_for_all_records(session: Session) -> None:
    one, two = person(session, "Ann Bell"), person(session, "Anne Bell")
    assert queries.consent_standing(session, [one.id]) == queries.ConsentStanding(is_given=False, last=None)
    operations.merge_people(Act(session, SYSTEM, NOW), MergePeople(two.id, one.id))
    given = operations.give_consent(Act(session, SYSTEM, NOW), GiveConsent(two.id, ConsentSource.TOLD_BY_PERSON))
    assert given.person_id == one.id
    again = operations.give_consent(Act(session, SYSTEM, NOW), GiveConsent(one.id, ConsentSource.CONFIRMED_BY_CHAIR))
    assert again is given
    assert queries.people_who_withdrew(session, [one.id, two.id]) == []
    later = NOW + dt.timedelta(days=1)
    operations.withdraw_consent(Act(session, SYSTEM, later), WithdrawConsent(two.id))
    operations.withdraw_consent(Act(session, SYSTEM, later), WithdrawConsent(one.id))
    assert not queries.consent_standing(session, [one.id, two.id]).is_given
    assert queries.people_who_withdrew(session, [two.id]) == [one]
    after = later + dt.timedelta(days=1)
    operations.give_consent(Act(session, SYSTEM, after), GiveConsent(one.id, ConsentSource.TOLD_BY_PERSON))
    assert queries.people_who_withdrew(session, [one.id]) == []
    assert session.scalar(select(func.count()).select_from(Consent)) == 2
    acts = session.scalars(select(AuditEntry.action).where(AuditEntry.action.contains("consent"))).all()
    assert acts == ["person:consent:given", "person:consent:withdrawn", "person:consent:given"]


def test_whom_a_name_may_mean_people_of_the_region_first(session: Session, count_statements: CountStatements) -> None:
    make_organisation(session)
    here, there = make_region(session), make_region(session, "Fens")
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2014-04-21", guests=("Anna Bellamy",)))
    publish(session, facts_of(elected("Chair", "Bo Rope"), held_on="2016-04-21"))
    publish(session, facts_of(elected("Chair", "Abe Bellow"), unit="Fens"))
    person(session, "Aaron Bell")
    here_id = here.id
    session.commit()
    with count_statements() as statements:
        found = people_queries.suggest(session, here_id, "bel", EVERYTHING)
    assert [(one.person.name, one.is_known_here, one.hint) for one in found] == [
        ("Ann Bell", True, "Chair, 2014 to 2016"),
        ("Anna Bellamy", True, "Master of the Belfry, 2014"),
        ("Aaron Bell", False, ""),
        ("Abe Bellow", False, "Chair since 2024"),
    ]
    assert statements.count == 5, statements
    found = people_queries.suggest(session, there.id, "A BELL", EVERYTHING)
    assert found[0].person.name == "Abe Bellow"
    assert people_queries.suggest(session, here.id, "  ", EVERYTHING) == []
    assert people_queries.suggest(session, here.id, "%", EVERYTHING) == []


def test_history_follows_the_records_that_were_joined(session: Session) -> None:
    make_organisation(session)
    unit = make_region(session)
    make_region(session, "Fens")
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2014-04-21"))
    publish(session, facts_of(elected("Secretary", "Anne Bell"), held_on="2016-04-21", unit="Fens"))
    one, two = (
        session.scalars(select(Person).where(Person.name == written)).one() for written in ("Ann Bell", "Anne Bell")
    )
    assert not people_queries.known_among(session, [two.id], unit)
    operations.merge_people(Act(session, SYSTEM, NOW), MergePeople(one.id, two.id))
    assert people_queries.known_among(session, [two.id], unit)
    everything = people_queries.history_of(session, [one.id, two.id], NATIONAL_ID, everywhere=True)
    assert [(str(act.on), act.words) for act in everything] == [
        ("2016-04-21", "Secretary since 2016"),
        ("2014-04-21", "Chair since 2014"),
    ]
    of_region = people_queries.history_of(session, [one.id, two.id], unit.id, everywhere=False)
    assert [act.words for act in of_region] == ["Chair since 2014"]
    suggestions = people_queries.suggest(session, unit.id, "bell", EVERYTHING)
    assert [(one.person.id, one.hint) for one in suggestions] == [(two.id, "Chair since 2014")]


@pytest.mark.both_databases
def test_similar_names_are_found_by_index(session: Session, count_statements: CountStatements) -> None:
    given = [f"Gi{a}{b}n" for a in "aeioubcdfg" for b in "klmnprstvw"]
    family = [f"Fam{a}{b}{c}" for a in "aeiou" for b in "bcdfgh" for c in "lmnprst"]
    names = [f"{one} {other}" for one in given for other in family[:200]]
    session.execute(insert(Person), [row(one) for one in names])
    session.commit()
    with count_statements() as statements:
        found = queries.near_matches(session, "Giakn Famabll", true())
    assert statements.count == 1
    assert "Giakn Famabl" in [one.name for one in found]
    plan = str(session.execute(explained(session)).all())
    assert "SCAN person" not in plan
    assert "Seq Scan" not in plan


def row(written: str) -> dict[str, object]:
    """A person's columns."""
    key = name_key(written)
    return {
        "name": written,
        "sort_name": sort_name(written),
        "sort_key": sort_key(sort_name(written)),
        "name_key": key,
        "first_key": first_key(key),
        "last_key": last_key(key),
        "sound_key": phonetic_key(key),
        "created_at": NOW,
        "version": 1,
    }


def explained(session: Session) -> TextClause:
    """How the database looks for names that are alike."""
    verb = "EXPLAIN QUERY PLAN" if session.get_bind().dialect.name == "sqlite" else "EXPLAIN"
    if verb == "EXPLAIN":
        session.execute(text("ANALYZE person"))
    return text(
        f"{verb} SELECT id FROM person WHERE (name_key = 'giakn famabll' OR first_key IN ('giakn', 'famabll')"
        " OR last_key IN ('giakn', 'famabll') OR sound_key = 'x') AND merged_into_id IS NULL"
    )
