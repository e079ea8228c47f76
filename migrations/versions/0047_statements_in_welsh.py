"""A statement in a second language beside its first text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("second_title", "second_text"):
        op.add_column("announcement", sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    for name in ("second_text", "second_title"):
        op.drop_column("announcement", name)
