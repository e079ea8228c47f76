"""By which other words the search finds a text, and whether it tells who is what now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from agm.language.search_keys import search_keys

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ENTRY = sa.table("search_entry", *(sa.column(name) for name in ("id", "title", "body", "keys")))
NOW_HELD = """
    UPDATE search_entry SET is_current = true WHERE kind <> 'announcement' AND EXISTS (
        SELECT 1 FROM office_term AS term JOIN office ON office.id = term.office_id
        LEFT JOIN office_term_person AS holder ON holder.term_id = term.id
        LEFT JOIN person ON person.id = holder.person_id
        WHERE term.end_reason IS NULL AND office.unit_id = search_entry.unit_id AND (
            (search_entry.kind = 'office' AND office.id = search_entry.record_id)
            OR (search_entry.kind = 'person' AND coalesce(person.merged_into_id, person.id) = search_entry.record_id)
        )
    )
"""
SPELT_OUT = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H", "ı": "i",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH",
}  # fmt: skip
FIRST_COLUMNS = ("title", "body", "unit_id")


def upgrade() -> None:
    op.add_column("search_entry", sa.Column("is_current", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("search_entry", sa.Column("keys", sa.String(), nullable=False, server_default=""))
    make_index((*FIRST_COLUMNS, "keys"))
    bind = op.get_bind()
    op.execute(NOW_HELD)
    for entry_id, title, body in bind.execute(sa.select(ENTRY.c.id, ENTRY.c.title, ENTRY.c.body)).all():
        keys = search_keys(f"{title}\n{body}")
        bind.execute(sa.update(ENTRY).where(ENTRY.c.id == entry_id).values(keys=keys))


def downgrade() -> None:
    make_index(FIRST_COLUMNS)
    op.drop_column("search_entry", "keys")
    op.drop_column("search_entry", "is_current")


def spelt_out(value: str) -> str:
    """The SQL for a text with these letters spelt out."""
    for letter, plain in SPELT_OUT.items():
        value = f"replace({value}, '{letter}', '{plain}')"
    return value


def make_index(columns: tuple[str, ...]) -> None:
    """The full-text index over these columns, in place of the one that is there; see the first migration."""
    if op.get_bind().dialect.name == "postgresql":
        weighted = " || ".join(
            f"setweight(to_tsvector('simple', search_plain(CAST({column} AS text))), '{weight}')"
            for column, weight in zip(columns, "ABCD", strict=False)
        )
        op.execute("DROP INDEX search_index_words")
        op.execute(f"CREATE INDEX search_index_words ON search_entry USING gin (({weighted}))")
        return
    names = ", ".join(columns)
    new, old, all_rows = (", ".join(spelt_out(f"{row}.{name}") for name in columns) for row in ("new", "old", "e"))
    add = f"INSERT INTO search_index(rowid, {names}) VALUES (new.id, {new});"
    take = f"INSERT INTO search_index(search_index, rowid, {names}) VALUES ('delete', old.id, {old});"
    for trigger in ("search_entry_inserted", "search_entry_deleted", "search_entry_updated"):
        op.execute(f"DROP TRIGGER {trigger}")
    op.execute("DROP TABLE search_index")
    op.execute(
        f"CREATE VIRTUAL TABLE search_index USING fts5({names}, content='search_entry', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    op.execute(f"INSERT INTO search_index(rowid, {names}) SELECT e.id, {all_rows} FROM search_entry AS e")
    op.execute(f"CREATE TRIGGER search_entry_inserted AFTER INSERT ON search_entry BEGIN {add} END")
    op.execute(f"CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry BEGIN {take} END")
    op.execute(f"CREATE TRIGGER search_entry_updated AFTER UPDATE ON search_entry BEGIN {take} {add} END")
