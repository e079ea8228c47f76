"""Who had a text that did not arrive sent again to one member, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("served_notice", sa.Column("again_at", sa.DateTime(timezone=True), nullable=True))
    # with the column, so that SQLite does not make the table anew, and forget its other checks
    check = "CONSTRAINT ck_served_notice_again_by_whom CHECK ((again_at IS NULL) = (again_by IS NULL))"
    op.execute(f"ALTER TABLE served_notice ADD COLUMN again_by VARCHAR {check}")


def downgrade() -> None:
    for name in ("again_by", "again_at"):
        op.execute(f"ALTER TABLE served_notice DROP COLUMN {name}")
