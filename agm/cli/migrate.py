"""`agm migrate`: bring the database's tables up to date."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agm.cli.context import settings_or_refuse, working_session

if TYPE_CHECKING:
    from agm.settings import Settings


@click.command()
def migrate() -> None:
    """Bring the database's tables up to date, and the pages of published texts; does nothing where they are.

    The SQLite file is closed to others, and the end of the audit log is noted outside the database.

    \b
    Example:
      agm migrate
    """
    from alembic import command
    from alembic.config import Config

    from agm.announcements.operations.publishing import render_anew
    from agm.audit.act import SYSTEM, Act
    from agm.audit.operations import GREW
    from agm.settings import shipped
    from agm.web.kit.clock import now
    from agm.workflows.verify_record import note_rows

    settings = settings_or_refuse()
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    command.upgrade(config, "head")
    close_to_others(settings)
    with working_session() as session:
        act = Act(session, SYSTEM, now())
        noted = note_rows(act)
        added = render_anew(act)
        session.info[GREW] = True  # a log that a first edition wrote is noted too
    click.echo("The tables are up to date.")
    if noted:
        click.echo(f"The audit log now vouches for {noted} published rows.")
    if added:
        click.echo(f"{added} renderings of published texts were added, in the words that they had.")


def close_to_others(settings: Settings) -> None:
    """Let nobody else read an SQLite file that an earlier edition wrote."""
    from sqlalchemy import make_url

    name = make_url(settings.database_url).database
    for end in ("", "-wal", "-shm") if settings.is_sqlite and name else ():
        path = Path(f"{name}{end}")
        if path.is_file() and path.stat().st_uid == os.geteuid():
            path.chmod(0o600)
