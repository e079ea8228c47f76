"""Answers that may be too long for the memory: written to a file first, so that they have an ETag and a length."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from gzip import GzipFile
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Response, request

from agm.web.public.site import REVALIDATE

LARGEST_IN_MEMORY = 1024 * 1024
COMPRESSION = 6
AT_ONCE = 64 * 1024


def long_answer(lines: Iterable[str], content_type: str) -> Response:
    """All the lines, compressed for whoever takes that; 304 for whoever has them already."""
    is_compressed = request.accept_encodings["gzip"] > 0
    digest = hashlib.sha256()
    file: IO[bytes] = SpooledTemporaryFile(LARGEST_IN_MEMORY)  # noqa: SIM115  closed when it is sent
    with GzipFile("", "wb", COMPRESSION, file, mtime=0) if is_compressed else nullcontext(file) as out:
        for line in lines:
            content = line.encode()
            digest.update(content)
            out.write(content)
    length = file.tell()
    response = Response(parts(file, length), content_type=content_type)
    response.content_length = length
    response.headers["Cache-Control"] = REVALIDATE
    response.vary.add("Accept-Encoding")
    if is_compressed:
        response.content_encoding = "gzip"
    response.set_etag(f"{digest.hexdigest()[:12]}{':gzip' if is_compressed else ''}")
    response.call_on_close(file.close)
    response.make_conditional(request)
    return response


def parts(file: IO[bytes], length: int) -> Iterator[bytes]:
    """What was written, a part at a time; what is short is taken out at once, and needs no file any more."""
    file.seek(0)
    if length > LARGEST_IN_MEMORY:
        return iter(lambda: file.read(AT_ONCE), b"")
    with file:
        return iter((file.read(),))
