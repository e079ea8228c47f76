"""What a report tells beside the record of its meeting, and whose words a paragraph quotes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

QUOTED = ("quoted", "quoted_role")


def upgrade() -> None:
    op.add_column("meeting", sa.Column("particulars", sa.JSON(none_as_null=True), nullable=True))
    for name in QUOTED:
        op.add_column("speech_paragraph", sa.Column(name, sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    for name in QUOTED:
        op.drop_column("speech_paragraph", name)
    op.drop_column("meeting", "particulars")
