"""A free statement in each format."""

from __future__ import annotations

from agm.wording.document import AnnouncementKind, statement
from agm.wording.render import Format, render

VIDEO = "https://video.example/?a=1&b=2"
SPOKEN = statement("Ann's *speech*", "It was <b>fine</b>.\n\n- *one*", place="National", video_url=VIDEO)
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
