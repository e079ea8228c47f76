"""The one blueprint of the public pages, and what every page has around it: the house, its colours, how long it keeps.

The pages set no cookie and read none. Each answer may be kept by anybody, but is asked after before it is shown again
(`no-cache` with an ETag), so that a correction or an erasure reaches every reader at once, or behind a proxy that keeps
pages within a second.
"""

import datetime as dt
import hashlib
import json
import re
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import quote

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    get_template_attribute,
    make_response,
    redirect,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup, escape
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response as AnyResponse

from agm.language.syllables import with_soft_hyphens
from agm.organisation.models import Organisation, Unit
from agm.rules.contrast import is_colour
from agm.web.kit import clock
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import ListPage, absolute
from agm.web.kit.dates import zone
from agm.web.kit.extensions import compress
from agm.web.kit.markup import linked, printed, rendered
from agm.web.kit.meeting_names import meeting_name
from agm.web.kit.shared import house, shared_part
from agm.web.public.page_cache import MARK, keep_pages
from agm.web.public.shared import close_reader, reader, session
from agm.wording.render.fitting import fitted as fitted_html

__all__ = ["house", "reader", "session"]

blueprint = Blueprint("public", __name__)
blueprint.add_app_template_filter(with_soft_hyphens, "parted")
blueprint.add_app_template_filter(meeting_name)
blueprint.teardown_request(close_reader)

NOT_KEPT = {"public.search", "public.favicon", "public.hall"}
"""Answers that are not kept in memory: what people search for is nobody's business, and a hall changes all the time."""

REVALIDATE = "public, no-cache"
KEPT_BY_A_PROXY = "public, max-age=0, s-maxage=1, must-revalidate"
"""A proxy in front may answer a hall full of phones for a second before it asks again; browsers ask each time."""
IMMUTABLE = "public, max-age=31536000, immutable"
ONE_DAY = "public, max-age=86400"
CONDITIONS = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}
"""What a request says, by WSGI's names, that asks for a page only if it is another than before."""
DIGEST_IN_NAME = re.compile(r"\.[0-9a-f]{12}\.woff2$")
"""A font has its digest in its name, because the stylesheet names it."""

HOUSE_COLOURS = (
    ":root{{--accent:{light};--button:{light}}}"
    "@media (prefers-color-scheme:dark){{:root{{--accent:{dark};--button:{button}}}}}"
    "@media print{{:root{{--accent:{light}}}}}\n"
)
CASE_MATTERS = ("/desk/", "/account/", "/static/", "/m/", "/vote/")
USUAL_COLOUR = "#17181b"
ICONS = {"touch-icon.png": 180, "icon-512.png": 512}
"""Of each file, how many pixels wide and high it is."""


def unit_title(unit: Unit) -> str:
    return house().name if unit.is_national else f"{house().name}, {unit.name}"


def contact_of(unit: Unit) -> str:
    """How readers reach a region, or (of the national level, or of a region that says nothing) the organisation."""
    return (not unit.is_national and unit.contact) or house().contact


@blueprint.app_template_filter()
def fitted(part: str) -> Markup:
    """A part of a page, or a text, for narrow pages too."""
    return rendered(fitted_as_before(str(escape(part))))


fitted_as_before = lru_cache(maxsize=256)(fitted_html)
"""A page is made anew at each public change, and what stands on it is mostly the same."""


@lru_cache(maxsize=64)
def digest_of_file(filename: str) -> str:
    """A short digest of a static file. Its content stays the same while a process runs."""
    return digest(Path(str(current_app.static_folder), filename).read_bytes())


def static_path(filename: str) -> str:
    """The address of a static file that has its digest in its name, or is asked for without."""
    return f"{request.script_root}{current_app.static_url_path}/{filename}"


def static_url(filename: str) -> str:
    """The address of a static file with its digest, so that it may be kept for ever."""
    return f"{static_path(filename)}?v={digest_of_file(filename)}"


def own_address(page: ListPage[object] | None = None) -> str:
    """The one address of the page that is made, whatever else stood in the one that was asked for."""
    return absolute(page.this if page else url_for(request.endpoint or "public.home", **(request.view_args or {})))


def house_colours_url() -> str:
    return url_for("public.house_colours", v=digest(house_colours_sheet(house()).encode()))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def house_colours_sheet(organisation: Organisation) -> str:
    """The stylesheet that lays the house's colours over the usual ones; what is no colour is printed as ink."""

    def safe(colour: str) -> str:
        return colour if is_colour(colour) else USUAL_COLOUR

    return HOUSE_COLOURS.format(
        light=safe(organisation.accent_light),
        dark=safe(organisation.accent_dark),
        button=safe(organisation.button_dark),
    )


@lru_cache(maxsize=8)
def static_links(_root: str) -> Markup:
    """The links to static files in the head of every page, below a root of addresses."""
    return part_of_frame("static_links")


def part_of_frame(name: str, *values: str) -> Markup:
    """A part that stands in `public/frame.html`. Only there: a layout that imports it would do so with each page."""
    made: Markup = get_template_attribute("public/frame.html", name)(*values)
    return made


def shared_part_of_frame(name: str, *values: str) -> Markup:
    """The same of one that depends on the organisation and these values alone."""
    return shared_part(partial(part_of_frame, name), name, *values)


SURROUNDINGS = {
    "organisation": LocalProxy(house),
    "static_links": static_links,
    "static_path": static_path,
    "static_url": static_url,
    "house_colours_url": house_colours_url,
    "frame": shared_part_of_frame,
    "absolute": absolute,
    "own_address": own_address,
}
"""What the layouts of all pages need. The organisation is read only when a page first names it."""


@blueprint.record_once
def remember_pages(state: BlueprintSetupState) -> None:
    if isinstance(state.app, Flask):
        keep_pages(state.app)
        state.app.jinja_env.globals |= SURROUNDINGS


@blueprint.context_processor
def organisation() -> dict[str, object]:
    """Public pages have read it already."""
    return {"organisation": house()}


@blueprint.before_app_request
def send_to_plain_address() -> AnyResponse | None:
    """Redirect for good to the address in small letters without slashes at its end: no page has another.

    What stands behind the sign-in is left alone but for the slash: its links hold words of which the case matters.
    """
    path = request.path if request.path.startswith(CASE_MATTERS) else request.path.lower()
    plain = f"/{path.strip('/')}"
    if plain == request.path or request.method not in {"GET", "HEAD"}:
        return None
    asked = request.query_string.decode("latin-1")
    return redirect(f"{quote(plain)}{'?' if asked else ''}{asked}", 301)


@blueprint.before_request
def reject_nul_bytes() -> None:
    """404 for an address with a NUL sign: no database stores one, and PostgreSQL refuses to compare it."""
    if any("\x00" in value for value in (request.view_args or {}).values() if isinstance(value, str)):
        abort(404)


@blueprint.before_request
def load_organisation() -> None:
    """Read the organisation first: its time zone says how every date of the page reads."""
    house()


@blueprint.get("/house.css")
@access(Access.PUBLIC)
def house_colours() -> Response:
    response = make_response(house_colours_sheet(house()))
    response.mimetype = "text/css"
    response.headers["Cache-Control"] = IMMUTABLE if request.args.get("v") else REVALIDATE
    return response


@blueprint.get("/favicon.ico")
@access(Access.PUBLIC)
def favicon() -> Response:
    """The picture for those browsers that ask for it without having read the page."""
    response = make_response((Path(str(current_app.static_folder)) / "favicon.svg").read_bytes())
    response.mimetype = "image/svg+xml"
    response.headers["Cache-Control"] = ONE_DAY
    return response


@blueprint.get("/site.webmanifest")
@access(Access.PUBLIC)
def manifest() -> Response:
    """What a phone shows where somebody keeps the site among their programs."""
    icons = [{"src": static_url(name), "sizes": f"{size}x{size}", "type": "image/png"} for name, size in ICONS.items()]
    told = {"name": house().name, "short_name": house().short_name, "start_url": url_for("public.home"), "icons": icons}
    response = make_response(json.dumps(told, ensure_ascii=False))
    response.mimetype = "application/manifest+json"
    return response


@blueprint.after_request
def add_cache_headers(response: Response) -> Response:
    """Give a page its ETag, compress it, and answer 304 to whoever has it already."""
    if request.method not in {"GET", "HEAD"} or response.is_streamed:
        return response
    is_same_for_all = request.endpoint not in NOT_KEPT
    if response.headers.get("Cache-Control", REVALIDATE) == REVALIDATE:
        may_be_kept = is_same_for_all and response.status_code in {200, 304}
        response.headers["Cache-Control"] = KEPT_BY_A_PROXY if may_be_kept else REVALIDATE
    if response.status_code == 200 and response.get_etag()[0] is None:
        response.set_etag(digest(response.get_data()))
    compressed: Response = compress.after_request(response)
    if compressed.status_code == 200:
        if is_same_for_all:
            request.environ[MARK] = True
        if not CONDITIONS.isdisjoint(request.environ):
            compressed.make_conditional(request)
    return compressed


@blueprint.after_app_request
def keep_static_files(response: Response) -> Response:
    """Let static files be kept: for a year under an address with their digest, else for a day; and compress them."""
    if request.endpoint != "static" or response.status_code != 200:
        return response
    names_content = "v" in request.args or DIGEST_IN_NAME.search(request.path)
    response.headers["Cache-Control"] = IMMUTABLE if names_content else ONE_DAY
    if response.mimetype in {"text/css", "text/javascript", "image/svg+xml"}:
        response.direct_passthrough = False
        content = response.get_data()
        response.close()
        response.set_data(content)
        compressed: Response = compress.after_request(response)
        return compressed
    return response


blueprint.add_app_template_filter(linked)
blueprint.add_app_template_filter(printed)


@blueprint.app_template_filter()
def local_date(value: dt.datetime) -> dt.date:
    """The day of an instant in the organisation's time zone."""
    return value.astimezone(zone()).date()


def today() -> dt.date:
    """The day that it is where the organisation is."""
    return clock.now().astimezone(zone()).date()
