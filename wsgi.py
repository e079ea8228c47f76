"""The WSGI entry point: `granian --interface wsgi wsgi:app`."""

from __future__ import annotations

from agm.app import app_from_environment

app = app_from_environment()
