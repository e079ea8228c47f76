"""`agm work`: do what waits in the outbox."""

import logging
import signal
from threading import Event

import click

from agm.cli.context import application


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, and end: for a timer or cron.")
def work(*, once: bool) -> None:
    """Send the mail that waits in the outbox, and do its other jobs, until stopped with Ctrl-C or SIGTERM.

    The job in hand is finished first. Several may run at once. With SQLite “agm serve” does this as well.

    \b
    Examples:
      agm work
      agm work --once
    """
    from agm.web.kit.log_lines import write_log_lines
    from agm.web.outbox_handlers.registry import build_worker

    write_log_lines(logging.INFO)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stop.set())
    with application() as app:
        worker = build_worker(app)
        if once:
            count = worker.run_due(stop)
            click.echo("Nothing was due." if count == 0 else f"{count} attempt{'' if count == 1 else 's'} made.")
        else:
            click.echo("Working on the outbox (Ctrl-C stops it)")
            worker.run_until(stop)
