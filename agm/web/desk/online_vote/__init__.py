"""The vote online of a meeting at the desk: importing this registers every one of its pages on the blueprint."""

from agm.web.desk.online_vote import codes, key, set_up, stopping
from agm.web.desk.online_vote.views import blueprint

__all__ = ["blueprint", "codes", "key", "set_up", "stopping"]
