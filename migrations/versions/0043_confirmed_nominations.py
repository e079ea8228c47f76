"""Whether a nomination by the open form comes from whom it says."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

HAS_A_TIME = "ck_nomination_confirmation_has_a_time"
SAYS_WHY = "ck_nomination_confirmed_by_hand_says_why"


def upgrade() -> None:
    answer = sa.Enum("accepted", "declined", name="answer", native_enum=False, length=40)
    with op.batch_alter_table("nomination") as table:
        table.add_column(sa.Column("confirmation", answer, nullable=True))
        table.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("confirmed_by", sa.String(), nullable=True))
        table.add_column(sa.Column("confirmed_why", sa.String(), nullable=True))
        table.create_check_constraint(op.f(HAS_A_TIME), "(confirmation IS NULL) = (confirmed_at IS NULL)")
        table.create_check_constraint(op.f(SAYS_WHY), "confirmed_by IS NULL OR confirmed_why IS NOT NULL")


def downgrade() -> None:
    with op.batch_alter_table("nomination") as table:
        table.drop_constraint(op.f(SAYS_WHY), type_="check")
        table.drop_constraint(op.f(HAS_A_TIME), type_="check")
        for name in ("confirmed_why", "confirmed_by", "confirmed_at", "confirmation"):
            table.drop_column(name)
