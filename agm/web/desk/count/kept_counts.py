"""A stored count to take away: the bundle that anybody can count again, and its papers."""

from __future__ import annotations

from flask import Blueprint, abort, g, make_response
from werkzeug.wrappers import Response

from agm.language.slugs import slug_of
from agm.results.counting import counts_of
from agm.results.published_counts import PAPERS, GivenCount, bundle_of, given_count
from agm.web.desk.count.views import CONTEST, load_contest
from agm.web.kit.access import Access, access
from agm.web.kit.extensions import db

blueprint = Blueprint("kept_counts", __name__)
COUNT = f"{CONTEST}/counts/<int:number>"


@blueprint.get(f"{COUNT}.zip")
@access(Access.RUN)
def bundle(contest_number: int, number: int) -> Response:
    label, given = load_count(contest_number, number)
    return sent(bundle_of(given), "application/zip", f"{label}-count-{number}.zip")


@blueprint.get(f"{COUNT}.<any(blt,csv,json):ending>")
@access(Access.RUN)
def papers(contest_number: int, number: int, ending: str) -> Response:
    """The papers as BLT, as a table, or as cast vote records (NIST SP 1500-103); figures as a table alone."""
    label, given = load_count(contest_number, number)
    mimetype, made = PAPERS[ending]
    text = made(given)
    if text is None:
        abort(404)
    return sent(text.encode(), mimetype, f"{label}-count-{number}.{ending}")


def load_count(contest_number: int, number: int) -> tuple[str, GivenCount]:
    contest = load_contest(contest_number)
    counts = counts_of(db.session(), g.meeting.id).get(contest.id, [])
    found = next((one for one in counts if one.number == number), None)
    return (slug_of(contest.label), given_count(found)) if found is not None else abort(404)


def sent(content: bytes, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.mimetype = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
