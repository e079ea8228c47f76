"""A WordPress of Debian's packages in a temporary folder, with a MariaDB and PHP's own server; gone at the end."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.live_server import free_port, wait_for_answer

PACKAGES = "wordpress php-cli php-mysql mariadb-server"
PROGRAMS = ("php", "mariadbd", "mariadb-install-db", "mariadb-admin")
SHIPPED = Path("/usr/share/wordpress")
CONFIG = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('AUTH_KEY', '{key}');
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
require_once ABSPATH . 'wp-settings.php';
"""
"""`local` lets application passwords work without TLS."""
USER = "editor"


class NotInstalledError(Exception):
    """WordPress cannot be started here; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Installed:
    """Where a site is, and how an editor gets in."""

    address: str
    password: str
    version: str


def check_packages() -> None:
    if not (SHIPPED / "wp-settings.php").exists() or not all(map(shutil.which, PROGRAMS)):
        raise NotInstalledError(f"WordPress is not installed here (Debian: apt-get install {PACKAGES})")


@contextmanager
def real_wordpress() -> Iterator[Installed]:
    """An empty site. Raises NotInstalledError."""
    check_packages()
    with ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory(prefix="agm-wordpress-", dir="/tmp"))
        folder = Path(name)
        folder.chmod(0o755)  # the database runs as another user where this one is root
        socket = stack.enter_context(database(folder))
        place, host = folder / "site", f"127.0.0.1:{free_port()}"
        shutil.copytree(SHIPPED, place, ignore_dangling_symlinks=True)
        (place / "wp-config.php").write_text(CONFIG.format(socket=socket, key=secrets.token_hex()), encoding="utf-8")
        shutil.copy(Path(__file__).with_name("install.php"), place)
        done = subprocess.run(
            ["php", "install.php", host], cwd=place, capture_output=True, text=True, check=False, timeout=300
        )
        if done.returncode != 0:
            raise RuntimeError(f"WordPress was not installed:\n{done.stdout}{done.stderr}")
        told = json.loads(done.stdout.splitlines()[-1])
        stack.enter_context(served(place, host, folder / "php.log"))
        yield Installed(f"http://{host}", told["password"], told["version"])


@contextmanager
def database(folder: Path) -> Iterator[Path]:
    """The socket of a MariaDB of its own."""
    data, home = folder / "database", folder / "socket"
    home.mkdir()
    user = "mysql" if os.geteuid() == 0 else ""
    if user:
        shutil.chown(home, user)
    as_user = [f"--user={user}"] if user else []
    made = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
    subprocess.run([*made, "--skip-test-db", *as_user], check=True, capture_output=True, timeout=300)
    socket = home / "mariadb"
    options = ["--no-defaults", f"--datadir={data}", f"--socket={socket}", "--skip-networking", f"--tmpdir={home}"]
    with (
        (folder / "database.log").open("wb") as log,
        subprocess.Popen(["mariadbd", *options, *as_user], stdout=log, stderr=log) as server,
    ):
        try:
            ask = ["mariadb-admin", "--no-defaults", f"--socket={socket}", "--user=root", "--connect-timeout=60"]
            subprocess.run([*ask, "--wait=60", "ping"], check=True, capture_output=True, timeout=120)
            subprocess.run([*ask, "create", "wordpress"], check=True, capture_output=True, timeout=60)
            yield socket
        finally:
            server.terminate()


@contextmanager
def served(place: Path, host: str, log: Path) -> Iterator[None]:
    with (
        log.open("wb") as output,
        subprocess.Popen(
            ["php", "-S", host, "-t", str(place)],
            stdout=output,
            stderr=output,
            env=os.environ | {"PHP_CLI_SERVER_WORKERS": "2"},
        ) as server,
    ):
        try:
            wait_for_answer(int(host.rpartition(":")[2]), lambda: server.poll() is None, log)
            yield
        finally:
            server.terminate()
