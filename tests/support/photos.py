"""Photos to send, with the place where they were taken; and rows of pictures."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session

from agm.announcements.commands import ArrangePictures, PlacedPicture
from agm.announcements.models import Announcement, AnnouncementPicture
from agm.announcements.operations import arrange_pictures
from agm.announcements.pictures import pictures_of
from agm.audit.act import SYSTEM, Act
from agm.facts import PersonName
from agm.files.models import File
from agm.files.pictures import photograph
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


def illustrate(session: Session, announcement: Announcement, *described: tuple[str, str, PersonName | None]) -> None:
    """Give a draft pictures of several colours, the first as its lead: what each shows, who took it, and who is in it.

    A picture becomes public with the next correction.
    """
    colours = ("teal", "gold", "navy", "red")[: len(described)]
    sent = tuple(photograph(photo(f"{one}.jpg", one)[0].getvalue(), "sent") for one in colours)
    act = Act(session, SYSTEM, NOW)
    command = ArrangePictures(announcement.id, announcement.version, (), sent, have_agreed=True)
    announcement = arrange_pictures(act, command)
    placed = tuple(
        PlacedPicture(row.file.digest, row.place, row.paragraph, alt, credit, (who,) if who else ())
        for row, (alt, credit, who) in zip(pictures_of(session, announcement), described, strict=True)
    )
    arrange_pictures(act, ArrangePictures(announcement.id, announcement.version, placed))


def picture_row(**columns: Any) -> AnnouncementPicture:  # noqa: ANN401  columns by name
    """The row of a second picture."""
    fixed: dict[str, Any] = {"announcement_id": 1, "file_id": 2, "position": 2, "place": Place.LEAD, "alt": "A hall"}
    return AnnouncementPicture(**{**fixed, "credit": "", "agreed_by": "somebody", "agreed_at": NOW, **columns})


def file_row(digest: str) -> File:
    return File(digest=digest, media_type="image/jpeg", content=b"x", width=4, height=3, created_at=NOW)
