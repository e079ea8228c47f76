"""Tables for public texts, their revisions and renderings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("report", "messages_of_support", "statement", name="publickind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statement_title", sa.String(), nullable=True),
        sa.Column("statement_text", sa.String(), nullable=True),
        sa.Column("video_url", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("current_sequence", sa.Integer(), nullable=True),
        sa.Column("first_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'statement') = (meeting_id IS NULL)", name=op.f("ck_announcement_statement_or_meeting")
        ),
        sa.CheckConstraint(
            "kind <> 'statement' OR (statement_title IS NOT NULL AND statement_text IS NOT NULL)",
            name=op.f("ck_announcement_statement_has_text"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_announcement_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_announcement_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_index("ix_announcement_first_published_at", "announcement", ["first_published_at"], unique=False)
    op.create_index("ix_announcement_region_id", "announcement", ["region_id"], unique=False)
    op.create_index(
        "uq_announcement_meeting_kind",
        "announcement",
        ["meeting_id", "kind"],
        unique=True,
        sqlite_where=sa.text("meeting_id IS NOT NULL"),
        postgresql_where=sa.text("meeting_id IS NOT NULL"),
    )
    op.create_index(
        "uq_announcement_national_statement",
        "announcement",
        ["slug"],
        unique=True,
        sqlite_where=sa.text("meeting_id IS NULL AND region_id IS NULL"),
        postgresql_where=sa.text("meeting_id IS NULL AND region_id IS NULL"),
    )
    op.create_index(
        "uq_announcement_region_statement",
        "announcement",
        ["region_id", "slug"],
        unique=True,
        sqlite_where=sa.text("meeting_id IS NULL AND region_id IS NOT NULL"),
        postgresql_where=sa.text("meeting_id IS NULL AND region_id IS NOT NULL"),
    )
    op.create_table(
        "announcement_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum("published", "corrected", "retracted", name="revisionact", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("elected_chair", sa.String(), nullable=True),
        sa.Column("imprint", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("style", sa.JSON(), nullable=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(sequence = 1) = (act = 'published')", name=op.f("ck_announcement_revision_first_is_published")
        ),
        sa.CheckConstraint(
            "act = 'published' OR note IS NOT NULL", name=op.f("ck_announcement_revision_change_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_revision_announcement_id_announcement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_revision")),
        sa.UniqueConstraint("announcement_id", "sequence", name="uq_announcement_revision_sequence"),
    )
    op.create_table(
        "own_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("replaced_digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_own_words_announcement_id_announcement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_words")),
        sa.UniqueConstraint("announcement_id", "block", name="uq_own_words_announcement_block"),
    )
    op.create_table(
        "rendered_post",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("etag", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["announcement_revision.id"],
            name=op.f("fk_rendered_post_revision_id_announcement_revision"),
        ),
        sa.PrimaryKeyConstraint("revision_id", "format", name=op.f("pk_rendered_post")),
    )
    op.create_table(
        "statement_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_statement_address_announcement_id_announcement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_address")),
        sa.UniqueConstraint("announcement_id", "slug", name="uq_statement_address_announcement_slug"),
    )
    op.create_index("ix_statement_address_slug", "statement_address", ["slug"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("statement_address")
    op.drop_table("rendered_post")
    op.drop_table("own_words")
    op.drop_table("announcement_revision")
    op.drop_table("announcement")
