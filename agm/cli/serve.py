"""`agm serve`: answer requests."""

from __future__ import annotations

import logging
import os
import socket
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from multiprocessing.util import Finalize
from threading import Event, Thread
from typing import TYPE_CHECKING

import click

from agm.cli.context import refuse_without_tables, settings_or_refuse
from agm.cli.whole_number import WholeNumber

if TYPE_CHECKING:
    from flask import Flask

    from agm.web.kit.whole_requests import WholeRequests

LONGEST_END = 10.0
"""Seconds that the end of the server waits for the job in hand."""
LOOPBACKS = {"127.0.0.1", "::1", "localhost"}
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
    # passkeys belong to a name and not to an address of numbers: browsers find this machine by its own
    address = f"http://{'localhost' if host in LOOPBACKS else host}:{port}"
    if not settings.is_sqlite and settings.mail_server is not None:
        click.echo("Mail is sent by “agm work”, which has to run besides.")
    os.environ.setdefault("AGM_BASE_URL", address)
    os.environ["AGM_DATA_FOLDER"] = str(settings.data_folder)
    click.echo(f"Serving at {address} (Ctrl-C stops it)")
    for line in sign_ins:
        click.echo(line)
    # Granian warns of more threads than processors can carry: those beyond wait for their turn to write
    logging.getLogger("_granian").addFilter(lambda line: "Python threads" not in line.getMessage())
    factory = working_app if proxy_buffers else working_app_of_whole_requests
    Granian(
        f"agm.cli.serve:{factory.__name__}",
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


def working_app() -> Flask:
    """The application for the AGM_* variables, with its thread for the outbox."""
    from agm.app import app_from_environment

    app = app_from_environment()
    work_beside(app)
    return app


def working_app_of_whole_requests() -> WholeRequests:
    """The same for a server that no proxy stands in front of which would read requests whole."""
    from agm.app import whole_requests

    return whole_requests(working_app())


def work_beside(app: Flask) -> None:
    """On SQLite, which has one process: work on the outbox in a thread that ends with the process.

    A job that takes longer than the end may is cut off, and done again at the next start.
    """
    from agm.web.outbox_handlers.registry import build_worker

    if not app.extensions["agm_settings"].is_sqlite:
        return
    stop = Event()
    thread = Thread(target=build_worker(app).run_until, args=(stop,), name="outbox", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(LONGEST_END)

    Finalize(None, end, exitpriority=0)  # at the end of a process of granian's, which calls no atexit


def known_sign_ins() -> list[str]:
    """The demonstration's sign-ins, if it is there; ends the command where the database has no tables."""
    from sqlalchemy import create_engine

    from agm.demo.sign_ins import demonstration_sign_ins

    engine = create_engine(settings_or_refuse().database_url, hide_parameters=True)
    refuse_without_tables(engine)
    with engine.connect() as connection:
        return list(demonstration_sign_ins(connection))


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
