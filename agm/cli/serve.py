"""`agm serve`: answer requests."""

import logging
import os
import socket
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import click

from agm.cli.context import settings_or_refuse, working_session
from agm.cli.whole_number import WholeNumber

LARGEST_HEAD = 64 * 1024
"""In bytes: the address, the cookies and the other headers of a request."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=WholeNumber(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=WholeNumber(1), help="Processes (PostgreSQL only).")
@click.option(
    "--proxy-buffers", is_flag=True, help="A proxy in front reads requests whole, as nginx does; saves doing it here."
)
def serve(host: str, port: int, workers: int, *, proxy_buffers: bool) -> None:
    """Answer requests until stopped with Ctrl-C.

    \b
    Example:
      agm serve --port 8080
    """
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

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
        "agm.app:app_from_environment" if proxy_buffers else "agm.app:whole_requests_from_environment",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI if proxy_buffers else Interfaces.RSGI,
        workers=workers,
        blocking_threads=settings.request_threads if proxy_buffers else None,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=LARGEST_HEAD),
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
