"""Results in columns: the same that the lines say, as a table that can be read aloud, in every form."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from hypothesis import given, settings
from hypothesis.strategies import booleans

from agm.facts import FORMAT_VERSION, Entry, Holding, MeetingFacts, Outcome, VotesAre
from agm.facts.announcement import CommitteeList
from agm.language.characters import without_no_break
from agm.wording.compose import compose
from agm.wording.document import BlockKey, Document, Listing
from agm.wording.kinds import compose_any
from agm.wording.render import Format, block_markdown, render
from agm.wording.render.fragment import Lists, render_fragment
from agm.wording.render.sheet import sheets
from agm.wording.render.social import NETWORKS, render_post
from agm.wording.render.word_file import render_word_file
from agm.wording.second import in_both_languages
from agm.wording.style import HouseStyle
from tests.support.forms_of import COLOPHON, letters
from tests.support.wording_facts import ORGANISATION, REGION, elected, meetings, office, person

STYLE = HouseStyle(results_table=True, show_votes=True)
LOST = Entry((person("Bo Rope"),), elected=False, votes=12)
FACTS = MeetingFacts(
    format_version=FORMAT_VERSION,
    organisation=ORGANISATION,
    region=REGION,
    results=(office("Chair", elected("Ruth Sable", votes=1041), LOST), office("Clerk")),
)


def listing_of(document: Document) -> Listing:
    block = document.block(BlockKey.RESULTS)
    assert block is not None
    return next(part for part in block.parts if isinstance(part, Listing))


def test_an_office_heads_the_rows_of_those_who_stood() -> None:
    source = render(compose(FACTS, STYLE), Format.HTML)
    assert '<th scope="col">Office</th><th scope="col">Name</th><th scope="col">Votes</th>' in source
    assert '<th scope="rowgroup" rowspan="2">Chair</th><td>Ruth Sable</td><td>1,041</td></tr>' in source
    assert "<tr><td>not elected: Bo Rope</td><td>12</td></tr>" in source
    assert '<th scope="row">Clerk</th><td>vacant</td><td></td>' in source
    assert "<dl" not in source


def test_without_votes_there_is_no_column_of_them() -> None:
    document = compose(FACTS, replace(STYLE, show_votes=False))
    assert listing_of(document).columns == ("Office", "Name")
    assert "Votes" not in render(document, Format.HTML)
    assert "Bo Rope" not in render(document, Format.TEXT)
    assert "| --- | --- |\n| Chair | Ruth Sable |" in render(document, Format.MARKDOWN)


@pytest.mark.parametrize("lists", list(Lists))
def test_what_is_pasted_elsewhere_has_the_table_without_the_houses_classes(lists: Lists) -> None:
    source = render_fragment(compose(FACTS, STYLE), "https://agm.example.org", lists=lists)
    assert "<table>\n<thead>" in source
    assert 'scope="rowgroup"' in source
    assert "class=" not in source


def test_a_pdf_lays_out_the_table() -> None:
    for page in sheets(compose(FACTS, STYLE), COLOPHON, "#a3122f"):
        assert "<table>" in page
        assert "border-collapse: collapse; width: 100%;" in page


def test_a_word_file_has_a_table_whose_head_is_repeated() -> None:
    file = docx.Document(io.BytesIO(render_word_file(compose(FACTS, STYLE), COLOPHON)))
    (table,) = file.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Office", "Name", "Votes"],
        ["Chair", "Ruth Sable", "1,041"],
        ["", "not elected: Bo Rope", "12"],
        ["Clerk", "vacant", ""],
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert "w:tblHeader" not in table.rows[1]._tr.xml


def test_columns_of_plain_text_stand_below_their_heads() -> None:
    lines = render(compose(FACTS, STYLE), Format.TEXT).split("\n")
    head = next(line for line in lines if line.startswith("Office"))
    chair = next(line for line in lines if line.startswith("Chair"))
    assert (head.index("Name"), head.index("Votes")) == (chair.index("Ruth"), chair.index("1,041"))


def test_figures_that_are_no_plain_votes_say_what_they_are() -> None:
    ranked = replace(FACTS.results[0], votes_are=VotesAre.FIRST_PREFERENCES)
    rows = listing_of(compose(replace(FACTS, results=(ranked,)), STYLE)).entries[0].rows
    assert rows == (("Ruth Sable", "1,041 first preferences"), ("not elected: Bo Rope", "12"))


@given(meetings(), booleans())
@settings(max_examples=30)
def test_a_table_says_no_less_than_the_lines(facts: MeetingFacts, show_votes: bool) -> None:
    in_lines = compose(facts, replace(STYLE, results_table=False, longest_sentence=0, show_votes=show_votes))
    in_table = compose(facts, replace(STYLE, show_votes=show_votes))
    for line, entry in zip(in_lines.results, in_table.results, strict=True):
        said = letters("".join(cell for row in entry.rows for cell in row))
        for one in (*line.people, *line.losers):
            assert letters(one.name) in said, (line.line, entry.rows)
        assert letters(line.empty) in said
        assert entry.line == line.line


def test_own_words_begin_with_lines_and_a_post_has_lines() -> None:
    document = compose(FACTS, STYLE)
    block = document.block(BlockKey.RESULTS)
    assert block is not None
    assert "|" not in block_markdown(block)
    assert "Chair: Ruth Sable (1,041 votes)" in block_markdown(block)
    assert "Chair: Ruth Sable (1,041 votes)" in without_no_break(render_post(document, COLOPHON.address, NETWORKS[1]))


def test_a_list_of_the_committee_is_a_table_too_and_so_is_the_welsh() -> None:
    held = Outcome("Chair", entries=(Entry((person("Ruth Sable"),), holds=Holding.IN_OFFICE),))
    facts = CommitteeList(
        format_version=FORMAT_VERSION, announcement="committee_list", organisation=ORGANISATION, results=(held,)
    )
    style = STYLE.with_overrides({"second_language": "cy"})
    source = render(in_both_languages(compose_any(facts, style), facts, style), Format.HTML)
    assert '<th scope="col">Office</th><th scope="col">Name</th></tr>' in source
    assert '<th scope="col">Swydd</th><th scope="col">Enw</th></tr>' in source
    assert '<th scope="row" lang="en">Chair</th>' in source
