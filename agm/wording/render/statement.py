"""A free statement in each format: a title, text that somebody typed, and at most a link to a video."""

from __future__ import annotations

import html
from dataclasses import dataclass

from agm.wording.render.typed import escape_markdown_line, typed_html, typed_markdown, typed_text
from agm.wording.render.typography import clean, printed_html

VIDEO = "Watch the video"


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said, and where it belongs. `text` is Markdown; `video_url` is shown as a plain link."""

    title: str
    text: str
    place: str
    video_url: str | None = None


def statement_html(statement: Statement) -> str:
    """The statement as the article of a web page, ending in a line feed."""
    lines = [
        '<article class="notice">',
        '  <header class="axis">',
        f'    <p class="side"><span>{printed_html(statement.place)}</span></p>',
        f"    <h1>{printed_html(statement.title)}</h1>",
        "  </header>",
        '  <div class="axis">',
        '    <div class="prose">',
        *(f"      {line}" for line in typed_html(statement.text, 2).split("\n")),
        "    </div>",
        "  </div>",
    ]
    if statement.video_url:
        link = f'<a href="{html.escape(statement.video_url)}" rel="noreferrer">{VIDEO}</a>'
        lines += ['  <p class="axis">', f'    <span class="ui">{link} (leaves this site)</span>', "  </p>"]
    return "\n".join([*lines, "</article>"]) + "\n"


def statement_text(statement: Statement) -> str:
    """The statement as plain text, ending in a line feed."""
    parts = [clean(statement.title), typed_text(statement.text)]
    parts += [f"{VIDEO}: {statement.video_url}"] if statement.video_url else []
    return "\n\n".join(parts) + "\n"


def statement_markdown(statement: Statement) -> str:
    """The statement as Markdown, ending in a line feed."""
    parts = [f"# {escape_markdown_line(clean(statement.title))}", typed_markdown(statement.text)]
    parts += [f"[{VIDEO}](<{statement.video_url}>)"] if statement.video_url else []
    return "\n\n".join(parts) + "\n"
