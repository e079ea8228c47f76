"""Where users are signed in, kept at the server; and from when they need a second step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("passkey", "code", "password", "link", name="signinmethod", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_session_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_digest", name="uq_user_session_token_digest"),
    )
    op.create_index(op.f("ix_user_session_user_id"), "user_session", ["user_id"])
    op.add_column("user_account", sa.Column("second_step_due_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("user_account", "second_step_due_at")  # no new table in its place: dropping the old would cascade
    op.drop_table("user_session")
