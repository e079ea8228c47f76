"""By which years the search finds who holds and held office."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from agm.language.search_keys import search_keys, year_keys

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ENTRY = sa.table("search_entry", *(sa.column(name) for name in ("id", "kind", "title", "body", "keys")))


def upgrade() -> None:
    write_keys(with_years=True)


def downgrade() -> None:
    write_keys(with_years=False)


def write_keys(*, with_years: bool) -> None:
    bind = op.get_bind()
    held = sa.select(ENTRY.c.id, ENTRY.c.title, ENTRY.c.body).where(ENTRY.c.kind != "announcement")
    for entry_id, title, body in bind.execute(held).all():
        keys = search_keys(f"{title}\n{body}")
        if with_years:
            keys = f"{keys} {year_keys(body)}".strip()
        bind.execute(sa.update(ENTRY).where(ENTRY.c.id == entry_id).values(keys=keys))
