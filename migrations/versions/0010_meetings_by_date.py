"""A region's meetings are found by date, so that its last AGM needs no look at the ones before."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the index by region go on with the date."""
    op.create_index("ix_meeting_region_id_held_on", "meeting", ["region_id", "held_on"])
    op.drop_index("ix_meeting_region_id", table_name="meeting")


def downgrade() -> None:
    """Go back to the index by region alone."""
    op.create_index("ix_meeting_region_id", "meeting", ["region_id"])
    op.drop_index("ix_meeting_region_id_held_on", table_name="meeting")
