"""Papers to print, which a worker makes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "printout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "voting_papers",
                "count_sheets",
                "nomination_form",
                "declaration",
                name="printkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.CheckConstraint("(content IS NULL) = (ready_at IS NULL)", name=op.f("ck_printout_ready_with_content")),
        sa.CheckConstraint("content IS NULL OR problem = ''", name=op.f("ck_printout_ready_or_refused")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_printout_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printout")),
    )
    op.create_index(op.f("ix_printout_meeting_id"), "printout", ["meeting_id"])


def downgrade() -> None:
    op.drop_table("printout")
