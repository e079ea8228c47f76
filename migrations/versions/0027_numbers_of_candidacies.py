"""A contest knows whether it was counted, and the highest number of a candidacy that it ever had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contest", sa.Column("is_counted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("contest", sa.Column("highest_candidacy", sa.Integer(), nullable=False, server_default="0"))
    contest = sa.table("contest", sa.column("id"), sa.column("is_counted", sa.Boolean), sa.column("highest_candidacy"))
    candidacy = sa.table("candidacy", sa.column("id"), sa.column("contest_id"))
    for table in ("contest_count", "tie_decision"):
        counted = sa.select(sa.table(table, sa.column("contest_id")).c.contest_id)
        op.execute(contest.update().where(contest.c.id.in_(counted)).values(is_counted=True))
    highest = sa.select(sa.func.coalesce(sa.func.max(candidacy.c.id), 0)).where(candidacy.c.contest_id == contest.c.id)
    op.execute(contest.update().values(highest_candidacy=highest.scalar_subquery()))


def downgrade() -> None:
    op.execute("ALTER TABLE contest DROP COLUMN highest_candidacy")
    op.execute("ALTER TABLE contest DROP COLUMN is_counted")
