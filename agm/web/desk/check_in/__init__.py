"""The door of a meeting: importing this registers every one of its pages on the blueprint."""

from agm.web.desk.check_in import helpers, pages, papers
from agm.web.desk.check_in.views import blueprint

__all__ = ["blueprint", "helpers", "pages", "papers"]
