"""A test client that looks at every HTML answer, and that fills in forms as a person would."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any
from urllib.parse import urljoin, urlsplit
from weakref import WeakKeyDictionary
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from agm.database.engine import only_reading
from tests.support.html_page import Page, faults_of, fingerprint, read_page, text_of

Field = str | bool | list[str] | tuple[IO[bytes], str]


class StrictClient(FlaskClient):
    """Refuses an HTML answer with a fault. Its `get`, `post` and so on are those of Flask's client.

    Send the header `Sec-Fetch-Dest: empty` to ask for a part of a page, as a script does: then the answer
    needs no title and no heading.
    """

    before_request: Callable[[], None] | None = None
    """Called before each request: the fixtures commit the test's own session here."""

    seen: set[tuple[int, str]]
    """Answers already found without fault, so that a page asked for twice is parsed once."""

    def __init__(self, application: Flask, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  werkzeug's
        super().__init__(application, *args, **kwargs)
        self.pages: WeakKeyDictionary[TestResponse, Page] = WeakKeyDictionary()
        self.seen = application.extensions.setdefault("agm_tests_seen", set())

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401  werkzeug's
        """Make a request; raises AssertionError when its HTML answer has a fault."""
        if self.before_request is not None:
            self.before_request()
        with only_reading():  # put the mode of transactions back that the request declares for itself
            response = super().open(*args, **kwargs)
        self.check(response)
        return response

    def check(self, response: TestResponse) -> None:
        """Assert that an HTML answer is without fault; other answers and redirects pass."""
        if response.mimetype != "text/html" or 300 <= response.status_code < 400:
            return
        body = response.data
        key = (fingerprint(body), response.request.path)
        if not body or key in self.seen:
            return
        page = self.page(response)
        policy = response.headers.get("Content-Security-Policy", "")
        faults = faults_of(page, self.application, policy)
        assert not faults, (
            f"{response.request.method} {response.request.path} answered HTML with faults:\n"
            + "\n".join(f"- {fault}" for fault in faults)
        )
        self.seen.add(key)

    def page(self, response: TestResponse) -> Page:
        """The parsed HTML of an answer."""
        if response not in self.pages:
            is_fragment = response.request.headers.get("Sec-Fetch-Dest") == "empty"
            self.pages[response] = read_page(response.data, response.request.path, is_fragment=is_fragment)
        return self.pages[response]

    def get_page(self, path: str, *, status: int = 200) -> Page:
        """GET a page, follow redirects, assert its status, and give its parsed HTML."""
        response = self.get(path, follow_redirects=True)
        assert response.status_code == status, f"GET {path} answered {response.status}"
        return self.page(response)

    def csrf_token(self, path: str) -> str:
        """The form token of the page at `path`, for a request that no form of ours makes."""
        field = next(field for field in self.get_page(path).all("input") if field.get("name") == "csrf_token")
        return field.get("value", "")

    def submit(
        self,
        page: Page | TestResponse,
        values: dict[str, Field] | None = None,
        *,
        button: str | None = None,
        form: str | None = None,
        follow_redirects: bool = True,
    ) -> TestResponse:
        """Fill in a form of a page and send it as a browser does.

        The form is the one with the id or action `form`, else the one with the button, else the only POST form.
        `values` replaces what stands in its fields: text, a list for several of one name, True or False for a
        checkbox, (stream, file name) for an upload. A name that the form has not is an AssertionError. `button` is
        the text of the button pressed.
        """
        shown = page if isinstance(page, Page) else self.page(page)
        found = find_form(shown, button, form)
        data = filled_in(found, values or {})
        pressed = next((element for element in buttons(found) if label(element) == button), None)
        address = found.get("action") or shown.path
        if pressed is not None:
            address = pressed.get("formaction") or address
            if pressed.get("name"):
                data.setdefault(pressed.get("name", ""), []).append(pressed.get("value", ""))
        target = urlsplit(urljoin(shown.path, address))
        path = target.path + (f"?{target.query}" if target.query else "")
        if found.get("method", "get").lower() == "get":
            return self.get(path, query_string=data, follow_redirects=follow_redirects)
        if not any(isinstance(value, tuple) for sent in data.values() for value in sent):
            return self.post(path, data=data, follow_redirects=follow_redirects)
        parts = {
            name: [FileStorage(*value) if isinstance(value, tuple) else value for value in sent]
            for name, sent in data.items()
        }
        boundary, body = encode_multipart(parts)  # in memory: of more, werkzeug leaves a file open
        kind = f"multipart/form-data; boundary={boundary}"
        return self.post(path, data=body, content_type=kind, follow_redirects=follow_redirects)


def label(button: Element) -> str:
    """What a button says."""
    return button.get("value", "") if button.tag == "input" else text_of(button)


def buttons(form: Element) -> list[Element]:
    """The buttons that send a form."""
    return [
        element
        for element in form.iter()
        if (element.tag == "button" and element.get("type", "submit") == "submit")
        or (element.tag == "input" and element.get("type") == "submit")
    ]


def find_form(page: Page, button: str | None, wanted: str | None) -> Element:
    """The form of a page that `StrictClient.submit` means; AssertionError when none or several fit."""
    forms = page.all("form")
    if wanted is not None:
        forms = [form for form in forms if wanted in {form.get("id"), form.get("action")}]
    elif button is None:
        forms = [form for form in forms if form.get("method", "get").lower() == "post"]
    if button is not None:
        forms = [form for form in forms if any(label(element) == button for element in buttons(form))]
    names = [
        (form.get("id") or form.get("action"), [label(element) for element in buttons(form)])
        for form in page.all("form")
    ]
    assert len(forms) == 1, f"{len(forms)} forms fit (button {button!r}, form {wanted!r}); {page.path} has {names}"
    return forms[0]


def filled_in(form: Element, values: dict[str, Field]) -> dict[str, list[Any]]:
    """What a browser would send: the form's fields as they stand, with `values` typed over them."""
    data: dict[str, list[Any]] = {}
    names: set[str] = set()
    for field in form.iter():
        name = field.get("name")
        if field.tag not in {"input", "select", "textarea"} or name is None or field.get("disabled") is not None:
            continue
        if field.tag == "input" and field.get("type") in {"submit", "button", "image", "reset"}:
            continue
        names.add(name)
        for value in value_of(field, values.get(name)):
            data.setdefault(name, []).append(value)
    unknown = set(values) - names
    assert not unknown, f"the form has no field {sorted(unknown)}; it has {sorted(names)}"
    for name, given in values.items():
        if not isinstance(given, bool):
            data[name] = given if isinstance(given, list) else [given]
    return data


def value_of(field: Element, given: Field | None) -> list[str]:
    """What one field sends as it stands, or nothing where `given` is laid over it afterwards."""
    kind = field.get("type", "text")
    if field.tag == "input" and kind in {"checkbox", "radio"}:
        is_on = given if isinstance(given, bool) else given is None and field.get("checked") is not None
        return [field.get("value", "on")] if is_on else []
    if given is not None:
        return []
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and field.get("multiple") is None:
            chosen = options[:1]
        return [option.get("value", text_of(option)) for option in chosen]
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n")]
    return [] if kind == "file" else [field.get("value", "")]
