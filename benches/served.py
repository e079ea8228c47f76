"""What the measured servers answer with, chosen by BENCH_SERVES: the product (kept or anew), or a bare Flask view."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from flask import Flask, Response

from agm.app import create_app, leave_out_of_collections
from agm.settings import Settings
from agm.web.public.page_cache import PageCache

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def bare(size: int) -> Flask:
    """A Flask application with one view that returns so many bytes and does nothing else."""
    app = Flask("bare")
    content = b"x" * size

    @app.get("/")
    def view() -> Response:
        return Response(content, mimetype="text/html")

    return app


def without_kept_pages(app: Flask) -> WSGIApplication:
    """The application with a cache that holds no page, so that every page is made anew."""
    if not isinstance(app.wsgi_app, PageCache):
        raise TypeError("the page cache is not where it was")
    return PageCache(app.wsgi_app.inner, app.wsgi_app.changes, most=0)


def chosen() -> WSGIApplication:
    """What the environment asks for."""
    what = os.environ.get("BENCH_SERVES", "kept")
    if what == "bare":
        return bare(int(os.environ["BENCH_BYTES"]))
    app = create_app(Settings.from_environment())
    leave_out_of_collections()
    return app if what == "kept" else without_kept_pages(app)


if "BENCH_SERVES" in os.environ:
    app = chosen()
