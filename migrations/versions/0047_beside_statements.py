"""What a statement has beside its text: a quotation with whose it is, and where it was published first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

COLUMNS = ("quotation", "quoted", "quoted_role", "appeared_in", "appeared_at")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("announcement", sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE announcement DROP COLUMN {name}")
