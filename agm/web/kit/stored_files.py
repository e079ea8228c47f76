"""Files that records keep, as they are sent."""

from flask import Response, abort, make_response

from agm.files.models import File


def file_answer(file: File | None) -> Response:
    """A file, or 404 where there is none that may be seen."""
    if file is None:
        abort(404)
    response = make_response(file.content)
    response.mimetype = file.media_type
    return response
