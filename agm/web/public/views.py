"""All public pages: importing this module registers every one of them on the blueprint."""

from agm.web.public import (
    calendars,
    candidates,
    feeds,
    hall,
    meeting,
    national,
    open_data,
    pages,
    pictures,
    region,
    search,
    vote_receipts,
    votes,
)
from agm.web.public import news as home
from agm.web.public.site import blueprint

__all__ = [
    "blueprint",
    "calendars",
    "candidates",
    "feeds",
    "hall",
    "home",
    "meeting",
    "national",
    "open_data",
    "pages",
    "pictures",
    "region",
    "search",
    "vote_receipts",
    "votes",
]
