"""Votes of whom it is not known yet whether they were elected, and what was typed beside names that are asked about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HOW = "{} OR NOT (is_unopposed OR is_re_elected OR is_co_opted)"


def upgrade() -> None:
    op.add_column("meeting_section", sa.Column("unsettled", sa.JSON(none_as_null=True), nullable=True))
    change(is_nullable=True, elected="coalesce(is_elected, false)")


def downgrade() -> None:
    op.execute("DELETE FROM result_line WHERE is_elected IS NULL")
    change(is_nullable=False, elected="is_elected")
    op.drop_column("meeting_section", "unsettled")


def change(*, is_nullable: bool, elected: str) -> None:
    with op.batch_alter_table("result_line") as batch_op:
        batch_op.alter_column("is_elected", existing_type=sa.Boolean(), nullable=is_nullable)
        batch_op.drop_constraint(op.f("ck_result_line_how_only_if_elected"), type_="check")
        batch_op.create_check_constraint(op.f("ck_result_line_how_only_if_elected"), HOW.format(elected))
