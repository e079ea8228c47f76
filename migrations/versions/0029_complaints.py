"""Complaints about results, places that are given up, and declarations that wait for their hour."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("complainant", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("dismissed", "void", name="complaintdecision", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("voided_count", sa.Integer(), nullable=True),
        sa.CheckConstraint("decision IS NULL OR reason IS NOT NULL", name=op.f("ck_complaint_decision_says_why")),
        sa.CheckConstraint(
            "decision IS NULL OR decision <> 'void' OR voided_count IS NOT NULL",
            name=op.f("ck_complaint_void_names_count"),
        ),
        key("complaint", "contest_id", "contest"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
    )
    op.create_index(op.f("ix_complaint_contest_id"), "complaint", ["contest_id"])
    op.create_table(
        "place_given_up",
        sa.Column("candidacy_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_to", sa.String(), nullable=False),
        key("place_given_up", "candidacy_id", "candidacy"),
        sa.PrimaryKeyConstraint("candidacy_id", name=op.f("pk_place_given_up")),
    )
    op.create_table(
        "planned_declaration",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("public_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("results_digest", sa.String(), nullable=False),
        sa.Column("in_part", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("stopped", sa.String(), nullable=True),
        key("planned_declaration", "meeting_id", "meeting"),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_planned_declaration")),
    )


def key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    for table in ("planned_declaration", "place_given_up", "complaint"):
        op.drop_table(table)
