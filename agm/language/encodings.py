"""In which encoding the bytes of a text file are written."""

import codecs
import re

PIECE = 1 << 20
ASCII = bytes(range(128))
IN_WORD = re.compile(rb"[A-Za-z][\x80-\xff]")
MARKS_IN_NAMES = "’‘“”–—… \u00a0"


class NotText(ValueError):  # noqa: N818  what the bytes are not, as `is_nobody` says who nobody is
    """The bytes are no text in ``encoding``: at ``line`` and ``column``, which count from 1, stands ``byte``."""

    def __init__(self, encoding: str, before: bytes, byte: int) -> None:
        self.encoding, self.byte = encoding, byte
        self.line, self.column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        super().__init__(f"line {self.line}, column {self.column}: the byte {byte:#04x} is no text in {encoding}")


def encoding_of(data: bytes) -> str:
    """Of what the whole of the data is text: UTF-16 or UTF-8, or as old programs wrote it (Windows-1252, Mac Roman).

    A name of Python's; "utf-8-sig" and "utf-16" are those that begin with a byte order mark. Raises ``NotText``.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif any(data[:80:2]) and data[1:80:2] and not any(data[1:80:2]):
        encodings = ["utf-16-le"]
    elif any(data[1:80:2]) and not any(data[:80:2]):
        encodings = ["utf-16-be"]
    else:
        old = ["mac_roman", "cp1252"] if _is_of_old_macs(data) else ["cp1252"]
        encodings = ["utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8", *old]
    for encoding in encodings:
        try:
            _check_text(data, encoding)
        except UnicodeDecodeError as error:
            place = error.start
        else:
            return encoding
    raise NotText(encodings[0], data[:place], data[place])


def _is_of_old_macs(data: bytes) -> bool:
    """Whether the bytes beyond ASCII stand in words and are all letters on an old Macintosh, and not all on Windows."""
    beyond = bytes(set(data.translate(None, ASCII)))
    is_alike = _all_letters(beyond, "mac_roman") and not _all_letters(beyond, "cp1252")
    return is_alike and bool(IN_WORD.search(data))  # looked for last: it takes long in a long file


def _all_letters(some: bytes, encoding: str) -> bool:
    return all(sign.isalpha() or sign in MARKS_IN_NAMES for sign in some.decode(encoding, errors="replace"))


def _check_text(data: bytes, encoding: str) -> None:
    """Raises ``UnicodeDecodeError`` with the place in the whole; holds little of the text at a time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, max(len(data), 1), PIECE):
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(data[start : start + PIECE], final=start + PIECE >= len(data))
        except UnicodeDecodeError as error:
            error.start += start - waiting
            raise
