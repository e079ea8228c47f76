"""Elections with their dates and what went out to members, and who runs them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
WORD = sa.String(length=40)


def upgrade() -> None:
    op.create_table(
        "election_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("duty", WORD, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("appointed_at", INSTANT, nullable=False),
        sa.Column("appointed_by", sa.String(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_election_duty_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election_duty")),
    )
    op.create_index(op.f("ix_election_duty_user_id"), "election_duty", ["user_id"])
    in_force = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_election_duty_meeting_user_duty",
        "election_duty",
        ["meeting_id", "user_id", "duty"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    only_one = sa.text("ended_at IS NULL AND duty = 'returning_officer'")
    op.create_index(
        "uq_election_duty_one_returning_officer",
        "election_duty",
        ["meeting_id"],
        unique=True,
        sqlite_where=only_one,
        postgresql_where=only_one,
    )
    op.create_table(
        "election",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("notice_sent_at", INSTANT, nullable=True),
        sa.Column("nominations_open_at", INSTANT, nullable=True),
        sa.Column("nominations_close_at", INSTANT, nullable=True),
        sa.Column("statement_at", INSTANT, nullable=True),
        sa.Column("voting_opens_at", INSTANT, nullable=True),
        sa.Column("voting_closes_at", INSTANT, nullable=True),
        sa.Column("short_notice_allowed_at", INSTANT, nullable=True),
        sa.Column("short_notice_allowed_by", sa.String(), nullable=True),
        sa.Column("short_notice_reason", sa.String(), nullable=True),
        sa.Column("short_notice_words", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(short_notice_allowed_at IS NULL) = (short_notice_allowed_by IS NULL) "
            "AND (short_notice_allowed_at IS NULL) = (short_notice_reason IS NULL) "
            "AND (short_notice_allowed_at IS NULL) = (short_notice_words IS NULL)",
            name=op.f("ck_election_allowed_by_whom_and_why"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_election_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_election")),
    )
    op.create_table(
        "notice_sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("posted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_notice_sending_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_sending")),
    )
    op.create_index(op.f("ix_notice_sending_meeting_id"), "notice_sending", ["meeting_id"])
    op.create_table(
        "served_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sending_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("outcome", WORD, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint("(member_id IS NULL) <> (entry_id IS NULL)", name=op.f("ck_served_notice_member_or_entry")),
        sa.CheckConstraint(
            "(outcome IS NULL) OR (sent_at IS NOT NULL) OR (outcome = 'failed')",
            name=op.f("ck_served_notice_sent_when"),
        ),
        sa.ForeignKeyConstraint(
            ["sending_id"],
            ["notice_sending.id"],
            name=op.f("fk_served_notice_sending_id_notice_sending"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_served_notice")),
        sa.UniqueConstraint("sending_id", "member_id", name=op.f("uq_served_notice_member")),
        sa.UniqueConstraint("sending_id", "entry_id", name=op.f("uq_served_notice_entry")),
    )
    op.create_index(
        "ix_served_notice_sending_id_channel_outcome", "served_notice", ["sending_id", "channel", "outcome"]
    )


def downgrade() -> None:
    for table in ("served_notice", "notice_sending", "election", "election_duty"):
        op.drop_table(table)
