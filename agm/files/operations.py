"""The verbs of files: keep one with the record that uses it, and remove what no record uses."""

import hashlib
from collections.abc import Collection

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.database import Base
from agm.files.models import File
from agm.files.pictures import Picture


def keep(act: Act, picture: Picture) -> File:
    """The row of a picture, which is made where there is none; flushes."""
    digest = hashlib.sha256(picture.content).hexdigest()
    found = act.session.scalar(select(File).where(File.digest == digest))
    if found is None:
        found = File(
            digest=digest, media_type=picture.media_type, content=picture.content,
            width=picture.width, height=picture.height, created_at=act.at,
        )  # fmt: skip
        act.session.add(found)
        act.session.flush()
    return found


def remove_unused(session: Session, file_ids: Collection[int | None]) -> set[int]:
    """Delete those of these files to which no row refers any more: their ids. Flushes."""
    wanted = {one for one in file_ids if one is not None}
    if not wanted:
        return set()
    session.flush()
    key = File.__table__.c.id
    references = [
        foreign.parent
        for table in Base.metadata.tables.values()
        for foreign in table.foreign_keys
        if foreign.column is key
    ]
    unused = select(File.id).where(File.id.in_(wanted), ~or_(*(exists().where(column == key) for column in references)))
    removed = set(session.scalars(unused))
    session.execute(delete(File).where(File.id.in_(removed)))
    return removed
