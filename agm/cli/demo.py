"""`agm demo`: fill an empty database with the demonstration."""

import click

from agm.cli.context import application
from agm.database.engine import durably
from agm.demo.load import NotEmptyError, fill
from agm.demo.sign_ins import demonstration_sign_ins
from agm.web.kit.clock import now
from agm.web.kit.transaction import transaction


@click.command()
@click.option("--unless-filled", is_flag=True, help="Do nothing, without complaint, where the database holds records.")
def demo(*, unless_filled: bool) -> None:
    """Fill an empty database with the demonstration: two real posts as records, and fictional regions.

    \b
    Example:
      agm demo
    """
    try:
        with application(), durably(), transaction() as session:  # as votes are taken
            fill(session, now())
            sign_ins = list(demonstration_sign_ins(session))
    except NotEmptyError as error:
        if unless_filled:
            return
        raise click.ClickException(str(error)) from None
    click.echo("The demonstration is in the database.")
    for line in sign_ins:
        click.echo(line)
