"""By what lists of people are sorted, on every database alike; what was taken for a surname ("Jr") put right."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from agm.language.names import sort_key, sort_name

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PERSON = sa.table("person", *(sa.column(name) for name in ("id", "name", "sort_name", "sort_key")))


def upgrade() -> None:
    op.add_column("person", sa.Column("sort_key", sa.String(), nullable=False, server_default=""))
    bind = op.get_bind()
    for person_id, name, sorted_so in bind.execute(sa.select(PERSON.c.id, PERSON.c.name, PERSON.c.sort_name)).all():
        first, _, last = name.rpartition(" ")
        right = sort_name(name) if sorted_so == f"{last}, {first}" else sorted_so
        values = {"sort_name": right, "sort_key": sort_key(right)}
        bind.execute(sa.update(PERSON).where(PERSON.c.id == person_id).values(values))


def downgrade() -> None:
    op.drop_column("person", "sort_key")
