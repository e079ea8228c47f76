"""How many acts can have changed the pages of one unit alone: other units' kept pages stay in use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_public_state",
        sa.Column("unit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_unit_public_state")),
    )


def downgrade() -> None:
    """A counter that is lost may not make a page good that was kept with a lower one."""
    op.execute(
        "UPDATE public_state SET counter = 1 + counter + "
        "coalesce((SELECT counter FROM unit_public_state WHERE unit_id = -1), 0)"
    )
    op.drop_table("unit_public_state")
