"""A free statement in each format."""

from __future__ import annotations

from agm.wording.render.statement import Statement, statement_html, statement_markdown, statement_text

SPOKEN = Statement("Ann's *speech*", "It was <b>fine</b>.\n\n- *one*", "National", "https://video.example/?a=1&b=2")
PLAIN = Statement("A word", "Thank you.", "Northern Vale")


def test_a_statement_with_a_video() -> None:
    assert statement_html(SPOKEN).split("\n") == [
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
    assert statement_text(SPOKEN) == (
        "Ann's *speech*\n\nIt was <b>fine</b>.\n\n- one\n\nWatch the video: https://video.example/?a=1&b=2\n"
    )
    assert statement_markdown(SPOKEN) == (
        "# Ann's \\*speech\\*\n\nIt was \\<b\\>fine\\</b\\>.\n\n- *one*\n\n"
        "[Watch the video](<https://video.example/?a=1&b=2>)\n"
    )


def test_a_statement_of_words_alone() -> None:
    assert "Watch" not in statement_html(PLAIN)
    assert statement_text(PLAIN) == "A word\n\nThank you.\n"
    assert statement_markdown(PLAIN) == "# A word\n\nThank you.\n"
