"""Short posts for social networks, each within its limit as that network counts, whole lines only."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agm.language.characters import without_no_break
from agm.wording.document import AnnouncementKind, BlockKey, Document, Listing, Sentence
from agm.wording.summary import one_line, summary

Length = Callable[[str], int]

_LINK = re.compile(r"https?://\S+|(?<![\w@.])(?:[\w-]+\.)+[^\W\d_]{2,}(?:/\S*)?")
"""What a network may make a link of."""
LINK_LENGTH = 23
"""Any link counts as this long where the network shortens it."""
_HEAVY = re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
"""The characters that X counts as two (twitter-text's configuration 3)."""
_EACH_ALONE = re.compile("[\u0000-\u02ff\u2010-\u2027]*")
"""Text in which no character joins the one before it."""
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_BETWEEN_SENTENCES = re.compile(r"(?:(?<=[a-z]{5}[.!?])|(?<=\d{4}[.!?])|(?<=\d:\d\d[.!?])|(?<=noon[.!?])) (?=[“A-Z])")
BEFORE_MEETINGS = {AnnouncementKind.NOTICE, AnnouncementKind.CALL_FOR_NOMINATIONS}
"""What readers have to know the day of, before they care for the offices."""
MOST_OF_LEAD = 600
"""How much of a text without results a post has at most."""
MOST_BYTES = 3000
FLAGS = range(0x1F1E6, 0x1F200)
SKIN_TONES = range(0x1F3FB, 0x1F400)
JOINER = "\u200d"
ELLIPSIS = "…"


def graphemes(text: str) -> int:
    """What a reader sees as one character counts as one; never too few."""
    if _EACH_ALONE.fullmatch(text):
        return len(text)
    count, before, open_flag = 0, "", False
    for sign in text:
        is_flag = ord(sign) in FLAGS
        joins = (
            unicodedata.category(sign) in {"Mn", "Me", "Mc"} or sign == JOINER
            or before == JOINER or ord(sign) in SKIN_TONES or (is_flag and open_flag)
        )  # fmt: skip
        count += not (joins and before)
        open_flag = is_flag and not open_flag
        before = sign
    return count


def x_length(text: str) -> int:
    """As X counts: links as 23, most letters as one, others as two."""
    text = unicodedata.normalize("NFC", text)
    differences = (
        LINK_LENGTH - x_weight(link) if "://" in link else max(0, LINK_LENGTH - x_weight(link))
        for word in text.split()
        if "." in word or "://" in word  # in others there is no link: to look is dear
        for link in _LINK.findall(word)
    )
    return x_weight(text) + sum(differences)


def x_weight(text: str) -> int:
    return len(text) + len(_HEAVY.findall(text))


def mastodon_length(text: str) -> int:
    """As Mastodon counts: characters as seen, links with their scheme as 23."""
    return sum(
        LINK_LENGTH if part.startswith("http") else graphemes(part) for part in re.split(r"(https?://\S+)", text)
    )


def bluesky_length(text: str) -> int:
    """As Bluesky counts: characters as seen; a text of very many bytes is too long however few those are."""
    return graphemes(text) if len(text.encode()) <= MOST_BYTES else len(text.encode())


def threads_length(text: str) -> int:
    """As Threads counts: characters, and emoji as their bytes."""
    return len(text) + sum(len(sign.encode()) - 1 for sign in _BEYOND.findall(text))


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True, slots=True)
class Network:
    name: str
    limit: int
    length: Length


NETWORKS = (
    Network("Bluesky", 300, bluesky_length),
    Network("Facebook", 63_206, utf16_length),
    Network("LinkedIn", 3_000, utf16_length),
    Network("Mastodon", 500, mastodon_length),
    Network("Threads", 500, threads_length),
    Network("X", 280, x_length),
)


def render_post(document: Document, address: str, network: Network, whose: str = "") -> str:
    """The title, as many whole offices as fit, how many are left out, who took the photograph that networks show with
    the link, and the address of the page.

    `whose` text it is stands before the title of a statement that does not say so.
    """
    title, lead = without_no_break(document.title), document.lead
    if document.kind is AnnouncementKind.STATEMENT and whose.casefold() not in title.casefold():
        title = f"{whose}: {title}"
    credit = f"Photo: {without_no_break(lead.credit)}\n\n" if lead and lead.credit else ""
    if network.length(f"{title}\n\n{credit}{address}") > network.limit:
        credit = ""

    def fits(body: str) -> bool:
        return network.length(f"{body}\n\n{credit}{address}") <= network.limit

    return f"{longest(document, shortened(title, fits), fits)}\n\n{credit}{address}"


def picture_words(document: Document, most: int = 420) -> str:
    """What the picture of a text says, for those who do not see it."""
    title = without_no_break(document.title)
    if document.place.casefold() not in title.casefold():
        title = f"{document.place}: {title}"
    title = shortened(title, lambda text: len(text) <= most)
    return longest(document, title, lambda text: len(text) <= most)


def longest(document: Document, title: str, fits: Callable[[str], bool]) -> str:
    """The title with as many lines of the results as fit; without results with as many whole sentences of the text."""
    lines = list(result_lines(document))
    if document.kind in BEFORE_MEETINGS:
        title = next((told for said in said_before(document) if fits(told := f"{title}\n\n{said}")), title)
    elif not lines:
        lead = one_line(document)
        ends = [end for end in ends_of_sentences(lead) if end <= MOST_OF_LEAD]
        texts = [f"{title}\n\n{said}" for said in (*(lead[:end] for end in reversed(ends)), summary(document)) if said]
        return next((text for text in texts if fits(text)), title)

    def with_lines(shown: int) -> str:
        left = len(lines) - shown
        more = [f"and {left} more {'office' if left == 1 else 'offices'}"] if left else []
        return "\n".join([title, "", *lines[:shown], *more]) if lines else title

    if fits(everything := with_lines(len(lines))):
        return everything
    most = bisect_left(range(len(lines)), True, key=lambda shown: not fits(with_lines(shown + 1)))
    return with_lines(most) if most else title


def said_before(document: Document) -> Iterator[str]:
    """What has to be known before a meeting, the fullest first: when and where it is, and until when somebody can be
    nominated where that is what the text is for."""
    lead = one_line(document)
    first = lead[: next(iter(ends_of_sentences(lead)), 0)]
    until = ""
    if document.kind is AnnouncementKind.CALL_FOR_NOMINATIONS and (block := document.block(BlockKey.NOMINATIONS)):
        said = next((without_no_break(part.text) for part in block.parts if isinstance(part, Sentence)), "")
        until = said[: next(iter(ends_of_sentences(said)), 0)]
    yield from filter(None, (" ".join(filter(None, (first, until))), until, first))


def ends_of_sentences(text: str) -> list[int]:
    """Where whole sentences of a text end, the last place included. A stop behind a short word may belong to a name
    (“Dr. Bell”, “St. Mary’s”), and is none."""
    return [*(found.start() for found in _BETWEEN_SENTENCES.finditer(text)), len(text)] if text else []


def result_lines(document: Document) -> Iterator[str]:
    """An office with its holders a line, as the house writes it; the first below a heading has that above it."""
    for block in document.first_text:
        for part in block.parts:
            if isinstance(part, Listing) and not any(entry.message for entry in part.entries):
                for index, (heading, entries) in enumerate(part.groups):
                    above = f"{chr(10) if index else ''}{without_no_break(heading)}\n" if heading else ""
                    for entry in entries:
                        yield above + without_no_break(entry.line)
                        above = ""


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """The text, or as many of its words as fit; of one endless word as many letters."""
    if fits(text):
        return text
    words = text.split()
    for count in range(len(words) - 1, 0, -1):
        if fits(cut := f"{' '.join(words[:count])}{ELLIPSIS}"):
            return cut
    return next(cut for length in range(len(text), -1, -1) if fits(cut := text[:length] + ELLIPSIS))
