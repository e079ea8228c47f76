"""The application as a person meets it: `agm serve` in processes of its own, on a free port of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.support import forked

AGM = (sys.executable, "-c", "from agm.cli import main; main()")
START_SECONDS = 300.0
LOG = "server.log"


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A running server: its address without a slash at the end, and the folder with its database `agm.sqlite3`."""

    url: str
    folder: Path

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL of its database."""
        return f"sqlite:///{self.folder / 'agm.sqlite3'}"

    @property
    def log_end(self) -> str:
        """The last lines that the server printed."""
        return (self.folder / LOG).read_text(encoding="utf-8", errors="replace")[-3000:]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """This process's environment without its AGM_* variables, for an installation whose data is in `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AGM_")}
    return kept | {"AGM_DATA_FOLDER": str(folder), "PYTHONUNBUFFERED": "1"} | more


def run_agm(folder: Path, *arguments: str) -> str:
    """Run an `agm` command on the installation in `folder`; what it printed. Raises RuntimeError when it fails."""
    done = forked.run(arguments, environment(folder))
    if done.status != 0:
        raise RuntimeError(f"agm {' '.join(arguments)} failed:\n{done.out}{done.err}")
    return done.out


def make_demonstration(folder: Path) -> Path:
    """Make an installation with the demonstration data in `folder`."""
    run_agm(folder, "migrate")
    run_agm(folder, "demo", "--unless-filled")
    return folder


def copy_of(installation: Path, folder: Path) -> Path:
    """Copy an installation that no server is using."""
    shutil.copytree(installation, folder, dirs_exist_ok=True)
    return folder


def free_port() -> int:
    """A port of this machine that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_application(folder: Path, *options: str, **variables: str) -> Iterator[LiveServer]:
    """Serve the installation in `folder`, with further options and AGM_* variables, until the `with` block ends."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = folder / LOG
    log.write_bytes(b"")
    variables = environment(folder, **({"AGM_BASE_URL": url} | variables))
    process = forked.start(["serve", "--port", str(port), *options], variables, log, log)
    try:
        wait_for_answer(port, lambda: process.exitcode is None, log)
        yield LiveServer(url, folder)
    finally:
        process.terminate()
        process.join(60)
        if process.exitcode is None:
            process.kill()
            process.join(60)
        process.close()


def wait_for_answer(port: int, is_running: Callable[[], bool], log: Path) -> None:
    """Wait until the server answers; raises RuntimeError with its log when it ends or stays silent."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and is_running():
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError(f"agm serve did not answer:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}")
