"""The application as a person meets it: `agm serve` in a process of its own, on a free port of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.support.project import ROOT

AGM = (sys.executable, "-c", "from agm.cli import main; main()")
START_SECONDS = 300.0
COMMAND_SECONDS = 600
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
    finished = subprocess.run(
        [*AGM, *arguments],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )
    if finished.returncode != 0:
        raise RuntimeError(f"agm {' '.join(arguments)} failed:\n{finished.stdout}")
    return finished.stdout


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
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*AGM, "serve", "--port", str(port), *options],
            cwd=ROOT,
            env=environment(folder, **({"AGM_BASE_URL": url} | variables)),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_for_answer(port, process, log)
            yield LiveServer(url, folder)
        finally:
            process.terminate()
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=60)


def wait_for_answer(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; raises RuntimeError with its log when it ends or stays silent."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
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
