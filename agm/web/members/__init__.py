"""What members do by a link: importing this registers every one of its pages on the blueprint."""

from agm.web.members import door, own_answer
from agm.web.members.views import blueprint

__all__ = ["blueprint", "door", "own_answer"]
