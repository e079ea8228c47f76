"""Full-text search by the database's own means: FTS5 in SQLite, tsvector in PostgreSQL; see the first migration.

Every word counts, and each may be the beginning of a longer one. Case and accents do not matter.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Date, Row, select, text
from sqlalchemy.orm import Session

from agm.language.letters import plain_letters
from agm.organisation.models import Unit, UnitKind

LONGEST_QUERY = 200
MOST_WORDS = 8
MOST_RANKED = 400
"""How many of the newest entries that fit are ranked: a word that nearly everything holds costs no more."""

FOUND = """
    SELECT e.kind, e.title, e.body, e.dated_on, unit.slug AS unit_slug, unit.name AS unit_name,
        announcement.kind AS text_kind, announcement.slug AS text_slug, meeting.slug AS meeting_slug
    FROM search_entry AS e LEFT JOIN unit ON unit.id = e.unit_id AND unit.kind = 'region'
    LEFT JOIN announcement ON e.kind = 'announcement' AND announcement.id = e.record_id
    LEFT JOIN meeting ON meeting.id = announcement.meeting_id
"""
STANDS = "(e.kind <> 'announcement' OR announcement.current_sequence IS NOT NULL)"
SQLITE = text(f"""
    {FOUND} JOIN search_index ON e.id = search_index.rowid
    WHERE {STANDS} AND search_index MATCH :words AND search_index.rowid >= (
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
    "setweight(to_tsvector('simple', search_plain(CAST(e.unit_id AS text))), 'C'))"
)
POSTGRESQL = text(f"""
    {FOUND} WHERE {STANDS} AND e.id IN (
        SELECT e.id FROM search_entry AS e WHERE {POSTGRESQL_DOCUMENT} @@ to_tsquery('simple', :words)
        ORDER BY e.id DESC LIMIT :most
    )
    ORDER BY ts_rank({POSTGRESQL_DOCUMENT}, to_tsquery('simple', :words)) DESC, e.dated_on DESC NULLS LAST, e.id
    LIMIT :limit OFFSET :offset
""").columns(dated_on=Date)


def find(session: Session, words: list[str], limit: int, offset: int = 0) -> Sequence[Row[Any]]:
    """What holds all these words (of `words_of`), the best first; two statements, none without a word.

    The index knows a unit by its id alone, so that nothing is written anew when it is renamed: a word that a unit's
    name holds looks for that id as well.
    """
    if not words:
        return ()
    regions = select(Unit.id, Unit.name).where(Unit.kind == UnitKind.REGION)
    names = [(unit_id, words_of(name)) for unit_id, name in session.execute(regions)]
    units = [[unit_id for unit_id, name in names if any(part.startswith(word) for part in name)] for word in words]
    if session.get_bind().dialect.name == "sqlite":
        query, text_part, unit_part, either, both = SQLITE, '{{title body}} : "{}" *', 'unit_id : "{}"', " OR ", " AND "
    else:
        query, text_part, unit_part, either, both = POSTGRESQL, "'{}':*AB", "'{}':C", " | ", " & "
    alternatives = [
        either.join([text_part.format(word), *map(unit_part.format, ids)])
        for word, ids in zip(words, units, strict=True)
    ]
    wanted = both.join(f"({one})" for one in alternatives)
    return session.execute(query, {"words": wanted, "limit": limit, "offset": offset, "most": MOST_RANKED}).all()


def words_of(typed: str) -> list[str]:
    """The words of what somebody typed, plain and without anything that a query language would read as a sign."""
    return re.findall(r"[^\W_]+", plain_letters(typed[:LONGEST_QUERY]).lower())[:MOST_WORDS]
