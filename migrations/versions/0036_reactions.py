"""Readers can react to public texts, where the organisation wants it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

CHOICES = sa.Enum("none", "fitting", "all", name="reactions", native_enum=False, length=40)


def upgrade() -> None:
    op.add_column("organisation", sa.Column("reactions", CHOICES, server_default="none", nullable=False))
    op.add_column("announcement", sa.Column("reactions", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.execute("ALTER TABLE announcement DROP COLUMN reactions")
    op.execute("ALTER TABLE organisation DROP COLUMN reactions")
