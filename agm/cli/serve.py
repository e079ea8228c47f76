"""`agm serve`: answer requests."""

import logging
import os
import socket
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import click

from agm.cli.context import settings_or_refuse, working_session
from agm.cli.whole_number import WholeNumber

MOST_THREADS = 8


def threads() -> int:
    """How many requests a process answers at a time: eight, or what a small machine's processors can carry."""
    return min(MOST_THREADS, 2 * (os.cpu_count() or 1) + 1)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=WholeNumber(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=WholeNumber(1), help="Processes (PostgreSQL only).")
def serve(host: str, port: int, workers: int) -> None:
    """Answer requests until stopped with Ctrl-C.

    \b
    Example:
      agm serve --port 8080
    """
    from granian import Granian
    from granian.constants import Interfaces

    from agm.settings import MOST_WRITERS

    settings = settings_or_refuse()
    if settings.is_sqlite and workers > 1:
        raise click.UsageError("SQLite has one writer: leave --workers at 1, or use PostgreSQL (AGM_DATABASE_URL).")
    refuse_taken_port(host, port)
    # the parent of the workers lives as long as they do: what needs models is done in a process that ends
    with ProcessPoolExecutor(1, get_context("fork")) as child:
        sign_ins = child.submit(known_sign_ins).result()
    address = f"http://{host}:{port}"
    os.environ.setdefault("AGM_BASE_URL", address)
    os.environ["AGM_DATA_FOLDER"] = str(settings.data_folder)
    click.echo(f"Serving at {address} (Ctrl-C stops it)")
    for line in sign_ins:
        click.echo(line)
    # Granian warns of more threads than processors can carry: those beyond wait for their turn to write
    logging.getLogger("_granian").addFilter(lambda line: "Python threads" not in line.getMessage())
    Granian(
        "agm.app:app_from_environment",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads() + (MOST_WRITERS if settings.is_sqlite else 0),
        log_access=False,
        websockets=False,
    ).serve()


def known_sign_ins() -> list[str]:
    """The demonstration's sign-ins, if it is there; ends the command where the database has no tables."""
    from agm.demo.sign_ins import demonstration_sign_ins

    with working_session() as session:
        return list(demonstration_sign_ins(session))


def refuse_taken_port(host: str, port: int) -> None:
    """End the command with advice where another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise click.ClickException(
                f"Port {port} is taken. Stop the other program, or choose another port: agm serve --port {port + 1}"
            ) from None
