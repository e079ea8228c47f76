"""The words of a part as HTML, in the language that they are in."""

import re

from agm.facts import Language
from agm.wording.document import Block, ListEntry, Sentence, Typed
from agm.wording.render.typography import printed_html


def words_html(text: str, part: Sentence | ListEntry) -> str:
    """A text of a part, with what is in English marked as such where the text is in another language."""
    if not part.in_english:
        return printed_html(text)
    longest = sorted(part.in_english, key=len, reverse=True)
    pieces = re.split(rf"(?<!\w)({'|'.join(map(re.escape, longest))})(?!\w)", text)
    return "".join(
        f'<span lang="en">{printed_html(piece)}</span>' if index % 2 else printed_html(piece)
        for index, piece in enumerate(pieces)
    )


def language_of(part: Block | Typed | ListEntry) -> str:
    """The attributes of what is in another language than English."""
    if not part.language:
        return ""
    return f' lang="{part.language}"' + (' dir="rtl"' if part.language == Language.HEBREW else "")
