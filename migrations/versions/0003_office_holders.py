"""Tables for who holds which office."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "holding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=True),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column(
            "how_filled",
            sa.Enum(
                "elected",
                "unopposed",
                "re_elected",
                "re_elected_unopposed",
                "by_election",
                "co_opted",
                "appointed",
                name="howfilled",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "how_ended",
            sa.Enum(
                "term_ended", "resigned", "died", "removed", "corrected", name="howended", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seat >= 1", name=op.f("ck_holding_seat_at_least_one")),
        sa.CheckConstraint(
            "(until IS NULL AND how_ended IS NULL) OR how_ended IS NOT NULL", name=op.f("ck_holding_end_says_how")
        ),
        sa.CheckConstraint(
            "until IS NULL OR since IS NULL OR substr(since, 1, 4) <= substr(until, 1, 4)",
            name=op.f("ck_holding_ends_after_it_begins"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_holding_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
    )
    op.create_index("ix_holding_office_id", "holding", ["office_id"], unique=False)
    op.create_index(
        "uq_holding_seat_now",
        "holding",
        ["office_id", "seat"],
        unique=True,
        sqlite_where=sa.text("how_ended IS NULL"),
        postgresql_where=sa.text("how_ended IS NULL"),
    )
    op.create_table(
        "holding_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holding_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["holding_id"], ["holding.id"], name=op.f("fk_holding_person_holding_id_holding"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_holding_person_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding_person")),
        sa.UniqueConstraint("holding_id", "person_id", name="uq_holding_person_person"),
    )
    op.create_index("ix_holding_person_holding_id", "holding_person", ["holding_id"], unique=False)
    op.create_index("ix_holding_person_person_id", "holding_person", ["person_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("holding_person")
    op.drop_table("holding")
