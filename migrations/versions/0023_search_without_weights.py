"""PostgreSQL finds words without looking at their weights, texts apart from people and offices.

An index of words knows no weights, so that each entry found had to be read again to see whether a figure stands in its
text or is its unit's id. The id has letters before it now.
"""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

PLAIN = "to_tsvector('simple', search_plain(CAST({} AS text)))"
UNIT = "to_tsvector('simple', coalesce('zqu' || CAST(unit_id AS text), ''))"
GROUPS = {"texts": "kind = 'announcement'", "others": "kind <> 'announcement'"}


def words(unit: str) -> str:
    """The words of an entry, weighted, for an expression that gives its unit's."""
    parts = (PLAIN.format("title"), PLAIN.format("body"), unit, PLAIN.format("keys"))
    return " || ".join(f"setweight({part}, '{weight}')" for part, weight in zip(parts, "ABCD", strict=True))


def store(unit: str) -> None:
    op.execute("ALTER TABLE search_entry DROP COLUMN search_index")
    op.execute(f"ALTER TABLE search_entry ADD COLUMN search_index tsvector GENERATED ALWAYS AS ({words(unit)}) STORED")


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    store(UNIT)
    for name, is_one in GROUPS.items():
        op.execute(f"CREATE INDEX search_index_{name} ON search_entry USING gin (search_index) WHERE {is_one}")
        op.execute(f"CREATE INDEX search_index_{name}_in_order ON search_entry (id) WHERE {is_one}")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for name in GROUPS:
        op.execute(f"DROP INDEX search_index_{name}_in_order")
    store(PLAIN.format("unit_id"))
    op.execute("CREATE INDEX search_index_words ON search_entry USING gin (search_index)")
