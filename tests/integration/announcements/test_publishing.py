"""Publishing keeps what was published for ever; correcting and retracting add to it and say why."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from enum import StrEnum

import pytest
from sqlalchemy import Executable, delete, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from agm.announcements.commands import (
    Correct,
    Publish,
    Retract,
    SetBlockOverride,
    WriteStatement,
)
from agm.announcements.drafts import compose_draft, has_changed
from agm.announcements.gather import gather
from agm.announcements.models import Rendering, Revision, RevisionAct
from agm.announcements.operations import correct, publishing, retract, set_block_override, write_statement
from agm.announcements.operations import publish as publish_operation
from agm.announcements.operations.publishing import render_anew
from agm.audit.act import SYSTEM, Act
from agm.facts import Language, Paragraph, VotesAre
from agm.language.characters import without_no_break
from agm.organisation.models import NATIONAL_ID, Office, Organisation
from agm.people.models import Consent, Person
from agm.results.models import Declaration
from agm.rules.violations import EditConflict, RefusedError
from agm.search_index.models import SearchEntry
from agm.wording.document import BlockKey
from agm.wording.kinds.beside import Beside
from agm.wording.render import RENDERER_VERSION, Format, render
from agm.workflows.publish_announcement import Announce, announce
from tests.support.commands import run_agm
from tests.support.databases import Database
from tests.support.records import NOW, drafted, elected, facts_of, make_organisation, make_region, publish, record


def prepare(session: Session) -> None:
    """An organisation with one region."""
    make_organisation(session)
    make_region(session)


def test_what_is_gathered_is_what_was_taken_over(session: Session) -> None:
    prepare(session)
    facts = facts_of(
        replace(
            elected("Chair", "Cllr|Ann Bell|MP", key="chair"), tie_settled="by lot", votes_are=VotesAre.FINAL_STAGE
        ),
        elected("Secretary", "Bo Rope & Cy Tower"),
        guests=("Flo Chime",),
    )
    meeting = record(session, facts)
    session.expire_all()
    assert gather(session, meeting.id) == facts


def test_a_text_in_two_languages_calls_offices_as_the_record_does(session: Session) -> None:
    prepare(session)
    facts = replace(
        facts_of(elected("Chair", "Ann Bell"), elected("Secretary", "Bo Rope")),
        said=(Paragraph("A fine day."), Paragraph("Diwrnod braf.", language=Language.WELSH)),
    )
    meeting = record(session, facts)
    session.execute(update(Office).where(Office.label == "Chair").values(label_alt="Cadeirydd"))
    announcement = drafted(session, meeting)
    draft = compose_draft(session, announcement, NOW)
    assert "Diwrnod braf." in render(draft.document, Format.TEXT)
    assert {block.language for block in draft.document.blocks} == {""}
    organisation = session.scalars(select(Organisation)).one()
    organisation.house_style = {"second_language": "cy"}
    session.flush()
    draft = compose_draft(session, announcement, NOW)
    english, _, welsh = render(draft.document, Format.TEXT).partition("* * *")
    assert "A fine day." in english
    assert "Cadeirydd" not in english
    assert "Diwrnod braf." in welsh
    assert "Cadeirydd: Ann Bell\n\nSecretary: Bo Rope" in without_no_break(welsh)
    assert draft.generated.digest == draft.document.digest


def test_publishing_keeps_the_bytes_of_each_format_with_their_digest(session: Session) -> None:
    prepare(session)
    revision = publish(session, facts_of(elected("Chair", "Ann Bell"), guests=("Flo Chime",)))
    posts = {post.format: post for post in revision.renderings}
    assert sorted(posts) == ["html", "markdown", "text"]
    for post in posts.values():
        assert hashlib.sha256(post.content).hexdigest() == post.etag
        assert b"Ann Bell" in post.content.replace(b"\xc2\xa0", b" ")
    assert revision.title == "Severn Vale GBR AGM with guest speaker Flo Chime"
    assert (revision.sequence, revision.act, revision.note) == (1, RevisionAct.PUBLISHED, None)


@pytest.mark.parametrize("table", [Revision, Rendering, Declaration])
def test_what_was_published_cannot_be_changed_or_deleted(session: Session, table: type[Revision]) -> None:
    prepare(session)
    publish(session, facts_of(elected("Chair", "Ann Bell")))
    session.commit()
    column = {"announcement_revision": "title", "rendering": "etag", "declaration": "declared_by"}
    replacing = text(f"INSERT OR REPLACE INTO {table.__tablename__} SELECT * FROM {table.__tablename__}")
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    changing = update(table).values({column[table.__tablename__]: "another"})
    for pragma in ("OFF", "ON"):  # OFF is what other programs have
        statements: list[Executable] = [changing, delete(table), *([replacing] if is_sqlite else [])]
        for statement in statements:
            if is_sqlite:
                session.connection().exec_driver_sql(f"PRAGMA recursive_triggers={pragma}")
            with pytest.raises(DatabaseError, match="append-only"):
                session.execute(statement)
            session.rollback()


def test_publishing_needs_the_word_that_all_agreed_and_records_it(session: Session) -> None:
    prepare(session)
    announcement = drafted(session, record(session, facts_of(elected("Chair", "Ann Bell"), guests=("Flo Chime",))))
    session.commit()
    with pytest.raises(RefusedError, match="Confirm that everyone named has agreed"):
        announce(Act(session, SYSTEM, NOW), Announce(announcement.id, 1, names_agreed=False))
    session.rollback()
    assert session.scalars(select(Revision)).all() == []
    announce(Act(session, SYSTEM, NOW), Announce(announcement.id, 1, names_agreed=True))
    names = session.scalars(select(Person.name).join(Consent, Consent.person_id == Person.id).order_by(Person.name))
    assert list(names) == ["Ann Bell", "Flo Chime"]


def test_nothing_is_published_without_imprint_by_a_political_organisation(session: Session) -> None:
    make_organisation(session, imprint="")
    make_region(session)
    with pytest.raises(RefusedError, match="imprint is empty"):
        publish(session, facts_of(elected("Chair", "Ann Bell")))


def test_a_draft_that_changed_meanwhile_is_not_published(session: Session) -> None:
    prepare(session)
    announcement = drafted(session, record(session, facts_of(elected("Chair", "Ann Bell"))))
    set_block_override(Act(session, SYSTEM, NOW), SetBlockOverride(announcement.id, 1, BlockKey.CLOSING, "Thank you."))
    with pytest.raises(EditConflict):
        publish_operation(Act(session, SYSTEM, NOW), Publish(announcement.id, 1))


def test_own_words_stand_and_the_record_changing_under_them_is_told(session: Session) -> None:
    prepare(session)
    meeting = record(session, facts_of(elected("Chair", "Ann Bell"), guests=("Flo Chime",)))
    announcement = drafted(session, meeting)
    generated = compose_draft(session, announcement, NOW).title
    set_block_override(
        Act(session, SYSTEM, NOW), SetBlockOverride(announcement.id, 1, BlockKey.TITLE, "A fine evening")
    )
    composition = compose_draft(session, announcement, NOW)
    assert (composition.title, composition.changed_under) == ("A fine evening", ())
    meeting.speakers[0].name = "Flora Chime"
    session.flush()
    assert compose_draft(session, announcement, NOW).changed_under == (BlockKey.TITLE,)
    set_block_override(Act(session, SYSTEM, NOW), SetBlockOverride(announcement.id, 2, BlockKey.TITLE, None))
    assert compose_draft(session, announcement, NOW).title == generated.replace("Flo ", "Flora ")


def test_a_correction_is_a_new_revision_with_a_note(session: Session) -> None:
    prepare(session)
    first = publish(session, facts_of(elected("Chair", "Ann Bell")))
    announcement = first.announcement
    with pytest.raises(RefusedError, match="Nothing has changed"):
        correct(Act(session, SYSTEM, NOW), Correct(announcement.id, announcement.version, "A word"))
    session.commit()
    set_block_override(
        Act(session, SYSTEM, NOW), SetBlockOverride(announcement.id, announcement.version, BlockKey.TITLE, "New chair")
    )
    with pytest.raises(RefusedError, match="what is corrected"):
        correct(Act(session, SYSTEM, NOW), Correct(announcement.id, announcement.version, "  "))
    session.rollback()
    set_block_override(
        Act(session, SYSTEM, NOW), SetBlockOverride(announcement.id, announcement.version, BlockKey.TITLE, "New chair")
    )
    second = correct(Act(session, SYSTEM, NOW), Correct(announcement.id, announcement.version, "The headline"))
    assert (second.sequence, second.act, second.note, second.title) == (
        2, RevisionAct.CORRECTED, "The headline", "New chair",
    )  # fmt: skip
    assert announcement.current_sequence == 2
    assert first.title != "New chair"


def test_retraction_says_why_and_leaves_the_search(session: Session) -> None:
    prepare(session)
    announcement = publish(session, facts_of(elected("Chair", "Ann Bell"))).announcement
    found = select(SearchEntry.title).where(SearchEntry.kind == "announcement")
    assert len(session.scalars(found).all()) == 1
    revision = retract(Act(session, SYSTEM, NOW), Retract(announcement.id, "Published too early"))
    assert (revision.act, revision.note, revision.renderings) == (RevisionAct.RETRACTED, "Published too early", [])
    assert session.scalars(found).all() == []
    with pytest.raises(RefusedError, match="retracted already"):
        retract(Act(session, SYSTEM, NOW), Retract(announcement.id, "Again"))


def test_a_statement_is_published_in_every_format(session: Session) -> None:
    prepare(session)
    statement = write_statement(
        Act(session, SYSTEM, NOW),
        WriteStatement(NATIONAL_ID, "Thank you, Ann", "She rang *every* Sunday.", "https://video.example.org/ann"),
    )  # fmt: skip
    assert statement.slug == "thank-you-ann"
    revision = publish_operation(Act(session, SYSTEM, NOW), Publish(statement.id, 1))
    posts = {post.format: post.content.decode() for post in revision.renderings}
    assert posts["text"] == (
        "Thank you, Ann\n\nShe rang every Sunday.\n\nWatch the video: https://video.example.org/ann\n"
    )
    assert "<em>every</em>" in posts["html"]
    assert 'href="https://video.example.org/ann"' in posts["html"]
    assert posts["markdown"].startswith("# Thank you, Ann\n\nShe rang *every* Sunday.")


@pytest.mark.parametrize(
    ("title", "text", "video", "beside", "field"),
    [
        ("", "Words", None, Beside(), "title"),
        ("Title", " ", None, Beside(), "text"),
        ("Title", "Words", "javascript:alert(1)", Beside(), "video_url"),
        ("Title", "Words", "http://video.example.org/ann", Beside(), "video_url"),
        ("Title", "Words", None, Beside(second_title=" ", second_text="Diolch."), "second_title"),
        ("Title", "Words", None, Beside(second_title="Diolch"), "second_text"),
    ],
)
def test_a_statement_that_lacks_something_is_refused_at_its_field(
    session: Session, title: str, text: str, video: str | None, beside: Beside, field: str
) -> None:
    prepare(session)
    with pytest.raises(RefusedError) as refused:
        write_statement(Act(session, SYSTEM, NOW), WriteStatement(NATIONAL_ID, title, text, video, beside))
    assert refused.value.violations[0].field == field


def test_a_meeting_whose_results_are_not_entered_declares_nothing_about_offices(session: Session) -> None:
    prepare(session)
    publish(session, facts_of(guests=("Flo Chime",)))
    assert session.scalars(select(Declaration)).one().results == {"outcomes": []}


def test_the_search_dates_a_meeting_by_its_day_alone(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2017"))
    publish(session, facts_of(elected("Chair", "Ann Bell"), held_on="2018-04-22"))
    dated = session.scalars(select(SearchEntry.dated_on).where(SearchEntry.kind == "announcement")).all()
    assert sorted(str(day) for day in dated) == ["2018-04-22", "None"]


def published_report(session: Session) -> Revision:
    """A published report of an AGM with a guest."""
    prepare(session)
    revision = publish(session, facts_of(elected("Chair", "Ann Bell"), guests=("Flo Chime",)))
    session.expire_all()
    return revision


def changed(session: Session, revision: Revision) -> bool:
    """Whether what would be published now differs from what stands."""
    return has_changed(revision.announcement, compose_draft(session, revision.announcement, NOW))


def test_a_revision_is_read_back_as_it_was_published(session: Session) -> None:
    revision = published_report(session)
    draft = compose_draft(session, revision.announcement, NOW)
    assert (revision.document, revision.facts, revision.style) == (draft.document, draft.facts, draft.style)
    assert revision.document is not None
    assert revision.digest == revision.document.digest
    assert {person.person_id for person in revision.document.people} == set(session.scalars(select(Consent.person_id)))
    assert (revision.meeting_kind, str(revision.held_on)) == ("agm", "2024-04-21")


@pytest.mark.parametrize(
    ("column", "value", "is_changed"),
    [
        ("house_style", {"co_opted": "brought in"}, False),
        ("house_style", {"closing": "Good luck to all."}, True),
        ("imprint", "Published by B. Rope.", True),
    ],
)
def test_only_what_the_text_says_counts_as_a_change(
    session: Session, column: str, value: object, is_changed: bool
) -> None:
    revision = published_report(session)
    setattr(session.get_one(Organisation, 1), column, value)
    session.flush()
    assert changed(session, revision) is is_changed
    announcement = revision.announcement
    command = Correct(announcement.id, announcement.version, "The house style")
    if is_changed:
        assert correct(Act(session, SYSTEM, NOW), command).sequence == 2
        assert not changed(session, revision)
    else:
        with pytest.raises(RefusedError, match="Nothing has changed"):
            correct(Act(session, SYSTEM, NOW), command)


def test_migrating_renders_what_stands_in_formats_that_it_lacks(database: Database, session: Session) -> None:
    first = published_report(session)
    again = Revision(
        announcement_id=first.announcement_id, sequence=2, act=RevisionAct.CORRECTED, note="A name", at=NOW, by="Ann",
        document=first.document, digest=first.digest, title=first.title, summary=first.summary,
    )  # fmt: skip
    session.add(again)
    first.announcement.current_sequence = 2
    session.commit()
    told = [run_agm(database, "migrate").out.splitlines()[1:] for _ in range(2)]
    assert told == [["3 renderings of published texts were added, in the words that they had."], []]
    session.expire_all()
    kept = {one.format: one.content for one in first.renderings}
    assert {one.format: one.content for one in again.renderings} == kept
    session.rollback()


class MoreFormats(StrEnum):
    """The formats, and one that is added later."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    EMAIL = "email"


def test_a_new_format_adds_a_rendering_and_changes_no_digest(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    revision = published_report(session)
    digest, served = revision.digest, {one.format: one.content for one in revision.renderings}
    assert render_anew(Act(session, SYSTEM, NOW)) == 0
    monkeypatch.setattr(publishing, "Format", MoreFormats)
    assert render_anew(Act(session, SYSTEM, NOW)) == 1
    monkeypatch.setattr(publishing, "RENDERER_VERSION", RENDERER_VERSION + 1)
    assert render_anew(Act(session, SYSTEM, NOW)) == 4
    session.expire_all()
    first = {one.format: one.content for one in revision.renderings if one.renderer_version == RENDERER_VERSION}
    assert {name: first[name] for name in served} == served
    assert (len(revision.renderings), revision.digest, changed(session, revision)) == (8, digest, False)
