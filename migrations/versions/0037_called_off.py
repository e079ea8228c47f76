"""Elections that are called off, and sendings that were planned and do not go out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

CHECK = "ck_election_called_off_by_whom_and_why"
WORDS = "(called_off_at IS NULL) = (called_off_by IS NULL) AND (called_off_at IS NULL) = (called_off_reason IS NULL)"


def upgrade() -> None:
    with op.batch_alter_table("election") as table:
        table.add_column(sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("called_off_by", sa.String(), nullable=True))
        table.add_column(sa.Column("called_off_reason", sa.String(), nullable=True))
        table.create_check_constraint(op.f(CHECK), WORDS)
    op.add_column("notice_sending", sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("notice_sending", "cancelled_at")
    with op.batch_alter_table("election") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        for name in ("called_off_reason", "called_off_by", "called_off_at"):
            table.drop_column(name)
