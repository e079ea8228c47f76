"""What is made of a photo that somebody sends, and what is refused."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from agm.files.pictures import MOST_BYTES, PORTRAIT, portrait
from agm.rules.violations import RefusedError

PLACE, TURNED = 0x8825, 0x0112


def picture(kind: str, size: tuple[int, int] = (800, 600), mode: str = "RGB", turned: int = 1) -> bytes:
    """A picture, red above and blue below, with the place where it was taken where the kind holds one."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0], size[1] // 2))
    image = image.convert(mode)
    exif = Image.Exif()
    exif[TURNED] = turned
    exif.get_ifd(PLACE)[1] = "N"
    target = io.BytesIO()
    image.save(target, kind, exif=exif, comment=b"home")
    return target.getvalue()


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB")]
)
@pytest.mark.parametrize("size", [(800, 600), (100, 900), (1, 1)])
def test_a_portrait_has_its_shape_and_nothing_else(kind: str, mode: str, size: tuple[int, int]) -> None:
    made = portrait(picture(kind, size, mode), "photo")
    assert (made.media_type, (made.width, made.height)) == ("image/jpeg", PORTRAIT)
    with Image.open(io.BytesIO(made.content)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", PORTRAIT, {})
    assert b"home" not in made.content


def test_a_photo_taken_sideways_stands_upright() -> None:
    made = portrait(picture("JPEG", (600, 400), turned=6), "photo")
    with Image.open(io.BytesIO(made.content)) as image:
        left, right = image.getpixel((20, 260)), image.getpixel((395, 260))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[2] > 200 > 50 > left[0]
    assert right[0] > 200 > 50 > right[2]


def huge() -> bytes:
    """A PNG file of a few bytes that says that it has 900 million points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo_unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "photo_unreadable"),
        (b"<!doctype html><script>alert(1)</script>", "photo_unreadable"),
        (b"MZ\x90\x00", "photo_unreadable"),
        (picture("JPEG")[:400], "photo_unreadable"),
        (picture("PNG")[:60], "photo_unreadable"),
        (picture("PNG").replace(b"IDAT", b"XXXX"), "photo_unreadable"),
        (picture("GIF"), "photo_unreadable"),
        (picture("TIFF"), "photo_unreadable"),
        (huge(), "photo_too_large"),
        (b"\xff\xd8" + b"0" * MOST_BYTES, "photo_too_large"),
    ],
    ids=["empty", "svg", "page", "program", "cut off", "cut off png", "no points", "gif", "tiff", "bomb", "bytes"],
)  # fmt: skip
def test_what_is_no_photo_is_refused_at_its_field(content: bytes, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        portrait(content, "photo")
    assert [(one.code, one.field) for one in refused.value.violations] == [(code, "photo")]


def test_a_script_behind_a_photo_is_gone() -> None:
    made = portrait(picture("JPEG") + b"<script>alert(1)</script>", "photo")
    assert b"script" not in made.content
