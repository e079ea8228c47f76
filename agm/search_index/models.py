"""What the public search finds: the text to match, and by which ids the rest is found when somebody asks."""

import datetime as dt
import enum

from sqlalchemy import Connection, UniqueConstraint, event, false
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from agm.database import Base
from agm.language.search_keys import search_keys, year_keys


class Kind(enum.StrEnum):
    """What an entry is about; its record is the announcement, the person or the office of that id."""

    ANNOUNCEMENT = "announcement"
    PERSON = "person"
    OFFICE = "office"


class SearchEntry(Base):
    """A published text, or what somebody holds or held, or who, in one unit.

    Its ids are no foreign keys: the records belong to the chapters above. The full-text index over it belongs to the
    database (FTS5 in SQLite, tsvector in PostgreSQL); see the migration.
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "record_id", "unit_id", name="uq_search_entry_kind_record_unit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind]
    record_id: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(index=True)
    title: Mapped[str]
    body: Mapped[str]
    dated_on: Mapped[dt.date | None]
    is_current: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it tells who is what now."""
    keys: Mapped[str] = mapped_column(default="", server_default="")
    """Other words by which it is found; see `agm.language.search_keys`."""


@event.listens_for(SearchEntry, "before_insert")
@event.listens_for(SearchEntry, "before_update")
def derive_keys(_mapper: Mapper[SearchEntry], _connection: Connection, entry: SearchEntry) -> None:
    keys = search_keys(f"{entry.title}\n{entry.body}")
    entry.keys = keys if entry.kind is Kind.ANNOUNCEMENT else f"{keys} {year_keys(entry.body)}".strip()
