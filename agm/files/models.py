"""Files that belong to records: their bytes in the database, once each, for as long as a record uses them."""

import datetime as dt

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agm.database import Base
from agm.database.types import OpaqueBytes


class File(Base):
    """A picture as it is served: made by this program from what was sent, without anything else that came with it.

    A row is never changed; `agm.files.operations.remove_unused` deletes it when no record refers to it any more.
    """

    __tablename__ = "file"
    __table_args__ = (CheckConstraint("width >= 1 AND height >= 1", name="has_a_size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the bytes: the same picture is kept once."""
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(OpaqueBytes, deferred=True)
    """Read only where it is served."""
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[dt.datetime]
