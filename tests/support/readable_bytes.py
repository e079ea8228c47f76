"""What a reader of files finds in them: what is packed is unpacked, whatever packed it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes themselves, the members of an archive (DOCX), and the streams of a PDF."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(stream[1])
        except zlib.error:
            continue


def holds(content: bytes, word: str) -> bool:
    """Whether a word stands in it, in whichever case, as text or as the two bytes a letter of PDF's strings."""
    spelt = (word.lower().encode(), word.lower().encode("utf-16-be"))
    return any(one in piece.lower() for piece in unpacked(content) for one in spelt)
