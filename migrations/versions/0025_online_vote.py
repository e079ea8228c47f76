"""The vote online: hours and key, voters and codes, papers in their boxes and out of them.

A register keeps the section and the class of each of its entries.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

COLUMNS = ("section", "member_class")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("register_entry", sa.Column(name, sa.String(), nullable=True))
    create_vote()
    create_voters()


def create_vote() -> None:
    op.create_table(
        "online_vote",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_mode", text_of("two_keys", "split_key", "server_key", name="keymode"), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("key_tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("padded_length", sa.Integer(), nullable=True),
        sa.Column("may_change", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("receipts", text_of("listed", "beside_papers", name="receiptsare"), nullable=False),
        sa.Column("smallest_group", sa.Integer(), nullable=False),
        sa.Column(
            "both_votes", text_of("first_received", "online_counts", "paper_counts", name="bothvotes"), nullable=False
        ),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_why", sa.String(), nullable=True),
        sa.Column("told", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_by", sa.String(), nullable=True),
        sa.Column("cleaned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleaned_how", sa.String(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_why", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(cleaned_at IS NULL) = (cleaned_how IS NULL)", name=op.f("ck_online_vote_cleaned_says_how")
        ),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (padded_length IS NULL)", name=op.f("ck_online_vote_opened_with_one_length")
        ),
        sa.CheckConstraint("(sealed_at IS NULL) = (sealed_by IS NULL)", name=op.f("ck_online_vote_sealed_by_somebody")),
        sa.CheckConstraint(
            "(suspended_at IS NULL) = (suspended_why IS NULL)", name=op.f("ck_online_vote_suspended_says_why")
        ),
        sa.CheckConstraint("(voided_at IS NULL) = (voided_why IS NULL)", name=op.f("ck_online_vote_voided_says_why")),
        sa.CheckConstraint(
            "closed_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_online_vote_closed_after_opened")
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_online_vote_closes_after_opening")),
        sa.CheckConstraint(
            "opened_at IS NULL OR public_key IS NOT NULL", name=op.f("ck_online_vote_opened_with_a_key")
        ),
        sa.CheckConstraint(
            "sealed_at IS NULL OR closed_at IS NOT NULL", name=op.f("ck_online_vote_sealed_after_closed")
        ),
        sa.CheckConstraint("smallest_group >= 1", name=op.f("ck_online_vote_smallest_group_at_least_one")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_online_vote_version_at_least_one")),
        key("online_vote", "meeting_id", "meeting.id"),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_online_vote")),
    )
    op.create_table(
        "key_destruction",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        key("key_destruction", "meeting_id", "online_vote.meeting_id"),
        sa.PrimaryKeyConstraint("meeting_id", "actor", name=op.f("pk_key_destruction")),
    )
    op.create_table(
        "online_contest",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("member_class", sa.String(), nullable=True),
        sa.CheckConstraint(
            "opens_at IS NULL OR closes_at IS NULL OR closes_at > opens_at",
            name=op.f("ck_online_contest_closes_after_opening"),
        ),
        key("online_contest", "contest_id", "contest.id"),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_online_contest")),
    )
    op.create_table(
        "online_paper",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("typed", sa.String(), nullable=False),
        sa.Column("set_aside", sa.String(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.CheckConstraint("set_aside IS NULL OR typed = ''", name=op.f("ck_online_paper_set_aside_has_no_choice")),
        sa.CheckConstraint("weight >= 1", name=op.f("ck_online_paper_weight_at_least_one")),
        key("online_paper", "contest_id", "contest.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_online_paper")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_online_paper_contest_id_typed", "online_paper", ["contest_id", "typed"], unique=False)
    op.create_table(
        "server_key",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("private_key", sa.LargeBinary(), nullable=False),
        key("server_key", "meeting_id", "online_vote.meeting_id"),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_server_key")),
    )
    op.create_table(
        "vote_receipt",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.CheckConstraint("papers >= 1", name=op.f("ck_vote_receipt_papers_at_least_one")),
        key("vote_receipt", "contest_id", "contest.id"),
        sa.PrimaryKeyConstraint("contest_id", "receipt", name=op.f("pk_vote_receipt")),
        sqlite_with_rowid=False,
    )


def create_voters() -> None:
    op.create_table(
        "voter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("member_class", sa.String(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight >= 1", name=op.f("ck_voter_weight_at_least_one")),
        key("voter", "entry_id", "register_entry.id"),
        key("voter", "meeting_id", "online_vote.meeting_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voter")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_voter_entry_id")),
    )
    op.create_index(op.f("ix_voter_meeting_id"), "voter", ["meeting_id"], unique=False)
    op.create_table(
        "sealed_paper",
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("resend_digest", sa.String(), nullable=False),
        key("sealed_paper", "contest_id", "contest.id"),
        key("sealed_paper", "voter_id", "voter.id"),
        sa.PrimaryKeyConstraint("voter_id", "contest_id", name=op.f("pk_sealed_paper")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "voted",
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("way", text_of("online", "paper", name="way"), nullable=False),
        key("voted", "contest_id", "contest.id"),
        key("voted", "voter_id", "voter.id"),
        sa.PrimaryKeyConstraint("voter_id", "contest_id", name=op.f("pk_voted")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "voting_code",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "revoked_at IS NULL OR revoked_at >= issued_at", name=op.f("ck_voting_code_revoked_after_issued")
        ),
        key("voting_code", "voter_id", "voter.id"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_voting_code")),
    )
    op.create_index(op.f("ix_voting_code_voter_id"), "voting_code", ["voter_id"], unique=False)
    op.create_index(
        "uq_voting_code_standing",
        "voting_code",
        ["voter_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def text_of(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [other], name=name, ondelete="CASCADE")


def downgrade() -> None:
    op.execute("UPDATE contest_vote SET how = 'papers' WHERE how IN ('online', 'mixed')")
    for table in (
        "voting_code", "voted", "sealed_paper", "voter", "vote_receipt", "server_key", "online_paper",
        "online_contest", "key_destruction", "online_vote",
    ):  # fmt: skip
        op.drop_table(table)
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE register_entry DROP COLUMN {name}")
