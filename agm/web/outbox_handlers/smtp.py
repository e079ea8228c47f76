"""Sending one mail after another over one connection, and telling what went wrong in words for people."""

import hashlib
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from time import monotonic

from agm.outbox.worker import GivenUpError, Job, JobError
from agm.settings import Settings
from agm.web.outbox_handlers.return_addresses import return_address

SECONDS = 20.0
"""How long the mail server may take for each step; all of them fit into a lease."""

SURELY_OPEN = 2.0
"""Seconds after a mail in which nobody asks the server whether it is still there."""
OK = 250
OF_LETTERS = ("SMTPUTF8", "BODY=8BITMIME")
"""What a mail asks of the server whose addresses have other than English letters."""
LINE_END = b"\r\n"
PERMANENT = 500
"""The server's codes from here on mean that trying again is of no use."""


@dataclass(frozen=True, slots=True)
class Mail:
    to: str
    subject: str
    body: str
    html: str = ""
    """The same for programs that show HTML."""
    pictures: tuple[tuple[str, bytes], ...] = ()
    """JPEG pictures that the HTML shows, each by its Content-ID: nobody fetches them, and no site hears who reads."""


class Mailer:
    """A worker's connection to the mail server, opened when it is needed and closed when there is nothing to send."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.connection: smtplib.SMTP | None = None
        self.used_at = 0.0

    def send(self, mail: Mail, job: Job) -> None:
        """Hand a mail to the server. Raises JobError to try later, GivenUpError for one that it will never take."""
        server = self.settings.mail_server
        if server is None:
            raise GivenUpError("No mail server is set up, so no mail can be sent. See docs/running.md.")
        head, content = self.head(mail, job), content_of(mail.body, mail.html, mail.pictures)
        envelope = return_address(self.settings, job.number, job.key) or parseaddr(self.settings.mail_sender)[1]
        has_letters = not f"{envelope}{mail.to}".isascii()
        head_lines = head.as_bytes(policy=SMTPUTF8 if has_letters else SMTP).removesuffix(LINE_END)
        try:
            connection = self.opened()
            options = OF_LETTERS if has_letters else ()
            connection.sendmail(envelope, mail.to, head_lines + content, options)
        except smtplib.SMTPRecipientsRefused as refused:
            code, answer = next(iter(refused.recipients.values()))
            raise failure(code, f"The mail server does not take mail for this address: {said(code, answer)}") from None
        except smtplib.SMTPDataError as refused:
            raise failure(
                refused.smtp_code, f"The mail server refused this mail: {said(refused.smtp_code, refused.smtp_error)}"
            ) from None
        except (smtplib.SMTPNotSupportedError, UnicodeEncodeError):
            raise GivenUpError("The mail server cannot send to an address with such letters.") from None
        except smtplib.SMTPAuthenticationError:
            self.close()
            raise JobError("The mail server does not take the user name and password that are set up.") from None
        except smtplib.SMTPSenderRefused as refused:
            self.close()
            words = said(refused.smtp_code, refused.smtp_error)
            raise JobError(f"The mail server does not take mail from {self.settings.mail_sender}: {words}") from None
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise JobError(f"The mail server ({server}) cannot be reached: {error}") from None

    def opened(self) -> smtplib.SMTP:
        """The connection, new where there was none or the server has closed it, as it may after a while."""
        since, self.used_at = monotonic() - self.used_at, monotonic()
        if self.connection is not None and since < SURELY_OPEN:
            return self.connection
        if self.connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self.connection.noop()[0] == OK:
                    return self.connection
            self.close()
        settings = self.settings
        context = None if settings.mail_encryption == "none" else ssl.create_default_context()
        place = (str(settings.mail_server), settings.mail_port)
        if settings.mail_encryption == "tls":
            self.connection = smtplib.SMTP_SSL(*place, timeout=SECONDS, context=context)
        else:
            self.connection = smtplib.SMTP(*place, timeout=SECONDS)
        if settings.mail_encryption == "starttls":
            self.connection.starttls(context=context)
        if settings.mail_username:
            self.connection.login(settings.mail_username, settings.mail_password or "")
        return self.connection

    def close(self) -> None:
        """Say good-bye to the server, if it still listens."""
        if self.connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.connection.quit()
            self.connection.close()
            self.connection = None

    def head(self, mail: Mail, job: Job) -> EmailMessage:
        """The headers of the mail that are its own. The same job always has the same Message-ID, by which a second copy
        can be told. Raises GivenUpError where a header would break its line."""
        message = EmailMessage(SMTP)
        _name, sender = parseaddr(self.settings.mail_sender)
        domain = sender.rpartition("@")[2]
        try:
            message["From"] = self.settings.mail_sender
            message["To"] = mail.to
            message["Subject"] = mail.subject
        except ValueError:
            raise GivenUpError("The address or the subject holds a line break.") from None
        message["Date"] = format_datetime(job.at)
        message["Message-ID"] = f"<{hashlib.sha256(job.key.encode()).hexdigest()[:40]}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        return message


@lru_cache(maxsize=1)
def content_of(body: str, page: str, pictures: tuple[tuple[str, bytes], ...]) -> bytes:
    """What a mail says, with the headers that tell how: made once for all who get the same one after another."""
    message = EmailMessage(SMTP)
    message.set_content(body)
    if page:
        message.add_alternative(page, subtype="html")
        *_, shown = message.iter_parts()
        for name, content in pictures:
            shown.add_related(content, "image", "jpeg", cid=f"<{name}>", disposition="inline")
    return message.as_bytes()


def failure(code: int, words: str) -> JobError:
    return GivenUpError(words) if code >= PERMANENT else JobError(words)


def said(code: int, words: bytes | str) -> str:
    """What the server answered, on one line: "550 No such user"."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".split())[:300]
