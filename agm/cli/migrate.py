"""`agm migrate`: bring the database's tables up to date."""

import click

from agm.cli.context import settings_or_refuse, working_session


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date, and the pages of published texts; does nothing where they are.

    \b
    Example:
      agm migrate
    """
    from alembic import command
    from alembic.config import Config

    from agm.announcements.operations.publishing import render_anew
    from agm.settings import shipped
    from agm.web.kit.clock import now

    settings = settings_or_refuse()
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    command.upgrade(config, "head")
    with working_session() as session:
        added = render_anew(session, now())
    click.echo("The tables are up to date.")
    if added:
        click.echo(f"{added} renderings of published texts were added, in the words that they had.")
