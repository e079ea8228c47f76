"""Generated text as HTML: real quotes and dashes, escaped, with right-to-left runs kept apart."""

import html
import re
from collections.abc import Callable, Iterator

from agm.language.characters import UNPRINTABLE, printable

RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RUN = re.compile(rf"[{RIGHT_TO_LEFT}]+(?:[\s'’\"“”.,\u00a0–-]+[{RIGHT_TO_LEFT}]+)*")
_NAME = re.compile(_RUN.pattern.replace(",", ""))
_FROM_LEFT = re.compile(rf"[^\W\d_{RIGHT_TO_LEFT}]")
_HEBREW = re.compile("[\u05d0-\u05ea]")
_ARABIC = re.compile("[\u0600-\u08ff]")
HIDDEN_ADDRESS = "\1"
_MAY_HOLD_ADDRESS = re.compile(r"(?i)[@/]|www\.|xn--|mailto:")
_TO_CHANGE = re.compile(rf"['\"<>&\-{RIGHT_TO_LEFT}{UNPRINTABLE}]")
ADDRESS = re.compile(
    r"(?i)(?:(?<![\w.+-])(?:[a-z][a-z0-9+.-]*://|www\.|mailto:)|(?<![\w@.'/\\-])@?\w[\w.!#$%&'*+/=?^`{|}~-]{0,64}@"
    r"|(?<![\w.-])(?:[\w-]+\.)*xn--|(?<![\w@./-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?=/))[^\s<>\"“”\[\]]+"
)
"""A web or mail address, with the stops and brackets that may follow it in a sentence; see `addresses_in`."""
_AFTER_ADDRESS = ".,;:!?*_~’'”)\\"
_ELISION = re.compile(
    r"(?i)(?<!\w)'(?=(?:[ts]|em|tis|twas|twere|twill|til|cause|bout|\d\ds?)(?![\w'])|n' )|(?<= 'n)'(?= )"
)
"""An apostrophe at the beginning of a word: 't Hooft, the '90s, Rock 'n' Roll."""
_TWO_NAMES = re.compile(rf"[,;](?<=[{RIGHT_TO_LEFT}].)(?= [{RIGHT_TO_LEFT}])")
LEFT_TO_RIGHT_MARK = "\u200e"
_DOUBLE_OPENING = re.compile(r"(^|[\s(\[‘–—-])\"")
_SINGLE_PAIR = re.compile(r"(^|[\s(\[“–—])'(?=\S)([^']*(?:\w'\w[^']*)*)(?<=\S)'(?!\w)")


def addresses_in(text: str) -> Iterator[tuple[int, int]]:
    """From where to where an address stands: its signs are its own, whatever they mean in prose."""
    for found in ADDRESS.finditer(text) if _MAY_HOLD_ADDRESS.search(text) else ():
        length = len(found.group().rstrip(_AFTER_ADDRESS))
        for sign in found.group()[length:]:
            address = found.group()[:length]
            is_its_own = (sign == ")" and address.count("(") > address.count(")")) or (
                sign == "'" and address.count("'") % 2 == 1 and "=" in address
            )
            if not is_its_own:
                break
            length += 1
        yield found.start(), found.start() + length


def beside_addresses(change: Callable[[str], str], text: str) -> str:
    """The text with a change made to all of it but the addresses."""
    parts, end = [], 0
    for start, after in addresses_in(text):
        parts += [change(text[end:start]), text[start:after]]
        end = after
    return "".join([*parts, change(text[end:])])


def dashes(text: str) -> str:
    """A hyphen between spaces, and two hyphens, become an en rule."""
    return beside_addresses(lambda prose: prose.replace("--", "–").replace(" - ", " – "), text)


def quotes(text: str) -> str:
    """The text with printed quotes and apostrophes, each in the place of a typed one."""
    prose, places = text, list(addresses_in(text))
    for start, end in places:
        prose = prose[:start] + HIDDEN_ADDRESS * (end - start) + prose[end:]
    prose = _DOUBLE_OPENING.sub(r"\1“", _ELISION.sub("’", prose)).replace('"', "”")
    prose = _SINGLE_PAIR.sub(r"\1‘\2’", prose).replace("'", "’")
    for start, end in places:
        prose = prose[:start] + text[start:end] + prose[end:]
    return prose


def smarten(text: str) -> str:
    return quotes(dashes(text))


def runs_right_to_left(text: str) -> bool:
    """Whether most letters of the text belong to a script that runs from right to left."""
    letters = sum(map(str.isalpha, text))
    return sum(map(str.isalpha, "".join(_RUN.findall(text)))) * 2 > letters


def isolate(text: str) -> str:
    """Escape a text for HTML, each right-to-left run in a <bdi>, Hebrew marked as such.

    A comma parts two runs where the text has other letters too, so that the names of a list keep their order.
    """
    parts = []
    end = 0
    for run in (_NAME if _FROM_LEFT.search(text) else _RUN).finditer(text):
        is_hebrew = _HEBREW.search(run.group()) and not _ARABIC.search(run.group())
        language = ' lang="he"' if is_hebrew else ""
        parts += [html.escape(text[end : run.start()], quote=False)]
        parts += [f'<bdi{language} dir="auto">{html.escape(run.group(), quote=False)}</bdi>']
        end = run.end()
    return "".join([*parts, html.escape(text[end:], quote=False)])


def printed_html(text: str) -> str:
    return isolate(smarten(printable(text))) if _TO_CHANGE.search(text) else text


def with_marks(text: str) -> str:
    """Plain text in which the right-to-left names of a list keep their order, by a mark after each comma between them.

    A line that begins in such a script runs that way, and is left as it is.
    """
    return "\n".join(map(_marked_line, text.split("\n"))) if _TWO_NAMES.search(text) else text


def _marked_line(line: str) -> str:
    first = next(filter(str.isalpha, line), "")
    return _TWO_NAMES.sub(rf"\g<0>{LEFT_TO_RIGHT_MARK}", line) if _FROM_LEFT.match(first) else line
