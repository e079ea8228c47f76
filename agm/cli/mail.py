"""`agm mail`: read which e-mails came back."""

import click

from agm.cli.context import application


@click.group()
def mail() -> None:
    """Read which e-mails came back."""


@mail.command("read-bounces")
def read_bounces() -> None:
    """Read the mailbox that e-mails come back to now, and note what came back.

    "agm work" does this every quarter of an hour. AGM_BOUNCE_ADDRESS and AGM_BOUNCE_MAILBOX say where; see
    docs/running.md.

    \b
    Examples:
      agm mail read-bounces
    """
    from agm.outbox.worker import JobError
    from agm.settings import Settings
    from agm.web.outbox_handlers import bounces

    with application() as app:
        settings: Settings = app.extensions["agm_settings"]
        if settings.bounce_mailbox is None:
            raise click.ClickException("No mailbox is set up: AGM_BOUNCE_ADDRESS and AGM_BOUNCE_MAILBOX.")
        try:
            counts = bounces.read_bounces(settings)
        except JobError as error:
            raise click.ClickException(str(error)) from None
        click.echo(
            f"Came back for good: {counts['hard']}. For the time being: {counts['soft']}. Late or delivered: "
            f"{counts['nothing']}. Left for somebody to read: {counts['other']}."
        )
