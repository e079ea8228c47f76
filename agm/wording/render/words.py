"""The words of a part as HTML, in the language that they are in."""

import html
import re

from agm.facts import Language
from agm.wording.document import Block, ListEntry, Sentence, Typed, Video
from agm.wording.render.typography import addresses_in, printed_html

_MAIL = re.compile(r"[^\s@:/?]+@[^\s@:/?]+\.[^\s@:/?]+")
_WEB = re.compile(r"https?://[^/]")


def words_html(text: str, part: Sentence | ListEntry) -> str:
    """A text of a part, with what is in another language than the text marked as such, and links where it tells an
    address."""
    welsh = part.in_welsh if isinstance(part, Sentence) else ()
    if not part.in_english and not welsh:
        return _linked(text)
    language = "en" if part.in_english else "cy"
    longest = sorted(part.in_english or welsh, key=len, reverse=True)
    pieces = re.split(rf"(?<!\w)({'|'.join(map(re.escape, longest))})(?!\w)", text)
    return "".join(
        f'<span lang="{language}">{_linked(piece)}</span>' if index % 2 else _linked(piece)
        for index, piece in enumerate(pieces)
    )


def _linked(text: str) -> str:
    """A text whose web and mail addresses can be followed."""
    if "@" not in text and "://" not in text:
        return printed_html(text)
    parts, end = [], 0
    for start, after in addresses_in(text):
        address = text[start:after]
        scheme = "mailto:" if _MAIL.fullmatch(address) else ""
        if scheme or _WEB.match(address):
            shown = html.escape(address)
            link = f'<a href="{scheme}{shown}" rel="noopener noreferrer">{shown}</a>'
            parts += [printed_html(text[end:start]), link]
            end = after
    return "".join([*parts, printed_html(text[end:])])


def language_of(part: Block | Typed | ListEntry) -> str:
    """The attributes of what is in another language than English."""
    if not part.language:
        return ""
    return f' lang="{part.language}"' + (' dir="rtl"' if part.language == Language.HEBREW else "")


def spoken_in(video: Video) -> str:
    """The attribute of a link that says in which language what it leads to is."""
    return f' hreflang="{video.spoken}"' if video.spoken else ""
