"""Taking over a list of members: all of it or none, and only what it says."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.language.partial_date import PartialDate
from agm.membership.commands import ImportRoll
from agm.membership.models import RollMember
from agm.membership.operations import import_roll
from agm.membership.queries import find_members, held_members, last_import, roll_counts
from agm.membership.reading.values import Member
from agm.organisation.models import Unit
from agm.rules.violations import EditConflict, RefusedError
from tests.support.kept_records import kept_record
from tests.support.records import NOW, make_organisation, make_region

pytestmark = pytest.mark.both_databases

ANN = Member(2, "Ann Ashby", number="0042", email="ann@example.org", joined=PartialDate(2019), says_paid=True)
BO = Member(3, "Bo Ó Briain", number="7")


@kept_record
def unit(session: Session) -> Unit:
    """A region with two members."""
    make_organisation(session)
    found = make_region(session)
    take(session, found, ANN, BO)
    return found


def take(
    session: Session, unit: Unit, *members: Member, leaving: tuple[int, ...] = (), version: int | None = None,
    at: dt.datetime = NOW,
) -> tuple[int, int, int, int]:  # fmt: skip
    """Take these members over: how many are new, changed, as before and gone."""
    last = last_import(session, unit.id)
    number = version if version is not None else last.id if last else 0
    done = import_roll(Act(session, SYSTEM, at), ImportRoll(unit.id, number, members, leaving, lines=len(members)))
    return done.added, done.changed, done.unchanged, done.gone


def ids(session: Session, unit: Unit) -> dict[str, int]:
    return {one.name: one.id or 0 for one in held_members(session, unit.id)}


def held(member: Member, session: Session, unit: Unit, **told: object) -> Member:
    values = dict.fromkeys(("number", "email", "joined", "says_paid")) | told
    return Member(member.line, str(values.pop("name", member.name)), held_id=ids(session, unit)[member.name], **values)


def test_what_a_list_leaves_empty_stays_and_what_it_says_is_taken(unit: Unit, session: Session) -> None:
    told = (held(ANN, session, unit, email="new@example.org"), held(BO, session, unit), Member(4, "Cy Dee"))
    assert take(session, unit, *told) == (1, 1, 1, 0)
    ann, cy, bo = find_members(session, unit.id, limit=9)
    assert (ann.number, ann.email, ann.joined, ann.says_paid) == ("0042", "new@example.org", PartialDate(2019), True)
    assert (bo.name, cy.name) == ("Bo Ó Briain", "Cy Dee")
    assert roll_counts(session, unit.id).on_paper == 2


def test_who_leaves_is_on_the_roll_no_more_and_forgotten_after_a_year(unit: Unit, session: Session) -> None:
    gone = ids(session, unit)["Ann Ashby"]
    assert take(session, unit, leaving=(gone,)) == (0, 0, 0, 1)
    assert [one.name for one in find_members(session, unit.id, limit=9)] == ["Bo Ó Briain"]
    assert session.get_one(RollMember, gone).left_on == NOW.date()
    later = NOW + dt.timedelta(days=400)
    take(session, unit, Member(2, "Di Eel"), at=later)
    session.expire_all()
    assert session.get(RollMember, gone) is None


def test_a_changed_name_is_found_and_sorted_as_it_is_now(unit: Unit, session: Session) -> None:
    take(session, unit, held(ANN, session, unit, name="Ann Zola"))
    assert [one.name for one in find_members(session, unit.id, limit=9)] == ["Bo Ó Briain", "Ann Zola"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("briain bo", "Bo Ó Briain"), ("óbri", ""), ("ó bri", "Bo Ó Briain"), ("0042", "Ann Ashby"), ("42", ""),
     ("ASHBY", "Ann Ashby"), ("%", ""), ("_", "")],
)  # fmt: skip
def test_members_are_found_by_words_of_the_name_or_the_number(
    unit: Unit, session: Session, typed: str, found: str
) -> None:
    assert [one.name for one in find_members(session, unit.id, typed, limit=9)] == ([found] if found else [])


def test_nothing_is_done_for_another_roll_a_list_that_was_overtaken_or_one_without_news(
    unit: Unit, session: Session
) -> None:
    other = make_region(session, "Fens")
    number = ids(session, unit)["Ann Ashby"]
    before = held_members(session, unit.id)
    stranger = Member(2, "Eve Vandal", held_id=number)
    with pytest.raises(RefusedError):
        take(session, other, stranger)
    with pytest.raises(RefusedError):
        take(session, other, leaving=(number,))
    with pytest.raises(EditConflict):
        take(session, unit, Member(2, "Eve Vandal"), version=0)
    with pytest.raises(RefusedError):
        take(session, unit, held(ANN, session, unit))
    assert held_members(session, unit.id) == before
    assert held_members(session, other.id) == ()
