"""The application factory: named steps in order; the last one refuses to start with a route without access mark."""

import gc
import re
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Request, has_request_context
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import import_string

from agm.audit.head_file import keep_head
from agm.database.engine import prepare_engine
from agm.organisation.queries import time_zone_name
from agm.settings import PACKAGE, Settings, shipped
from agm.web.account.compulsory_second_step import init_compulsory_second_step
from agm.web.account.security import ACCESS_MARKS, init_security
from agm.web.desk.navigation import init_navigation
from agm.web.desk.workspace import init_workspace
from agm.web.kit import clock, extensions
from agm.web.kit.access import check_access_marks, init_access
from agm.web.kit.addresses import AddressRule, RecordNumber, TextInAddress
from agm.web.kit.dates import init_dates
from agm.web.kit.errors import init_errors
from agm.web.kit.forms import init_forms
from agm.web.kit.log_lines import write_log_lines
from agm.web.kit.row_list import init_row_lists
from agm.web.kit.security_headers import cookie_name, init_security_headers
from agm.web.kit.shared import house
from agm.web.kit.transaction import init_transactions
from agm.web.kit.unsent_forms import init_unsent_forms
from agm.web.kit.whole_requests import WholeRequests
from agm.web.public.page_cache import is_of_a_vote

BLUEPRINTS = (
    "agm.web.account.on_record:blueprint",
    "agm.web.desk.overview.views:blueprint",
    "agm.web.desk.meetings.views:blueprint",
    "agm.web.desk.election.views:blueprint",
    "agm.web.desk.election.timetable:blueprint",
    "agm.web.desk.election.team:blueprint",
    "agm.web.desk.election.notices:blueprint",
    "agm.web.desk.check_in:blueprint",
    "agm.web.desk.results.views:blueprint",
    "agm.web.desk.count.views:blueprint",
    "agm.web.desk.count.kept_counts:blueprint",
    "agm.web.desk.count.papers:blueprint",
    "agm.web.desk.count.complaints:blueprint",
    "agm.web.desk.count.printing:blueprint",
    "agm.web.desk.count.by_post:blueprint",
    "agm.web.desk.count.declare:blueprint",
    "agm.web.desk.online_vote:blueprint",
    "agm.web.desk.motions.views:blueprint",
    "agm.web.desk.motions.minutes:blueprint",
    "agm.web.desk.audit_log.views:blueprint",
    "agm.web.desk.outbox.views:blueprint",
    "agm.web.desk.organisation.views:blueprint",
    "agm.web.desk.organisation.archive:blueprint",
    "agm.web.desk.office_holders.views:blueprint",
    "agm.web.desk.roll.views:blueprint",
    "agm.web.desk.roll.register:blueprint",
    "agm.web.desk.people.views:blueprint",
    "agm.web.desk.people.erasing:blueprint",
    "agm.web.desk.people.proposals:blueprint",
    "agm.web.desk.house_style.views:blueprint",
    "agm.web.desk.rules.views:blueprint",
    "agm.web.desk.officials.views:blueprint",
    "agm.web.desk.announcements.views:blueprint",
    "agm.web.desk.meetings.importing:blueprint",
    "agm.web.desk.meetings.removed:blueprint",
    "agm.web.desk.announcements.corrections:blueprint",
    "agm.web.desk.announcements.pictures:blueprint",
    "agm.web.desk.announcements.sending_on:blueprint",
    "agm.web.desk.announcements.wordpress:blueprint",
    "agm.web.desk.announcements.telling:blueprint",
    "agm.web.desk.announcements.planning:blueprint",
    "agm.web.desk.announcements.statements:blueprint",
    "agm.web.desk.announcements.kinds:blueprint",
    "agm.web.desk.nominations.views:blueprint",
    "agm.web.members:blueprint",
    "agm.web.public.reactions:blueprint",
    "agm.web.public.views:blueprint",
)
"""Each blueprint's module and name, in the order in which their addresses are tried; `agm.public` comes last, because
its addresses begin with a region's name."""

LOADERS: dict[str, str] = {
    "meeting_id": "agm.web.desk.meetings.views:load_meeting",
    "removed_id": "agm.web.desk.meetings.removed:load_removed",
    "job_id": "agm.web.desk.outbox.views:load_job",
    "announcement_id": "agm.web.desk.announcements.corrections:load_announcement",
}
"""For each variable of an address that names something with a region: the module and name of the function that loads it
into `flask.g` and gives its `agm.web.kit.access.Scope` (None for no such thing). `region_slug` is loaded there."""

F = TypeVar("F", bound=Callable[..., Any])

LARGEST_REQUEST = 12 * 1024 * 1024
"""A photo as a phone takes it goes in."""
LARGEST_FORM = 2 * 1024 * 1024
"""What is typed, files apart."""
LARGEST_FILES = 32 * 1024 * 1024
LARGE_FORMS = re.compile(r"/desk/[^/]+/roll|/desk/(?:announcements/\d+/pictures|meetings/\d+/pictures/\w+)")


def largest_request(path: str) -> int:
    """How many bytes a request may have: more where a list of 100,000 members is sent, or several pictures are."""
    return LARGEST_FILES if LARGE_FORMS.fullmatch(path) else LARGEST_REQUEST


class BoundedRequest(Request):
    """A request whose length is bounded by its address; without files, by what can be typed."""

    is_json = False
    """No page takes JSON; where a library's own would, it fails at what is no object of texts."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  what Flask gives
        super().__init__(*args, **options)
        with_files = self.method == "POST" and self.mimetype == "multipart/form-data"
        self.max_content_length = largest_request(self.path) if with_files else LARGEST_FORM


class PlainViews(Flask):
    """Flask without coroutines: no request asks of each function before, in and after its view whether it is one."""

    def ensure_sync(self, func: F) -> F:
        return func


def app_from_environment() -> Flask:
    """The application for the AGM_* variables. Raises SettingsError where they cannot be used."""
    write_log_lines()
    app = create_app(Settings.from_environment())
    leave_out_of_collections()
    return app


def leave_out_of_collections() -> None:
    """Spare the search for garbage what is there already: nothing of it ever is, and it is most of what there is."""
    gc.collect()
    gc.freeze()


def whole_requests(app: Flask) -> WholeRequests:
    """The application for a server that no proxy stands in front of which would read requests whole."""
    settings: Settings = app.extensions["agm_settings"]
    return WholeRequests(app, settings.request_threads, largest_request, is_of_a_vote)


def create_app(settings: Settings) -> Flask:
    """Build the application. Raises AccessError if a route declares no access."""
    app = PlainViews(
        "agm",
        root_path=str(PACKAGE),
        template_folder=str(shipped("templates")),
        static_folder="web/static",
        static_url_path="/static",
    )
    app.request_class = BoundedRequest
    app.url_rule_class = AddressRule
    app.url_map.converters |= {"int": RecordNumber, "default": TextInAddress}
    configure(app, settings)
    bind_extensions(app, settings)
    bind_edges(app)
    for path in BLUEPRINTS:
        app.register_blueprint(import_string(path))
    check_access_marks(app)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's own way
    return app


def configure(app: Flask, settings: Settings) -> None:
    app.extensions["agm_settings"] = settings
    app.config.from_mapping(
        SECRET_KEY=settings.secrets[0],
        SECRET_KEY_FALLBACKS=list(settings.secrets[1:]),
        WTF_CSRF_SECRET_KEY=settings.signing_keys,
        TESTING=settings.is_testing,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},  # a traceback in the server's log names nobody
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        SESSION_COOKIE_NAME=cookie_name(settings, "agm"),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.is_https,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=settings.rate_limit_storage,
        COMPRESS_REGISTER=False,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def bind_extensions(app: Flask, settings: Settings) -> None:
    extensions.db.init_app(app)
    with app.app_context():
        prepare_engine(extensions.db.engine)
        keep_head(extensions.db.engine, settings.chain_head_file, clock.now)
    for extension in (extensions.csrf, extensions.limiter, extensions.compress):
        extension.init_app(app)
    init_security(app)


def time_zone_in_use() -> str:
    """The organisation's; requests for pages share it while nothing public changes."""
    return house().time_zone if has_request_context() else time_zone_name(extensions.db.session())


def bind_edges(app: Flask) -> None:
    """Bind what is ours before, around and after a request, in the order in which it runs."""
    init_row_lists(app)
    init_transactions(app)
    init_compulsory_second_step(app)  # looks up the user, so the mode of the transaction has to be declared before
    init_access(app, {variable: import_string(path) for variable, path in LOADERS.items()}, ACCESS_MARKS)
    app.extensions["agm_time_zone"] = time_zone_in_use
    for init in (
        init_dates, init_errors, init_forms, init_security_headers, init_unsent_forms, init_navigation, init_workspace,
    ):  # fmt: skip
        init(app)
