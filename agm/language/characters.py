"""Which characters a text may hold: one rule for forms, files and what is printed.

What comes from outside is first read `as_typed`: what pasting brings along unseen is dropped, and every kind of line
end is one. What is left and still cannot be shown is refused (`unshowable`), with its place.
"""

import re

HIDDEN = r"\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ud800-\udfff\ufffe\uffff"
"""What no text may hold, as a class of a regular expression (of Python and of JSON Schema alike): control characters
and what is no character at all."""

LINE_ENDS = r"\n\r\u000b\u000c\u0085\u2028\u2029"
"""What ends a line, as such a class (Unicode 5.8)."""

HIDDEN_IN_LINE = HIDDEN + LINE_ENDS

UNPRINTABLE = "\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff"
"""What is dropped when a text is printed, as such a class: XML could not even hold most of it."""

UNSEEN = "\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\u202a-\u202e\u2066-\u2069"
"""What pasting from web pages, spreadsheets and chats brings along unseen, as such a class: spaces without width, byte
order marks, and the embeddings and isolates that chats put around names. Marks that scripts and emoji need are kept."""

PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
WORD_BULLETS = "\uf0b7\uf0a7\uf0d8\uf076"
"""The bullets of lists in Word, which stand in a font of its own."""

UNREADABLE = "\ufffd"
"""The sign for a character that could not be read (Unicode 23.8)."""

_LINE_END = re.compile(f"\r\n|[{LINE_ENDS}]")
_BULLET = re.compile(f"[{WORD_BULLETS}]")
_PASTED = re.compile(f"[{UNSEEN}{PRIVATE}]")
# The flags of England, Scotland and Wales are a black flag with tags behind it (UTS 51, ED-14a); no other tag is seen.
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]")
_SPACES = re.compile("[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_INVISIBLE = re.compile(f"[\u00ad{UNSEEN}]")
_HIDDEN = re.compile(f"[{HIDDEN}]")
_HIDDEN_IN_LINE = re.compile(f"[{HIDDEN_IN_LINE}]")
_UNPRINTABLE = re.compile(f"[{UNPRINTABLE}]")


def as_typed(text: str) -> str:
    """The text that was meant: line ends are newlines, Word's bullets are bullets, and what nobody sees is gone."""
    if not text.isascii():
        text = _TAGS.sub(lambda found: found[1] or "", _PASTED.sub("", _BULLET.sub("•", text)))
    return _LINE_END.sub("\n", text)


def unshowable(text: str, *, lines: bool) -> re.Match[str] | None:
    """The first character of a text, read `as_typed`, that it may not hold; `lines` allows line ends."""
    return (_HIDDEN if lines else _HIDDEN_IN_LINE).search(text)


def with_marks(text: str) -> str:
    """The text with the replacement character � for what it may not hold, so that whoever typed it sees the place."""
    return _HIDDEN.sub(UNREADABLE, text)


def without_invisible(text: str) -> str:
    """The text as it looks: every kind of space is a plain one, and what nobody sees is gone.

    Marks that scripts need stay, and so do tabs and line ends; what no text may hold (``HIDDEN``) is left for a check.
    """
    return text if text.isascii() else _INVISIBLE.sub("", _SPACES.sub(" ", text))


def without_no_break(text: str) -> str:
    return text.replace("\u00a0", " ")


def printable(text: str) -> str:
    """The text without characters that turn the reading direction or cannot be written."""
    return _UNPRINTABLE.sub("", text)


STARTS_OF_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"
"""What a CSV file begins with, so that spreadsheets read its letters right."""


def as_plain_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection): such a beginning gets an apostrophe."""
    return f"'{text}" if text.startswith(STARTS_OF_FORMULAS) else text
