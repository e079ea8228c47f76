"""A kept page behind the nginx of `deploy/`, against nginx answering from its own cache, as WordPress is served."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from benches.counting import say, verdict
from benches.filled import LAST_YEAR, ROOT, filled
from benches.pages import Served, asked, free_port, server, wait_for
from benches.threads import ratio

ROUNDS = 5
SECONDS = 2.0
LEAST = 0.7
PAGE = f"/region-5/agm-{LAST_YEAR}"
OWN_CACHE = "proxy_ignore_headers Cache-Control Vary;\n        proxy_cache_valid 200 1h;\n"
MAIN = """
{user}
worker_processes 1;
daemon off;
pid {folder}/pid;
events {{ worker_connections 1024; }}
http {{
    keepalive_requests 1000000;
    {paths}
    {text}
}}
"""


def configuration(folder: Path, port: int, application: int, *, kept: str) -> str:
    """The shipped file without TLS, its other server and its limits; `kept` is how long pages are: "shipped", "never"
    or "always"."""
    shipped = (ROOT / "deploy/nginx/agm.conf").read_text(encoding="utf-8")
    head, *_others, last = shipped.split("\nserver {")
    lines = [line for line in last.splitlines() if not re.search(r"^\s*(ssl_|listen \[|limit_|add_header)", line)]
    text = head + "\nserver {" + "\n".join(lines)
    for written, here in (
        ("listen 443 ssl http2", f"listen 127.0.0.1:{port}"),
        ("127.0.0.1:8000", f"127.0.0.1:{application}"),
        ("/var/cache/nginx/agm", str(folder / "cache")),
        ("/var/log/nginx", str(folder)),
        *([("proxy_cache agm_pages;", "")] if kept == "never" else []),
        *([("proxy_cache agm_pages;", f"proxy_cache agm_pages;\n        {OWN_CACHE}")] if kept == "always" else []),
    ):
        if written not in text:
            raise ValueError(f"the configuration does not hold “{written}”")
        text = text.replace(written, here)
    paths = " ".join(
        f"{what}_temp_path {folder}/{what};" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return MAIN.format(user="user root;" if os.geteuid() == 0 else "", folder=folder, paths=paths, text=text)


@contextmanager
def nginx(folder: Path, application: int, kept: str) -> Iterator[Served]:
    """nginx in front of an application."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    folder.mkdir()
    port = free_port()
    (folder / "conf").write_text(configuration(folder, port, application, kept=kept), encoding="utf-8")
    command = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "conf")]
    process = subprocess.Popen(command)  # noqa: S603  our own command
    try:
        wait_for(port, process)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(20)


def main() -> None:
    """Answers in a second of nginx's and the application's work together, in turn."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        place = Path(name)
        application = stack.enter_context(server(filled(place / "data", 10, 10), "kept"))
        fronts = {
            kept: stack.enter_context(nginx(place / kept, application.port, kept))
            for kept in ("always", "shipped", "never")
        }
        found: dict[str, list[float]] = {kept: [] for kept in fronts}
        for front in fronts.values():
            asked(front.port, PAGE, SECONDS)
        for _ in range(ROUNDS):
            for kept, front in fronts.items():
                begin = front.processor_time() + application.processor_time()
                answers = asked(front.port, PAGE, SECONDS)["answers"]
                found[kept].append(answers / (front.processor_time() + application.processor_time() - begin))
        say("a kept page behind nginx, answers in a second of work of both")
        for kept, what in (
            ("always", "nginx alone, from its cache"),
            ("shipped", "as shipped: kept a second"),
            ("never", "kept by the application only"),
        ):
            share = ratio(found[kept], found["always"])
            met = verdict(share, LEAST, at_least=True) if kept == "shipped" else ""
            say(f"  {what:<30}{median(found[kept]):>10,.0f}{share:>8.2f} × {met}")
