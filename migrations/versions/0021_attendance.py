"""Who was at a meeting from when to when, who votes for whom, and the screen in the hall."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

STILL_THERE = sa.text("left_at IS NULL AND undone_at IS NULL")
STANDING = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("may_vote", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("door", sa.String(), nullable=True),
        sa.Column("client_key", sa.String(), nullable=False),
        sa.CheckConstraint("(entry_id IS NULL) = (name IS NOT NULL)", name=op.f("ck_attendance_entry_or_name")),
        sa.CheckConstraint("left_at IS NULL OR left_at >= arrived_at", name=op.f("ck_attendance_left_after_arriving")),
        sa.CheckConstraint(
            "entry_id IS NOT NULL OR NOT may_vote OR reason IS NOT NULL", name=op.f("ck_attendance_vote_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["register_entry.id"],
            name=op.f("fk_attendance_entry_id_register_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "client_key", name="uq_attendance_meeting_client_key"),
    )
    op.create_index(op.f("ix_attendance_entry_id"), "attendance", ["entry_id"])
    op.create_index("ix_attendance_meeting_id_arrived_at", "attendance", ["meeting_id", "arrived_at"])
    op.create_index(
        "uq_attendance_still_there",
        "attendance",
        ["entry_id"],
        unique=True,
        sqlite_where=STILL_THERE,
        postgresql_where=STILL_THERE,
    )
    op.create_table(
        "given_proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind", sa.Enum("directed", "general", name="proxykind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("holder_id IS NULL OR holder_id <> giver_id", name=op.f("ck_given_proxy_not_for_oneself")),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_at >= received_at", name=op.f("ck_given_proxy_withdrawn_after_received")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_given_proxy_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["giver_id"],
            ["register_entry.id"],
            name=op.f("fk_given_proxy_giver_id_register_entry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["register_entry.id"],
            name=op.f("fk_given_proxy_holder_id_register_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_proxy")),
    )
    op.create_index(op.f("ix_given_proxy_meeting_id"), "given_proxy", ["meeting_id"])
    op.create_index(op.f("ix_given_proxy_holder_id"), "given_proxy", ["holder_id"])
    op.create_index(
        "uq_given_proxy_standing",
        "given_proxy",
        ["giver_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "hall_screen",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("now", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("next", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_hall_screen_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_hall_screen")),
    )


def downgrade() -> None:
    op.drop_table("hall_screen")
    op.drop_table("given_proxy")
    op.drop_table("attendance")
