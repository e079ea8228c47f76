"""The strict client finds the faults that it is there to find, and fills in forms as a browser does."""

from __future__ import annotations

import pytest
from flask import Flask, Response, request

from agm.settings import Settings
from tests.support.client import StrictClient

HEAD = '<!doctype html><html lang="en"><title>A page</title>'
FORM = """<form method="post" action="/save" id="details">
<input type="hidden" name="csrf_token" value="t"><input name="name" value="Ada"><textarea name="text">
One
two</textarea><input type="checkbox" name="ticked" value="yes" checked><input type="checkbox" name="free" value="yes">
<select name="kind"><option value="agm">AGM</option><option value="egm" selected>EGM</option></select>
<button name="act" value="save">Save</button><button name="act" value="drop" formaction="/drop">Drop</button></form>"""


def page_with(body: str, head: str = HEAD) -> str:
    return f"{head}<body><main><h1>Heading</h1>{body}</main></body></html>"


@pytest.fixture
def site() -> Flask:
    """A small application with one page, whose body the address gives."""
    app = Flask("agm")
    app.extensions["agm_settings"] = Settings(
        database_url="sqlite://", secret_key="s" * 40, base_url="https://agm.example"
    )
    app.test_client_class = StrictClient

    @app.get("/page")
    def show() -> Response:
        answer = Response(request.args["html"], mimetype="text/html")
        answer.headers["Content-Security-Policy"] = "script-src 'nonce-abc'"
        return answer

    @app.post("/save")
    @app.post("/drop")
    def save() -> dict[str, object]:
        return {"path": request.path, **{name: request.form.getlist(name) for name in request.form}}

    return app


@pytest.fixture
def visitor(site: Flask) -> StrictClient:
    client = site.test_client()
    assert isinstance(client, StrictClient)
    return client


def faults(visitor: StrictClient, html: str, **headers: str) -> list[str]:
    try:
        visitor.get("/page", query_string={"html": html}, headers=headers)
    except AssertionError as error:
        return [line.removeprefix("- ") for line in str(error).splitlines()[1:] if line.startswith("- ")]
    return []


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/page">Here</a> <a href="https://elsewhere.example/">Other</a> <a href="mailto:a@b.example">Mail</a>',
        '<script nonce="abc">let a = 1</script><script type="application/ld+json">{"a": 1}</script>',
        '<form action="/save" method="post"><input type="hidden" name="csrf_token" value="t"></form>',
        '<a href="https://agm.example/page">Our own address</a> <img src="data:image/gif;base64,R0lGODlhAQABAAAA" alt>',
    ],
)
def test_a_sound_page_passes(visitor: StrictClient, body: str) -> None:
    assert faults(visitor, page_with(body)) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<div>An <b>open tag</div>", "end-tag-too-early"),
        ("<h1>Second</h1>", "2 h1 elements: ['Heading', 'Second']"),
        ('<p id="a">x</p><p id="a">y</p>', "id 'a' occurs 2 times"),
        ('<label for="nothing">x</label>', "<label for='nothing'> refers to nothing"),
        ('<input aria-describedby="hint">', "<input aria-describedby='hint'> refers to nothing"),
        ("<script>let a = 1</script>", "inline <script> without the nonce of the policy"),
        ('<script nonce="old">let a = 1</script>', "inline <script> without the nonce of the policy"),
        ('<p style="color:red">x</p>', "<p style='color:red'>"),
        ('<p onclick="x()">x</p>', "<p onclick=…>"),
        ('<a href="javascript:x()">x</a>', "<a href='javascript:x()'>"),
        (
            '<script src="https://elsewhere.example/a.js"></script>',
            "<script> loads 'https://elsewhere.example/a.js' from elsewhere",
        ),
        ('<img alt="" src="//elsewhere.example/a.png">', "<img> loads '//elsewhere.example/a.png' from elsewhere"),
        ('<img src="/page">', "<img src='/page'> has no alt"),
        ('<a href="/nowhere">x</a>', "no route answers '/nowhere'"),
        ('<form action="/page" method="post"><input name="csrf_token"></form>', "no route takes POST '/page'"),
        ('<form action="/save" method="post"></form>', "the form to '/save' has no csrf_token"),
        (
            '<form action="https://elsewhere.example/" method="get"></form>',
            "GET 'https://elsewhere.example/' leads elsewhere",
        ),
        ('<link rel="stylesheet" href="/static/nothing.css">', "no static file '/static/nothing.css'"),
    ],
)
def test_a_fault_is_found(visitor: StrictClient, body: str, fault: str) -> None:
    assert any(fault in found for found in faults(visitor, page_with(body)))


def test_a_page_needs_a_doctype_a_language_and_a_title(visitor: StrictClient) -> None:
    found = faults(visitor, page_with("", head="<html><title> </title>"))
    assert found == [
        "line 1: expected-doctype-but-got-start-tag {'name': 'html'}",
        "the html element has no lang",
        "no title",
    ]


def test_a_part_of_a_page_is_asked_for_by_its_header(visitor: StrictClient) -> None:
    assert faults(visitor, "<p>Only a part</p>", **{"Sec-Fetch-Dest": "empty"}) == []


def test_a_form_is_sent_as_a_browser_sends_it(visitor: StrictClient) -> None:
    page = visitor.get("/page", query_string={"html": page_with(FORM)})
    answer = visitor.submit(page, {"name": "Grace", "free": True, "ticked": False}, button="Save")
    assert answer.json == {
        "path": "/save",
        "csrf_token": ["t"],
        "name": ["Grace"],
        "text": ["One\ntwo"],
        "free": ["yes"],
        "kind": ["egm"],
        "act": ["save"],
    }
    assert visitor.submit(page, button="Drop", form="details").json["path"] == "/drop"  # type: ignore[index]  # it is an object


def test_a_field_that_the_form_has_not_is_refused(visitor: StrictClient) -> None:
    page = visitor.get("/page", query_string={"html": page_with(FORM)})
    with pytest.raises(AssertionError, match="the form has no field"):
        visitor.submit(page, {"nickname": "x"})
