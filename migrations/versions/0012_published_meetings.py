"""A meeting knows whether anything of it was published: its address then follows what is public."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and set it where something was published."""
    op.add_column("meeting", sa.Column("is_published", sa.Boolean(), nullable=False, server_default=sa.false()))
    meeting = sa.table("meeting", sa.column("id", sa.Integer()), sa.column("is_published", sa.Boolean()))
    announcement = sa.table(
        "announcement", sa.column("meeting_id", sa.Integer()), sa.column("current_sequence", sa.Integer())
    )
    published = sa.select(announcement.c.meeting_id).where(
        announcement.c.meeting_id.is_not(None), announcement.c.current_sequence.is_not(None)
    )
    op.execute(meeting.update().where(meeting.c.id.in_(published)).values(is_published=True))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("meeting", "is_published")
