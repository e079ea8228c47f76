"""What another mail server reports of a mail that came back (RFC 3464): pure, and harmless whatever it is given.

Only what a program wrote for programs is read: the fields of the report, or Exim's own header. Answers by people and by
their absence are no reports. Nothing is ever answered.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

MOST_BYTES = 256 * 1024
"""How much of a mail is read; the report stands before the mail that came back."""
MOST_PARTS = 50
"""How many parts that hold others a mail may name: a report has three, and the parser calls itself for each."""
MOST_RECIPIENTS = 50
LONGEST_WORDS = 200
TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
FULL = {"2.2", "3.1", "3.4"}
"""Subjects and details of a status that pass: a full mailbox or system, a mail that is too large for it."""


class Verdict(enum.Enum):
    HARD = "hard"
    """It never arrives: the address, or the server behind it, does not take it."""
    SOFT = "soft"
    """It did not arrive, and might another day."""
    NOTHING = "nothing"
    """It is late, or arrived."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported of a mail; `to` are the addresses that the report went to, by which one knows of which mail."""

    to: str
    verdict: Verdict
    words: str
    """The other server's reason, on one line."""


def read_report(raw: bytes) -> Report | None:
    """The report that a mail is; None for any other mail. Reads only so much of it."""
    raw = raw[:MOST_BYTES]
    if len(re.findall(rb"multipart/|message/", raw, re.IGNORECASE)) > MOST_PARTS:
        return None
    mail = BytesParser(policy=compat32).parsebytes(raw)
    to = " ".join(str(value) for name in TO for value in mail.get_all(name, []))[:2000]
    found = [verdict_of(fields) for fields in recipients(mail)]
    if not found and (failed := mail.get("X-Failed-Recipients")) is not None:
        return Report(to, Verdict.HARD, plain(f"It could not be delivered to {failed}"))
    if not found:
        return None
    verdict, words = min(found, key=lambda one: list(Verdict).index(one[0]))
    return Report(to, verdict, words)


def recipients(mail: Message) -> Iterator[Message]:
    """The fields that a report has of each recipient."""
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return
    for part in parts_of(mail):
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            for fields in parts_of(part)[:MOST_RECIPIENTS]:
                if fields.get("Action") is not None:
                    yield fields


def parts_of(mail: Message) -> list[Message]:
    payload = mail.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def verdict_of(fields: Message) -> tuple[Verdict, str]:
    said = str(fields.get("Diagnostic-Code") or "").partition(";")
    words = plain(said[2] or said[0] or f"Status {fields.get('Status', 'unknown')}")
    if str(fields.get("Action")).strip().lower() != "failed":
        return Verdict.NOTHING, words
    status = re.match(r"\s*([245])\.(\d{1,3}\.\d{1,3})", str(fields.get("Status", "")))
    is_soft = status is not None and (status[1] == "4" or status[2] in FULL)
    return (Verdict.SOFT if is_soft else Verdict.HARD), words


def plain(words: str) -> str:
    """On one line, without what does not print or turns the direction of what follows."""
    kept = "".join(sign if sign.isprintable() else " " for sign in words)
    return " ".join(kept.split())[:LONGEST_WORDS]
