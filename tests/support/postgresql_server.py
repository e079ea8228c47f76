"""A PostgreSQL server of the tests' own: made in a temporary folder, on a Unix socket only, thrown away at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt/postgresql", "/usr/local/pgsql")
OPTIONS = {
    "listen_addresses": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "log_min_messages": "warning",
}
"""Speed before safety: a server that holds nothing but test data may lose it."""


class NoServerError(Exception):
    """No PostgreSQL server can be started here; the message says what to install."""


def server_programs() -> Path:
    """The folder of the newest installed `initdb` and `pg_ctl`; raises NoServerError when there is none."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).parent
    folders = [folder for place in PLACES for folder in Path(place).glob("*/bin") if (folder / "initdb").exists()]
    if not folders:
        raise NoServerError("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return max(folders, key=lambda folder: float(folder.parent.name) if folder.parent.name.isdigit() else 0.0)


def server_account() -> pwd.struct_passwd:
    """Whom the server runs as: PostgreSQL refuses root, for whom the package's own account stands in."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        raise NoServerError("PostgreSQL does not run as root, and there is no account named postgres") from None


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server and give the folder of its socket; its superuser is `agm`, and no password is asked for."""
    programs, account = server_programs(), server_account()
    folder = Path(tempfile.mkdtemp(prefix="agm-postgresql-", dir="/tmp"))  # a socket's path must be short
    os.chown(folder, account.pw_uid, account.pw_gid)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(  # both programs are PostgreSQL's own
            [str(programs / program), "-D", str(folder / "data"), *arguments],
            check=True,
            cwd=folder,
            timeout=300,
            stdout=subprocess.DEVNULL,
            user=account.pw_uid if os.geteuid() == 0 else None,
            group=account.pw_gid if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        )

    try:
        run("initdb", "--username=agm", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        options = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
        run(
            "pg_ctl",
            "--wait",
            f"--log={folder / 'log'}",
            "-o",
            f"-c unix_socket_directories={folder} {options}",
            "start",
        )
        try:
            yield str(folder)
        finally:
            run("pg_ctl", "--mode=immediate", "--wait", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
