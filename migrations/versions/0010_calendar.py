"""What calendars and feed readers know entries by, and the day that they were told last."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisation", sa.Column("identity", sa.String(), nullable=False, server_default=""))
    op.execute(sa.text("UPDATE organisation SET identity = :identity").bindparams(identity=str(uuid4())))
    op.add_column("meeting", sa.Column("announced_for", sa.String(length=10), nullable=True))
    op.execute("UPDATE meeting SET announced_for = held_on WHERE is_announced_beforehand AND length(held_on) = 10")


def downgrade() -> None:
    op.drop_column("meeting", "announced_for")
    op.drop_column("organisation", "identity")
