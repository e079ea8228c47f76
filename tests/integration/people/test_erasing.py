"""A name that is erased is nowhere any more: in no row, no output, no file of the database; and figures stay."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agm.announcements.commands import Publish, WriteStatement
from agm.announcements.drafts import compose_draft, has_changed
from agm.announcements.models import Announcement, Revision
from agm.announcements.operations import publish as publish_statement
from agm.announcements.operations import write_statement
from agm.announcements.operations.publishing import keep_forms
from agm.audit.act import SYSTEM, Act
from agm.audit.queries import verify_chain
from agm.database.free_pages import clean_free_pages
from agm.facts import Entry, OfficeState, Outcome, Outgoing, Paragraph, SupportMessage
from agm.facts.particulars import Particulars
from agm.language.withheld import WITHHELD
from agm.meetings.models import Meeting, Register, RegisterAct, RegisterChange, SpeechParagraph
from agm.people.models import Person
from agm.rules.violations import RefusedError
from agm.wording.render import KeptForm
from agm.workflows.erase_person import ErasePerson, erase_person, look
from agm.workflows.erasure_note import NAME as NOTE
from agm.workflows.erasure_note import note_erasures
from agm.workflows.publish_announcement import CorrectAnnouncement, correct_announcement
from agm.workflows.verify_record import record_faults
from tests.support.client import StrictClient
from tests.support.commands import run_agm
from tests.support.databases import Database
from tests.support.erasing import rows_with
from tests.support.halls import add_to_register
from tests.support.readable_bytes import holds
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, name, publish

NAME = "Zebedee Quillfeather"
RARE = "quillfeather"
SignIn = Callable[..., StrictClient]


def lay(session: Session) -> Person:
    """Somebody who spoke, stood twice, wrote, and is told of in own words, a correction and a statement."""
    make_organisation(session)
    unit = make_region(session)
    chairs = Outcome(
        "Chair", state=OfficeState.DECIDED,
        entries=(Entry((name("Jane Doe"),), elected=True, votes=23), Entry((name(NAME),), elected=False, votes=4)),
    )  # fmt: skip
    facts = facts_of(
        chairs, elected("Secretary", f"Cllr|{NAME}|MP"), guests=(NAME,),
        said=(Paragraph(f"We heard {NAME}. Quillfeather’s bells rang.", (NAME,)), Paragraph("Jane Doe thanked all.")),
        messages=(SupportMessage(name(NAME), text="I, Zebedee, wish you well."),),
    )  # fmt: skip
    revision = publish(session, facts)
    packed = b"%PDF\nstream\n" + zlib.compress(NAME.encode()) + b"\nendstream"
    keep_forms(Act(session, SYSTEM, NOW), revision.id, {KeptForm.PDF: packed}, revision.digest)
    announcement = revision.announcement
    meeting = session.get_one(Meeting, announcement.meeting_id)
    meeting.venue = "The Belfry"
    meeting.particulars = Particulars(outgoing=(Outgoing(name(NAME), "Clerk"),))
    session.flush()
    act = Act(session, SYSTEM, NOW)
    note = f"The venue, as {NAME} said."
    correct_announcement(act, CorrectAnnouncement(announcement.id, announcement.version, note, names_agreed=True))
    written = write_statement(act, WriteStatement(unit.id, "Thanks", f"Thank you, {NAME}!"))
    publish_statement(act, Publish(written.id, written.version))
    session.commit()
    return session.scalars(select(Person).where(Person.name == NAME)).one()


def erase(session: Session, person: Person, *, everywhere: bool = True) -> None:
    found = look(session, person.id, everywhere=everywhere)
    settled = {passage.key: passage.suggestion for passage in found.passages}
    erase_person(Act(session, SYSTEM, NOW), ErasePerson(person.id, settled, everywhere=everywhere))
    session.commit()


def outputs(client: StrictClient) -> Iterator[tuple[str, bytes]]:
    base = "/severn-vale/agm-2024"
    for path in (
        base, f"{base}.txt", f"{base}.md", f"{base}.json", f"{base}.docx", f"{base}/versions/1",
        f"{base}.ics", "/", "/severn-vale",
        "/severn-vale/news.atom", "/news.atom", "/search?q=Quillfeather", "/search?q=belfry", "/officers",
        "/severn-vale/statements/thanks", "/severn-vale/statements/thanks.txt",
    ):  # fmt: skip
        answer = client.get(path)
        if answer.status_code == 200:
            yield path, answer.data.replace(b"Quillfeather", b"", 2) if path.endswith("q=Quillfeather") else answer.data


@pytest.mark.both_databases
def test_an_erased_name_is_nowhere(session: Session, engine: Engine, client: StrictClient, database: Database) -> None:
    person = lay(session)
    before = dict(outputs(client))
    assert sum(holds(content, RARE) for content in before.values()) >= 6, "otherwise the test would prove nothing"
    erase(session, person)
    assert list(rows_with(session, RARE)) == []
    after = dict(outputs(client))
    assert after.keys() == before.keys()
    assert [path for path, content in after.items() if holds(content, RARE)] == []
    report = after["/severn-vale/agm-2024.txt"].decode()
    assert WITHHELD in report
    assert list(record_faults(session)) == []
    assert verify_chain(session).is_sound
    announcement = session.scalars(select(Announcement).where(Announcement.meeting_id.is_not(None))).one()
    assert not has_changed(announcement, compose_draft(session, announcement, NOW)), "a correction would bring it back"
    facts = session.scalars(select(Revision.facts).where(Revision.sequence == 2)).one()
    assert facts is not None
    assert [entry.votes for entry in facts.results[0].entries] == [23, 4]
    session.rollback()
    session.close()
    if database.kind == "sqlite":
        engine.dispose()
        clean_free_pages(engine)
        engine.dispose()
        path = Path(engine.url.database or "")
        files = [one for one in path.parent.iterdir() if one.name.startswith(path.name)]
        assert [one.name for one in files if holds(one.read_bytes(), RARE)] == []


@pytest.mark.parametrize(("everywhere", "kept"), [(True, [None]), (False, ["zq@example.org"])])
def test_an_address_that_was_corrected_on_a_register_goes_with_an_erased_person(
    session: Session, everywhere: bool, kept: list[str | None]
) -> None:
    person = lay(session)
    meeting_id = session.scalars(select(Meeting.id)).one()
    session.add(Register(meeting_id=meeting_id, frozen_at=NOW, frozen_by="R. O.", as_of_on=NOW.date(), days={}))
    session.flush()
    entry = add_to_register(session, session.get_one(Meeting, meeting_id), NAME, "1")
    entry.person_id = person.id
    corrected = {"act": RegisterAct.EMAIL_CORRECTED, "was": "zq@example.org", "reason": "It came back"}
    session.add(RegisterChange(entry_id=entry.id, at=NOW, by="R. O.", **corrected))
    session.commit()
    erase(session, person, everywhere=everywhere)
    assert session.scalars(select(RegisterChange.was)).all() == kept


def test_each_passage_has_to_be_settled_and_one_can_stay(session: Session) -> None:
    person = lay(session)
    found = look(session, person.id, everywhere=True)
    assert sorted(passage.text for passage in found.passages) == sorted(
        [f"We heard {NAME}. Quillfeather’s bells rang.", f"The venue, as {NAME} said.", f"Thank you, {NAME}!"]
    )
    act = Act(session, SYSTEM, NOW)
    with pytest.raises(RefusedError) as refused:
        erase_person(act, ErasePerson(person.id))
    assert {one.code for one in refused.value.violations} == {"passage_open"}
    settled: dict[str, str | None] = {passage.key: passage.suggestion for passage in found.passages}
    thanks = next(passage for passage in found.passages if passage.text.startswith("Thank"))
    with pytest.raises(RefusedError) as refused:
        erase_person(act, ErasePerson(person.id, settled | {thanks.key: f"Thanks, {NAME}."}))
    assert {one.code for one in refused.value.violations} == {"name_stands"}
    erase_person(act, ErasePerson(person.id, settled | {thanks.key: None}))
    session.commit()
    statement = session.scalars(select(Announcement).where(Announcement.meeting_id.is_(None))).one()
    assert statement.statement_text == f"Thank you, {NAME}!", "somebody else of that name"


def test_who_no_longer_agrees_is_taken_out_of_what_is_public(session: Session, sign_in: SignIn) -> None:
    person = lay(session)
    officer = sign_in("national_officer")
    address = f"/desk/severn-vale/people/{person.id}"
    asked = officer.submit(officer.get_page(address), button="They do not agree any more")
    page = officer.page(asked)
    assert page.heading == f"Take {NAME} out of what is public?"
    refused = officer.submit(page, {"agreed": True}, button="Take the name out")
    assert refused.status_code == 422
    assert "Say what becomes of this passage" in officer.page(refused).text
    answers = {f"passages-{number}-becomes": "write" for number in range(3)}
    done = officer.submit(officer.page(refused), {"agreed": True, **answers}, button="Take the name out")
    assert officer.page(done).heading == NAME, "officials still know who it is"
    public = officer.get_page("/severn-vale/agm-2024").text
    assert NAME not in public
    assert WITHHELD in public
    session.rollback()
    texts = session.scalars(select(SpeechParagraph.text).order_by(SpeechParagraph.id)).all()
    assert texts[0] == f"We heard {WITHHELD}. {WITHHELD}’s bells rang."
    assert list(record_faults(session)) == []
    everything = officer.get(f"{address}/everything.json").get_json()
    assert everything["rows"]["person"][0]["name"] == NAME


def test_a_backup_that_is_put_back_is_cleared_again(session: Session, database: Database, tmp_path: Path) -> None:
    person = lay(session)
    assert run_agm(database, "backup", str(tmp_path / "before.agm")).status == 0
    erase(session, person)
    note_erasures(session, database.folder)
    assert RARE not in (database.folder / NOTE).read_text(encoding="utf-8").lower()
    session.close()
    restored = run_agm(database, "restore", "--yes", str(tmp_path / "before.agm"))
    assert restored.status == 0, restored.err
    assert "erased again: 1." in restored.out
    with Session(session.get_bind()) as again:
        assert list(rows_with(again, RARE)) == []
        assert list(record_faults(again)) == []
