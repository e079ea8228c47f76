"""What lists, feeds and the search say of a text, read off its document."""

from agm.language.characters import without_no_break
from agm.wording.document import BlockKey, Document, Sentence, Typed
from agm.wording.render.typed_markdown import typed_text

SUMMARY_LENGTH = 220
QUOTATION_MARK = ">"
"""How plain text marks the lines of a quotation; on one line it says nothing."""


def plain_title(document: Document) -> str:
    """The title with ordinary spaces."""
    return without_no_break(document.title)


def lead_text(document: Document) -> str:
    """The first block after the title as plain text."""
    for block in document.first_text:
        if block.key is BlockKey.TITLE:
            continue
        sentences = [part.text for part in block.parts if isinstance(part, Sentence)]
        typed = [typed_text(part.markdown) for part in block.parts if isinstance(part, Typed)]
        return without_no_break(" ".join([*sentences, *typed]))
    return ""


def one_line(document: Document) -> str:
    """The lead text on one line."""
    return " ".join(word for word in lead_text(document).split() if word != QUOTATION_MARK)


def summary(document: Document) -> str:
    """The first words of the lead text on one line, cut at a word."""
    words = one_line(document)
    if len(words) <= SUMMARY_LENGTH:
        return words
    return words[: words.rfind(" ", 0, SUMMARY_LENGTH - 1)].rstrip(" ,;:–-") + " …"
