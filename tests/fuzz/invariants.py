"""What holds whatever was sent: the audit log is whole, and the public pages answer."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from agm.audit.queries import verify_chain
from agm.organisation.models import Unit
from agm.web.kit.extensions import db

PAGES = ("/", "/regions", "/search?q=a", "/news.atom", "/data/popolo.json", "/sitemap.xml", "/accessibility")


def broken_invariants(app: Flask) -> list[str]:
    """Each that does not hold, in words."""
    with app.app_context():
        is_sound = verify_chain(db.session()).is_sound
        slugs = list(db.session.scalars(select(Unit.slug)))
        db.session.rollback()
    client = app.test_client()
    asked = [*PAGES, *(f"/{slug}" for slug in slugs)]
    statuses = {path: client.get(path, follow_redirects=True).status_code for path in asked}
    broken = [f"GET {path} answers {status}" for path, status in statuses.items() if status not in {200, 404}]
    return broken if is_sound else ["The audit log is broken", *broken]
