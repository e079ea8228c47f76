"""The WSGI entry point: `granian --interface wsgi wsgi:app`."""

from __future__ import annotations

import os

from agm.app import app_from_environment

os.umask(0o077)  # what it writes is nobody else's to read

app = app_from_environment()
