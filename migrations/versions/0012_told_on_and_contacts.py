"""The day of what a public text tells, by which the news are sorted; who the organisation is, and how to reach it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WORDS = {"organisation": ("about", "website", "contact", "press_contact"), "unit": ("contact",)}


def upgrade() -> None:
    for table, columns in WORDS.items():
        for column in columns:
            op.add_column(table, sa.Column(column, sa.String(), nullable=False, server_default=""))
    op.add_column("announcement", sa.Column("told_on", sa.String(length=10), nullable=True))
    op.create_index("ix_announcement_told_on", "announcement", ["told_on"])
    date_texts(op.get_bind())


def date_texts(connection: sa.Connection) -> None:
    """Date each public text by its meeting, or by its publication: where the organisation is, as pages show it."""
    zone = ZoneInfo(connection.scalar(sa.text("SELECT time_zone FROM organisation")) or "Europe/London")
    texts = sa.text(
        "SELECT announcement.id, announcement.first_published_at, ("
        "SELECT told.held_on FROM announcement_revision AS told WHERE told.announcement_id = announcement.id "
        "AND told.act <> 'retracted' ORDER BY told.sequence DESC LIMIT 1"
        ") AS held_on FROM announcement WHERE current_sequence IS NOT NULL"
    ).columns(first_published_at=sa.DateTime(timezone=True))
    days = [
        {"number": number, "told_on": held_on or str(in_utc(at).astimezone(zone).date())}
        for number, at, held_on in connection.execute(texts)
    ]
    if days:
        connection.execute(sa.text("UPDATE announcement SET told_on = :told_on WHERE id = :number"), days)


def in_utc(at: dt.datetime) -> dt.datetime:
    """SQLite keeps instants without their zone."""
    return at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at


def downgrade() -> None:
    op.drop_index("ix_announcement_told_on", "announcement")
    op.drop_column("announcement", "told_on")
    for table, columns in WORDS.items():
        for column in columns:
            op.drop_column(table, column)
