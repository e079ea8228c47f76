"""Settings: read once from AGM_* variables, checked, then never changed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 32
PACKAGE = Path(__file__).resolve().parent


class SettingsError(ValueError):
    """The environment does not give usable settings; the message names each variable and what it should hold."""


@dataclass(frozen=True)
class Settings:
    """What an installation can choose.

    `database_url` is an SQLAlchemy URL (SQLite or PostgreSQL); `data_folder` holds the SQLite file, the generated
    secret and backups; `base_url` is the public address, used in mails, feeds and calendars.
    """

    database_url: str
    secret_key: str
    base_url: str = "http://127.0.0.1:8000"
    data_folder: Path = Path("var")
    mail_server: str | None = None
    mail_port: int = 25
    mail_username: str | None = None
    mail_password: str | None = None
    mail_sender: str = "agm@localhost"
    rate_limit_storage: str = "memory://"
    proxies: int = 0
    """How many reverse proxies stand in front and say who calls (X-Forwarded-For and its kin)."""
    is_testing: bool = False

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        """Whether the public address is served over TLS, so that cookies can insist on it."""
        return urlsplit(self.base_url).scheme == "https"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the AGM_* variables; a missing secret is made once and kept in the data folder.

        Raises SettingsError naming every variable that cannot be used.
        """
        given = os.environ if environment is None else environment
        data_folder = Path(given.get("AGM_DATA_FOLDER", "var")).absolute()
        problems: list[str] = []
        secret = given.get("AGM_SECRET_KEY") or kept_secret(data_folder)
        if len(secret) < SHORTEST_SECRET:
            problems.append(f"AGM_SECRET_KEY must be at least {SHORTEST_SECRET} characters long.")
        url = database_url(given.get("AGM_DATABASE_URL"), data_folder)
        if urlsplit(url).scheme.split("+")[0] not in {"sqlite", "postgresql"}:
            problems.append("AGM_DATABASE_URL must begin with sqlite: or postgresql:.")
        base_url = given.get("AGM_BASE_URL", cls.base_url).rstrip("/")
        if urlsplit(base_url).scheme not in {"http", "https"}:
            problems.append("AGM_BASE_URL must begin with http:// or https://.")
        port = given.get("AGM_MAIL_PORT", str(cls.mail_port))
        if not port.isdigit():
            problems.append("AGM_MAIL_PORT must be a number.")
        proxies = given.get("AGM_PROXIES", "0")
        if not proxies.isdigit():
            problems.append("AGM_PROXIES must be a number: how many reverse proxies stand in front.")
        storage = given.get("AGM_RATE_LIMIT_STORAGE", cls.rate_limit_storage)
        if not storage.startswith(("memory://", "redis")):
            problems.append("AGM_RATE_LIMIT_STORAGE must begin with memory:// or redis://.")
        elif storage.startswith("redis") and find_spec("redis") is None:
            problems.append("AGM_RATE_LIMIT_STORAGE names Redis, whose library is missing: pip install 'agm[redis]'.")
        if problems:
            raise SettingsError("\n".join(problems))
        return cls(
            database_url=url,
            secret_key=secret,
            base_url=base_url,
            data_folder=data_folder,
            mail_server=given.get("AGM_MAIL_SERVER") or None,
            mail_port=int(port),
            mail_username=given.get("AGM_MAIL_USERNAME") or None,
            mail_password=given.get("AGM_MAIL_PASSWORD") or None,
            mail_sender=given.get("AGM_MAIL_SENDER", cls.mail_sender),
            rate_limit_storage=storage,
            proxies=int(proxies),
        )


def shipped(name: str) -> Path:
    """The folder `templates` or `migrations`: in the package where a wheel is installed, beside it in a checkout."""
    return PACKAGE / name if (PACKAGE / name).is_dir() else PACKAGE.parent / name


def database_url(given: str | None, data_folder: Path) -> str:
    """The SQLAlchemy URL to use: SQLite in the data folder unless another is given; psycopg 3 for PostgreSQL."""
    if not given:
        return f"sqlite:///{data_folder / 'agm.sqlite3'}"
    scheme, separator, rest = given.partition("://")
    if scheme in {"postgres", "postgresql"}:
        return f"postgresql+psycopg{separator}{rest}"
    return given


def kept_secret(data_folder: Path) -> str:
    """The secret kept in the data folder, made at the first start; readable by its owner only."""
    path = data_folder / "secret-key"
    if path.exists():
        return path.read_text(encoding="utf-8").strip()
    data_folder.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(48)
    path.touch(mode=0o600)
    path.write_text(secret, encoding="utf-8")
    return secret
