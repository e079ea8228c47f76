"""Photos to send, with the place where they were taken; and rows of pictures."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from agm.announcements.models import AnnouncementPicture
from agm.files.models import File
from agm.wording.placing import Place
from tests.support.records import NOW

Photo = tuple[io.BytesIO, str]
PLACE = 0x8825


def photo(name: str = "hall.jpg", colour: str = "teal", size: tuple[int, int] = (900, 600)) -> Photo:
    """A photo of one colour, as a form sends it."""
    exif = Image.Exif()
    exif.get_ifd(PLACE)[1] = "N"
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG", exif=exif, comment=b"home")
    return io.BytesIO(target.getvalue()), name


def picture_row(**columns: Any) -> AnnouncementPicture:  # noqa: ANN401  columns by name
    """The row of a second picture."""
    fixed: dict[str, Any] = {"announcement_id": 1, "file_id": 2, "position": 2, "place": Place.LEAD, "alt": "A hall"}
    return AnnouncementPicture(**{**fixed, "credit": "", "agreed_by": "somebody", "agreed_at": NOW, **columns})


def file_row(digest: str) -> File:
    return File(digest=digest, media_type="image/jpeg", content=b"x", width=4, height=3, created_at=NOW)
