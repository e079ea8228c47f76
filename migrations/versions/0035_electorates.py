"""Who votes for an office is said where it is said how, whichever way that is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

COLUMNS = ("section", "member_class")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("contest_vote", sa.Column(name, sa.String(), nullable=True))
        op.execute(
            f"UPDATE contest_vote SET {name} = (SELECT {name} FROM online_contest "
            "WHERE online_contest.contest_id = contest_vote.contest_id)"
        )
        op.execute(f"ALTER TABLE online_contest DROP COLUMN {name}")


def downgrade() -> None:
    for name in COLUMNS:
        op.add_column("online_contest", sa.Column(name, sa.String(), nullable=True))
    op.execute(
        "INSERT INTO online_contest (contest_id) SELECT contest_id FROM contest_vote "
        "WHERE (section IS NOT NULL OR member_class IS NOT NULL) "
        "AND contest_id NOT IN (SELECT contest_id FROM online_contest)"
    )
    for name in COLUMNS:
        op.execute(
            f"UPDATE online_contest SET {name} = (SELECT {name} FROM contest_vote "
            "WHERE contest_vote.contest_id = online_contest.contest_id)"
        )
        op.execute(f"ALTER TABLE contest_vote DROP COLUMN {name}")
