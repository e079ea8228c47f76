"""What runs in production: the application behind nginx with the configuration that we ship."""

from __future__ import annotations

import contextlib
import sqlite3
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agm.app import LARGEST_REQUEST
from agm.cli.serve import LARGEST_HEAD
from agm.web.public.site import KEPT_BY_A_PROXY
from tests.conftest import skip_unless_ci
from tests.support.databases import Database
from tests.support.live_server import running_application
from tests.support.nginx_server import HOST, Nginx, nginx_program, running_nginx
from tests.support.slow_senders import slow_senders

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
REGION = (
    "INSERT INTO unit (kind, name, slug, description, position, is_demonstration, imprint, house_style, "
    "house_style_version, version) VALUES ('region', 'Everywhere', 'everywhere', '', 1, 0, '', '{}', 1, 1)"
)
YEAR = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def nginx(migrated_sqlite: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """nginx in front of an application, as docs/deploying.md has it."""
    if nginx_program() is None:
        skip_unless_ci("nginx is not installed (Debian: apt-get install nginx-light)")
    migrated_sqlite.reset()
    folder: Path = tmp_path_factory.mktemp("nginx")
    variables = {"AGM_BASE_URL": f"https://{HOST}", "AGM_PROXIES": "1", "AGM_DATABASE_URL": migrated_sqlite.url}
    with (
        running_application(folder, "--proxy-buffers", **variables) as application,
        running_nginx(folder, int(application.url.rpartition(":")[2])) as served,
    ):
        yield served


def test_hundreds_of_slow_senders_block_nobody(nginx: Nginx) -> None:
    with slow_senders(nginx.connect, HOST, 200):
        answer, _body = nginx.ask("GET", "/regions?slow")
        assert answer.status == 200


def test_tls_alone_is_served_and_says_so_once(nginx: Nginx) -> None:
    answer, _body = nginx.ask_plainly("/regions?a=b")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/regions?a=b")
    of_the_application, _body = nginx.ask("GET", "/account/sign-in")
    assert "Secure" in of_the_application.headers["Set-Cookie"]
    of_nginx, _body = nginx.ask("POST", "/account/sign-in", b"a" * 4_000_000)
    policies = [one.headers.get_all("Strict-Transport-Security") for one in (of_the_application, of_nginx)]
    assert policies[0] is not None
    assert len(policies[0]) == 1
    assert policies[0] == policies[1]
    with pytest.raises(ssl.SSLError):
        nginx.connect("elsewhere.example.org")


def test_sizes_are_the_applications(nginx: Nginx) -> None:
    assert nginx.ask("POST", "/account/sign-in", b"a=1", FORM)[0].status == 400
    answer, body = nginx.ask("POST", "/account/sign-in", b"a" * (LARGEST_REQUEST + 1), FORM)
    assert (answer.status, b"That is too large" in body) == (413, True)
    assert nginx.ask("POST", "/account/sign-in", b"a" * (2 * LARGEST_REQUEST), FORM)[0].status == 413
    assert nginx.ask("GET", "/regions?" + "a" * 15_000)[0].status == 200
    assert nginx.ask("GET", "/regions", headers={"Cookie": "a" * LARGEST_HEAD})[0].status == 400


def test_what_is_kept_and_what_is_compressed(nginx: Nginx) -> None:
    page, body = nginx.ask("GET", "/regions")
    assert page.headers.get("Content-Encoding") is None
    stylesheet = body.decode().partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert stylesheet.startswith("/static/")
    encoded = {"Accept-Encoding": "gzip"}
    answers = [nginx.ask("GET", stylesheet, headers=encoded)[0] for _ in range(2)]
    assert [one.headers["Cache-Control"] for one in answers] == [YEAR, YEAR]
    assert [path for path in (nginx.folder / "cache").rglob("*") if path.is_file()]
    assert nginx.ask("GET", "/regions", headers=encoded)[0].headers["Content-Encoding"] == "gzip"
    assert nginx.ask("GET", "/account/sign-in", headers=encoded)[0].headers.get("Content-Encoding") is None


def test_a_public_page_is_kept_for_a_second_and_a_personal_one_never(nginx: Nginx, migrated_sqlite: Database) -> None:
    nginx.ask("GET", "/search?q=somebody")
    nginx.ask("GET", "/account/sign-in")
    page, _body = nginx.ask("GET", "/regions")
    assert page.headers["Cache-Control"] == KEPT_BY_A_PROXY
    kept = [path.read_bytes() for path in (nginx.folder / "cache-pages").rglob("*") if path.is_file()]
    addresses = {line.removeprefix(b"KEY: http://agm") for one in kept for line in one.splitlines() if b"KEY: " in line}
    assert b"/regions" in addresses
    assert not [address for address in addresses if address.startswith((b"/search", b"/account"))]
    with contextlib.closing(sqlite3.connect(migrated_sqlite.folder / "used.sqlite3")) as connection, connection:
        connection.execute(REGION)
        connection.execute("UPDATE public_state SET counter = counter + 1")
    deadline = time.monotonic() + 60
    while b"Everywhere" not in (answer := nginx.ask("GET", "/regions")[1]) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert b"Everywhere" in answer


def test_what_a_caller_says_of_itself_is_not_believed(nginx: Nginx) -> None:
    said = {"X-Forwarded-Host": "elsewhere.example.org", "X-Forwarded-Prefix": "/x", "X-Forwarded-Proto": "http"}
    answer, body = nginx.ask("GET", "/news.atom", headers=said)
    assert answer.status == 200
    assert b"elsewhere" not in body
    answer, _body = nginx.ask("GET", "/desk", headers=said)
    assert answer.headers["Location"].startswith("/account/sign-in")


def test_no_personal_link_and_no_search_is_logged(nginx: Nginx) -> None:
    nginx.ask("GET", "/account/join/a-secret-link")
    nginx.ask("GET", "/search?q=somebody")
    nginx.ask("GET", "/vote/ABCD-EFGH-JKMN-PQRS")
    nginx.ask("POST", "/vote", b"act=open&code=ABCDEFGHJKMNPQRS", FORM)
    nginx.ask("GET", "/m/nominate/a-secret-link")
    nginx.ask("GET", "/regions")  # a line is written after its answer is sent: with the next answer it is there
    log = (nginx.folder / "agm.log").read_text(encoding="utf-8")
    assert "GET /account/join/... " in log
    assert "GET /search " in log
    assert "GET /m/nominate/... " in log
    assert "/vote" not in log
    assert "a-secret-link" not in log
    assert "somebody" not in log
