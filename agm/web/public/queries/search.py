"""Full-text search by the database's own means: FTS5 in SQLite, tsvector in PostgreSQL; see migrations 0008 and 0011.

Every word counts, and each may be the beginning of a longer one. Case and accents do not matter.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from sqlalchemy import Date, text
from sqlalchemy.orm import Session

from agm.rules.letters import plain_letters

LONGEST_QUERY = 200
MOST_WORDS = 8
MOST_RANKED = 400
"""How many of the newest entries that fit are ranked: a word that nearly everything holds costs no more."""

SQLITE = text("""
    SELECT e.kind, e.title, e.body, e.address, e.region_name, e.dated_on
    FROM search_index JOIN search_entry AS e ON e.id = search_index.rowid
    WHERE search_index MATCH :words AND search_index.rowid >= (
        SELECT coalesce(min(newest.rowid), 0) FROM (
            SELECT rowid FROM search_index WHERE search_index MATCH :words ORDER BY rowid DESC LIMIT :most
        ) AS newest
    )
    ORDER BY bm25(search_index, 8.0, 1.0, 2.0), e.dated_on DESC, e.id
    LIMIT :limit OFFSET :offset
""").columns(dated_on=Date)

POSTGRESQL_DOCUMENT = (
    "(setweight(to_tsvector('simple', search_plain(e.title)), 'A') || "
    "setweight(to_tsvector('simple', search_plain(e.body)), 'B') || "
    "setweight(to_tsvector('simple', search_plain(e.region_name)), 'C'))"
)
POSTGRESQL = text(f"""
    SELECT e.kind, e.title, e.body, e.address, e.region_name, e.dated_on
    FROM search_entry AS e
    WHERE e.id IN (
        SELECT e.id FROM search_entry AS e WHERE {POSTGRESQL_DOCUMENT} @@ to_tsquery('simple', :words)
        ORDER BY e.id DESC LIMIT :most
    )
    ORDER BY ts_rank({POSTGRESQL_DOCUMENT}, to_tsquery('simple', :words)) DESC, e.dated_on DESC NULLS LAST, e.id
    LIMIT :limit OFFSET :offset
""").columns(dated_on=Date)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that the search found."""

    kind: str
    title: str
    body: str
    address: str
    region_name: str | None
    dated_on: dt.date | None


def find(session: Session, words: list[str], limit: int, offset: int = 0) -> list[Found]:
    """What holds all these words (of `words_of`), the best first; one statement, none without a word."""
    if not words:
        return []
    if session.get_bind().dialect.name == "sqlite":
        query, wanted = SQLITE, " AND ".join(f'"{word}"*' for word in words)
    else:
        query, wanted = POSTGRESQL, " & ".join(f"'{word}':*" for word in words)
    rows = session.execute(query, {"words": wanted, "limit": limit, "offset": offset, "most": MOST_RANKED})
    return [Found(*row) for row in rows]


def words_of(typed: str) -> list[str]:
    """The words of what somebody typed, plain and without anything that a query language would read as a sign."""
    return re.findall(r"[^\W_]+", plain_letters(typed[:LONGEST_QUERY]).lower())[:MOST_WORDS]
