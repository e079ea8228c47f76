"""Generated text as HTML: real quotes and dashes, escaped, with right-to-left runs kept apart."""

import html
import re

from agm.language.characters import UNPRINTABLE, printable

RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RUN = re.compile(rf"[{RIGHT_TO_LEFT}]+(?:[\s'’\"“”.,\u00a0–-]+[{RIGHT_TO_LEFT}]+)*")
_HEBREW = re.compile("[\u05d0-\u05ea]")
_ARABIC = re.compile("[\u0600-\u08ff]")
_TO_CHANGE = re.compile(rf"['\"<>&\-{RIGHT_TO_LEFT}{UNPRINTABLE}]")
_DOUBLE_OPENING = re.compile(r"(^|[\s(\[‘–—-])\"")
_SINGLE_PAIR = re.compile(r"(^|[\s(\[“–—])'(?=\S)([^']*(?:\w'\w[^']*)*)(?<=\S)'(?!\w)")


def dashes(text: str) -> str:
    """A hyphen between spaces, and two hyphens, become an en rule."""
    return text.replace("--", "–").replace(" - ", " – ")


def smarten(text: str) -> str:
    text = _DOUBLE_OPENING.sub(r"\1“", dashes(text)).replace('"', "”")
    return _SINGLE_PAIR.sub(r"\1‘\2’", text).replace("'", "’")


def runs_right_to_left(text: str) -> bool:
    """Whether most letters of the text belong to a script that runs from right to left."""
    letters = sum(map(str.isalpha, text))
    return sum(map(str.isalpha, "".join(_RUN.findall(text)))) * 2 > letters


def isolate(text: str) -> str:
    """Escape a text for HTML, each right-to-left run in a <bdi>, Hebrew marked as such."""
    parts = []
    end = 0
    for run in _RUN.finditer(text):
        is_hebrew = _HEBREW.search(run.group()) and not _ARABIC.search(run.group())
        language = ' lang="he"' if is_hebrew else ""
        parts += [html.escape(text[end : run.start()], quote=False)]
        parts += [f'<bdi{language} dir="auto">{html.escape(run.group(), quote=False)}</bdi>']
        end = run.end()
    return "".join([*parts, html.escape(text[end:], quote=False)])


def printed_html(text: str) -> str:
    return isolate(smarten(printable(text))) if _TO_CHANGE.search(text) else text
