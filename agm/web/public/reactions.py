"""Reactions to a public text: one tap, no account, no cookie.

A page that is kept holds the number as it was when it was made, which is a quarter of an hour ago at most; a tap makes
none of them void. A script asks for the number of this moment once a reader is as far down as it stands, and shows that
of a tap. Without scripts a tap leads back to the page under an address that holds the new number, so that it is made
anew.

One reader is counted once a day: where the limits of signing in are kept, a keyed hash of the address, the browser and
the text lies for a day. It is in no database, and the day is part of it.
"""

import hashlib
import hmac

from flask import Blueprint, Response, abort, current_app, jsonify, make_response, redirect, request
from flask_limiter.util import get_remote_address
from limits import RateLimitItemPerDay
from werkzeug.wrappers import Response as AnyResponse

from agm.announcements.reactions import Reacted, add_reaction, reactions_to
from agm.language.en import counted
from agm.settings import Settings
from agm.web.kit import clock
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import address_of_text
from agm.web.kit.edit_view import wants_json
from agm.web.kit.extensions import csrf, db, limiter
from agm.web.kit.transaction import write_from_here

blueprint = Blueprint("reactions", __name__)

ONCE = RateLimitItemPerDay(1)
FROM_ONE_ADDRESS = RateLimitItemPerDay(100)
"""A hall full of phones may share an address; one that sends another browser's name each time is stopped here."""


@blueprint.app_template_filter()
def in_reactions(number: int) -> str:
    return counted(number, "reaction", "reactions") if number else "No reactions yet"


@blueprint.get("/reactions/<int:text_number>")
@access(Access.PUBLIC)
def reactions(text_number: int) -> AnyResponse:
    return answer(reactions_to(db.session(), text_number))


@blueprint.post("/reactions/<int:text_number>")
@access(Access.PUBLIC)
def react(text_number: int) -> AnyResponse:
    limits = limits_of_reader(text_number)
    is_new = all(limiter.limiter.test(item, key) for item, key in limits)
    if is_new and not write_from_here():
        abort(503)
    if is_new and all(limiter.limiter.hit(item, key) for item, key in limits):
        return answer(add_reaction(db.session(), text_number))
    return answer(reactions_to(db.session(), text_number))


csrf.exempt(react)  # no cookie may be set for a token, and all that a forged tap can do is to add one to a number


def limits_of_reader(text_number: int) -> list[tuple[RateLimitItemPerDay, str]]:
    """What counts this reader's taps below a text."""
    address = f"{clock.now():%Y-%m-%d} {text_number} {get_remote_address()}"
    return [(ONCE, hashed(f"{address} {request.user_agent.string}")), (FROM_ONE_ADDRESS, hashed(address))]


def hashed(reader: str) -> str:
    settings: Settings = current_app.extensions["agm_settings"]
    return "reaction:" + hmac.new(settings.secrets[0].encode(), reader.encode(), hashlib.sha256).hexdigest()


def answer(found: Reacted | None) -> AnyResponse:
    """The number for a script; for a browser the page of the text, made anew with it. 404 where none can be given."""
    if found is None:
        abort(404)
    if wants_json():
        return no_copies(jsonify(words=in_reactions(found.number)))
    address = address_of_text(found.kind, found.unit_slug, found.meeting_slug, found.slug)
    return no_copies(make_response(redirect(f"{address}?reactions={found.number}#reactions", 303)))


def no_copies(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
