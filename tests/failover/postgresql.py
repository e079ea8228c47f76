"""PostgreSQL servers that can be killed, with what they acknowledge on the disk, and a standby that has it too."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests.support.postgresql_server import server_account, server_programs

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
OPTIONS = {"listen_addresses": "''", "max_connections": "60", "log_min_messages": "warning", **DURABLE}
SECONDS = 120


class Cluster:
    """One server and its data, in a folder of its own on a Unix socket; its superuser is `agm`."""

    def __init__(self, folder: Path | None = None, **options: str) -> None:
        account = server_account()
        self.programs = (server_programs() / "initdb").resolve().parent  # a link leads to where the others are
        self.folder = folder or Path(tempfile.mkdtemp(prefix="agm-pg-", dir="/tmp"))  # a socket's path must be short
        self.options = OPTIONS | options
        os.chown(self.folder, account.pw_uid, account.pw_gid)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, program: str, *arguments: str, check: bool = True) -> int:
        account = server_account()
        is_root = os.geteuid() == 0
        done = subprocess.run(
            [str(self.programs / program), "-D", str(self.data), *arguments],
            check=check,
            cwd=self.folder,
            timeout=SECONDS,
            stdout=subprocess.DEVNULL,
            stderr=None if check else subprocess.DEVNULL,
            user=account.pw_uid if is_root else None,
            group=account.pw_gid if is_root else None,
            extra_groups=[] if is_root else None,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        )
        return done.returncode

    def make(self) -> Cluster:
        self.run("initdb", "--username=agm", "--auth=trust", "--encoding=UTF8", "--locale=C")
        return self

    def copy_from(self, primary: Cluster, name: str) -> Cluster:
        """Make this a standby of another server."""
        arguments = ["-h", str(primary.folder), "-U", "agm", "--write-recovery-conf", "--checkpoint=fast"]
        self.run("pg_basebackup", *arguments)
        with (self.data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"primary_conninfo = 'host={primary.folder} user=agm application_name={name}'\n")
        return self

    def start(self) -> Cluster:
        options = " ".join(f"-c {name}={value}" for name, value in self.options.items())
        line = f"-c unix_socket_directories={self.folder} {options}"
        self.run("pg_ctl", "--wait", f"--log={self.folder / 'log'}", "-o", line, "start")
        return self

    def kill(self) -> None:
        """End it as a power cut does, as far as its processes go: nothing is written any more."""
        self.run("pg_ctl", "--mode=immediate", "--wait", "stop", check=False)

    def promote(self) -> None:
        self.run("pg_ctl", "--wait", "promote")

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self) -> str:
        return url_of(self)


def url_of(*clusters: Cluster) -> str:
    """The address of whichever of them takes writes."""
    hosts = ",".join(str(one.folder) for one in clusters)
    found = f"postgresql+psycopg://agm@/postgres?host={hosts}"
    return found if len(clusters) == 1 else f"{found}&target_session_attrs=read-write&connect_timeout=3"


def wait_until(true: object, seconds: float = SECONDS) -> None:
    """Wait for a condition. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not (true() if callable(true) else true):
        if time.monotonic() > end:
            raise TimeoutError("what was waited for did not come")
        time.sleep(0.1)
