"""What every answer carries, whoever asks for what, and what a caller cannot bring about by headers of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, Request, request, request_started
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.support.client import StrictClient
from tests.support.desk_records import add_meeting, add_organisation, add_region
from tests.support.public_data import new_region_with_agm

SignIn = Callable[..., StrictClient]
ANSWERS = (
    "/", "/", "/north-west/agm-2017.html", "/north-west/agm-2017", "/north-west/agm-2017.txt",
    "/north-west/agm-2017.md", "/north-west/", "/data/persons.csv", "/data/persons.json", "/news.atom", "/meetings.ics",
    "/robots.txt", "/sitemap.xml", "/house.css", "/favicon.ico", "/static/style.css", "/static/desk.js",
    "/static/favicon.svg", "/account/sign-in", "/desk", "/search?q=a", "/nowhere/at/all", "/account/join/x",
    "/regions?page=-1",
)  # fmt: skip
NEEDED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DIRECTIVES = {
    "default-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
TEXT = ("text/", "application/atom+xml", "application/xml")
NOT_SERVED = (
    "/static", "/static/", "/static/fonts/", "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py",
    "/static//etc/passwd", "/.git/config", "/.git/HEAD", "/.env", "/agm.sqlite3", "/var/secret-key", "/console",
)  # fmt: skip


def missing(response: TestResponse) -> list[str]:
    """What an answer lacks of what keeps a page to itself."""
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    found = [name for name, value in NEEDED.items() if response.headers.get(name) != value]
    found += [name for name, value in DIRECTIVES.items() if policy.get(name) != value]
    found += [name for name in ("script-src", "style-src") if "unsafe" in policy[name] or "*" in policy[name]]
    kind = response.headers.get("Content-Type", "")
    if response.data and (not kind or (kind.startswith(TEXT) and "charset=utf-8" not in kind)):
        found.append(f"charset of {kind}")
    found += [name for name in ("Server", "X-Powered-By") if name in response.headers]
    return found


def test_every_answer_carries_the_security_headers(session: Session, app: Flask) -> None:
    new_region_with_agm(session)
    session.commit()
    visitor = FlaskClient(app)
    lacking = {}
    for path in ANSWERS:
        response = visitor.get(path, buffered=True)
        lacking[path] = missing(response)
        response.close()
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        lacking[method] = missing(visitor.open("/", method=method))
    assert {path: found for path, found in lacking.items() if found} == {}


def test_only_open_data_may_be_read_by_other_sites(session: Session, app: Flask) -> None:
    new_region_with_agm(session)
    session.commit()
    visitor = FlaskClient(app)
    for path in ANSWERS:
        response = visitor.get(path, headers={"Origin": "https://elsewhere.example"}, buffered=True)
        is_data = path.startswith("/data/")
        assert response.headers.get("Access-Control-Allow-Origin") == ("*" if is_data else None), path
        assert response.headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if is_data else "same-origin"), path
        assert "Access-Control-Allow-Credentials" not in response.headers, path
        response.close()


def test_pages_of_the_desk_may_not_be_stored(session: Session, sign_in: SignIn) -> None:
    add_organisation(session)
    meeting = add_meeting(session, add_region(session))
    chair = sign_in("regional_officer", meeting.unit)
    for path in ("/desk", f"/desk/meetings/{meeting.id}/details", "/desk/north-west/people.json?q=an", "/account"):
        response = chair.get(path)
        assert response.status_code == 200, path
        assert response.headers["Cache-Control"] == "private, no-store", path
        assert missing(response) == [], path


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "PATCH", "DELETE", "NONSENSE"])
def test_other_methods_are_refused(session: Session, client: StrictClient, method: str) -> None:
    add_organisation(session)
    for path in ("/", "/desk", "/account/sign-in"):
        response = client.open(path, method=method, headers={"X-Mark": "sent-back"})
        assert response.status_code == 405, path
        assert "sent-back" not in response.text, path


def test_no_listing_and_no_file_beyond_the_static_ones(session: Session, client: StrictClient) -> None:
    add_organisation(session)
    for path in NOT_SERVED:
        response = client.get(path, follow_redirects=True)
        assert response.status_code == 404, path


def test_foreign_host_header_leads_nowhere(session: Session, client: StrictClient) -> None:
    new_region_with_agm(session)
    for path in ("/", "/north-west", "/north-west/", "/north-west/agm-2017", "/news.atom", "/meetings.ics", "/desk"):
        response = client.get(path, base_url="http://elsewhere.example")
        assert "elsewhere" not in response.text, path
        assert "elsewhere" not in (response.location or ""), path


FORWARDED = {
    "X-Forwarded-For": "192.0.2.1, 192.0.2.2",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "forwarded.example",
    "X-Real-IP": "192.0.2.3",
    "Forwarded": "for=192.0.2.4",
}


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        (0, ("127.0.0.1", "http", "localhost")),
        (1, ("192.0.2.2", "https", "forwarded.example")),
    ],
)
def test_forwarded_headers_count_from_our_own_proxies_only(
    session: Session, make_app: Callable[..., Flask], proxies: int, seen: tuple[str, str, str]
) -> None:
    add_organisation(session)
    app = make_app(proxies=proxies)
    met: list[Request] = []

    def meet(_app: Flask, **_more: object) -> None:
        met.append(request._get_current_object())  # type: ignore[attr-defined]  # Werkzeug's way

    with request_started.connected_to(meet, app):
        response = app.test_client().get("/robots.txt", headers=FORWARDED)
    assert (met[0].remote_addr, met[0].scheme, met[0].host) == seen
    assert ("Strict-Transport-Security" in response.headers) == (seen[1] == "https")
