"""What is read apart from the site, on paper or in another program: whole addresses, and nothing told by size alone."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring

from agm.facts import Entry, MeetingFacts
from agm.wording.compose import compose
from agm.wording.document import Person, Picture, statement
from agm.wording.placing import Place, Placed, with_pictures
from agm.wording.render import Format, render
from agm.wording.render.fragment import render_fragment
from agm.wording.render.mail import mail_html, mail_text
from agm.wording.render.public_json import render_json
from agm.wording.render.sheet import sheets
from agm.wording.render.word_file import NAMES_WIDTH, OFFICE_WIDTH, render_word_file
from agm.wording.style import HouseStyle
from tests.support.forms_of import COLOPHON, REASON, W, words_of_docx
from tests.support.photos import photo
from tests.support.wording_facts import ORGANISATION, elected, office, person

VIDEO = "https://video.example.org/watch?v=1&t=2"
LINKS = "See [the page](/north-west), [our friends](https://friends.example.org/a) and <https://x.example.org>."
SAID = statement("Thanks", f"{LINKS}\n\n1. One\n2. Two", place="National", video_url=VIDEO)
REPORT = compose(
    MeetingFacts(
        format_version=1,
        organisation=ORGANISATION,
        results=(
            office("Chair", elected("Ann Bell", votes=41), Entry((person("Cy Dean"),), elected=False, votes=20)),
            office("Clerk", elected("Bo Ray")),
        ),
    ),
    HouseStyle(longest_sentence=0, show_votes=True),
)
PORTRAIT = Picture("3" * 64, 416, 520, "Ann Bell smiles", "Cy Dean", (Person("Ann\u00a0Bell"),))


def body_of(content: bytes) -> Element:
    with ZipFile(io.BytesIO(content)) as file:
        return fromstring(file.read("word/document.xml"))


def test_links_to_the_site_are_whole_in_what_is_read_elsewhere() -> None:
    whole = "https://agm.example.org/north-west"
    assert f"the page ({whole})," in render(SAID, Format.TEXT, base=COLOPHON.base)
    assert f"[the page](<{whole}>)," in render(SAID, Format.MARKDOWN, base=COLOPHON.base)
    assert f"the page ({whole})," in mail_text(SAID, COLOPHON, REASON)
    assert f"the page ({whole})," in json.loads(render_json(SAID, COLOPHON))["text"]
    assert "the page (/north-west)," in render(SAID, Format.TEXT)
    shown = with_pictures(SAID, [Placed(PORTRAIT, Place.LEAD), Placed(PORTRAIT, Place.AFTER, 1)])
    markdown = render(shown, Format.MARKDOWN, base=COLOPHON.base)
    assert markdown.count(f"](<https://agm.example.org/pictures/{PORTRAIT.file}.jpg>)") == 2


def test_the_address_of_a_video_is_told_in_every_form() -> None:
    escaped = VIDEO.replace("&", "&amp;")
    for source in (render_fragment(SAID, COLOPHON.base), mail_html(SAID, COLOPHON, REASON)):
        assert f'<p>Watch the video: <a href="{escaped}">{escaped}</a></p>' in source
    assert f"Watch the video: {VIDEO}" in words_of_docx(render_word_file(SAID, COLOPHON))


def test_paper_tells_where_a_link_leads_once() -> None:
    page = sheets(SAID, COLOPHON, "#a3122f")[0]
    assert ">the page</a> (https://agm.example.org/north-west)," in page
    assert ">our friends</a> (https://friends.example.org/a) and" in page
    assert page.count("https://x.example.org") == 2, "as the address and as what the link says"
    assert page.count("https://video.example.org") == 2
    assert page.count(COLOPHON.address) == 2


@pytest.mark.parametrize(
    ("alt", "told"),
    [
        ("Ann Bell smiles", "Ann Bell smiles. Photo: Cy Dean"),
        ("The new chair.", "The new chair. Ann\u00a0Bell. Photo: Cy Dean"),
    ],
)
def test_whose_portrait_it_is_is_told_once(alt: str, told: str) -> None:
    assert replace(PORTRAIT, alt=alt).words == told
    assert replace(PORTRAIT, alt=alt).caption == "Ann\u00a0Bell. Photo: Cy Dean", "who sees it does not read the alt"


def test_a_word_file_sets_offices_beside_names_and_keeps_each_together() -> None:
    table = next(body_of(render_word_file(REPORT, COLOPHON)).iter(f"{W}tbl"))
    widths = [int(column.get(f"{W}w") or 0) for column in table.iter(f"{W}gridCol")]
    assert widths == [OFFICE_WIDTH.twips, NAMES_WIDTH.twips]
    rows = list(table.iter(f"{W}tr"))
    assert len(rows) == 2
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_word_file_tells_what_is_behind_a_name_from_it_without_smaller_letters() -> None:
    words = words_of_docx(render_word_file(REPORT, COLOPHON))
    assert "Ann Bell (41 votes)\nnot elected: Cy Dean (20 votes)\n" in words


def test_numbered_items_of_a_word_file_stand_as_close_as_others() -> None:
    styles = [one.get(f"{W}val") for one in body_of(render_word_file(SAID, COLOPHON)).iter(f"{W}pStyle")]
    assert styles.count("List") == 2


def test_a_portrait_is_small_wherever_it_is_shown() -> None:
    shown = with_pictures(REPORT, [Placed(PORTRAIT, Place.PORTRAIT)])
    assert 'width="200" height="250"' in render_fragment(shown, COLOPHON.base)
    content = {PORTRAIT.file: photo("x.jpg", "navy", (416, 520))[0].getvalue()}
    extent = next(
        one for one in body_of(render_word_file(shown, COLOPHON, content)).iter() if one.tag.endswith("}extent")
    )
    assert int(extent.get("cx") or 0) == 200 * 9525


def test_a_mail_is_as_wide_as_the_screen() -> None:
    source = mail_html(SAID, COLOPHON, REASON)
    assert '<meta name="viewport" content="width=device-width">' in source
    assert "overflow-wrap: anywhere" in source
