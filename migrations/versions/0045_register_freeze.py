"""Freezes of long rolls that a worker is to carry out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_freeze",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.JSON(), nullable=False),
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("members_done", sa.Integer(), nullable=False),
        sa.Column("stopped", sa.String(), nullable=True),
        sa.CheckConstraint("members > 0 AND members_done >= 0", name=op.f("ck_register_freeze_figures_not_negative")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_register_freeze_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_register_freeze")),
    )


def downgrade() -> None:
    op.drop_table("register_freeze")
