"""The roll of each unit with the lists that it came from, and the registers of meetings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roll_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("given", sa.String(), nullable=True),
        sa.Column("family", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("joined", sa.String(length=10), nullable=True),
        sa.Column("paid_to", sa.String(length=10), nullable=True),
        sa.Column("member_class", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("says_paid", sa.Boolean(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_roll_member_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_member")),
    )
    op.create_index("ix_roll_member_unit_id_sort_key", "roll_member", ["unit_id", "sort_key"])
    op.create_index("ix_roll_member_unit_id_number", "roll_member", ["unit_id", "number"])
    figures = ("lines", "added", "changed", "unchanged", "gone", "not_taken")
    op.create_table(
        "roll_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in figures),
        sa.CheckConstraint(
            " AND ".join(f"{name} >= 0" for name in figures), name=op.f("ck_roll_import_figures_not_negative")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_roll_import_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_import")),
    )
    op.create_index(op.f("ix_roll_import_unit_id"), "roll_import", ["unit_id"])
    op.create_table(
        "register",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.String(), nullable=False),
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("disposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disposed_by", sa.String(), nullable=True),
        sa.Column("entries_disposed", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(disposed_at IS NULL) = (disposed_by IS NULL) AND (disposed_at IS NULL) = (entries_disposed IS NULL)",
            name=op.f("ck_register_disposal_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_register_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_register")),
    )
    op.create_table(
        "register_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("roll_member_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        *(
            sa.Column(name, sa.Boolean(), nullable=False)
            for name in ("needs_paper", "may_vote", "may_nominate", "may_stand")
        ),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["register.meeting_id"],
            name=op.f("fk_register_entry_meeting_id_register"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_register_entry_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
    )
    op.create_index("ix_register_entry_meeting_id_sort_key", "register_entry", ["meeting_id", "sort_key"])
    op.create_index("ix_register_entry_meeting_id_number", "register_entry", ["meeting_id", "number"])
    op.create_index(op.f("ix_register_entry_person_id"), "register_entry", ["person_id"])
    op.create_table(
        "register_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("right", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(\"right\" IS NOT NULL) = (act IN ('right_given', 'right_taken'))",
            name=op.f("ck_register_change_names_its_right"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["register_entry.id"],
            name=op.f("fk_register_change_entry_id_register_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_change")),
    )
    op.create_index(op.f("ix_register_change_entry_id"), "register_change", ["entry_id"])


def downgrade() -> None:
    for table in ("register_change", "register_entry", "register", "roll_import", "roll_member"):
        op.drop_table(table)
