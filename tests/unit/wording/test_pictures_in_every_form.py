"""A report with pictures in every form, as a person has read it; what carries pictures carries them itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from agm.facts import MeetingFacts, Paragraph
from agm.files.pictures import LONGEST_SIDE_IN_MAIL, for_mail
from agm.language.partial_date import PartialDate
from agm.wording.compose import compose
from agm.wording.document import Document, Person, Picture
from agm.wording.placing import Place, Placed, with_pictures
from agm.wording.render import Format, render
from agm.wording.render.fragment import Lists, render_fragment
from agm.wording.render.mail import mail_html, mail_text
from agm.wording.render.public_json import render_json
from agm.wording.render.social import NETWORKS, render_post
from agm.wording.render.word_file import HIGHEST, WIDEST, render_word_file
from agm.wording.style import HouseStyle
from tests.support.forms_of import COLOPHON, REASON, W
from tests.support.golden import same_as_kept
from tests.support.photos import photo
from tests.support.project import ROOT
from tests.support.wording_facts import ORGANISATION, REGION, elected, office

GOLDEN = ROOT / "tests" / "golden" / "pictures"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ANN = Person("Ann Bell")
LEAD = Picture("1" * 64, 1600, 900, "The full hall, seen from the “gallery”", "Bo & Fenn")
HANDS = Picture("2" * 64, 900, 1600, "Hands up for <the motion>")
PORTRAIT = Picture("3" * 64, 416, 520, "Ann Bell smiles", "Cy Dean", (ANN,))


def report() -> Document:
    """A report with a picture of each kind."""
    facts = MeetingFacts(format_version=1, organisation=ORGANISATION, region=REGION, held_on=PartialDate(2019, 5, 12))
    facts = replace(
        facts,
        said=(Paragraph("The treasurer told of a year of many bells."), Paragraph("All were thanked.")),
        results=(office("Chair", elected("Ann Bell", votes=41)), office("Clerk")),
    )
    placed = [Placed(LEAD, Place.LEAD), Placed(HANDS, Place.AFTER, 2), Placed(PORTRAIT, Place.PORTRAIT)]
    return with_pictures(compose(facts, HouseStyle(longest_sentence=0)), placed)


def contents() -> dict[str, bytes]:
    return {
        one.file: photo("x.jpg", colour, (one.width, one.height))[0].getvalue()
        for one, colour in ((LEAD, "teal"), (HANDS, "gold"), (PORTRAIT, "navy"))
    }


def drawings(content: bytes) -> list[Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return list(fromstring(file.read("word/document.xml")).iter(f"{DRAWING}inline"))


def outline_of_docx(content: bytes) -> str:
    """A file for word processors, a line a paragraph: its style, its words, and the pictures with theirs."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        root = fromstring(file.read("word/document.xml"))
    lines = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        words = "".join(part.text or "" for part in paragraph.iter(f"{W}t"))
        shown = [f"[{one.get('descr')}]" for one in paragraph.iter(f"{DRAWING}docPr")]
        lines.append(f"{'Normal' if style is None else style.get(f'{W}val')}: {' '.join([words, *shown]).strip()}")
    return "\n".join(lines) + "\n"


FORMS: dict[str, Callable[[Document], str]] = {
    "text.txt": lambda document: render(document, Format.TEXT),
    "page.html": lambda document: render(document, Format.HTML),
    "markdown.md": lambda document: render(document, Format.MARKDOWN),
    "fragment.html": lambda document: render_fragment(document, COLOPHON.base),
    "sheet.html": lambda document: render_fragment(
        document, COLOPHON.base, heading_level=1, lists=Lists.TERMS, sources={LEAD.file: "data:image/jpeg;base64,eA=="}
    ),
    "mail.txt": lambda document: mail_text(document, COLOPHON, REASON),
    "mail.html": lambda document: mail_html(document, COLOPHON, REASON, {LEAD.file: "lead@pictures"}),
    "json.json": lambda document: render_json(document, COLOPHON),
    "docx.txt": lambda document: outline_of_docx(render_word_file(document, COLOPHON, contents())),
    "post.txt": lambda document: render_post(document, COLOPHON.address, NETWORKS[0]),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_report_with_pictures_reads_as_agreed(form: str) -> None:
    assert same_as_kept(FORMS[form](report()), GOLDEN / form)


def test_a_file_for_word_processors_has_the_pictures_themselves_and_the_same_bytes_each_time() -> None:
    made = render_word_file(report(), COLOPHON, contents())
    assert made == render_word_file(report(), COLOPHON, contents())
    shown = drawings(made)
    words = [properties.get("descr") for one in shown for properties in one.iter(f"{DRAWING}docPr")]
    assert words == [LEAD.alt, HANDS.alt, PORTRAIT.alt]
    for drawing, picture in zip(shown, (LEAD, HANDS, PORTRAIT), strict=True):
        size = next(drawing.iter(f"{DRAWING}extent"))
        width, height = int(size.get("cx") or 0), int(size.get("cy") or 0)
        assert width <= WIDEST
        assert height <= HIGHEST
        assert width / height == pytest.approx(picture.width / picture.height, rel=0.01)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        kept = [file.read(name) for name in file.namelist() if name.startswith("word/media/")]
    assert sorted(kept) == sorted(contents().values())


def kept_with_next(content: bytes) -> list[str]:
    """What stays on the page of what follows it: the words of each paragraph, or those of its picture."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        root = fromstring(file.read("word/document.xml"))
    for paragraph in root.iter(f"{W}p"):
        words = "".join(part.text or "" for part in paragraph.iter(f"{W}t"))
        shown = "".join(str(one.get("descr")) for one in paragraph.iter(f"{DRAWING}docPr"))
        if paragraph.find(f"{W}pPr/{W}keepNext") is not None:
            found.append(words or shown)
    return found


def test_a_picture_stays_with_its_caption_and_what_stands_below_the_text_is_never_alone() -> None:
    made = render_word_file(report(), COLOPHON, contents())
    kept = kept_with_next(made)
    assert kept[:2] == [LEAD.alt, PORTRAIT.alt], "one without a caption stands by itself"
    assert kept[2].startswith("Good luck to Ann Bell.")
    assert kept[3:] == outline_of_docx(made).replace("Normal: ", "").splitlines()[-len(kept) + 2 : -1]
    assert all(drawing.get("distL") == "0" for drawing in drawings(made)), "as far left as the text"


def test_a_picture_whose_bytes_are_gone_is_told_in_words() -> None:
    made = render_word_file(report(), COLOPHON, {LEAD.file: contents()[LEAD.file]})
    assert len(drawings(made)) == 1
    assert "[Picture: Hands up for <the motion>]" in outline_of_docx(made)


def test_a_picture_for_a_mail_is_small_and_upright() -> None:
    small = for_mail(contents()[HANDS.file])
    with Image.open(io.BytesIO(small)) as image:
        assert (image.format, image.height) == ("JPEG", LONGEST_SIDE_IN_MAIL)
        assert image.width / image.height == pytest.approx(900 / 1600, rel=0.01)
        assert dict(image.getexif()) == {}
