"""Personal links, files, nominations with those whom they name, and the order on the voting paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("width >= 1 AND height >= 1", name=op.f("ck_file_has_a_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
        sa.UniqueConstraint("digest", name=op.f("uq_file_digest")),
    )
    op.create_table(
        "personal_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "nominate",
                "accept",
                "support",
                "check_in",
                "door",
                "own_answer",
                name="linkpurpose",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("is_single_use", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_personal_link_expires_after_it_is_made")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_personal_link_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_personal_link_token_digest")),
    )
    op.create_index(op.f("ix_personal_link_meeting_id"), "personal_link", ["meeting_id"])
    op.create_index(op.f("ix_personal_link_unit_id"), "personal_link", ["unit_id"])

    op.create_table(
        "ballot_order",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("alphabetical", "lot_by_hand", "lot_by_seed", name="ordermethod", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("seed", sa.String(), nullable=True),
        sa.Column("witness", sa.String(), nullable=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(method = 'lot_by_seed') = (seed IS NOT NULL)", name=op.f("ck_ballot_order_drawn_from_a_seed")
        ),
        sa.CheckConstraint(
            "method <> 'lot_by_hand' OR witness IS NOT NULL", name=op.f("ck_ballot_order_seen_by_a_witness")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_ballot_order_contest_id_contest"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_ballot_order")),
    )
    op.create_table(
        "late_nominations",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("is_from_floor", sa.Boolean(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("allowed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("allowed_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "is_from_floor = (closes_at IS NULL)", name=op.f("ck_late_nominations_until_then_or_at_the_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_late_nominations_contest_id_contest"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_late_nominations")),
    )
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "came_by",
            sa.Enum("link", "open", "paper", "floor", "officer", name="cameby", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("sender_name", sa.String(), nullable=True),
        sa.Column("sender_email", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column(
            "withdrawn_with",
            sa.Enum("strike", "stays", "reopen", "not_allowed", name="afterclose", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "ruling", sa.Enum("stands", "does_not_stand", name="ruling", native_enum=False, length=40), nullable=True
        ),
        sa.Column("ruling_reason", sa.String(), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ruled_by", sa.String(), nullable=True),
        sa.Column("candidacy_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "ruling IS NULL OR ruling <> 'does_not_stand' OR ruling_reason IS NOT NULL",
            name=op.f("ck_nomination_no_says_why"),
        ),
        sa.CheckConstraint("(ruling IS NULL) = (ruled_at IS NULL)", name=op.f("ck_nomination_ruling_has_a_time")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_nomination_withdrawn_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["candidacy_id"], ["candidacy.id"], name=op.f("fk_nomination_candidacy_id_candidacy"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_nomination_contest_id_contest"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("form_key", name=op.f("uq_nomination_form_key")),
        sa.UniqueConstraint("receipt", name=op.f("uq_nomination_receipt")),
    )
    op.create_index(op.f("ix_nomination_candidacy_id"), "nomination", ["candidacy_id"])
    op.create_index(op.f("ix_nomination_contest_id"), "nomination", ["contest_id"])

    op.create_table(
        "nominee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.Column("register_entry_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column(
            "answer", sa.Enum("accepted", "declined", name="answer", native_enum=False, length=40), nullable=True
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("statement", sa.String(), nullable=True),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column("consents", sa.JSON(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_nominee_answer_has_a_time")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nominee_nomination_id_nomination"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["file.id"], name=op.f("fk_nominee_photo_id_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominee")),
        sa.UniqueConstraint("nomination_id", "position", name="uq_nominee_position"),
    )
    op.create_index(op.f("ix_nominee_photo_id"), "nominee", ["photo_id"])

    op.create_table(
        "supporter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("register_entry_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column(
            "answer", sa.Enum("accepted", "declined", name="answer", native_enum=False, length=40), nullable=True
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_supporter_answer_has_a_time")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_supporter_nomination_id_nomination"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supporter")),
        sa.UniqueConstraint("nomination_id", "position", name="uq_supporter_position"),
    )


def downgrade() -> None:
    for table in (
        "supporter",
        "nominee",
        "nomination",
        "late_nominations",
        "ballot_order",
        "personal_link",
        "file",
    ):
        op.drop_table(table)
