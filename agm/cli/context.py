"""What commands share: the settings of the environment, a session, the application, and plain refusals.

Everything is imported where it is used, so that `--help` and pure commands answer at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from agm.settings import Settings

REFUSED = 2


def refuse(*lines: object) -> NoReturn:
    """Say why on standard error, and end with status 2; an open transaction is rolled back."""
    for line in lines:
        click.echo(str(line), err=True)
    raise click.exceptions.Exit(REFUSED)


def problem_count(problems: Sequence[object]) -> str:
    return f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"


def settings_or_refuse() -> Settings:
    """The settings of the environment; ends the command with a plain message where they cannot be used."""
    from agm.settings import Settings, SettingsError

    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


def refuse_without_tables(engine: Engine) -> None:
    from sqlalchemy import inspect

    if not inspect(engine).has_table("alembic_version"):
        raise click.ClickException("The database has no tables yet. Run “agm migrate” first.")


@contextmanager
def application() -> Iterator[Flask]:
    """The application, in its context, on a database that has its tables; ends the command with advice where it has
    none. Its connections are closed at the end."""
    from agm.app import create_app
    from agm.audit.head_file import close_connections
    from agm.web.kit.extensions import db

    app = create_app(settings_or_refuse())
    with app.app_context():
        try:
            refuse_without_tables(db.engine)
            yield app
        finally:
            db.session.remove()
            close_connections(db.engine)


@contextmanager
def working_session() -> Iterator[Session]:
    """A session in one transaction, without the application: committed at the end, rolled back on any error."""
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session

    from agm.audit.head_file import keep_head
    from agm.database.engine import prepare_engine
    from agm.web.kit.clock import now

    settings = settings_or_refuse()
    engine = create_engine(settings.database_url, hide_parameters=True)
    prepare_engine(engine)
    keeper = keep_head(engine, settings.chain_head_file, now)
    try:
        refuse_without_tables(engine)
        with Session(engine) as session:
            yield session
            session.commit()
    finally:
        if keeper is not None:
            keeper.finish()
        engine.dispose()
