"""A statement's title and text in Welsh."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

COLUMNS = ("second_title", "second_text")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("announcement", sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE announcement DROP COLUMN {name}")
