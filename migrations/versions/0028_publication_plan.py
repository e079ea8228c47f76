"""Texts that are to be public later, or that somebody else has to read first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication_plan",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("planned_by", sa.String(), nullable=False),
        sa.Column("planned_key", sa.String(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_by", sa.String(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_why", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(second_by IS NULL) = (second_at IS NULL)", name=op.f("ck_publication_plan_second_reader_has_a_time")
        ),
        sa.CheckConstraint(
            "second_by IS NULL OR needs_second", name=op.f("ck_publication_plan_second_reader_only_if_needed")
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_publication_plan_announcement_id_announcement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("announcement_id", name=op.f("pk_publication_plan")),
    )


def downgrade() -> None:
    op.drop_table("publication_plan")
