"""What others ask those who keep a person's record to change in the name

Revision: 0005
Before it: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN = sa.text("outcome IS NULL")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "name_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_version", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("accepted", "declined", "withdrawn", name="proposaloutcome", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL)", name=op.f("ck_name_proposal_outcome_has_a_time")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_name_proposal_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_name_proposal_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_proposal")),
    )
    with op.batch_alter_table("name_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_name_proposal_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_name_proposal_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_name_proposal_open", ["person_id", "unit_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("name_proposal")
