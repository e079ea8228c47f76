"""The mailbox that mails come back to: a Maildir of this machine, or a folder of an IMAP server.

What was read as a report is taken out. Any other mail stays for a person to read, marked as seen, and is not read
again.
"""

from __future__ import annotations

import imaplib
import os
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from agm.outbox.worker import JobError
from agm.settings import Settings
from agm.web.outbox_handlers.delivery_reports import MOST_BYTES

SECONDS = 20.0
"""How long the server may take for each step."""
MOST_MAILS = 500
"""How many are read at a time; the rest wait for the next time."""
PLAIN_PORT, TLS_PORT = 143, 993
LOCAL = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, slots=True)
class Found:
    """A mail's beginning, and what ends its stay: whether it was a report."""

    raw: bytes
    end: Callable[[bool], object]


def unread(settings: Settings) -> Iterator[Found]:
    """The mails nobody has read. Raises JobError where the mailbox cannot be read."""
    place = urlsplit(settings.bounce_mailbox or "")
    if place.scheme == "maildir":
        yield from of_maildir(Path(unquote(place.path)))
        return
    try:
        with opened(settings) as server:
            yield from of_imap(server)
    except (OSError, imaplib.IMAP4.error) as error:
        words = " ".join(str(error).split())[:200]
        raise JobError(f"The mailbox of mails that came back ({place.hostname}) cannot be read: {words}") from None


def of_maildir(folder: Path) -> Iterator[Found]:
    """By the names of their files, the oldest first; a link that leads elsewhere is not followed."""
    try:
        files = sorted(entry.name for entry in os.scandir(folder / "new") if entry.is_file(follow_symlinks=False))
    except OSError as error:
        raise JobError(f"The mailbox of mails that came back cannot be read: {error.strerror}.") from None
    for name in files[:MOST_MAILS]:
        with (folder / "new" / name).open("rb") as file:
            raw = file.read(MOST_BYTES)
        yield Found(raw, partial(end_file, folder, name))


def end_file(folder: Path, name: str, is_report: bool) -> None:
    path = folder / "new" / name
    try:
        if is_report:
            path.unlink()
        else:
            path.rename(folder / "cur" / f"{name.partition(':')[0]}:2,S")
    except OSError as error:
        raise JobError(f"A mail that was read cannot be taken out of its mailbox: {error.strerror}.") from None


@contextmanager
def opened(settings: Settings) -> Iterator[imaplib.IMAP4]:
    place = urlsplit(settings.bounce_mailbox or "")
    host = place.hostname or ""
    context = ssl.create_default_context()
    server: imaplib.IMAP4
    if place.scheme == "imaps":
        server = imaplib.IMAP4_SSL(host, place.port or TLS_PORT, ssl_context=context, timeout=SECONDS)
    else:
        server = imaplib.IMAP4(host, place.port or PLAIN_PORT, timeout=SECONDS)
    try:
        if place.scheme == "imap" and host not in LOCAL:
            server.starttls(context)
        server.login(settings.bounce_username or "", settings.bounce_password or "")
        folder = unquote(place.path.strip("/")) or "INBOX"
        answer, said = server.select('"' + re.sub(r'["\\\r\n]', "", folder) + '"')
        if answer != "OK":
            raise imaplib.IMAP4.error(f"{folder}: {said!r}")
        yield server
        server.expunge()
    finally:
        with suppress(OSError, imaplib.IMAP4.error):  # the mails are dealt with; a server that is gone is gone
            server.logout()


def of_imap(server: imaplib.IMAP4) -> Iterator[Found]:
    _answer, found = server.uid("SEARCH", "UNSEEN", "UNDELETED")
    for uid in (found[0] or b"").split()[:MOST_MAILS]:
        _answer, parts = server.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
        yield Found(raw, partial(flag, server, uid.decode()))


def flag(server: imaplib.IMAP4, uid: str, is_report: bool) -> None:
    try:
        server.uid("STORE", uid, "+FLAGS", r"(\Seen \Deleted)" if is_report else r"(\Seen)")
    except (OSError, imaplib.IMAP4.error) as error:
        words = " ".join(str(error).split())[:200]
        raise JobError(f"A mail that was read cannot be taken out of its mailbox: {words}") from None
