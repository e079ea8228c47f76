"""Minutes as a page and as plain text, part by part: the whole would be too long to be read as Markdown."""

import re

from agm.wording.render.typed_markdown import typed_html, typed_text

_TITLE = re.compile(r"# (.+)")
_HEADING = re.compile(r"(#{1,6}) ")
HIGHEST = 2
"""The title is the page's own heading."""


def parts_of(text: str) -> list[str]:
    """What stands between empty lines."""
    return [part for part in re.split(r"\n[ \t]*\n", text.strip()) if part.strip()]


def title_of(text: str) -> str:
    """What the first heading says; "Minutes" where the text begins otherwise."""
    first = _TITLE.fullmatch(text.strip().partition("\n")[0].strip())
    return typed_text(first[1]) if first else "Minutes"


def minutes_html(text: str) -> str:
    """Safe HTML of the minutes, without their title."""
    return "\n".join(typed_html(part, _level(part)) for part in _body(text))


def minutes_text(text: str) -> str:
    return "\n\n".join([title_of(text), *map(typed_text, _body(text))]) + "\n"


def _body(text: str) -> list[str]:
    parts = parts_of(text)
    if parts and _TITLE.fullmatch(parts[0].partition("\n")[0].strip()):
        rest = parts[0].partition("\n")[2].strip()
        parts[0:1] = [rest] if rest else []
    return parts


def _level(part: str) -> int:
    found = _HEADING.match(part)
    return max(HIGHEST, len(found[1])) if found else HIGHEST
