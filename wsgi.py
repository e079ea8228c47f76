"""The WSGI entry point: `granian --interface wsgi wsgi:app`."""

from __future__ import annotations

from agm.app import create_app
from agm.settings import Settings

app = create_app(Settings.from_environment())
