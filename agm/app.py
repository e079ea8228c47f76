"""The application factory: named steps in order; the last one refuses to start with a route without access mark."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from agm.database.engine import prepare_engine
from agm.organisation.queries import time_zone_name
from agm.settings import PACKAGE, Settings, shipped
from agm.web.desk.navigation import init_navigation
from agm.web.desk.workspace import init_workspace
from agm.web.kit import extensions
from agm.web.kit.access import Loader, check_access_marks, init_access
from agm.web.kit.dates import init_dates
from agm.web.kit.errors import init_errors
from agm.web.kit.forms import init_forms
from agm.web.kit.security_headers import init_security_headers
from agm.web.kit.transaction import init_transactions

BLUEPRINTS = (
    "agm.web.account.views:blueprint",
    "agm.web.desk.overview.views:blueprint",
    "agm.web.desk.meetings.views:blueprint",
    "agm.web.desk.election.views:blueprint",
    "agm.web.desk.results.views:blueprint",
    "agm.web.desk.audit_log.views:blueprint",
    "agm.web.desk.organisation.views:blueprint",
    "agm.web.desk.office_holders.views:blueprint",
    "agm.web.desk.people.views:blueprint",
    "agm.web.desk.house_style.views:blueprint",
    "agm.web.desk.officials.views:blueprint",
    "agm.web.desk.announcements.views:blueprint",
    "agm.web.desk.meetings.importing:blueprint",
    "agm.web.desk.announcements.corrections:blueprint",
    "agm.web.desk.announcements.statements:blueprint",
    "agm.web.public.views:blueprint",
)
"""Each blueprint's module and name, in the order in which their addresses are tried; `agm.public` comes last, because
its addresses begin with a region's name."""

LOADERS: dict[str, str] = {
    "meeting_id": "agm.web.desk.meetings.views:load_meeting",
    "announcement_id": "agm.web.desk.announcements.corrections:load_announcement",
}
"""For each variable of an address that names something with a region: the module and name of the function that loads it
into `flask.g` and gives its `agm.web.kit.access.Scope` (None when there is no such thing). `region_slug`: accounts'."""

LARGEST_REQUEST = 2 * 1024 * 1024


def app_from_environment() -> Flask:
    """The application for the AGM_* variables. Raises SettingsError where they cannot be used."""
    return create_app(Settings.from_environment())


def create_app(settings: Settings) -> Flask:
    """Build the application. Raises AccessError if a route declares no access."""
    app = Flask(
        "agm",
        root_path=str(PACKAGE),
        template_folder=str(shipped("templates")),
        static_folder="web/static",
        static_url_path="/static",
    )
    configure(app, settings)
    bind_database(app)
    bind_extensions(app)
    bind_web(app)
    bind_desk(app)
    register_blueprints(app)
    check_access_marks(app)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's own way
    return app


def configure(app: Flask, settings: Settings) -> None:
    app.extensions["agm_settings"] = settings
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.is_testing,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},  # a traceback in the server's log names nobody
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        SESSION_COOKIE_NAME="agm",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.is_https,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=settings.rate_limit_storage,
        RATELIMIT_HEADERS_ENABLED=True,
        MAIL_SERVER=settings.mail_server or "localhost",
        MAIL_PORT=settings.mail_port,
        MAIL_USERNAME=settings.mail_username,
        MAIL_PASSWORD=settings.mail_password,
        MAIL_DEFAULT_SENDER=settings.mail_sender,
        COMPRESS_REGISTER=False,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def bind_database(app: Flask) -> None:
    """Bind the database and set up its engine."""
    extensions.db.init_app(app)
    with app.app_context():
        prepare_engine(extensions.db.engine)


def bind_extensions(app: Flask) -> None:
    extensions.csrf.init_app(app)
    extensions.limiter.init_app(app)
    extensions.mail.init_app(app)
    extensions.compress.init_app(app)
    import_module("agm.web.account.security").init_security(app)


def bind_web(app: Flask) -> None:
    """Bind our own edges of a request, in the order in which they run."""
    init_transactions(app)
    init_access(app, loaders(), import_module("agm.web.account.security").ACCESS_MARKS)
    init_dates(app)
    init_errors(app)
    init_forms(app)
    init_security_headers(app)
    app.extensions["agm_time_zone"] = organisation_time_zone


def bind_desk(app: Flask) -> None:
    init_navigation(app)
    init_workspace(app)


def organisation_time_zone() -> str:
    return time_zone_name(extensions.db.session())


def loaders() -> dict[str, Loader]:
    found = {}
    for variable, path in LOADERS.items():
        module, name = path.split(":")
        found[variable] = getattr(import_module(module), name)
    return found


def register_blueprints(app: Flask) -> None:
    for path in BLUEPRINTS:
        module, name = path.split(":")
        blueprint = getattr(import_module(module), name)
        if not isinstance(blueprint, Blueprint):
            raise TypeError(f"{path} is not a blueprint")
        app.register_blueprint(blueprint)
