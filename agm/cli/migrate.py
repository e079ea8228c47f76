"""`agm migrate`: bring the database's tables up to date."""

from __future__ import annotations

import click

from agm.cli.context import settings_or_refuse


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date; does nothing where they are.

    \b
    Example:
      agm migrate
    """
    from alembic import command
    from alembic.config import Config

    from agm.settings import shipped

    settings = settings_or_refuse()
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    command.upgrade(config, "head")
    click.echo("The tables are up to date.")
