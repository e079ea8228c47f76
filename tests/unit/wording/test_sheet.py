"""The sheet that becomes a PDF: one side where it fits, all of the text, and never a side with the colophon alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agm.facts import MeetingFacts, Paragraph
from agm.files.pdf import first_on_one_side, pdf
from agm.language.partial_date import PartialDate
from agm.wording.compose import compose
from agm.wording.document import Document, Picture, statement
from agm.wording.render.sheet import sheets
from agm.wording.style import HouseStyle
from tests.support.forms_of import COLOPHON, letters, told
from tests.support.pdfs import PrintedPdf, read_pdf
from tests.support.photos import photo
from tests.support.readable_bytes import holds
from tests.support.wording_facts import ORGANISATION, REGION, elected, office, person

pytestmark = pytest.mark.usefixtures("pango")

SAID = Paragraph("She set out what a public service could look like, and why she wants everybody to have it. " * 4)
A4 = (210, 297)


def report(offices: int, paragraphs: int = 0) -> Document:
    """A report with so many offices and so many paragraphs of what was said."""
    results = [office(f"Office {number}", elected(f"Person Number {number}")) for number in range(offices)]
    results.append(office("Cleric", elected("נעמי לוי", "Żółtowski"), seats=3))
    facts = MeetingFacts(format_version=1, organisation=ORGANISATION, region=REGION, held_on=PartialDate(2019, 5, 12))
    facts = replace(facts, said=(SAID,) * paragraphs, results=tuple(results), venue=person("Hall").name)
    return compose(facts, HouseStyle(longest_sentence=0))


def printed(document: Document) -> PrintedPdf:
    return read_pdf(first_on_one_side(sheets(document, COLOPHON, "#a3122f")))


@pytest.mark.parametrize(("offices", "paragraphs"), [(3, 1), (19, 3)])
def test_a_report_of_usual_length_takes_one_tagged_side(offices: int, paragraphs: int) -> None:
    document = report(offices, paragraphs)
    sheet = printed(document)
    assert (sheet.sizes, sheet.is_tagged, sheet.language) == ([A4], True, "en-GB")
    assert sheet.title == document.title
    said = letters(sheet.texts[0])
    for piece in told(document, "DOCX"):
        assert letters(piece) in said or not piece.isascii(), piece  # right-to-left names are read back otherwise
    for line in (COLOPHON.imprint, *COLOPHON.times):
        assert letters(line) in said


def test_no_side_has_the_colophon_alone() -> None:
    colophon = letters(COLOPHON.whose + COLOPHON.address)
    lengths = range(19, 26)
    sides = set()
    for paragraphs in lengths:
        words = statement("Thanks", "\n\n".join(["All stood."] * paragraphs), place="National")
        sheet = read_pdf(pdf(sheets(words, COLOPHON, "#a3122f")[0]))
        sides.add(len(sheet.sizes))
        before, found, _ = letters(sheet.texts[-1]).partition(colophon)
        assert found
        assert "Allstood" in before
    assert sides == {1, 2}, "the lengths tried cross the end of a side"


def test_a_picture_is_in_the_file_with_its_words_for_those_who_do_not_see_it() -> None:
    content = photo()[0].getvalue()
    lead = Picture("hall", 900, 600, "The full hall", "Bo Fenn")
    made = first_on_one_side(sheets(replace(report(3), lead=lead), COLOPHON, "#a3122f", {"hall": content}))
    assert b"/Subtype /Image" in made
    assert "Photo: Bo Fenn" in read_pdf(made).texts[0]
    assert holds(made, "The full hall")
