"""What commands share: the application for the settings of the environment, and plain refusals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from agm.app import create_app
from agm.settings import Settings, SettingsError
from agm.web.kit.extensions import db
from agm.web.kit.transaction import transaction


def settings_or_refuse() -> Settings:
    """The settings of the environment; ends the command with a plain message where they cannot be used."""
    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


def application() -> Flask:
    """The application on a database that has its tables; ends the command with advice where it has none."""
    app = create_app(settings_or_refuse())
    with app.app_context():
        if not inspect(db.engine).has_table("alembic_version"):
            raise click.ClickException("The database has no tables yet. Run “agm migrate” first.")
    return app


@contextmanager
def working_session() -> Iterator[Session]:
    """A session in one transaction: committed at the end of the command, rolled back on any error."""
    with application().app_context():
        try:
            with transaction() as session:
                yield session
        finally:
            db.engine.dispose()
