"""Where a sign-in leads to: never beyond this site."""

from __future__ import annotations

from flask import Flask
from flask_security import hash_password
from sqlalchemy.orm import Session

from agm.web.kit.extensions import limiter
from tests.support.client import StrictClient
from tests.support.desk_records import add_organisation
from tests.support.signing_in import make_official

PASSWORD = "an otter below two bridges"
ELSEWHERE = (
    "//elsewhere.example", "///elsewhere.example", "https:elsewhere.example", "/\\elsewhere.example",
    "\\\\elsewhere.example", "/\t/elsewhere.example", "/%09/elsewhere.example", "javascript:alert(1)",
    "http://localhost@elsewhere.example", "/x\r\nSet-Cookie: a=b",
)  # fmt: skip


def test_open_redirect_and_header_injection_after_sign_in(app: Flask, session: Session) -> None:
    add_organisation(session)
    user = make_official(session, None)
    with app.app_context():
        user.password = hash_password(PASSWORD)
    sent = {"email": user.email, "password": PASSWORD}
    for wanted in ELSEWHERE:
        limiter.reset()
        client = app.test_client()
        assert isinstance(client, StrictClient)
        token = client.csrf_token("/account/sign-in")
        answer = client.post("/account/sign-in", data={**sent, "next": wanted, "csrf_token": token})
        assert answer.status_code in {302, 422}, wanted
        location = answer.location or "/"
        assert location.startswith(("/", "%5C%5C")), wanted
        assert not location.startswith(("//", "/\\")), wanted
        assert not set(location) & {"\r", "\n", "\t", "\\"}, wanted
        assert "a=b" not in answer.headers.get("Set-Cookie", ""), wanted
