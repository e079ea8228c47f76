"""When a meeting's record was removed, and by whom: it can be brought back for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("removed_by", sa.String(), nullable=True))


def downgrade() -> None:
    """What was removed is removed for good, as it was before."""
    op.execute("DELETE FROM meeting WHERE removed_at IS NOT NULL")
    op.drop_column("meeting", "removed_by")
    op.drop_column("meeting", "removed_at")
