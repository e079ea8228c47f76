"""A browser keeps what is typed at the desk until the server has it: a page tells it what was taken.

The keeping is done by `agm/web/static/unsent.js`, by the address that a form is sent to.
"""

from flask import Flask, request, session
from werkzeug.wrappers import Response

from agm.web.kit.access import signed_in_user
from agm.web.kit.resubmit_form import DESK

TAKEN = "taken_form"


def init_unsent_forms(app: Flask) -> None:
    app.after_request(note_taken_form)
    app.jinja_env.globals["unsent_marks"] = unsent_marks


def note_taken_form(response: Response) -> Response:
    """Keep the address of a form that was accepted for the page that comes next."""
    if request.method == "POST" and request.path.startswith(DESK) and response.status_code == 303:
        session[TAKEN] = request.path
    return response


def unsent_marks() -> dict[str, str]:
    """Whose page this is, the form that the server took last, and the one that this page gives back as it was typed."""
    user = signed_in_user()
    answered = request.path if request.method == "POST" else ""
    return {"user": str(user.id) if user else "", "taken": session.pop(TAKEN, ""), "answered": answered}
