"""Tables for contests, candidacies, results and declarations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "contest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("plural_label", sa.String(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("canonical_key", sa.String(), nullable=True),
        sa.Column("is_shareable", sa.Boolean(), nullable=False),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_contest_seats_at_least_one")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_contest_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_contest_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
        sa.UniqueConstraint("meeting_id", "office_id", name="uq_contest_meeting_office"),
    )
    op.create_index("ix_contest_office_id", "contest", ["office_id"], unique=False)
    op.create_table(
        "candidacy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_candidacy_contest_id_contest"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidacy")),
    )
    op.create_index("ix_candidacy_contest_id", "candidacy", ["contest_id"], unique=False)
    op.create_table(
        "candidacy_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidacy_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidacy_id"],
            ["candidacy.id"],
            name=op.f("fk_candidacy_person_candidacy_id_candidacy"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_candidacy_person_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidacy_person")),
        sa.UniqueConstraint("candidacy_id", "person_id", name="uq_candidacy_person_person"),
    )
    op.create_index("ix_candidacy_person_person_id", "candidacy_person", ["person_id"], unique=False)
    op.create_table(
        "contest_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("undecided", "decided", "deferred", "suspended", name="officestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("deferred_to", sa.String(length=10), nullable=True),
        sa.Column("in_place_of", sa.JSON(), nullable=False),
        sa.Column("papers_set_aside", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "deferred_to IS NULL OR state = 'deferred'", name=op.f("ck_contest_result_date_only_if_deferred")
        ),
        sa.CheckConstraint(
            "papers_set_aside IS NULL OR papers_set_aside >= 0", name=op.f("ck_contest_result_papers_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_result_contest_id_contest"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_result")),
        sa.UniqueConstraint("contest_id", name="uq_contest_result_contest_id"),
    )
    op.create_table(
        "result_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("candidacy_id", sa.Integer(), nullable=False),
        sa.Column("is_elected", sa.Boolean(), nullable=False),
        sa.Column("is_unopposed", sa.Boolean(), nullable=False),
        sa.Column("is_re_elected", sa.Boolean(), nullable=False),
        sa.Column("is_co_opted", sa.Boolean(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "is_elected OR NOT (is_unopposed OR is_re_elected OR is_co_opted)",
            name=op.f("ck_result_line_how_only_if_elected"),
        ),
        sa.CheckConstraint("votes IS NULL OR votes >= 0", name=op.f("ck_result_line_votes_not_negative")),
        sa.ForeignKeyConstraint(
            ["candidacy_id"], ["candidacy.id"], name=op.f("fk_result_line_candidacy_id_candidacy"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["result_id"],
            ["contest_result.id"],
            name=op.f("fk_result_line_result_id_contest_result"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_line")),
        sa.UniqueConstraint("candidacy_id", name="uq_result_line_candidacy_id"),
    )
    op.create_index("ix_result_line_result_id", "result_line", ["result_id"], unique=False)
    op.create_table(
        "declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.String(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(sequence = 1) = (replaces_id IS NULL)", name=op.f("ck_declaration_first_replaces_nothing")
        ),
        sa.CheckConstraint(
            "replaces_id IS NULL OR reason IS NOT NULL", name=op.f("ck_declaration_replacement_says_why")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_declaration_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["declaration.id"], name=op.f("fk_declaration_replaces_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
        sa.UniqueConstraint("meeting_id", "sequence", name="uq_declaration_meeting_sequence"),
        sa.UniqueConstraint("replaces_id", name="uq_declaration_replaces_id"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("declaration")
    op.drop_table("result_line")
    op.drop_table("contest_result")
    op.drop_table("candidacy_person")
    op.drop_table("candidacy")
    op.drop_table("contest")
