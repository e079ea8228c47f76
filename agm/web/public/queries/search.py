"""Full-text search by the database's own means: FTS5 in SQLite, tsvector in PostgreSQL; see the first migration.

Every word counts but the small ones, and each may be the beginning of a longer one. A year finds who was in office
then. Case, accents, apostrophes and hyphens do not matter,
nor spaces within a name; a misspelt name is found by its sound. Who is what now comes first.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Date, Row, select, text
from sqlalchemy.orm import Session

from agm.language.names import edit_distance
from agm.language.search_keys import SOUND, UNIT, keys_of_year, may_be_meant, plain_words, sounds_of
from agm.organisation.models import NATIONAL_ID, Unit, UnitKind

MOST_MEANT = 5
LAST_SIGN = "\U0010ffff"
"""Sorts after everything that a word can go on with."""
LONGEST_QUERY = 200
MOST_WORDS = 8
SMALL_WORDS = {
    "a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "our", "the", "to", "was", "were",
    "what", "when", "who", "with",
}  # fmt: skip
"""What people type between the words that count."""
MOST_RANKED = 400
"""How many of the newest entries that fit are ranked: a word that nearly everything holds costs no more."""

FOUND = """
    SELECT count(*) OVER () AS hits, e.kind, e.title, e.body, e.dated_on,
        unit.slug AS unit_slug, unit.name AS unit_name,
        announcement.kind AS text_kind, announcement.slug AS text_slug, meeting.slug AS meeting_slug
    FROM search_entry AS e LEFT JOIN unit ON unit.id = e.unit_id AND unit.kind = 'region'
    LEFT JOIN announcement ON e.kind = 'announcement' AND announcement.id = e.record_id
    LEFT JOIN meeting ON meeting.id = announcement.meeting_id
"""
STANDS = "(e.kind <> 'announcement' OR announcement.current_sequence IS NOT NULL)"
SQLITE = text(f"""
    {FOUND} JOIN (
        SELECT rowid AS id, bm25(search_index, 8.0, 1.0, 2.0, 0.5) AS score FROM search_index
        WHERE search_index MATCH :words AND search_index.rowid >= (
            SELECT coalesce(min(newest.rowid), 0) FROM (
                SELECT rowid FROM search_index WHERE search_index MATCH :words ORDER BY rowid DESC LIMIT :most
            ) AS newest
        )
    ) AS ranked ON ranked.id = e.id
    WHERE {STANDS}
    ORDER BY e.is_current DESC, ranked.score, e.dated_on DESC, e.id
    LIMIT :limit OFFSET :offset
""").columns(dated_on=Date)

GROUPS = (("texts", "kind = 'announcement'", 500), ("others", "kind <> 'announcement'", 4000))
"""What PostgreSQL has an index of words and an order of its own for (the words of texts are seldom those of people and
offices), and how many of its newest entries are looked through before the index of words is asked: where these hold a
word often enough, it may be in nearly everything, and what the index finds is in no order."""
WORDS = "(SELECT words FROM asked)"
"""A value that the planner does not know: its guess of how many entries hold a word is of all kinds together."""
NEWEST = ",".join(
    f"""
    near_{name} AS MATERIALIZED (
        SELECT id FROM (
            SELECT id, search_index FROM search_entry WHERE {is_one} ORDER BY id DESC LIMIT {looked_through}
        ) AS looked_through WHERE search_index @@ {WORDS} ORDER BY id DESC LIMIT :most
    ),
    all_{name} AS MATERIALIZED (
        SELECT id FROM search_entry WHERE {is_one} AND search_index @@ {WORDS}
        AND (SELECT count(*) FROM near_{name}) < :most
    )"""
    for name, is_one, looked_through in GROUPS
)
POSTGRESQL_NEWEST = f"""
    WITH asked AS MATERIALIZED (SELECT to_tsquery('simple', :words) AS words), {NEWEST}, newest AS MATERIALIZED (
        {" UNION ".join(f"SELECT id FROM near_{name} UNION SELECT id FROM all_{name}" for name, *_ in GROUPS)}
        ORDER BY id DESC LIMIT :most
    )
"""
POSTGRESQL = text(f"""
    {POSTGRESQL_NEWEST}
    {FOUND} WHERE {STANDS} AND e.id IN (SELECT id FROM newest)
    ORDER BY e.is_current DESC, ts_rank(e.search_index, {WORDS}) DESC, e.dated_on DESC NULLS LAST, e.id
    LIMIT :limit OFFSET :offset
""").columns(dated_on=Date)
KEYS = {
    "sqlite": text(
        "SELECT e.keys FROM search_index JOIN search_entry AS e ON e.id = search_index.rowid "
        "WHERE search_index MATCH :words ORDER BY search_index.rowid DESC LIMIT :most"
    ),
    "postgresql": text(f"{POSTGRESQL_NEWEST} SELECT keys FROM search_entry WHERE id IN (SELECT id FROM newest)"),
}


class Syntax(NamedTuple):
    """How a database is asked for a word of the text, for one among the keys, for a unit and, briefly, any region."""

    word: str
    key: str
    unit: str
    any_region: str
    either: str
    both: str


ANY_REGION = f"('{UNIT}':* & !'{UNIT}{NATIONAL_ID}')"
"""Where the names of all hold a word, as “Region” may; a list of a thousand ids would be looked for in each entry."""
SYNTAX = {
    "sqlite": Syntax('{{title body keys}} : "{}" *', 'keys : "{}"', 'unit_id : "{}"', "", " OR ", " AND "),
    "postgresql": Syntax("'{}':*", "'{}'", f"'{UNIT}{{}}'", ANY_REGION, " | ", " & "),
}


class WordsOfRegions(NamedTuple):
    """The plain words of the regions' names, and all of each as one, in order, each with the region's id."""

    number: int
    """How many regions there are."""
    pairs: list[tuple[str, int]]

    def ids(self, begun: Iterable[str]) -> list[int]:
        """The regions whose names hold a word that begins so, in one of these ways."""
        places = [slice(*(bisect_left(self.pairs, (end,)) for end in (form, form + LAST_SIGN))) for form in begun]
        return sorted({region_id for place in places for _, region_id in self.pairs[place]})


def read_words_of_regions(session: Session) -> WordsOfRegions:
    """The words of all regions' names; one statement."""
    found = session.execute(select(Unit.id, Unit.name).where(Unit.kind == UnitKind.REGION)).all()
    words = [(region_id, plain_words(name)) for region_id, name in found]
    pairs = {(word, region_id) for region_id, parts in words for word in (*parts, "".join(parts))}
    return WordsOfRegions(len(found), sorted(pairs))


def find(
    session: Session, words: list[str], regions: WordsOfRegions, today: dt.date, limit: int, offset: int = 0
) -> Sequence[Row[Any]]:
    """What holds all these words (of `words_of`), the best first; one statement.

    Where nothing does, words that may be meant are looked for in their place: up to three statements more. The index
    knows a unit by its id alone, so that nothing is written anew when it is renamed: a word that a unit's name holds
    looks for that id as well.
    """
    kind = session.get_bind().dialect.name
    query, page = SQLITE if kind == "sqlite" else POSTGRESQL, {"limit": limit, "offset": offset, "most": MOST_RANKED}
    wanted = expression(words, regions, today.year, SYNTAX[kind])
    found = session.execute(query, {"words": wanted, **page}).all()
    if not found:
        meant = [meant_by(session, word, [part for part, _ in regions.pairs]) for word in words]
        if any(meant):
            wanted = expression(words, regions, today.year, SYNTAX[kind], meant)
            found = session.execute(query, {"words": wanted, **page}).all()
    return found


def expression(
    words: list[str],
    regions: WordsOfRegions,
    this_year: int,
    syntax: Syntax,
    meant: Sequence[Collection[str]] = (),
) -> str:
    """All of the words: each as it is, written together with its neighbour, as the unit's name, or what it may mean."""
    groups = []
    for place, word in enumerate(words):
        forms = {
            word: None,
            "".join(words[place : place + 2]): None,
            "".join(words[max(place - 1, 0) : place + 1]): None,
        }
        forms |= dict.fromkeys(meant[place] if meant else ())
        ids = regions.ids(forms)
        years = keys_of_year(word, this_year)
        is_any = syntax.any_region and ids and len(ids) == regions.number
        of_units = [syntax.any_region] if is_any else map(syntax.unit.format, ids)
        groups.append(syntax.either.join([*map(syntax.word.format, forms), *of_units, *map(syntax.key.format, years)]))
    return syntax.both.join(f"({group})" for group in groups)


def meant_by(session: Session, word: str, others: Sequence[str]) -> list[str]:
    """The names that a misspelt word may mean, by their sound; one statement, none for a short word."""
    kind = session.get_bind().dialect.name
    sounds = sounds_of(word)
    if not sounds:
        return []
    wanted = SYNTAX[kind].either.join(map(SYNTAX[kind].key.format, sounds))
    kept = session.scalars(KEYS[kind], {"words": wanted, "most": MOST_RANKED})
    known = {key for keys in kept for key in keys.split() if not key.startswith(SOUND)}
    near = {key for key in known.union(others) if key != word and may_be_meant(word, key)}
    return sorted(near, key=lambda key: (edit_distance(word, key, 3), key))[:MOST_MEANT]


def words_of(typed: str) -> list[str]:
    """The words that count of what somebody typed, plain and without what a query language would read as a sign."""
    words = plain_words(typed[:LONGEST_QUERY])
    return ([word for word in words if word not in SMALL_WORDS] or words)[:MOST_WORDS]
