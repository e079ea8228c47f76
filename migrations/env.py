"""Alembic's environment: the URL comes from the settings, the tables from the chapters' models."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import Connection, TypeDecorator, create_engine

from agm.database import Base, load_models
from agm.database.engine import prepare_engine
from agm.settings import Settings

SEARCH_INDEX = "search_index"


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the full-text index, its own tables and column, out of comparisons: they are the database's business."""
    return not (kind in {"table", "index", "column"} and name is not None and name.startswith(SEARCH_INDEX))


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write a column type of ours as the one by which it is stored: a migration must outlive our types."""
    return f"sa.{item.impl_instance!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


def run(connection: Connection) -> None:
    """Run the migrations on an open connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_name=include_name,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Connect to the database of the settings (or of `-x url=…`) and run."""
    load_models()
    url = context.get_x_argument(as_dictionary=True).get("url") or Settings.from_environment().database_url
    engine = create_engine(url)
    prepare_engine(engine)
    with engine.connect() as connection:
        run(connection)
        connection.commit()
    engine.dispose()


main()
