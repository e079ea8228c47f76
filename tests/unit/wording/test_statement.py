"""A free statement in each format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agm.facts import FORMAT_VERSION, Language, OrganisationFacts, Paragraph, PersonName
from agm.facts.announcement import FreeStatement
from agm.wording.document import AnnouncementKind, Document, Typed, statement
from agm.wording.kinds import compose_any
from agm.wording.kinds.beside import Beside
from agm.wording.render import Format, render
from agm.wording.render.fragment import render_fragment
from agm.wording.render.mail import mail_html, mail_text
from agm.wording.render.public_json import render_json
from agm.wording.second import in_both_languages
from agm.wording.style import USUAL_STYLE
from tests.support.forms_of import COLOPHON, REASON, WHOLE_FORMS, letters, words_of_html
from tests.support.golden import same_as_kept
from tests.support.project import ROOT

VIDEO = "https://video.example/?a=1&b=2"
SPOKEN = statement("Ann's *speech*", "It was <b>fine</b>.\n\n- *one*", place="National", video_url=VIDEO)
BESIDE = Beside(
    "We shall *not* be moved.\n\nNot today.", "Cllr Ann_Bell", "Chair of the North West", "The [Oxbridge] Mail",
    "https://mail.example.org/a_b",
)  # fmt: skip
QUOTED = statement("Not moved", "She spoke last night.", place="National", beside=BESIDE.below(None))
PLAIN = statement("A word", "Thank you.", place="Northern Vale")


def test_a_statement_with_a_video() -> None:
    assert render(SPOKEN, Format.HTML).split("\n") == [
        '<article class="notice">',
        '  <header class="axis">',
        '    <p class="side"><span>National</span></p>',
        "    <h1>Ann’s *speech*</h1>",
        "  </header>",
        '  <div class="axis">',
        '    <div class="prose">',
        "      <p>It was &lt;b&gt;fine&lt;/b&gt;.</p>",
        "      <ul>",
        "      <li><em>one</em></li>",
        "      </ul>",
        "    </div>",
        "  </div>",
        '  <p class="axis">',
        (
            '    <span class="ui"><a href="https://video.example/?a=1&amp;b=2" rel="noreferrer">Watch the video</a> '
            "(leaves this site)</span>"
        ),
        "  </p>",
        "</article>",
        "",
    ]
    assert render(SPOKEN, Format.TEXT) == (
        "Ann's *speech*\n\nIt was <b>fine</b>.\n\n- one\n\nWatch the video: https://video.example/?a=1&b=2\n"
    )
    assert render(SPOKEN, Format.MARKDOWN) == (
        "# Ann's \\*speech\\*\n\nIt was \\<b\\>fine\\</b\\>.\n\n- *one*\n\n"
        "[Watch the video](<https://video.example/?a=1&b=2>)\n"
    )


def test_a_statement_of_words_alone() -> None:
    assert "Watch" not in render(PLAIN, Format.HTML)
    assert render(PLAIN, Format.TEXT) == "A word\n\nThank you.\n"
    assert render(PLAIN, Format.MARKDOWN) == "# A word\n\nThank you.\n"


def test_headings_of_a_statement_come_right_below_its_title() -> None:
    assert "<h2>One</h2>" in render(statement("A word", "# One", place="National"), Format.HTML)


def test_a_statement_names_nobody_of_the_record() -> None:
    assert (PLAIN.kind, PLAIN.people, PLAIN.results) == (AnnouncementKind.STATEMENT, (), ())


GOLDEN = ROOT / "tests" / "golden" / "statements"
FORMS = {
    "quoted.txt": render(QUOTED, Format.TEXT),
    "quoted.html": render(QUOTED, Format.HTML),
    "quoted.md": render(QUOTED, Format.MARKDOWN),
    "quoted.fragment.html": render_fragment(QUOTED, COLOPHON.base),
    "quoted.json": render_json(QUOTED, COLOPHON),
    "quoted.mail.txt": mail_text(QUOTED, COLOPHON, REASON),
    "quoted.mail.html": mail_html(QUOTED, COLOPHON, REASON),
    "quoted.docx.txt": WHOLE_FORMS["DOCX"](QUOTED),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_quotation_stands_apart_with_its_author_in_every_form(form: str) -> None:
    assert same_as_kept(FORMS[form], GOLDEN / form)
    for piece in ("Not today.", "Cllr Ann_Bell, Chair of the North West", "First published in The [Oxbridge] Mail"):
        assert letters(piece) in letters(words_of_html(FORMS[form])), piece


def test_what_is_not_there_leaves_nothing() -> None:
    assert Beside().below(None) == ()
    assert Beside(appeared_in="The Mail").below(None) == (Typed("First published in The Mail."),)
    assert [person.name for person in QUOTED.people] == ["Cllr Ann_Bell"]


WELSH_TEXT = Beside("Ni yw'r rhai.", "Ann Bell", "Chair", "The Mail", "https://mail.example.org/a", "Araith", "Diolch.")
IN_BOTH = [form for form in WHOLE_FORMS if form != "longest post"]
"""Posts are in the first language alone."""


def in_both(quoted_in: str = "", spoken: str = "", *, beside: Beside = WELSH_TEXT) -> Document:
    """A statement in English and Welsh with a quotation and a video."""
    found = replace(beside, quotation_language=quoted_in, video_language=spoken)
    below, second = found.below(VIDEO), found.in_welsh(VIDEO)
    return statement("Speech", "Thanks.", place="Gwent", beside=below, in_welsh=second)


@pytest.mark.parametrize("form", IN_BOTH)
def test_the_welsh_half_has_the_quotation_the_source_and_the_video_too(form: str) -> None:
    told = letters(WHOLE_FORMS[form](in_both()))
    for words in ("Ni yw'r rhai.", "The Mail"):
        assert told.count(letters(words)) >= 2, (form, words)
    assert letters("Watch the video") in told
    assert letters("Gwyliwch y fideo") in told
    assert letters("Cyhoeddwyd gyntaf yn") in told


@pytest.mark.parametrize("form", IN_BOTH)
def test_words_in_welsh_stand_below_the_welsh_text_alone(form: str) -> None:
    told = letters(WHOLE_FORMS[form](in_both("cy")))
    assert letters("Ni yw'r rhai.") in told
    assert letters("Ni yw'r rhai.") not in told.partition(letters("Araith"))[0]


def test_quotation_and_video_are_marked_with_their_language() -> None:
    fragment = render_fragment(in_both("he", "cy"), "")
    english, _, welsh = fragment.partition('<div lang="cy">')
    for half in (english, welsh):
        assert '<div lang="he" dir="rtl"><blockquote>' in half
        assert 'hreflang="cy"' in half
    assert "Watch the video (in Welsh)" in english
    assert "Gwyliwch y fideo (yn Gymraeg)" in welsh
    assert '<div lang="en"><blockquote>' in render_fragment(in_both(), "").partition('<div lang="cy">')[2]
    page = render(in_both("", "gd"), Format.HTML)
    assert 'rel="noreferrer" hreflang="gd">Watch the video (in Scottish Gaelic)</a> (leaves this site)' in page
    assert 'hreflang="gd">Gwyliwch y fideo (mewn Gaeleg yr Alban)</a> (yn gadael y wefan hon)' in page


def test_a_quotation_of_a_statement_in_one_language_is_marked_there() -> None:
    beside = Beside("Ni yw'r rhai.", "Ann Bell", quotation_language="cy")
    only = statement("Speech", "Thanks.", place="Gwent", beside=beside.below(None), in_welsh=beside.in_welsh(None))
    assert '<div lang="cy"><blockquote>' in render_fragment(only, "")
    assert [block.language for block in only.blocks] == ["", ""]


def test_a_facts_file_in_both_languages_signs_and_links_both() -> None:
    facts = FreeStatement(
        announcement="statement", format_version=FORMAT_VERSION, organisation=OrganisationFacts("Weavers"),
        title="Thanks", said=(Paragraph("Thank you."), Paragraph("Diolch.", language=Language.WELSH)),
        by=PersonName("Ann Bell"), by_role="Chair", first_published_in="The Mail", video_url=VIDEO,
        video_language=Language.WELSH, second_language=Language.WELSH,
    )  # fmt: skip
    told = render(in_both_languages(compose_any(facts, USUAL_STYLE), facts, USUAL_STYLE), Format.TEXT)
    english, _, welsh = told.partition("* * *")
    assert english.count("— Ann Bell, Chair") == welsh.count("— Ann Bell, Chair") == 1
    assert "First published in The Mail." in english
    assert "Cyhoeddwyd gyntaf yn: The Mail." in welsh
    assert f"Watch the video (in Welsh): {VIDEO}" in english
    assert f"Gwyliwch y fideo (yn Gymraeg): {VIDEO}" in welsh
