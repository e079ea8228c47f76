"""What is made of mails that come back, as several servers write them; and that no mail does harm."""

from __future__ import annotations

import time

import pytest

from agm.web.outbox_handlers.delivery_reports import LONGEST_WORDS, MOST_BYTES, Verdict, read_report
from tests.support.delivery_reports import HOSTILE, NO_REPORTS, POSTFIX_UNKNOWN, REPORTS, mail

TO = "bounces+12-0123456789abcdef0123@example.org"
EXPECTED = {
    "Postfix, unknown": (
        Verdict.HARD,
        "550 5.1.1 <ruth@members.example>: Recipient address rejected: User unknown in virtual mailbox table",
    ),
    "Exchange, full": (Verdict.SOFT, "554 5.2.2 mailbox full; STOREDRV.Deliver; quota exceeded"),
    "Gmail, gave up": (Verdict.SOFT, "The recipient server did not accept our requests to connect."),
    "Postfix, late": (
        Verdict.NOTHING,
        "550 5.1.1 <ruth@members.example>: Recipient address rejected: User unknown in virtual mailbox table",
    ),
    "Exim, older": (Verdict.HARD, "It could not be delivered to ruth@members.example"),
    "Sendmail, refused": (Verdict.HARD, "554 5.7.1 Message refused by policy"),
}


@pytest.mark.parametrize("server", REPORTS)
def test_each_servers_report_is_read(server: str) -> None:
    report = read_report(mail(REPORTS[server], TO))
    assert report is not None
    assert (report.verdict, report.words) == EXPECTED[server]
    assert TO in report.to


@pytest.mark.parametrize("what", NO_REPORTS)
def test_an_answer_is_no_report(what: str) -> None:
    assert read_report(mail(NO_REPORTS[what], TO)) is None


@pytest.mark.parametrize("what", HOSTILE)
def test_no_mail_does_harm(what: str) -> None:
    begun = time.process_time()
    report = read_report(HOSTILE[what])
    assert report is None
    assert time.process_time() - begun < 5


def test_only_the_beginning_of_a_long_mail_is_read() -> None:
    whole = mail(POSTFIX_UNKNOWN, TO).replace(b"Notice of our meeting.", b"word " * MOST_BYTES)
    report = read_report(whole)
    assert report is not None
    assert report.verdict is Verdict.HARD


def test_the_words_are_one_short_line_that_prints() -> None:
    hostile = "550 5.1.1 \u202eevil\x07 \x1b[2J" + "x" * 5000
    report = read_report(mail(POSTFIX_UNKNOWN.replace("550 5.1.1 <{member}>", hostile), TO))
    assert report is not None
    assert report.words.startswith("550 5.1.1")
    assert report.words.isprintable()
    assert len(report.words) <= LONGEST_WORDS


@pytest.mark.parametrize(
    ("status", "verdict"),
    [("5.1.1", Verdict.HARD), ("5.2.1", Verdict.HARD), ("5.2.2", Verdict.SOFT), ("4.4.7", Verdict.SOFT),
     ("5.3.4", Verdict.SOFT), ("", Verdict.HARD), ("nonsense", Verdict.HARD)],
)  # fmt: skip
def test_what_may_pass_is_soft(status: str, verdict: Verdict) -> None:
    report = read_report(mail(POSTFIX_UNKNOWN.replace("Status: 5.1.1", f"Status: {status}"), TO))
    assert report is not None
    assert report.verdict is verdict
