"""The register of a meeting: frozen from the roll by the rules of the meeting, and changed with a reason."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.language.partial_date import PartialDate
from agm.meetings.commands import (
    AddEntry,
    ChangeEntry,
    CorrectAddresses,
    CreateMeeting,
    FreezeRegister,
    MeetingDetails,
    SendToMembers,
)
from agm.meetings.models import Meeting, NoticeKind, NoticeSending, RegisterAct, RegisterEntry, ServedOutcome
from agm.meetings.notices import served_with_names
from agm.meetings.operations import add_entry, change_entry, correct_addresses, create_meeting, freeze_register
from agm.meetings.operations.notices import address_of, come_back, note_posted, note_served, send_to_members
from agm.meetings.register import changes_of, counts, find_entries
from agm.membership.commands import ImportRoll
from agm.membership.models import RollMember
from agm.membership.operations import import_roll
from agm.membership.reading.values import Member
from agm.organisation.commands import AdoptRules
from agm.organisation.operations import adopt_rules
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.rules.eligibility import LeastMembership, MembershipRule, PaidUp, PeriodUnit
from agm.rules.rights import Right
from agm.rules.rule_set import RuleSet
from agm.rules.violations import EditConflict, RefusedError
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


def correct(session: Session, entry: RegisterEntry, version: int, **addresses: str) -> None:
    correct_addresses(act(session), CorrectAddresses(entry.id, version, "It came back", **addresses))


def test_an_address_is_corrected_with_who_when_and_why(entries: dict[str, RegisterEntry], session: Session) -> None:
    ann, bo = entries["Ann Ashby"], entries["Bo Cole"]
    correct(session, ann, 0, email="ann@right.example.org")
    correct(session, bo, 0, postal_address="2 Mill Road\nLeeds")
    assert (ann.email, ann.needs_paper, bo.email, bo.postal_address, bo.needs_paper) == (
        "ann@right.example.org", False, None, "2 Mill Road\nLeeds", True,
    )  # fmt: skip
    [one] = changes_of(session, [ann.id])
    assert (one.act, one.was, one.by, one.at, one.reason) == (
        RegisterAct.EMAIL_CORRECTED, "ann@example.org", "the system", NOW, "It came back",
    )  # fmt: skip
    correct(session, ann, one.id, postal_address="1 Elm Row\nLeeds")
    assert (ann.email, ann.needs_paper, ann.postal_address) == (None, True, "1 Elm Row\nLeeds")
    assert [(change.act, change.was) for change in changes_of(session, [ann.id])[1:]] == [
        (RegisterAct.EMAIL_CORRECTED, "ann@right.example.org"), (RegisterAct.POSTAL_ADDRESS_CORRECTED, None),
    ]  # fmt: skip
    amended = session.scalars(select(AuditEntry).where(AuditEntry.action == "meeting:register:amended")).all()
    assert amended[0].details == {"entry": ann.id, "what": "email_corrected"}, "the log forgets the address"
    last = changes_of(session, [bo.id])[-1].id
    correct(session, bo, last, email="bo@example.org", postal_address="2 Mill Road\nLeeds")
    assert (bo.email, bo.postal_address) == ("bo@example.org", None), "kept only where there is no e-mail"
    assert session.get_one(RollMember, ann.roll_member_id).email == "ann@example.org", "the roll stays as it is"


def test_what_is_wrong_with_a_correction_is_said_at_its_field(
    entries: dict[str, RegisterEntry], session: Session
) -> None:
    ann = entries["Ann Ashby"]
    for command, code, field in (
        (CorrectAddresses(ann.id, 0, " ", "ann@right.example.org"), "missing", "reason"),
        (CorrectAddresses(ann.id, 0, "It came back", "ann@example.org"), "is_so_already", "email"),
        (CorrectAddresses(ann.id, 0, "It came back", "ann@a.org", "1 Elm Row"), "two_addresses", "postal_address"),
    ):
        with pytest.raises(RefusedError) as refused:
            correct_addresses(act(session), command)
        assert [(one.code, one.field) for one in refused.value.violations] == [(code, field)]
    change(session, ann, RegisterAct.REMOVED)
    last = changes_of(session, [ann.id])[-1]
    with pytest.raises(RefusedError, match="was taken off"):
        correct(session, ann, last.id, email="ann@right.example.org")
    with pytest.raises(EditConflict) as overtaken:
        correct(session, ann, 0, email="ann@right.example.org")
    assert (overtaken.value.version, overtaken.value.saved_by) == (last.id, "the system")
    assert ann.email == "ann@example.org"


def sent_to(session: Session) -> dict[str, tuple[str, str | None, str | None]]:
    """Of what was served: by name the channel and where it goes."""
    return {one.name: (str(one.notice.channel), one.email, one.postal_address) for one in served_with_names(session, 1)}


def mails(session: Session) -> int:
    return len(session.scalars(select(OutboxJob).where(OutboxJob.kind == JobKind.ELECTION_MAIL)).all())


@pytest.mark.parametrize("is_frozen_first", [True, False])
def test_what_has_not_gone_out_yet_goes_to_the_corrected_address(
    meeting: Meeting, session: Session, is_frozen_first: bool
) -> None:
    """Whether it was asked for when the register was there, or the roll alone."""

    def freeze() -> None:
        freeze_register(act(session), FREEZE)

    def send() -> None:
        send_to_members(act(session), SendToMembers(meeting.id, NoticeKind.NOTICE, "Notice", "Come."))

    for do in (freeze, send) if is_frozen_first else (send, freeze):
        do()
    entries = {one.name: one for one in find_entries(session, meeting.id)}
    correct(session, entries["Ann Ashby"], 0, postal_address="1 Elm Row")
    correct(session, entries["Bo Cole"], 0, email="bo@example.org")
    correct(session, entries["Cy Dee"], 0, postal_address="3 New Road")
    session.flush()
    found = sent_to(session)
    assert found == {
        "Ann Ashby": ("post", None, "1 Elm Row"), "Bo Cole": ("email", "bo@example.org", None),
        "Cy Dee": ("post", None, "3 New Road"), "Di Eel": ("post", None, None),
    }  # fmt: skip
    served = {one.name: one.notice for one in served_with_names(session, meeting.id)}
    assert {name: address_of(session, one) for name, one in served.items()} == {
        "Ann Ashby": None, "Bo Cole": "bo@example.org", "Cy Dee": None, "Di Eel": None,
    }  # fmt: skip
    assert mails(session) == 2, "the one from before the correction finds that it is not needed"
    newest = session.scalars(select(OutboxJob).order_by(OutboxJob.id.desc())).first()
    assert newest is not None
    note_served(act(session), served["Bo Cole"].id)
    assert come_back(act(session), newest.idempotency_key, "550 unknown", is_final=True)
    session.refresh(served["Bo Cole"])
    assert served["Bo Cole"].outcome is ServedOutcome.FAILED, "it came back from the corrected address"
    note_posted(act(session), session.scalars(select(NoticeSending)).one())
    correct(session, entries["Cy Dee"], changes_of(session, [entries["Cy Dee"].id])[-1].id, email="cy@example.org")
    assert str(served["Cy Dee"].channel) == "post", "what is posted is posted"
    assert mails(session) == 2


def test_a_newer_roll_is_right_where_nothing_was_corrected(meeting: Meeting, session: Session) -> None:
    send_to_members(act(session), SendToMembers(meeting.id, NoticeKind.NOTICE, "Notice", "Come."))
    freeze_register(act(session), FREEZE)
    newer = Member(2, "Ann Ashby", number="1", email="ann@newer.example.org", held_id=1)
    import_roll(act(session), ImportRoll(1, 1, (newer,)))
    session.expire_all()
    assert sent_to(session)["Ann Ashby"][1] == "ann@newer.example.org"
    served = next(one.notice for one in served_with_names(session, 1) if one.name == "Ann Ashby")
    assert address_of(session, served) == "ann@newer.example.org"
