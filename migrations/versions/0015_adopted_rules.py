"""Versions of the rules of elections, and the one that each meeting was called under."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
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
    # In words that both databases know: a batch would drop SQLite's table, to which other tables refer.
    reference = "CONSTRAINT fk_meeting_rules_id_adopted_rules REFERENCES adopted_rules (id)"
    op.execute(f"ALTER TABLE meeting ADD COLUMN rules_id INTEGER {reference}")


def downgrade() -> None:
    op.execute("ALTER TABLE meeting DROP COLUMN rules_id")
    op.drop_table("adopted_rules")
