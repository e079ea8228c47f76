"""What stands on a page, so that it fits the narrowest one in the largest text."""

import html
import re

from agm.language.syllables import LONGEST_WHOLE, SOFT_HYPHEN, with_soft_hyphens
from agm.wording.render.typography import RIGHT_TO_LEFT, beside_addresses, isolate

NO_BREAK = "\u00a0"
_PIECE = re.compile(rf"<bdi\b[^<]*[{RIGHT_TO_LEFT}][^<]*</bdi>|<[^>]*>|(?P<text>[^<]+)")
_HELD_TOGETHER = re.compile(rf"[^ \n{NO_BREAK}]+(?:{NO_BREAK}[^ \n{NO_BREAK}]+)+")
_FROM_RIGHT = re.compile(f"[{RIGHT_TO_LEFT}]")


def fitted(markup: str) -> str:
    """HTML whose long words can be parted and whose names keep their order.

    What no-break spaces hold together stays so in a <span class="held">, unless a line is too short for it.
    """
    return _PIECE.sub(_piece, markup)


def _piece(found: re.Match[str]) -> str:
    text = found["text"]
    if text is None:
        return found[0]
    if _FROM_RIGHT.search(text):
        return fitted(isolate(html.unescape(text)))
    text = beside_addresses(with_soft_hyphens, text)
    return _HELD_TOGETHER.sub(_held, text) if NO_BREAK in text else text


def _held(found: re.Match[str]) -> str:
    """Of what is too long for a line, the last two words stay together: "Featherstonehaugh", "Rayner MP"."""
    if _length(found[0]) <= LONGEST_WHOLE:
        return found[0]
    words = found[0].split(NO_BREAK)
    between = NO_BREAK if _length(" ".join(words[-2:])) <= LONGEST_WHOLE else " "
    return f'<span class="held">{" ".join(words[:-1])}{between}{words[-1]}</span>'


def _length(text: str) -> int:
    return len(text.replace(SOFT_HYPHEN, ""))
