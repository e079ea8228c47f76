"""Postal addresses of members who have no e-mail, on the roll and on the register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("roll_member", sa.Column("postal_address", sa.String(), nullable=True))
    op.add_column("register_entry", sa.Column("postal_address", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("register_entry", "postal_address")
    op.drop_column("roll_member", "postal_address")
