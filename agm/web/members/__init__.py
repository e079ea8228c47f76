"""What members do by a link: importing this registers every one of its pages on the blueprint."""

from agm.web.members import confirm, door, own_answer, preview
from agm.web.members.views import blueprint
from agm.web.members.vote import views as vote

__all__ = ["blueprint", "confirm", "door", "own_answer", "preview", "vote"]
