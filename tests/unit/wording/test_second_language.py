"""Announcements in English and Welsh: the second text loses nothing, marks what is English, and is in every form."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agm.facts import (
    Entry,
    Figure,
    HeldAs,
    Language,
    MeetingFacts,
    MeetingKind,
    Moment,
    OfficeState,
    Outcome,
    Paragraph,
    Turnout,
)
from agm.facts.announcement import AnyFacts, Declaration, FreeStatement, Inquorate, Notice, RegionReport, RoundUp
from agm.facts.any_file import announcement_from_json, people_in
from agm.facts.motions import (
    Amendment,
    AmendmentOutcome,
    Motion,
    MotionKind,
    MotionOutcome,
    ShareOf,
    Threshold,
    Vote,
)
from agm.language.characters import without_no_break
from agm.language.partial_date import PartialDate
from agm.language.typed_names import is_ballot_option
from agm.wording.compose import compose
from agm.wording.document import Block, Document, Listing, Sentence, Typed
from agm.wording.kinds import compose_any
from agm.wording.pattern import parse_pattern
from agm.wording.render import Format, render
from agm.wording.render.fragment import render_fragment
from agm.wording.render.public_json import render_json
from agm.wording.render.social import NETWORKS, render_post
from agm.wording.render.word_file import render_word_file
from agm.wording.second import cy, in_both_languages
from agm.wording.style import HouseStyle
from agm.wording.style_choices import SecondLanguage
from agm.wording.summary import summary
from tests.support.forms_of import COLOPHON, WHOLE_FORMS, letters, told
from tests.support.golden import same_as_kept
from tests.support.project import ROOT
from tests.support.seeded_kinds import FOLDER, KINDS, style_of
from tests.support.seeded_sentences import TODAY
from tests.support.wording_facts import ORGANISATION, REGION, elected, office, person

KIND_FILES = sorted(FOLDER.glob("[0-9]*.json"))
FILES = [
    *KIND_FILES,
    *sorted((ROOT / "tests" / "data" / "posts").glob("*.json")),
    *sorted((ROOT / "tests" / "data" / "announcements").glob("[!h]*.json")),
    *sorted((ROOT / "agm" / "demo").glob("seed-*.json")),
]
GOLDEN = ROOT / "tests" / "golden" / "second"
BOTH = HouseStyle(second_language=SecondLanguage.WELSH)
FACTS = MeetingFacts(
    format_version=1, organisation=ORGANISATION, region=REGION, results=(office("Chair", elected("Ruth Sable")),)
)


def in_both(facts: AnyFacts, style: HouseStyle = BOTH) -> Document:
    style = replace(style, second_language=SecondLanguage.WELSH)
    return in_both_languages(compose_any(facts, style, TODAY), facts, style, TODAY)


def generated(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The sentences and the lines of lists: not what somebody typed."""
    for block in blocks:
        for part in block.parts:
            if isinstance(part, Sentence):
                yield part.text
            elif isinstance(part, Listing):
                yield from (f"{entry.group}\n{entry.line}" for entry in part.entries)


def second_text(document: Document) -> tuple[Block, ...]:
    return tuple(block for block in document.blocks if block.language)


def outcomes(facts: AnyFacts) -> tuple[Outcome, ...]:
    regions = facts.regions if isinstance(facts, RoundUp) else ()
    return (*facts.results, *(outcome for region in regions for outcome in region.results))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_name_office_and_figure_of_the_english_text_is_in_the_welsh_one(path: Path) -> None:
    facts = announcement_from_json(path.read_bytes())
    style = style_of(facts) if path.parent == FOLDER else HouseStyle()
    document = in_both(facts, replace(style, show_votes=True, longest_sentence=0))
    english = without_no_break("\n".join(generated(document.first_text)))
    welsh = without_no_break("\n".join(generated(second_text(document))))
    if isinstance(facts, FreeStatement):
        assert welsh == "", "a statement is somebody's own words, and none of them are Welsh"
        return
    people = [one for one in people_in(facts) if not is_ballot_option(one.name)]
    names = [letters(one.name) for one in people if letters(one.name) in letters(english)]
    assert [name for name in names if name not in letters(welsh)] == []
    labels = [one.printed_label for one in outcomes(facts) if one.printed_label.casefold() in english.casefold()]
    missing = [label for label in labels if label.casefold() not in welsh.casefold()]
    assert missing == []
    assert set(re.findall(r"\d+", english)) - set(re.findall(r"\d+", welsh)) == set()
    assert {person.name for person in document.people} >= {one.name for one in first_alone(document).people}


def first_alone(document: Document) -> Document:
    return replace(document, blocks=document.first_text)


def second_alone(document: Document) -> Document:
    """The second text as if there were no other."""
    return replace(document, blocks=tuple(replace(block, language="") for block in second_text(document)))


@pytest.mark.parametrize("path", KIND_FILES[: len(KINDS)], ids=lambda path: path.stem)
def test_each_kind_reads_in_welsh_as_agreed(path: Path) -> None:
    facts = announcement_from_json(path.read_bytes())
    document = in_both(facts, style_of(facts))
    assert same_as_kept(render(second_alone(document), Format.TEXT), GOLDEN / f"{path.stem}.txt")


@pytest.mark.parametrize("name", ["09-notice", "12-by-election"])
def test_every_form_has_both_texts(name: str) -> None:
    facts = announcement_from_json((FOLDER / f"{name}.json").read_bytes())
    document = in_both(facts)
    assert same_as_kept(render(document, Format.HTML), GOLDEN / f"{name}.html")
    assert same_as_kept(render_fragment(document, COLOPHON.base), GOLDEN / f"{name}.fragment.html")
    for form, words in WHOLE_FORMS.items():
        said = letters(words(document))
        assert [piece for piece in told(document, form) if letters(piece) not in said] == [], form
    blocks = json.loads(render_json(document, COLOPHON))["blocks"]
    assert {block.get("language", "") for block in blocks} == {"", "cy"}


def test_a_file_for_word_processors_says_which_language_each_run_is_in() -> None:
    said = (Paragraph("יום יפה", language=Language.HEBREW),)
    document = in_both(replace(FACTS, said=said), HouseStyle(longest_sentence=0))
    with zipfile.ZipFile(io.BytesIO(render_word_file(document, COLOPHON))) as file:
        runs = file.read("word/document.xml").decode().split("<w:r>")
    by_words = {re.sub(r"<[^>]*>", "", run): re.findall(r'<w:lang w:(\w+="[\w-]+")', run) for run in runs}
    assert by_words["יום יפה"] == ['bidi="he-IL"']
    assert by_words["Y canlyniad:"] == ['val="cy-GB"']
    assert by_words["Chair"] == []


def test_short_forms_are_in_the_first_language_alone() -> None:
    document = in_both(FACTS)
    english = first_alone(document)
    assert document.title == english.title
    assert summary(document) == summary(english)
    for network in NETWORKS:
        assert render_post(document, COLOPHON.address, network) == render_post(english, COLOPHON.address, network)


def test_nothing_is_added_while_no_second_language_is_chosen() -> None:
    document = compose(FACTS, HouseStyle())
    assert in_both_languages(document, FACTS, HouseStyle()) is document
    irish = replace(FACTS, second_language=Language.IRISH)
    assert in_both_languages(document, irish, BOTH) is document, "there is no Irish to compose in"
    asked = replace(FACTS, second_language=Language.WELSH)
    assert in_both_languages(document, asked, HouseStyle()).digest != document.digest


def test_an_office_is_called_by_its_welsh_label_and_by_the_english_one_marked_as_such() -> None:
    facts = replace(
        FACTS,
        results=(replace(office("Chair", elected("Ann Lee")), label_alt="Cadeirydd"), office("Clerk", elected("Bo"))),
    )
    html = render(in_both(facts, HouseStyle(longest_sentence=0)), Format.HTML)
    assert "<dt>Cadeirydd</dt>" in html
    assert '<dt lang="en">Clerk</dt>' in html
    assert "\x0e" not in html


def test_passages_in_welsh_stand_in_the_welsh_text_and_others_are_marked_with_their_language() -> None:
    said = (
        Paragraph("It was a fine day."),
        Paragraph("Diwrnod braf oedd hi.", language=Language.WELSH),
        Paragraph("יום יפה", language=Language.HEBREW),
        Paragraph("Lá breá a bhí ann.", language=Language.IRISH),
        Paragraph("Latha math a bh’ ann.", language=Language.GAELIC),
    )
    document = in_both(replace(FACTS, said=said))
    typed = [part.markdown for block in second_text(document) for part in block.parts if isinstance(part, Typed)]
    assert typed == ["Diwrnod braf oedd hi."]
    html = render(document, Format.HTML)
    first, _, second = html.partition('lang="cy"')
    assert "fine day" in first
    assert "Diwrnod braf" not in first
    assert "Diwrnod braf" in second
    assert '<div lang="he" dir="rtl">' in first
    assert 'lang="ga"' in first
    assert 'lang="gd"' in first


def test_where_nothing_was_said_in_welsh_the_reader_is_sent_to_the_english_text() -> None:
    document = in_both(replace(FACTS, said=(Paragraph("It was a fine day."),)))
    assert "Mae’r hyn a ddywedwyd yn y testun Saesneg uchod." in "\n".join(generated(second_text(document)))


def test_motions_are_told_with_their_figures_and_what_they_needed() -> None:
    motion = Motion(
        "Fair fares",
        outcome=MotionOutcome.LOST,
        vote=Vote(20, 14, 3),
        threshold=Threshold.TWO_THIRDS,
        share_of=ShareOf.PRESENT,
        mover=person("Ann Lee"),
    )
    welsh = "\n".join(generated(second_text(in_both(replace(FACTS, motions=(motion,))))))
    assert "Cynnig: “Fair fares” – gwrthodwyd. O blaid: 20; yn erbyn: 14; yn ymatal: 3." in welsh
    assert "Angen: dwy ran o dair o’r rhai a oedd yn bresennol. Cynigydd: Ann Lee." in welsh


def test_names_are_joined_as_welsh_joins_them() -> None:
    three = office("Delegates", elected("Bo"), elected("Nia"), elected("Ann"), seats=3)
    shared = office("Clerk", Entry((person("Siân"), person("Huw")), elected=True))
    welsh = without_no_break("\n".join(generated(second_text(in_both(replace(FACTS, results=(three, shared)))))))
    assert "Delegates: Bo, Nia ac Ann" in welsh
    assert "Clerk: Siân a Huw (rhannu swydd)" in welsh


@pytest.mark.parametrize(
    ("held_as", "venue", "where"),
    [
        (HeldAs.ONLINE, None, "Lleoliad: ar-lein."),
        (HeldAs.ONLINE, "on Zoom", "Lleoliad: ar-lein (Zoom)."),
        (HeldAs.HYBRID, "the Town Hall", "Lleoliad: the Town Hall, ac ar-lein."),
        (HeldAs.HYBRID, None, "Lleoliad: wyneb yn wyneb ac ar-lein."),
        (None, "at the Town Hall", "Lleoliad: the Town Hall."),
    ],
)
def test_where_it_was_held(held_as: HeldAs | None, venue: str | None, where: str) -> None:
    document = in_both(replace(FACTS, held_as=held_as, venue=venue))
    assert where in "\n".join(generated(second_text(document)))


def more() -> Iterator[AnyFacts]:
    """Facts that none of the files has."""
    amended = (Amendment("Insert “not”.", AmendmentOutcome.CARRIED),)
    ways = [Motion("Fares", outcome=one, amendments=some) for one in MotionOutcome for some in ((), amended)]
    lost = [
        Motion("Rule 4", MotionKind.RULE_CHANGE, None, MotionOutcome.LOST, Vote(9, 8), threshold, share)
        for threshold in Threshold
        for share in ShareOf
    ]
    moved = Motion("Fares", outcome=MotionOutcome.CARRIED, mover=person("Ann Lee"), seconder=person("Bo Ray"))
    yield replace(FACTS, motions=(*ways, *lost, moved))
    standing = Outcome("Chair", entries=(Entry((person("Ann Lee"),), statement="I would."),))
    yield replace(FACTS, held_on=PartialDate(2099, 5, 1), results=(standing, Outcome("Clerk")))
    empty = tuple(Outcome(label, state=OfficeState.DECIDED) for label in ("Chair", "Clerk"))
    yield replace(FACTS, kind=MeetingKind.BY_ELECTION, ordinal=2, results=empty)
    whose: dict[str, Any] = {"format_version": 1, "organisation": ORGANISATION, "region": REGION}
    online: dict[str, Any] = {"held_as": HeldAs.HYBRID, "online_link": "https://example.org/join"}
    yield Notice(announcement="statement_of_nominations", **whose, **online, results=(standing,))
    yield Notice(announcement="statement_of_nominations", **whose, results=(Outcome("Chair"),))
    to_come = Moment(PartialDate(2099, 5, 1))
    yield Notice(
        announcement="statement_of_nominations", **whose, results=(Outcome("Chair"),), nominations_close=to_come
    )
    chair = office("Chair", elected("Ann Lee"))
    yield replace(FACTS, attendance=Figure(9), quorum=Figure(12), results=(chair,))
    chair = office("Chair", elected("Ann Lee", votes=41))
    papers = Turnout(issued=60, returned=50, rejected=2)
    yield Declaration(announcement="declaration", **whose, results=(replace(chair, rejected_papers=3),), turnout=papers)
    yield Declaration(announcement="by_election", **whose, kind=MeetingKind.COUNTBACK, results=(chair,))
    yield replace(FACTS, kind=MeetingKind.COUNTBACK)
    yield Inquorate(announcement="inquorate", **whose, attendance=Figure(0))
    yield RoundUp(announcement="round_up", **whose, regions=(RegionReport("North"),), to_report=("South",))


@pytest.mark.parametrize("facts", list(more()), ids=lambda facts: facts.announcement)
def test_what_is_seldom_told_loses_nothing_either(facts: AnyFacts) -> None:
    document = in_both(facts, HouseStyle(longest_sentence=0))
    english = without_no_break("\n".join(generated(document.first_text)))
    welsh = without_no_break("\n".join(generated(second_text(document))))
    assert set(re.findall(r"\d+", english)) - set(re.findall(r"\d+", welsh)) == set()
    assert {one.name for one in document.people} == {one.name for one in first_alone(document).people}
    assert {one.name for one in document.people} == {one.name for one in second_alone(document).people}


def test_every_pattern_can_be_filled() -> None:
    for text in cy.PATTERNS.values():
        fields = frozenset(re.findall(r"\{(\w+)\}", text))
        assert parse_pattern(f"[{text}]", fields).fill(dict.fromkeys(fields, "x"))


def test_every_pattern_is_used() -> None:
    used: set[str] = set()

    class Watched(dict[str, str]):
        def __getitem__(self, key: str) -> str:
            used.add(key)
            return super().__getitem__(key)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cy, "PATTERNS", Watched(cy.PATTERNS))
        for facts in (*(announcement_from_json(path.read_bytes()) for path in FILES), *more()):
            in_both(facts)
    assert sorted(set(cy.PATTERNS) - used) == []
