"""The plain page of a link that opens nothing."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from agm.web.kit.transaction import rollback_and_read_only


class LinkRefusedError(Exception):
    """A link that opens nothing; the message says why, and what to do."""


def refused_page(error: Exception) -> Response:
    rollback_and_read_only()
    return make_response(render_template("members/no_link.html", words=str(error)), 410)
