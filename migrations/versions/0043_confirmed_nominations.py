"""Whether a nomination by the open form comes from whom it says."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

COLUMNS = {
    "confirmed_at": (
        "TIMESTAMP WITH TIME ZONE",
        "confirmation_has_a_time",
        "(confirmation IS NULL) = (confirmed_at IS NULL)",
    ),
    "confirmed_why": ("VARCHAR", "confirmed_by_hand_says_why", "confirmed_by IS NULL OR confirmed_why IS NOT NULL"),
}  # fmt: skip
"""Their checks are made and go with them: a table that SQLite makes anew loses the nominees that belong to it."""


def upgrade() -> None:
    answer = sa.Enum("accepted", "declined", name="answer", native_enum=False, length=40)
    op.add_column("nomination", sa.Column("confirmation", answer, nullable=True))
    op.add_column("nomination", sa.Column("confirmed_by", sa.String(), nullable=True))
    for name, (kind, check, words) in COLUMNS.items():
        stored = "DATETIME" if name == "confirmed_at" and op.get_bind().dialect.name == "sqlite" else kind
        op.execute(
            f"ALTER TABLE nomination ADD COLUMN {name} {stored} CONSTRAINT ck_nomination_{check} CHECK ({words})"
        )


def downgrade() -> None:
    for name in ("confirmed_why", "confirmed_at", "confirmed_by", "confirmation"):
        op.execute(f"ALTER TABLE nomination DROP COLUMN {name}")
