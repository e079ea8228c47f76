"""In which language a statement's quotation and its video are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

COLUMNS = ("quotation_language", "video_language")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("announcement", sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE announcement DROP COLUMN {name}")
