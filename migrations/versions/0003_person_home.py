"""Which units keep a person's record

Revision: 0003
Before it: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; who kept a record by what is known of them goes on keeping it."""
    op.create_table(
        "person_home",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_home_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_home_unit_id_unit")),
        sa.PrimaryKeyConstraint("person_id", "unit_id", name=op.f("pk_person_home")),
    )
    with op.batch_alter_table("person_home", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_home_unit_id"), ["unit_id"], unique=False)
    for reason in REASONS:
        op.execute(f"INSERT INTO person_home (person_id, unit_id) {reason} {HAS_NO_HOME}")


def downgrade() -> None:
    """Take it back."""
    op.drop_table("person_home")


KNOWN = "SELECT DISTINCT person_id, unit_id FROM person_unit AS known WHERE"
PUBLISHED = "SELECT meeting_id FROM announcement WHERE current_sequence IS NOT NULL"
FIRST = "SELECT min(record_id) FROM person_unit AS first WHERE first.person_id = known.person_id"
REASONS = (
    f"{KNOWN} reason = 'office'",
    f"{KNOWN} reason = 'candidacy' AND record_id IN ({PUBLISHED})",
    f"{KNOWN} record_id = ({FIRST})",
)
"""A unit where they were in office; else where they stood at a published meeting; else where they were named first."""
HAS_NO_HOME = "AND NOT EXISTS (SELECT 1 FROM person_home WHERE person_home.person_id = known.person_id)"
