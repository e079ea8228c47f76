"""Which characters a text may hold: those refused in files and in forms, and those dropped when it is printed."""

import re
import unicodedata

HIDDEN = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
"""What no file may hold, as a class of a regular expression (of Python and of JSON Schema alike): control characters,
line and paragraph separators, embeddings and isolates of direction, and what is no character at all."""

HIDDEN_IN_LINE = HIDDEN + r"\t\n\r"

DIRECTION_MARKS = "\u200e\u200f\u061c\u200c\u200d"
"""Marks that text in right-to-left and Indic scripts needs; they may be typed."""

UNPRINTABLE = "\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff"
"""What is dropped when a text is printed, as a class of a regular expression: XML could not even hold most of it."""

INVISIBLE = "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\u202a-\u202e\u2066-\u2069"
"""What pasting from web pages, spreadsheets and chats brings along unseen, as a class of a regular expression: soft
hyphens, spaces without width, byte order marks, and the embeddings and isolates that chats put around names."""

_SPACES = re.compile("[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_HIDDEN = re.compile(f"[{HIDDEN}]")
_HIDDEN_IN_LINE = re.compile(f"[{HIDDEN_IN_LINE}]")
_UNPRINTABLE = re.compile(f"[{UNPRINTABLE}]")


def hidden_in_file(text: str, *, lines: bool) -> re.Match[str] | None:
    """The first character that a text in a file may not hold; `lines` allows tabs and line breaks."""
    return (_HIDDEN if lines else _HIDDEN_IN_LINE).search(text)


def is_hidden(character: str) -> bool:
    """Whether a typed character is a control, format or private one (line ends, tabs and joiners are none)."""
    is_odd = unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs"}
    return _HIDDEN.match(character) is not None or (is_odd and character not in "\n\t\u00ad" + DIRECTION_MARKS)


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
