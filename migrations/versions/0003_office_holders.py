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
        "office_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("effective_on", sa.String(length=10), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("ends_terms", sa.Boolean(), nullable=False),
        sa.Column("how_ended", sa.String(length=40), nullable=True),
        sa.Column("concerns_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("declaration_sequence", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "replaces_id IS NULL OR replaces_id < id", name=op.f("ck_office_act_replaces_an_earlier_act")
        ),
        sa.CheckConstraint(
            "concerns_id IS NULL OR concerns_id < id", name=op.f("ck_office_act_concerns_an_earlier_act")
        ),
        sa.CheckConstraint(
            "(kind = 'left') = (how_ended IS NOT NULL)", name=op.f("ck_office_act_only_leaving_says_how")
        ),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_office_act_seats_at_least_one")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_act_office_id_office")),
        sa.ForeignKeyConstraint(["concerns_id"], ["office_act.id"], name=op.f("fk_office_act_concerns_id_office_act")),
        sa.ForeignKeyConstraint(["replaces_id"], ["office_act.id"], name=op.f("fk_office_act_replaces_id_office_act")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_act")),
        sa.UniqueConstraint("replaces_id", name="uq_office_act_replaces_id"),
    )
    op.create_index("ix_office_act_office_id", "office_act", ["office_id"], unique=False)
    op.create_index("ix_office_act_concerns_id", "office_act", ["concerns_id"], unique=False)
    op.create_index("ix_office_act_source", "office_act", ["source"], unique=False)
    op.create_table(
        "office_act_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.Column("how_filled", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["office_act.id"], name=op.f("fk_office_act_person_act_id_office_act")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_office_act_person_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_act_person")),
        sa.UniqueConstraint("act_id", "person_id", name="uq_office_act_person_person"),
    )
    op.create_index("ix_office_act_person_act_id", "office_act_person", ["act_id"], unique=False)
    op.create_index("ix_office_act_person_person_id", "office_act_person", ["person_id"], unique=False)
    op.create_table(
        "holding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
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
        sa.ForeignKeyConstraint(["begun_by_id"], ["office_act.id"], name=op.f("fk_holding_begun_by_id_office_act")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
    )
    op.create_index("ix_holding_office_id", "holding", ["office_id"], unique=False)
    op.create_index("ix_holding_begun_by_id", "holding", ["begun_by_id"], unique=False)
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
    op.drop_table("office_act_person")
    op.drop_table("office_act")
