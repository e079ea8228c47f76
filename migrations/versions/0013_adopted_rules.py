"""Versions of the rules of elections, and the one that each meeting was called under."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "adopted_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adopted_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adopted_rules")),
    )
    with op.batch_alter_table("meeting") as batch_op:
        batch_op.add_column(sa.Column("rules_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_meeting_rules_id_adopted_rules"), "adopted_rules", ["rules_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("meeting") as batch_op:
        batch_op.drop_constraint(op.f("fk_meeting_rules_id_adopted_rules"), type_="foreignkey")
        batch_op.drop_column("rules_id")
    op.drop_table("adopted_rules")
