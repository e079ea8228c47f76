"""What the database itself refuses of meetings, results, announcements, users and the log, each constraint once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import Table, text
from sqlalchemy.orm import Session

from agm.accounts.models import Duty, ElectionDuty, Official, OfficialRole, Passkey, SignInMethod, User, UserSession
from agm.announcements.commands import WriteStatement
from agm.announcements.models import (
    Announcement,
    BlockOverride,
    PublicationPlan,
    Rendering,
    Revision,
    RevisionAct,
    StatementAddress,
    WordpressSite,
)
from agm.announcements.operations import write_statement
from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry, PublicState
from agm.database import Base
from agm.facts import OfficeState, SpeakerKind
from agm.language.partial_date import PartialDate
from agm.meetings.models import (
    Channel,
    Election,
    Meeting,
    MeetingAddress,
    NoticeKind,
    NoticeSending,
    SaidParagraphSpeaker,
    Section,
    SectionState,
    ServedNotice,
    ServedOutcome,
    Speaker,
    SpeechParagraph,
    SupportMessage,
)
from agm.nominations.models import Candidacy, CandidacyPerson, Contest
from agm.organisation.models import NATIONAL_ID
from agm.outbox.models import OutboxJob
from agm.results.models import ContestResult, Declaration, ResultLine
from agm.search_index.models import SearchEntry
from agm.wording.document import AnnouncementKind
from tests.support.constraints import fault_of
from tests.support.project import ROOT
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, publish, record

pytestmark = pytest.mark.both_databases

Row = dict[str, Any]


def meeting(**columns: Any) -> Meeting:  # noqa: ANN401  columns by name
    """A meeting's row."""
    return Meeting(**{"unit_id": 1, "slug": "egm-2024", "created_at": NOW, **columns})


def contest(**columns: Any) -> Contest:  # noqa: ANN401  columns by name
    """A contest's row."""
    return Contest(**{"meeting_id": 1, "office_id": 2, "label": "Secretary", "position": 2, **columns})


def declaration(**columns: Any) -> Declaration:  # noqa: ANN401  columns by name
    """A declaration's row, the second of its meeting."""
    second: Row = {"meeting_id": 1, "sequence": 2, "replaces_id": 1, "reason": "A name", "digest": "d", "results": {}}
    return Declaration(**{**second, "declared_at": NOW, "declared_by": "somebody", **columns})


def statement(**columns: Any) -> Announcement:  # noqa: ANN401  columns by name
    """A statement's row."""
    words: Row = {"statement_title": "Thanks", "statement_text": "Thank you."}
    return Announcement(
        **{"kind": AnnouncementKind.STATEMENT, "unit_id": 1, "slug": "thanks", "created_at": NOW, **words, **columns}
    )


def plan(**columns: Any) -> PublicationPlan:  # noqa: ANN401  columns by name
    rest: Row = {"announcement_id": 1, "digest": "d", "needs_second": False, "planned_by": "a", "planned_key": "user:1"}
    return PublicationPlan(**{**rest, "planned_at": NOW, **columns})


def revision(**columns: Any) -> Revision:  # noqa: ANN401  columns by name
    """A revision's row, the second of the published report."""
    second: Row = {"announcement_id": 1, "sequence": 2, "act": RevisionAct.CORRECTED, "note": "A name"}
    rest: Row = {"at": NOW, "by": "somebody", "title": "t", "summary": ""}
    return Revision(**{**second, **rest, **columns})


def user(**columns: Any) -> User:  # noqa: ANN401  columns by name
    """A user's row."""
    fixed: Row = {"email": "new@example.org", "name": "New", "created_at": NOW, "fs_uniquifier": "new", "active": True}
    return User(**{**fixed, **columns})


def passkey(**columns: Any) -> Passkey:  # noqa: ANN401  columns by name
    """A passkey's row."""
    fixed: Row = {"user_id": 1, "credential_id": b"other", "public_key": b"k", "sign_count": 0, "backup_state": False}
    more: Row = {"device_type": "single_device", "name": "key", "usage": "first"}
    return Passkey(**{**fixed, **more, "create_datetime": NOW, "lastuse_datetime": NOW, **columns})


def user_session(**columns: Any) -> UserSession:  # noqa: ANN401  columns by name
    """A session's row."""
    fixed: Row = {"user_id": 1, "token_digest": "first", "device": "x", "method": SignInMethod.CODE, "is_kept": False}
    return UserSession(**{**fixed, "began_at": NOW, "last_used_at": NOW, "ends_at": NOW, **columns})


def speaker(**columns: Any) -> Speaker:  # noqa: ANN401  columns by name
    """An appearance's row."""
    fixed: Row = {"meeting_id": 1, "person_id": 2, "kind": SpeakerKind.GUEST, "position": 2, "name": "Somebody"}
    return Speaker(**{**fixed, **columns})


def message(**columns: Any) -> SupportMessage:  # noqa: ANN401  columns by name
    """A message's row."""
    return SupportMessage(**{"meeting_id": 1, "person_id": 1, "position": 1, "name": "Somebody", **columns})


def line(**columns: Any) -> ResultLine:  # noqa: ANN401  columns by name
    """The row of an entry's result; entry 3 has none yet."""
    return ResultLine(**{"result_id": 1, "candidacy_id": 3, "is_elected": False, **columns})


def entry(**columns: Any) -> AuditEntry:  # noqa: ANN401  columns by name
    """An entry of the log."""
    fixed: Row = {"sequence": 9999, "at": NOW, "actor": "system", "action": "a", "subject": "s", "details": {}}
    return AuditEntry(**{**fixed, "previous_hash": "0", "hash": "1", **columns})


def search(**columns: Any) -> SearchEntry:  # noqa: ANN401  columns by name
    """An entry of the search."""
    return SearchEntry(**{"kind": "announcement", "record_id": 2, "unit_id": 1, "title": "t", "body": "b", **columns})


def job(**columns: Any) -> OutboxJob:  # noqa: ANN401  columns by name
    """A job's row."""
    return OutboxJob(**{"kind": "mail", "payload": {}, "created_at": NOW, "due_at": NOW, **columns})


def served(**columns: Any) -> ServedNotice:  # noqa: ANN401  columns by name
    """The row of one member and one sending."""
    return ServedNotice(**{"sending_id": 1, "channel": Channel.EMAIL, "queued_at": NOW, **columns})


def duty(**columns: Any) -> ElectionDuty:  # noqa: ANN401  columns by name
    """A duty's row."""
    fixed: Row = {"user_id": 1, "meeting_id": 2, "duty": Duty.RETURNING_OFFICER, "name": "Ann", "appointed_at": NOW}
    return ElectionDuty(**{**fixed, "appointed_by": "somebody", **columns})


def sending(**columns: Any) -> NoticeSending:  # noqa: ANN401  columns by name
    """The row of one text that went out."""
    fixed: Row = {"meeting_id": 1, "kind": NoticeKind.NOTICE, "title": "t", "text": "x", "sent_at": NOW, "sent_by": "s"}
    return NoticeSending(**{**fixed, **columns})


REFUSED: dict[str, Callable[[], object]] = {
    "fk_wordpress_site_unit_id_unit": lambda: WordpressSite(
        unit_id=99, address="https://news.example.org", user_name="ed", sealed_password="sealed", as_draft=True
    ),
    "uq_outbox_job_idempotency_key": lambda: job(idempotency_key="first"),
    "ck_outbox_job_ends_with_an_outcome": lambda: job(idempotency_key="second", ended_at=NOW),
    "uq_meeting_unit_slug": lambda: meeting(slug="agm-2024"),
    "ck_meeting_ordinal_at_least_one": lambda: meeting(ordinal=0),
    "ck_meeting_attendance_not_negative": lambda: meeting(attendance_number=-1),
    "ck_meeting_quorum_not_negative": lambda: meeting(quorum_number=-1),
    "ck_meeting_time_needs_day": lambda: meeting(starts_at=dt.time(19), held_on=PartialDate(2024, 4)),
    "fk_meeting_unit_id_unit": lambda: meeting(unit_id=99),
    "fk_meeting_rules_id_adopted_rules": lambda: meeting(rules_id=99),
    "uq_meeting_address_meeting_slug": lambda: MeetingAddress(meeting_id=1, slug="old"),
    "fk_meeting_address_meeting_id_meeting": lambda: MeetingAddress(meeting_id=99, slug="old"),
    "fk_meeting_section_meeting_id_meeting": lambda: SectionState(meeting_id=99, section=Section.SAID),
    "uq_speaker_meeting_person": lambda: speaker(person_id=1),
    "fk_speaker_meeting_id_meeting": lambda: speaker(meeting_id=99),
    "fk_speaker_person_id_person": lambda: speaker(person_id=99),
    "fk_speech_paragraph_meeting_id_meeting": lambda: SpeechParagraph(meeting_id=99, position=1, text="x"),
    "fk_speech_paragraph_speaker_paragraph_id_speech_paragraph": lambda: SaidParagraphSpeaker(
        paragraph_id=99, speaker_id=1
    ),
    "fk_speech_paragraph_speaker_speaker_id_speaker": lambda: SaidParagraphSpeaker(paragraph_id=1, speaker_id=99),
    "uq_support_message_meeting_person": lambda: message(person_id=2),
    "fk_support_message_meeting_id_meeting": lambda: message(meeting_id=99),
    "fk_support_message_person_id_person": lambda: message(person_id=99),
    "fk_election_meeting_id_meeting": lambda: Election(meeting_id=99),
    "ck_election_allowed_by_whom_and_why": lambda: Election(meeting_id=2, short_notice_allowed_at=NOW),
    "ck_election_called_off_by_whom_and_why": lambda: Election(meeting_id=2, called_off_at=NOW),
    "fk_notice_sending_meeting_id_meeting": lambda: sending(meeting_id=99),
    "fk_served_notice_sending_id_notice_sending": lambda: served(sending_id=99, member_id=2),
    "uq_served_notice_member": lambda: served(member_id=1),
    "uq_served_notice_entry": lambda: served(entry_id=1),
    "ck_served_notice_member_or_entry": served,
    "ck_served_notice_again_by_whom": lambda: served(member_id=2, again_at=NOW),
    "ck_served_notice_sent_when": lambda: served(member_id=2, outcome=ServedOutcome.SENT),
    "fk_election_duty_user_id_user_account": lambda: duty(user_id=99, meeting_id=3),
    "uq_election_duty_meeting_user_duty": lambda: duty(duty=Duty.TELLER, meeting_id=1),
    "uq_election_duty_one_returning_officer": lambda: text(
        "INSERT INTO election_duty (user_id, meeting_id, duty, name, appointed_at, appointed_by) "
        "SELECT 2, meeting_id, duty, name, appointed_at, appointed_by FROM election_duty WHERE duty <> 'teller'"
    ),
    "uq_contest_meeting_office": lambda: contest(office_id=1),
    "ck_contest_seats_at_least_one": lambda: contest(seats=0),
    "fk_contest_meeting_id_meeting": lambda: contest(meeting_id=99),
    "fk_contest_office_id_office": lambda: contest(office_id=99),
    "fk_candidacy_contest_id_contest": lambda: Candidacy(contest_id=99, position=1),
    "uq_candidacy_person_person": lambda: text(
        "INSERT INTO candidacy_person (candidacy_id, person_id, position, name) "
        "SELECT candidacy_id, person_id, 2, name FROM candidacy_person WHERE id = 1"
    ),
    "fk_candidacy_person_candidacy_id_candidacy": lambda: CandidacyPerson(candidacy_id=99, person_id=1, name="x"),
    "fk_candidacy_person_person_id_person": lambda: CandidacyPerson(candidacy_id=1, person_id=99, name="x"),
    "uq_contest_result_contest_id": lambda: ContestResult(contest_id=1, state=OfficeState.DECIDED),
    "ck_contest_result_papers_not_negative": lambda: text("UPDATE contest_result SET papers_set_aside = -1"),
    "ck_contest_result_date_only_if_deferred": lambda: text("UPDATE contest_result SET deferred_to = '2025'"),
    "fk_contest_result_contest_id_contest": lambda: ContestResult(contest_id=99, state=OfficeState.DECIDED),
    "uq_result_line_candidacy_id": lambda: line(candidacy_id=1),
    "ck_result_line_votes_not_negative": lambda: line(votes=-1),
    "ck_result_line_how_only_if_elected": lambda: line(is_elected=None, is_unopposed=True),
    "fk_result_line_result_id_contest_result": lambda: line(result_id=99),
    "fk_result_line_candidacy_id_candidacy": lambda: line(candidacy_id=99),
    "uq_declaration_meeting_sequence": lambda: declaration(sequence=1, replaces_id=None, reason=None),
    "uq_declaration_replaces_id": lambda: text(
        "INSERT INTO declaration "
        "(meeting_id, sequence, declared_at, declared_by, results, digest, replaces_id, reason) "
        "SELECT meeting_id, n, declared_at, declared_by, results, digest, id, 'r' FROM declaration, "
        "(SELECT 2 AS n UNION SELECT 3 AS n) AS numbers WHERE id = 1"
    ),
    "ck_declaration_first_replaces_nothing": lambda: declaration(replaces_id=None),
    "ck_declaration_replacement_says_why": lambda: declaration(reason=None),
    "fk_declaration_meeting_id_meeting": lambda: declaration(meeting_id=99),
    "fk_declaration_replaces_id_declaration": lambda: declaration(replaces_id=99),
    "uq_announcement_meeting_kind": lambda: Announcement(
        kind=AnnouncementKind.REPORT, meeting_id=1, unit_id=1, slug="x", created_at=NOW
    ),
    "uq_announcement_unit_statement": lambda: statement(unit_id=1, slug="thanks-ann"),
    "ck_announcement_statement_or_meeting": lambda: statement(meeting_id=1),
    "ck_announcement_statement_has_text": lambda: statement(statement_text=None),
    "fk_announcement_meeting_id_meeting": lambda: Announcement(
        kind=AnnouncementKind.REPORT, meeting_id=99, unit_id=1, slug="x", created_at=NOW
    ),
    "fk_announcement_unit_id_unit": lambda: statement(unit_id=99),
    "uq_announcement_revision_sequence": lambda: revision(sequence=1, act=RevisionAct.PUBLISHED),
    "ck_announcement_revision_first_is_published": lambda: revision(act=RevisionAct.PUBLISHED),
    "ck_announcement_revision_change_says_why": lambda: revision(note=None),
    "fk_announcement_revision_announcement_id_announcement": lambda: revision(announcement_id=99),
    "fk_rendering_revision_id_announcement_revision": lambda: Rendering(
        revision_id=99, format="text", renderer_version=1, content=b"", etag="", created_at=NOW
    ),
    "uq_block_override_announcement_block": lambda: BlockOverride(
        announcement_id=1, block="closing", text="x", replaced_digest="d"
    ),
    "fk_block_override_announcement_id_announcement": lambda: BlockOverride(
        announcement_id=99, block="title", text="x", replaced_digest="d"
    ),
    "ck_publication_plan_second_reader_has_a_time": lambda: plan(needs_second=True, second_by="Eve"),
    "ck_publication_plan_second_reader_only_if_needed": lambda: plan(second_by="Eve", second_at=NOW),
    "fk_publication_plan_announcement_id_announcement": lambda: plan(announcement_id=99),
    "uq_statement_address_announcement_slug": lambda: StatementAddress(announcement_id=2, slug="old"),
    "fk_statement_address_announcement_id_announcement": lambda: StatementAddress(announcement_id=99, slug="x"),
    "uq_search_entry_kind_record_unit": lambda: search(record_id=1),
    "uq_user_account_email": lambda: user(email="ann@example.org"),
    "uq_user_account_person_id": lambda: user(person_id=1),
    "fk_user_account_person_id_person": lambda: user(person_id=99),
    "uq_user_account_fs_uniquifier": lambda: user(fs_uniquifier="ann"),
    "uq_user_account_fs_webauthn_user_handle": lambda: user(fs_webauthn_user_handle="handle"),
    "uq_passkey_credential_id": lambda: passkey(credential_id=b"first"),
    "fk_passkey_user_id_user_account": lambda: passkey(user_id=99),
    "uq_user_session_token_digest": user_session,
    "fk_user_session_user_id_user_account": lambda: user_session(user_id=99, token_digest="other"),
    "ck_official_national_role_for_national_level": lambda: Official(
        user_id=1, unit_id=NATIONAL_ID, role=OfficialRole.VIEWER
    ),
    "uq_official_user_unit": lambda: Official(user_id=1, unit_id=1, role=OfficialRole.VIEWER),
    "fk_official_user_id_user_account": lambda: Official(user_id=99, unit_id=1, role=OfficialRole.VIEWER),
    "fk_official_unit_id_unit": lambda: Official(user_id=1, unit_id=99, role=OfficialRole.VIEWER),
    "ck_public_state_one_row": lambda: PublicState(id=2),
    "uq_audit_entry_hash": lambda: text(
        "INSERT INTO audit_entry (sequence, at, actor, action, subject, details, previous_hash, hash) "
        "SELECT 9999, at, actor, action, subject, details, previous_hash, hash FROM audit_entry WHERE sequence = 1"
    ),
}


@pytest.fixture
def laid(session: Session) -> Session:
    """A database with a published AGM of one region, a national one, a statement of each, and a user."""
    make_organisation(session)
    make_region(session)
    published = publish(
        session, facts_of(elected("Chair", "Ann Bell"), elected("Secretary", "Bo Rope"), guests=("Flo",))
    )
    first = published.announcement.meeting
    assert first is not None
    record(session, facts_of(unit=None))
    by_name = {speaker.name: speaker for speaker in first.speakers}
    people = {person.person_id: person for person in by_name.values()}
    assert sorted(people) == [1]
    chair = session.get_one(Contest, 1)
    chair.candidacies.append(Candidacy(position=2))
    first.paragraphs.append(SpeechParagraph(position=1, text="Words"))
    first.messages.append(SupportMessage(person_id=2, position=1, name="Ann Bell"))
    session.add(MeetingAddress(meeting_id=1, slug="old"))
    session.add(BlockOverride(announcement_id=1, block="closing", text="x", replaced_digest="d"))
    for unit_id, title in ((1, "Thanks Ann"), (NATIONAL_ID, "Thanks all")):
        write_statement(Act(session, SYSTEM, NOW), WriteStatement(unit_id, title, "Thank you."))
    session.add(StatementAddress(announcement_id=2, slug="old"))
    session.add(user(email="ann@example.org", person_id=1, fs_uniquifier="ann", fs_webauthn_user_handle="handle"))
    session.add(user(email="bo@example.org", fs_uniquifier="bo"))
    session.add(sending())
    session.flush()
    session.add_all([served(member_id=1), served(entry_id=1), duty(), duty(duty=Duty.TELLER, meeting_id=1)])
    session.add_all(
        [
            Official(user_id=1, unit_id=1, role=OfficialRole.VIEWER),
            passkey(credential_id=b"first"),
            user_session(),
            job(idempotency_key="first"),
        ]
    )
    session.commit()
    session.expunge_all()
    return session


def test_each_constraint_refuses(laid: Session) -> None:
    accepted_or_other = [fault for name, wrong in REFUSED.items() if (fault := fault_of(laid, name, wrong()))]
    assert accepted_or_other == []


def names_of(table: Table) -> set[str]:
    """The table's constraints and unique indexes by name, its primary key left out."""
    constraints = {str(one.name) for one in table.constraints if not str(one.name).startswith("pk_")}
    return constraints | {str(one.name) for one in table.indexes if one.unique}


def test_every_named_constraint_of_every_table_is_tried() -> None:
    named = {name for table in Base.metadata.sorted_tables for name in names_of(table)}
    files = sorted((ROOT / "tests/integration").rglob("test_*constraints.py"))
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]
    tried = [import_module(module).REFUSED for module in modules]
    assert named - set().union(*tried) == set()
