"""A free statement in each format."""

from __future__ import annotations

import pytest

from agm.wording.document import AnnouncementKind, statement
from agm.wording.kinds.beside import Beside
from agm.wording.render import Format, render
from agm.wording.render.fragment import render_fragment
from agm.wording.render.mail import mail_html, mail_text
from agm.wording.render.public_json import render_json
from tests.support.forms_of import COLOPHON, REASON, WHOLE_FORMS, letters, words_of_html
from tests.support.golden import same_as_kept
from tests.support.project import ROOT

VIDEO = "https://video.example/?a=1&b=2"
SPOKEN = statement("Ann's *speech*", "It was <b>fine</b>.\n\n- *one*", place="National", video_url=VIDEO)
BESIDE = Beside(
    "We shall *not* be moved.\n\nNot today.", "Cllr Ann_Bell", "Chair of the North West", "The [Oxbridge] Mail",
    "https://mail.example.org/a_b",
)  # fmt: skip
QUOTED = statement("Not moved", "She spoke last night.", place="National", beside=BESIDE.parts)
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
    assert Beside().parts == ()
    assert [part.markdown for part in Beside(appeared_in="The Mail").parts] == ["First published in The Mail."]
    assert [person.name for person in QUOTED.people] == ["Cllr Ann_Bell"]
