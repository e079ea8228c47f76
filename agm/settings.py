"""Settings: read once from AGM_* variables, checked, then never changed."""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
from collections.abc import Mapping
from email.utils import getaddresses, parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SHORTEST_SECRET = 32
TLS_PORT, SUBMISSION_PORT = 465, 587
Encryption = Literal["none", "starttls", "tls"]
PACKAGE = Path(__file__).resolve().parent
MOST_THREADS = 8
MOST_WRITERS = 7
"""How many requests of a process may wait for SQLite's one writer; each holds a thread meanwhile."""
LOCAL_URL = "http://127.0.0.1:8000"
REFUSALS = {
    "secret_key": f"must be at least {SHORTEST_SECRET} characters long (each, where commas separate several).",
    "database_url": "must begin with sqlite: or postgresql:.",
    "base_url": "must begin with http:// or https://.",
    "mail_port": "must be a number.",
    "security_expires": "must say until when AGM_SECURITY_CONTACT holds, for example 2027-06-30.",
    "mail_encryption": "must be none, starttls or tls.",
    "proxies": "must be a number: how many reverse proxies stand in front.",
}


def threads() -> int:
    """How many requests a process works on at a time: eight, or what a small machine's processors can carry."""
    return min(MOST_THREADS, 2 * (os.cpu_count() or 1) + 1)


class SettingsError(ValueError):
    """The environment does not give usable settings; the message names each variable and what it should hold."""


def shipped(name: str) -> Path:
    """The folder `templates` or `migrations`: in the package where a wheel is installed, beside it in a checkout."""
    return PACKAGE / name if (PACKAGE / name).is_dir() else PACKAGE.parent / name


def with_psycopg(url: object) -> object:
    """PostgreSQL's usual addresses, with the driver (psycopg 3) that SQLAlchemy is to use."""
    scheme, separator, rest = str(url).partition("://")
    return f"postgresql+psycopg{separator}{rest}" if scheme in {"postgres", "postgresql"} else url


def usable_storage(url: str) -> str:
    """Where the limits are counted, if it can be reached from here."""
    if not url.startswith(("memory://", "redis")):
        raise ValueError("must begin with memory:// or redis://.")
    if url.startswith("redis") and find_spec("redis") is None:
        raise ValueError("names Redis, whose library is missing: pip install 'agm[redis]'.")
    return url


def several_secrets(given: str) -> tuple[str, ...]:
    """The secrets in a text that separates them by commas or lines, the newest first."""
    return tuple(secret.strip() for secret in re.split(r"[,\n]", given) if secret.strip())


def host_names(given: object) -> object:
    """The names in a text that separates them by commas, as addresses are read: in small letters."""
    return tuple(name.lower() for name in several_secrets(given)) if isinstance(given, str) else given


def long_secrets(given: str) -> str:
    if not all(len(secret) >= SHORTEST_SECRET for secret in several_secrets(given) or [""]):
        raise ValueError("too short")
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


def from_folder(given: dict[str, Any]) -> str:
    return kept_secret(given["data_folder"])


def head_file_of_database(given: dict[str, Any]) -> Path | None:
    """Beside an SQLite file, else in the data folder, named after the database; none for one in memory."""
    url = urlsplit(given.get("database_url", ""))
    name = url.path.removeprefix("/")
    if not name or name == ":memory:":
        return None
    folder = Path() if url.scheme.startswith("sqlite") else given["data_folder"]
    return (folder / f"{name}.chain-head.json").absolute()


def sqlite_in_folder(given: dict[str, Any]) -> str:
    return f"sqlite:///{given['data_folder'] / 'agm.sqlite3'}"


def usual_encryption(given: dict[str, Any]) -> Encryption:
    """TLS from the start on port 465; STARTTLS on port 587 and wherever a password is sent."""
    if given.get("mail_port") == TLS_PORT:
        return "tls"
    return "starttls" if given.get("mail_port") == SUBMISSION_PORT or given.get("mail_username") else "none"


def one_address(sender: str) -> str:
    """A text that is one address, with or without a name before it."""
    name, address = parseaddr(sender)
    is_one = "@" in address and sender.isprintable() and len(getaddresses([sender])) == 1
    if not is_one or (name and not sender.rstrip().endswith(">")):
        raise ValueError("must be one address, such as agm@example.org or AGM desk <agm@example.org>.")
    return sender


def bare_address(given: str) -> str:
    if re.fullmatch(r"[^\s@<>+,;]+@[^\s@<>,;]+", given) is None:
        raise ValueError("must be an address alone, without a name and without a plus, such as bounces@example.org.")
    return given


def mailbox_with_address(place: str | None, given: ValidationInfo) -> str | None:
    if place is not None and re.fullmatch(r"maildir:(//)?/.+|imaps?://[^\s/@]+(/.*)?", place) is None:
        raise ValueError("must be maildir:/a/folder, or imaps://imap.example.org/INBOX.")
    if place is not None and not given.data.get("bounce_address"):
        raise ValueError("needs AGM_BOUNCE_ADDRESS, the address of that mailbox.")
    return place


def one_contact(given: str) -> str:
    """A web address, or that of a mailbox with its scheme."""
    if re.fullmatch(r"[^\s:@]+@[^\s:@]+", given):
        return f"mailto:{given}"
    if re.fullmatch(r"(https://|mailto:)[^\s]+", given) is None:
        raise ValueError("must be a mail address, or a web address that begins with https://.")
    return given


def day_for_contact(day: dt.date | None, given: ValidationInfo) -> dt.date | None:
    if given.data.get("security_contact") and day is None:
        raise ValueError("must say until when AGM_SECURITY_CONTACT holds, for example 2027-06-30.")
    return day


class Settings(BaseModel):
    """What an installation can choose. What may hold a password is left out of its repr."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, validate_default=True)

    data_folder: Annotated[Path, AfterValidator(Path.absolute)] = Path("var")
    """Holds the SQLite file, the generated secret and backups."""
    secret_key: Annotated[str, AfterValidator(long_secrets)] = Field(default_factory=from_folder, repr=False)
    """One secret, or several while they are changed: the first signs and encrypts, all verify and decrypt."""
    database_url: Annotated[str, BeforeValidator(with_psycopg)] = Field(
        default_factory=sqlite_in_folder, pattern=r"^(sqlite|postgresql)(\+[^:]*)?:", repr=False
    )
    """An SQLAlchemy URL: SQLite or PostgreSQL."""
    base_url: Annotated[str, Field(pattern="^https?:"), AfterValidator(lambda url: url.rstrip("/"))] = LOCAL_URL
    """The public address, used in mails, feeds and calendars."""
    mail_server: str | None = None
    mail_port: int = Field(default=25, ge=0)
    mail_username: str | None = None
    mail_password: str | None = Field(default=None, repr=False)
    mail_encryption: Encryption = Field(default_factory=usual_encryption)
    mail_sender: Annotated[str, AfterValidator(one_address)] = "agm@localhost"
    bounce_address: Annotated[str, AfterValidator(bare_address)] | None = None
    """The mailbox that mails come back to, each to an address of its own within it (name+…@host)."""
    bounce_mailbox: Annotated[str | None, AfterValidator(mailbox_with_address)] = Field(default=None, repr=False)
    """Where that mailbox is read: a Maildir of this machine, or a folder of an IMAP server."""
    bounce_username: str | None = None
    bounce_password: str | None = Field(default=None, repr=False)
    proxies: int = Field(default=0, ge=0)
    """How many reverse proxies stand in front and say who calls (X-Forwarded-For and its kin)."""
    rate_limit_storage: Annotated[str, AfterValidator(usable_storage)] = Field(default="memory://", repr=False)
    chain_head_file: Path | None = Field(default_factory=head_file_of_database)
    """Where the last entry of the audit log is noted, outside the database."""
    chain_head_mail_to: Annotated[str, AfterValidator(one_address)] | None = None
    """Who is mailed the last entry of the audit log once a day; best somebody outside."""
    security_contact: Annotated[str, AfterValidator(one_contact)] | None = None
    """Whom to tell of a weakness, for security.txt."""
    security_expires: Annotated[dt.date | None, AfterValidator(day_for_contact)] = None
    """Until when that holds; whoever runs the installation looks at it again by then."""
    wordpress_inside: Annotated[tuple[str, ...], BeforeValidator(host_names)] = ()
    """Hosts of the server's own network that a WordPress site may be at; all others have to be public."""
    is_testing: bool = False

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets, the newest first."""
        return several_secrets(self.secret_key)

    @property
    def signing_keys(self) -> list[str]:
        """The same as itsdangerous takes them: the last signs."""
        return list(reversed(self.secrets))

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def request_threads(self) -> int:
        """How many requests a process answers at a time; those beyond `threads` wait for their turn to write."""
        return threads() + (MOST_WRITERS if self.is_sqlite else 0)

    @property
    def is_https(self) -> bool:
        """Whether the public address is served over TLS, so that cookies can insist on it."""
        return urlsplit(self.base_url).scheme == "https"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the AGM_* variables; an empty one counts as not given.

        A missing secret is made once and kept in the data folder. Raises SettingsError naming every variable that
        cannot be used.
        """
        variables = os.environ if environment is None else environment
        given = {name: variables.get(f"AGM_{name.upper()}") for name in cls.model_fields if name != "is_testing"}
        try:
            return cls.model_validate({name: value for name, value in given.items() if value})
        except ValidationError as error:
            problems = [
                one for one in error.errors() if one["type"] != "default_factory_not_called"
            ]  # for want of others
            raise SettingsError("\n".join(map(refusal, problems))) from None


def refusal(problem: ErrorDetails) -> str:
    name = str(problem["loc"][0])
    return f"AGM_{name.upper()} {REFUSALS.get(name) or problem.get('ctx', {}).get('error')}"
