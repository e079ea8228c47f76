"""Tables for what the public search finds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


SQLITE_INDEX = (
    (
        "CREATE VIRTUAL TABLE search_index USING fts5("
        "title, body, region_name, content='search_entry', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2')"
    ),
    (
        "CREATE TRIGGER search_entry_inserted AFTER INSERT ON search_entry BEGIN "
        "INSERT INTO search_index(rowid, title, body, region_name) "
        "VALUES (new.id, new.title, new.body, new.region_name); END"
    ),
    (
        "CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry BEGIN "
        "INSERT INTO search_index(search_index, rowid, title, body, region_name) "
        "VALUES ('delete', old.id, old.title, old.body, old.region_name); END"
    ),
    (
        "CREATE TRIGGER search_entry_updated AFTER UPDATE ON search_entry BEGIN "
        "INSERT INTO search_index(search_index, rowid, title, body, region_name) "
        "VALUES ('delete', old.id, old.title, old.body, old.region_name); "
        "INSERT INTO search_index(rowid, title, body, region_name) "
        "VALUES (new.id, new.title, new.body, new.region_name); END"
    ),
)

POSTGRESQL_INDEX = (
    (
        "CREATE FUNCTION search_plain(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS "
        "$$ SELECT regexp_replace(regexp_replace(normalize(coalesce($1, ''), NFKD), '[\u0300-\u036f]', '', 'g'), "
        "'[]!\"#$%&''()*+,./:;<=>?@\\\\[^_`{|}~‘’“”„–—…«»·-]', ' ', 'g') $$"
    ),
    (
        "CREATE INDEX search_index_words ON search_entry USING gin ("
        "(setweight(to_tsvector('simple', search_plain(title)), 'A') || "
        "setweight(to_tsvector('simple', search_plain(body)), 'B') || "
        "setweight(to_tsvector('simple', search_plain(region_name)), 'C')))"
    ),
)


def upgrade() -> None:
    """Create the table and the full-text index over it."""
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("region_name", sa.String(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "key", name="uq_search_entry_kind_key"),
    )
    for statement in SQLITE_INDEX if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_INDEX:
        op.execute(statement)


def downgrade() -> None:
    """Drop the index and the table."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute("DROP TABLE search_index")
    op.drop_table("search_entry")
    if not is_sqlite:
        op.execute("DROP FUNCTION search_plain(text)")
