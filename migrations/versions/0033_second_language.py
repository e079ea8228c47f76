"""Offices are called something in a second language, and what was said is in a language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

OFFICES = ("office", "office_template")


def upgrade() -> None:
    for table in OFFICES:
        op.add_column(table, sa.Column("label_alt", sa.String(), nullable=True))
    op.add_column("speech_paragraph", sa.Column("language", sa.String(), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE speech_paragraph DROP COLUMN language")
    for table in OFFICES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN label_alt")
