"""Tables for meetings, their guests, what was said and messages of support."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "agm", "egm", "inaugural", "by_election", "other", name="meetingkind", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.String(length=10), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("venue", sa.String(), nullable=True),
        sa.Column("online_link", sa.String(), nullable=True),
        sa.Column(
            "held_as",
            sa.Enum("in_person", "online", "hybrid", name="heldas", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("quorum_number", sa.Integer(), nullable=True),
        sa.Column("quorum_words", sa.String(), nullable=True),
        sa.Column("attendance_number", sa.Integer(), nullable=True),
        sa.Column("attendance_words", sa.String(), nullable=True),
        sa.Column("messages_from", sa.String(), nullable=True),
        sa.Column("has_elections", sa.Boolean(), nullable=True),
        sa.Column("is_announced_beforehand", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "attendance_number IS NULL OR attendance_number >= 0", name=op.f("ck_meeting_attendance_not_negative")
        ),
        sa.CheckConstraint("ordinal IS NULL OR ordinal >= 1", name=op.f("ck_meeting_ordinal_at_least_one")),
        sa.CheckConstraint("quorum_number IS NULL OR quorum_number >= 0", name=op.f("ck_meeting_quorum_not_negative")),
        sa.CheckConstraint(
            "starts_at IS NULL OR (held_on IS NOT NULL AND length(held_on) = 10)",
            name=op.f("ck_meeting_time_needs_day"),
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_meeting_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index("ix_meeting_region_id", "meeting", ["region_id"], unique=False)
    op.create_index(
        "uq_meeting_national_slug",
        "meeting",
        ["slug"],
        unique=True,
        sqlite_where=sa.text("region_id IS NULL"),
        postgresql_where=sa.text("region_id IS NULL"),
    )
    op.create_index(
        "uq_meeting_region_slug",
        "meeting",
        ["region_id", "slug"],
        unique=True,
        sqlite_where=sa.text("region_id IS NOT NULL"),
        postgresql_where=sa.text("region_id IS NOT NULL"),
    )
    op.create_table(
        "meeting_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_address_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_address")),
        sa.UniqueConstraint("meeting_id", "slug", name="uq_meeting_address_meeting_slug"),
    )
    op.create_index("ix_meeting_address_slug", "meeting_address", ["slug"], unique=False)
    op.create_table(
        "meeting_section",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "details", "guests", "said", "results", "announcement", name="section", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_section_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "section", name=op.f("pk_meeting_section")),
    )
    op.create_table(
        "appearance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("guest", "other", "chair", name="speakerkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_appearance_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appearance_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appearance")),
        sa.UniqueConstraint("meeting_id", "person_id", name="uq_appearance_meeting_person"),
    )
    op.create_index("ix_appearance_person_id", "appearance", ["person_id"], unique=False)
    op.create_table(
        "said_paragraph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_said_paragraph_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_said_paragraph")),
    )
    op.create_index("ix_said_paragraph_meeting_id", "said_paragraph", ["meeting_id"], unique=False)
    op.create_table(
        "said_paragraph_speaker",
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("appearance_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appearance_id"],
            ["appearance.id"],
            name=op.f("fk_said_paragraph_speaker_appearance_id_appearance"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["said_paragraph.id"],
            name=op.f("fk_said_paragraph_speaker_paragraph_id_said_paragraph"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("paragraph_id", "appearance_id", name=op.f("pk_said_paragraph_speaker")),
    )
    op.create_index(
        "ix_said_paragraph_speaker_appearance_id", "said_paragraph_speaker", ["appearance_id"], unique=False
    )
    op.create_table(
        "support_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_support_message_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_support_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_message")),
        sa.UniqueConstraint("meeting_id", "person_id", name="uq_support_message_meeting_person"),
    )
    op.create_index("ix_support_message_person_id", "support_message", ["person_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("support_message")
    op.drop_table("said_paragraph_speaker")
    op.drop_table("said_paragraph")
    op.drop_table("appearance")
    op.drop_table("meeting_section")
    op.drop_table("meeting_address")
    op.drop_table("meeting")
