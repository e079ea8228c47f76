"""The papers of a batch may each have several votes."""

from __future__ import annotations

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE paper_batch ADD COLUMN weight INTEGER DEFAULT 1 NOT NULL "
        "CONSTRAINT ck_paper_batch_weight_at_least_one CHECK (weight >= 1)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE paper_batch DROP COLUMN weight")
