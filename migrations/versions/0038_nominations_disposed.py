"""From how many nominations names and addresses went with the register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("register", sa.Column("nominations_disposed", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("register", "nominations_disposed")
