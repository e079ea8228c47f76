"""What the clean process of `forked` loads: all that a command or a server of ours would load by and by."""

from __future__ import annotations

from importlib import import_module

import granian  # noqa: F401  loaded with this
from sqlalchemy.orm import configure_mappers

from agm.app import BLUEPRINTS, LOADERS
from agm.cli import COMMANDS

for place in (*BLUEPRINTS, *LOADERS.values(), *(place for place, _ in COMMANDS.values())):
    import_module(place.split(":")[0])
import_module("agm.web.outbox_handlers.registry")
configure_mappers()
