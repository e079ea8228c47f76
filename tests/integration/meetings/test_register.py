"""The register of a meeting: frozen from the roll by the rules of the meeting, and changed with a reason."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.language.partial_date import PartialDate
from agm.meetings.commands import AddEntry, ChangeEntry, CreateMeeting, FreezeRegister, MeetingDetails
from agm.meetings.models import Meeting, RegisterAct, RegisterEntry
from agm.meetings.operations import add_entry, change_entry, create_meeting, freeze_register
from agm.meetings.register import changes_of, counts, find_entries
from agm.membership.commands import ImportRoll
from agm.membership.models import RollMember
from agm.membership.operations import import_roll
from agm.membership.reading.values import Member
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.rules.eligibility import LeastMembership, MembershipRule, PaidUp, PeriodUnit
from agm.rules.rights import Right
from agm.rules.rule_set import RuleSet
from agm.rules.violations import RefusedError
from tests.support.kept_records import kept_record
from tests.support.records import NOW, make_organisation, make_region

pytestmark = pytest.mark.both_databases

HELD_ON = PartialDate(2024, 6, 15)
FROZEN_ON = dt.date(2024, 5, 1)
RULES = RuleSet(
    name="Guild",
    vote=MembershipRule(
        least_membership=LeastMembership(8, PeriodUnit.WEEKS, "meeting"),
        member_on=("notice",),
        paid_up=PaidUp("freeze"),
    ),
)
TO_MARCH = PartialDate(2025, 3, 31)
MEMBERS = (
    Member(2, "Ann Ashby", number="1", email="ann@example.org", joined=PartialDate(2019), paid_to=TO_MARCH),
    Member(3, "Bo Cole", number="2", joined=PartialDate(2024, 5, 1), paid_to=TO_MARCH),
    Member(4, "Cy Dee", number="3", joined=PartialDate(2020), paid_to=PartialDate(2023, 3, 31)),
    Member(5, "Di Eel", number="4", joined=PartialDate(2024), paid_to=TO_MARCH),
)
FREEZE = FreezeRegister(1, FROZEN_ON, {"notice": dt.date(2024, 5, 20)})


def act(session: Session) -> Act:
    return Act(session, SYSTEM, NOW)


@kept_record
def meeting(session: Session) -> Meeting:
    """A meeting to come, of a region with four members and rules."""
    make_organisation(session)
    unit = make_region(session)
    adopt_rules(act(session), AdoptRules(RULES, 0))
    import_roll(act(session), ImportRoll(unit.id, 0, MEMBERS))
    return create_meeting(act(session), CreateMeeting(unit.id, MeetingDetails(held_on=HELD_ON)))


@pytest.fixture
def entries(meeting: Meeting, session: Session) -> dict[str, RegisterEntry]:
    freeze_register(act(session), FREEZE)
    return {one.name: one for one in find_entries(session, meeting.id)}


def refusals(session: Session, command: FreezeRegister) -> list[tuple[str, str]]:
    with pytest.raises(RefusedError) as refused:
        freeze_register(act(session), command)
    return [(one.code, one.field) for one in refused.value.violations]


def test_each_member_is_there_with_what_they_may_do_and_why_not(
    entries: dict[str, RegisterEntry], session: Session
) -> None:
    votes = {name: (one.may_vote, one.is_asked) for name, one in entries.items()}
    assert votes == {
        "Ann Ashby": (True, False), "Bo Cole": (False, False), "Cy Dee": (False, False), "Di Eel": (False, True),
    }  # fmt: skip
    assert entries["Ann Ashby"].reasons == {}
    assert entries["Bo Cole"].reasons["vote"].startswith("They joined on 1 May 2024: 8 weeks are full on 26 June 2024")
    assert "paid up to 31 March 2023" in entries["Cy Dee"].reasons["vote"]
    assert all(one.may_nominate and one.may_stand for one in entries.values())
    found = counts(session, 1)
    assert (found.entries, found.may_vote, found.needs_paper, found.is_asked) == (4, 1, 3, 1)


def test_a_register_is_frozen_once_and_the_roll_goes_on(entries: dict[str, RegisterEntry], session: Session) -> None:
    import_roll(act(session), ImportRoll(1, 1, (Member(2, "Ann Zola", held_id=1),), leaving=(2,)))
    session.expire_all()
    assert [one.name for one in find_entries(session, 1, "ann")] == ["Ann Ashby"]
    assert len(find_entries(session, 1)) == 4
    assert refusals(session, FREEZE) == [("frozen_already", "")]


def test_who_left_after_the_day_is_on_the_register_and_who_left_before_is_not(
    meeting: Meeting, session: Session
) -> None:
    session.get_one(RollMember, 1).left_on = FROZEN_ON + dt.timedelta(days=1)
    session.get_one(RollMember, 2).left_on = FROZEN_ON
    freeze_register(act(session), FREEZE)
    assert [one.name for one in find_entries(session, meeting.id)] == ["Ann Ashby", "Cy Dee", "Di Eel"]


def test_every_missing_day_is_asked_for_at_its_field(meeting: Meeting, session: Session) -> None:
    meeting.held_on = PartialDate(2024, 6)
    assert refusals(session, FreezeRegister(1, FROZEN_ON)) == [
        ("day_missing", "days.meeting"), ("day_missing", "days.notice"),
    ]  # fmt: skip


def test_an_empty_roll_is_not_frozen(meeting: Meeting, session: Session) -> None:
    for member in session.scalars(select(RollMember)):
        member.left_on = dt.date(2020, 1, 1)
    assert refusals(session, FREEZE) == [("roll_empty", "as_of_on")]


def test_the_rules_that_a_meeting_was_called_under_decide(meeting: Meeting, session: Session) -> None:
    meeting.rules_id = 1
    adopt_rules(act(session), AdoptRules(RuleSet(name="Everybody"), 1))
    freeze_register(act(session), FREEZE)
    assert counts(session, meeting.id).may_vote == 1


def change(session: Session, entry: RegisterEntry, what: RegisterAct, right: Right | None = None) -> None:
    change_entry(act(session), ChangeEntry(entry.id, what, "The committee found so", right))


def test_changes_after_the_freeze_keep_who_and_why(entries: dict[str, RegisterEntry], session: Session) -> None:
    bo, di = entries["Bo Cole"], entries["Di Eel"]
    change(session, bo, RegisterAct.RIGHT_GIVEN, Right.VOTE)
    change(session, di, RegisterAct.RIGHT_TAKEN, Right.VOTE)
    change(session, di, RegisterAct.REMOVED)
    assert (bo.may_vote, bo.reasons, di.is_asked) == (True, {}, False)
    assert di.reasons == {"vote": "The committee found so"}
    assert [one.name for one in find_entries(session, 1)] == ["Ann Ashby", "Bo Cole", "Cy Dee"]
    change(session, di, RegisterAct.PUT_BACK)
    found = [(one.act, one.by, one.reason) for one in changes_of(session, [di.id])]
    assert found[0] == (RegisterAct.RIGHT_TAKEN, "the system", "The committee found so")
    assert [one[0] for one in found] == [RegisterAct.RIGHT_TAKEN, RegisterAct.REMOVED, RegisterAct.PUT_BACK]
    details = session.scalars(select(AuditEntry).where(AuditEntry.action == "meeting:register:amended")).all()
    assert details[0].details == {"entry": bo.id, "what": "right_given"}


@pytest.mark.parametrize(
    ("name", "what", "right"),
    [
        ("Ann Ashby", RegisterAct.PUT_BACK, None),
        ("Ann Ashby", RegisterAct.RIGHT_GIVEN, Right.VOTE),
        ("Ann Ashby", RegisterAct.RIGHT_GIVEN, None),
        ("Ann Ashby", RegisterAct.REMOVED, Right.VOTE),
        ("Ann Ashby", RegisterAct.ADDED, None),
        ("Bo Cole", RegisterAct.RIGHT_TAKEN, Right.VOTE),
    ],
)
def test_what_is_so_already_is_no_change(
    entries: dict[str, RegisterEntry], session: Session, name: str, what: RegisterAct, right: Right | None
) -> None:
    with pytest.raises(RefusedError):
        change(session, entries[name], what, right)
    assert changes_of(session, [entries[name].id]) == []


def test_a_change_needs_a_reason(entries: dict[str, RegisterEntry], session: Session) -> None:
    with pytest.raises(RefusedError):
        change_entry(act(session), ChangeEntry(entries["Ann Ashby"].id, RegisterAct.REMOVED, " "))
    with pytest.raises(RefusedError) as refused:
        add_entry(act(session), AddEntry(1, " ", ""))
    assert [one.field for one in refused.value.violations] == ["name", "reason"]


def test_somebody_is_added_with_the_rights_that_they_get(entries: dict[str, RegisterEntry], session: Session) -> None:
    added = add_entry(act(session), AddEntry(1, "Eve Foss", "Moved here", "9", rights=frozenset({Right.VOTE})))
    assert (added.may_vote, added.may_stand, added.reasons) == (
        True, False, {"nominate": "Moved here", "stand": "Moved here"},
    )  # fmt: skip
    assert [one.name for one in find_entries(session, 1, "9")] == ["Eve Foss"]
    with pytest.raises(RefusedError) as refused:
        add_entry(act(session), AddEntry(1, "Flo Gill", "Also", "9"))
    assert refused.value.violations[0].code == "number_taken"
