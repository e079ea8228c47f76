"""A document as data: kept and read again, its digest, and whom it names."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agm.facts import MeetingFacts, OfficeState, Outcome, Paragraph, PersonName, Speaker, SpeakerKind, SupportMessage
from agm.facts.files import STORED_FACTS
from agm.facts.plain import PlainValueError
from agm.wording import render as rendering
from agm.wording.compose import compose
from agm.wording.document import (
    STORED_DOCUMENT,
    AnnouncementKind,
    BlockKey,
    Document,
    statement,
)
from agm.wording.render import Format, render
from agm.wording.style import HouseStyle
from agm.wording.summary import lead_text, plain_title, summary
from tests.support.wording_facts import ORGANISATION, REGION, elected, meetings, not_elected, office, person

STYLE = HouseStyle()
FACTS = MeetingFacts(format_version=1, organisation=ORGANISATION, region=REGION)
HELEN = PersonName("Helen Marsh", suffix="MP", person_id=1)
RUTH = PersonName("Ruth Sable", prefix="Cllr", person_id=2)
BERNARD = PersonName("Bernard Loe", person_id=3)
FULL = replace(
    FACTS,
    speakers=(Speaker(HELEN, "Shadow Minister"), Speaker(PersonName("Ann Lee", person_id=4), kind=SpeakerKind.CHAIR)),
    said=(Paragraph("Helen spoke of houses.", ("Helen Marsh",)),),
    messages=(SupportMessage(PersonName("Sam Twin", person_id=5), "Leader"),),
    results=(replace(office("Chair", elected("x"), not_elected("Bernard Loe")), predecessors=(person("Old Holder"),)),),
)
FULL = replace(
    FULL, results=(replace(FULL.results[0], entries=(replace(FULL.results[0].entries[0], people=(RUTH,)),)),)
)


def names(document: Document) -> list[tuple[str, int | None]]:
    """Whom the document names."""
    return [(one.name, one.person_id) for one in document.people]


def kept(document: Document) -> Document:
    """The document, written as JSON text and read again."""
    return STORED_DOCUMENT.read(json.loads(json.dumps(STORED_DOCUMENT.write(document))))


@given(meetings())
@settings(max_examples=30)
def test_a_document_that_is_kept_comes_back(facts: MeetingFacts) -> None:
    document = compose(facts, STYLE, {BlockKey.CLOSING: "Bye, *all*."})
    again = kept(document)
    assert again == document
    assert (again.digest, again.people) == (document.digest, document.people)
    assert [render(again, to) for to in Format] == [render(document, to) for to in Format]


def test_a_stored_document_is_complete_and_says_its_version() -> None:
    plain = STORED_DOCUMENT.write(statement("A word", "Thanks.", place="National", video_url="https://v.example"))
    assert plain["schema_version"] == 1
    assert set(plain) == {"schema_version", *Document.__dataclass_fields__}
    assert STORED_DOCUMENT.read(json.loads(json.dumps(plain))) == STORED_DOCUMENT.read(plain)


@pytest.mark.parametrize("change", [{"schema_version": 2}, {"schema_version": None}, {"blocks": [{"key": "x"}]}])
def test_a_stored_document_of_another_shape_is_refused(change: dict[str, object]) -> None:
    plain = STORED_DOCUMENT.write(compose(FACTS, STYLE))
    with pytest.raises(PlainValueError):
        STORED_DOCUMENT.read(plain | change)


def test_ids_are_kept_but_change_neither_digest_nor_text() -> None:
    document = compose(FULL, STYLE)
    without = compose(replace(FULL, speakers=(Speaker(person("Helen Marsh", suffix="MP"), "Shadow Minister"),)), STYLE)
    with_ids = compose(replace(FULL, speakers=(Speaker(HELEN, "Shadow Minister"),)), STYLE)
    assert with_ids.digest == without.digest != document.digest
    assert with_ids == without
    assert kept(with_ids).people[0].person_id == 1


class MoreFormats(StrEnum):
    """The formats, and one that is added later."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    EMAIL = "email"


def test_a_new_format_changes_no_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = compose(FULL, STYLE).digest
    monkeypatch.setattr(rendering, "Format", MoreFormats)
    monkeypatch.setattr(rendering, "render_text", repr)
    assert compose(FULL, STYLE).digest == before


@pytest.mark.parametrize(
    ("style", "is_same"),
    [
        (HouseStyle(job_share="shared"), True),
        (HouseStyle(title_messages="x"), True),
        (HouseStyle(imprint="Published by R. Adler"), False),
        (HouseStyle(title="x"), False),
        (HouseStyle(blank_lines=0), False),
    ],
)
def test_only_a_style_that_the_text_uses_changes_its_digest(style: HouseStyle, is_same: bool) -> None:
    assert (compose(FULL, style).digest == compose(FULL, STYLE).digest) is is_same


def test_facts_that_are_not_printed_change_no_digest() -> None:
    more = replace(FULL, online_link="https://meet.example/1", starts_at=None)
    assert compose(more, STYLE).digest == compose(FULL, STYLE).digest


def test_everybody_whom_a_text_names_is_read_off_it() -> None:
    assert names(compose(FULL, STYLE)) == [
        ("Helen Marsh MP", 1),
        ("Ann Lee", 4),
        ("Sam Twin", 5),
        ("Cllr Ruth Sable", 2),
        ("Old Holder", None),
    ]


def test_messages_alone_name_their_senders() -> None:
    assert names(compose(FULL, STYLE, kind=AnnouncementKind.MESSAGES_OF_SUPPORT)) == [("Sam Twin", 5)]


def test_own_words_name_whom_the_generated_block_named_and_whoever_stands_in_them() -> None:
    lost = replace(FULL.results[0].entries[0], people=(BERNARD,), elected=False)
    facts = replace(FULL, results=(replace(FULL.results[0], entries=(*FULL.results[0].entries, lost)),))
    own = compose(facts, STYLE, {BlockKey.RESULTS: "Ruth won; thanks to Bernard Loe.", BlockKey.TITLE: "Our AGM"})
    assert ("Cllr Ruth Sable", 2) in names(own)
    assert ("Bernard Loe", 3) in names(own)
    assert ("Bernard Loe", 3) not in names(compose(facts, STYLE))


def test_a_name_within_another_is_not_named() -> None:
    ann, anna = PersonName("Ann Lee", person_id=8), PersonName("Ann Leeson", person_id=9)
    facts = replace(FACTS, speakers=(Speaker(anna),), messages=(SupportMessage(ann),))
    assert names(compose(facts, HouseStyle(messages_in_report=False))) == [("Ann Leeson", 9)]


@given(meetings())
@settings(max_examples=30)
def test_everybody_elected_is_named(facts: MeetingFacts) -> None:
    document = compose(facts, STYLE, kind=AnnouncementKind.REPORT)
    named = {one.name.casefold() for one in document.people}
    for outcome in facts.results if document.block(BlockKey.RESULTS) else ():
        for entry in outcome.elected:
            assert {" ".join(one.displayed.split()).casefold() for one in entry.people} <= named


def test_results_are_read_off_the_document() -> None:
    document = compose(FULL, STYLE)
    assert [(entry.label, [one.name for one in entry.people]) for entry in document.results] == [
        ("Chair", ["Cllr Ruth Sable"])
    ]
    assert compose(FULL, STYLE, {BlockKey.RESULTS: "Ruth won."}).results == ()
    assert compose(FACTS, STYLE).results == ()


def test_summary_is_cut_at_a_word() -> None:
    assert summary(statement("Title", "> Said *so*.\n\nAnd more.", place="National")) == "Said so. And more."
    long = statement("Title", "word " * 60, place="National")
    assert summary(long).endswith("word …")
    assert len(summary(long)) <= 220
    document = compose(FULL, STYLE)
    assert plain_title(document) == "Northern Vale CCM AGM with guest speaker Helen Marsh MP"
    assert lead_text(document).startswith("The Northern Vale Region of the Civic Commonweal Movement was delighted")
    assert lead_text(replace(document, blocks=document.blocks[:1])) == ""


ids = st.none() | st.integers(1, 9)


@given(meetings(), ids, ids)
@settings(max_examples=20)
def test_stored_facts_come_back_with_their_ids(facts: MeetingFacts, office_id: int | None, who: int | None) -> None:
    held = Outcome(
        "Auditor", state=OfficeState.DECIDED, office_id=office_id, predecessors=(PersonName("A", None, None, who),)
    )
    kept = STORED_FACTS.read(json.loads(json.dumps(STORED_FACTS.write(replace(facts, results=(held,))))))
    assert kept == replace(facts, results=(held,))
    assert (kept.results[0].office_id, kept.results[0].predecessors[0].person_id) == (office_id, who)
