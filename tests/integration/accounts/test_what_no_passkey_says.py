"""What is sent in place of a form, or of a passkey's answer, is refused by a page."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from tests.support.client import StrictClient

SIGN_IN = "/account/passkey-sign-in"
DEEP = "[" * 3000


def coded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def answer(client_data: str, **more: Any) -> str:  # noqa: ANN401  whatever JSON holds
    """The answer of a passkey that says this of the page that asked it."""
    response = {"clientDataJSON": coded(client_data), "attestationObject": coded("x"), "authenticatorData": coded("x")}
    whole = {"id": coded("x"), "rawId": coded("x"), "type": "public-key", "response": {**response, "signature": "eA"}}
    return json.dumps({**whole, **more})


ANSWERS = (
    "", DEEP, "5", '"x"', "[1]", "{}", '{"id": 5}', "\u00b2",
    answer("{"), answer(DEEP), answer("[]"), answer("{}"), answer('{"type": 1, "challenge": 5, "origin": []}'),
    answer('{"type": "webauthn.create", "challenge": "x", "origin": "x", "tokenBinding": {"status": 5}}'),
    answer("\u00b2", rawId=5), answer("x", response=[]), answer("x", response={"clientDataJSON": 5}),
)  # fmt: skip


@pytest.mark.parametrize("body", [DEEP, '{"a":' * 3000, "[1]", "5", '"x"', "[[1, 2, 3]]", '{"next": [1]}'])
def test_json_is_no_form(client: StrictClient, body: str) -> None:
    token = {"X-CSRFToken": client.csrf_token(SIGN_IN)}
    sent = client.post(SIGN_IN, data=body, content_type="application/json", headers=token)
    assert sent.status_code < 500


def test_an_answer_that_no_passkey_gives_is_refused(client: StrictClient, chair: StrictClient) -> None:
    asked = client.page(client.submit(client.get_page(SIGN_IN), button="Use a passkey"))
    adding = chair.submit(chair.get_page("/account/passkeys"), {"name": "Phone"}, button="Make a passkey")
    for one, page in ((client, asked), (chair, chair.page(adding))):
        (form,) = [form for form in page.all("form") if "/passkey" in (form.get("action") or "")]
        (token,) = [field.get("value", "") for field in form.iter("input") if field.get("name") == "csrf_token"]
        for credential in ANSWERS:
            sent = one.post(str(form.get("action")), data={"credential": credential, "csrf_token": token})
            assert sent.status_code < 500, credential[:80]
