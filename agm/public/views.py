"""All public pages: importing this module registers every one of them on the blueprint."""

from __future__ import annotations

from agm.public import calendars, feeds, home, meeting, national, open_data, pages, region, search
from agm.public.front import blueprint

__all__ = ["blueprint", "calendars", "feeds", "home", "meeting", "national", "open_data", "pages", "region", "search"]
