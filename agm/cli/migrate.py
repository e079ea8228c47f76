"""`agm migrate`: bring the database's tables up to date."""

from __future__ import annotations

from pathlib import Path

import click

from agm.cli.context import settings_or_refuse

ROOT = Path(__file__).resolve().parent.parent.parent


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date; does nothing where they are.

    \b
    Example:
      agm migrate
    """
    from alembic import command
    from alembic.config import Config

    settings = settings_or_refuse()
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    command.upgrade(Config(ROOT / "alembic.ini"), "head")
    click.echo("The tables are up to date.")
