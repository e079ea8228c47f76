"""The table of offices that nobody may hold together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "office_incompatibility",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_office_incompatibility_in_order")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["office.id"], name=op.f("fk_office_incompatibility_first_id_office"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["office.id"], name=op.f("fk_office_incompatibility_second_id_office"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_office_incompatibility")),
    )
    op.create_index(op.f("ix_office_incompatibility_second_id"), "office_incompatibility", ["second_id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_index(op.f("ix_office_incompatibility_second_id"), table_name="office_incompatibility")
    op.drop_table("office_incompatibility")
