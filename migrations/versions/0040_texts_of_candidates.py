"""What candidates write to the members, and when it went out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("nominee", sa.Column("to_members", sa.String(), nullable=True))
    op.add_column("contest", sa.Column("texts_sent_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("contest", "texts_sent_at")
    op.drop_column("nominee", "to_members")
