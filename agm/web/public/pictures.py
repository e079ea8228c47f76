"""The pictures of public texts."""

from werkzeug.wrappers import Response

from agm.announcements.pictures import public_file
from agm.web.kit.access import Access, access
from agm.web.kit.stored_files import file_answer
from agm.web.public.site import blueprint, session


@blueprint.get("/pictures/<digest>.jpg")
@access(Access.PUBLIC)
def picture(digest: str) -> Response:
    """A picture of a text that stands, or of an earlier version of it; one statement."""
    return file_answer(public_file(session(), digest))
