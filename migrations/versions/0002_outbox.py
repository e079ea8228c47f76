"""The outbox: what is to be sent, written with the change that asks for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "outbox_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("done", "failed", "cancelled", name="joboutcome", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name=op.f("ck_outbox_job_ends_with_an_outcome")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_job")),
        sa.UniqueConstraint("idempotency_key", name="uq_outbox_job_idempotency_key"),
    )
    op.create_index("ix_outbox_job_due_at", "outbox_job", ["due_at"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_outbox_job_outcome_ended_at", "outbox_job", ["outcome", "ended_at"])
    op.create_index(op.f("ix_outbox_job_unit_id"), "outbox_job", ["unit_id"])


def downgrade() -> None:
    op.drop_table("outbox_job")
