"""What the figures beside the names of an outcome are: votes, first preferences or votes at the final stage."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

VOTES_ARE = sa.Enum("votes", "first_preferences", "final_stage", name="votesare", native_enum=False, length=40)


def upgrade() -> None:
    op.add_column("contest_result", sa.Column("votes_are", VOTES_ARE, nullable=False, server_default="votes"))


def downgrade() -> None:
    op.drop_column("contest_result", "votes_are")
