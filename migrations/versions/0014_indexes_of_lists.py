"""Indexes in the order of the news, the feeds and the coming meetings; PostgreSQL stores what the search compares."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ORDERS = {
    "ix_announcement_news": ["told_on", "first_published_at", "id"],
    "ix_announcement_feed": ["first_published_at", "id"],
}
MEETINGS = {"ix_meeting_held_on": ["held_on", "starts_at", "id"], "ix_meeting_announced_for": ["announced_for"]}
PUBLIC = sa.text("current_sequence IS NOT NULL")
WORDS = " || ".join(
    f"setweight(to_tsvector('simple', search_plain(CAST({column} AS text))), '{weight}')"
    for column, weight in zip(("title", "body", "unit_id", "keys"), "ABCD", strict=True)
)


def upgrade() -> None:
    op.drop_index("ix_announcement_told_on", "announcement")
    op.drop_index("ix_announcement_first_published_at", "announcement")
    for name, columns in ORDERS.items():
        op.create_index(name, "announcement", columns, sqlite_where=PUBLIC, postgresql_where=PUBLIC)
    for name, columns in MEETINGS.items():
        op.create_index(name, "meeting", columns)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX search_index_words")
        op.execute(f"ALTER TABLE search_entry ADD COLUMN search_index tsvector GENERATED ALWAYS AS ({WORDS}) STORED")
        op.execute("CREATE INDEX search_index_words ON search_entry USING gin (search_index)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_entry DROP COLUMN search_index")
        op.execute(f"CREATE INDEX search_index_words ON search_entry USING gin (({WORDS}))")
    for name in MEETINGS:
        op.drop_index(name, "meeting")
    for name in ORDERS:
        op.drop_index(name, "announcement")
    op.create_index("ix_announcement_first_published_at", "announcement", ["first_published_at"])
    op.create_index("ix_announcement_told_on", "announcement", ["told_on"])
