"""Addresses that were corrected on a frozen register, as they were before."""

from __future__ import annotations

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

CHECK = "was IS NULL OR act IN ('email_corrected', 'postal_address_corrected')"


def upgrade() -> None:
    # with the column, so that SQLite does not make the table anew, and forget its other checks
    check = f"CONSTRAINT ck_register_change_was_an_address CHECK ({CHECK})"
    op.execute(f"ALTER TABLE register_change ADD COLUMN was VARCHAR {check}")


def downgrade() -> None:
    op.execute("DELETE FROM register_change WHERE act IN ('email_corrected', 'postal_address_corrected')")
    op.execute("ALTER TABLE register_change DROP COLUMN was")
