"""Mails that come back as several mail servers write them, about fictional people, and mails that only look like it."""

from __future__ import annotations

from textwrap import dedent

ORIGINAL = """\
From: AGM desk <agm@example.org>
To: {member}
Subject: Annual general meeting
Message-ID: <0f3a@example.org>

Notice of our meeting.
"""


def mail(text: str, to: str, member: str = "ruth@members.example") -> bytes:
    """One of these, as it came to an address of ours."""
    filled = dedent(text).replace("{ORIGINAL}", ORIGINAL).replace("{to}", to).replace("{member}", member)
    return filled.lstrip("\n").replace("\n", "\r\n").encode()


POSTFIX_UNKNOWN = """
    Return-Path: <>
    Delivered-To: {to}
    Received: by mx.members.example (Postfix) id 5B1C240A1F; Mon, 12 Apr 2027 09:00:04 +0100 (BST)
    Date: Mon, 12 Apr 2027 09:00:04 +0100 (BST)
    From: MAILER-DAEMON@mx.members.example (Mail Delivery System)
    Subject: Undelivered Mail Returned to Sender
    To: {to}
    Auto-Submitted: auto-replied
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status;
    \tboundary="5B1C240A1F.1775980804/mx.members.example"

    This is a MIME-encapsulated message.

    --5B1C240A1F.1775980804/mx.members.example
    Content-Description: Notification
    Content-Type: text/plain; charset=utf-8

    I'm sorry to have to inform you that your message could not be delivered.

    --5B1C240A1F.1775980804/mx.members.example
    Content-Description: Delivery report
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.members.example
    X-Postfix-Queue-ID: 5B1C240A1F
    Arrival-Date: Mon, 12 Apr 2027 09:00:03 +0100 (BST)

    Final-Recipient: rfc822; {member}
    Original-Recipient: rfc822;{member}
    Action: failed
    Status: 5.1.1
    Remote-MTA: dns; mx1.members.example
    Diagnostic-Code: smtp; 550 5.1.1 <{member}>: Recipient address rejected:
        User unknown in virtual mailbox table

    --5B1C240A1F.1775980804/mx.members.example
    Content-Description: Undelivered Message
    Content-Type: message/rfc822

    {ORIGINAL}
    --5B1C240A1F.1775980804/mx.members.example--
"""
EXCHANGE_FULL = """
    From: "Microsoft Outlook" <postmaster@members.example>
    To: <{to}>
    Date: Mon, 12 Apr 2027 08:00:11 +0000
    Content-Type: multipart/report; report-type=delivery-status;
    \tboundary="c1a5b7f2-0d13-4a52-9f4e-6ad1b9"
    Subject: Undeliverable: Annual general meeting
    Auto-Submitted: auto-replied
    MIME-Version: 1.0

    --c1a5b7f2-0d13-4a52-9f4e-6ad1b9
    Content-Type: multipart/alternative; differences=Content-Type; boundary="inner-b9"

    --inner-b9
    Content-Type: text/plain; charset="us-ascii"
    Content-Transfer-Encoding: quoted-printable

    Your message couldn't be delivered: the mailbox is full.

    --inner-b9
    Content-Type: text/html; charset="us-ascii"

    <html><body><p>Your message couldn't be delivered.</p></body></html>

    --inner-b9--

    --c1a5b7f2-0d13-4a52-9f4e-6ad1b9
    Content-Type: message/delivery-status

    Reporting-MTA: dns;OUTLOOK-7.members.example
    Received-From-MTA: dns;agm.example.org
    Arrival-Date: Mon, 12 Apr 2027 08:00:10 +0000

    Final-Recipient: rfc822;{member}
    Action: failed
    Status: 5.2.2
    Diagnostic-Code: smtp;554 5.2.2 mailbox full; STOREDRV.Deliver; quota exceeded

    --c1a5b7f2-0d13-4a52-9f4e-6ad1b9
    Content-Type: message/rfc822

    {ORIGINAL}
    --c1a5b7f2-0d13-4a52-9f4e-6ad1b9--
"""
GMAIL_EXPIRED = """
    Delivered-To: {to}
    Return-Path: <>
    From: Mail Delivery Subsystem <mailer-daemon@bigmail.example>
    To: {to}
    Auto-Submitted: auto-replied
    Subject: Delivery Status Notification (Failure)
    Content-Type: multipart/report; boundary="0000000000aa11"; report-type=delivery-status
    Date: Thu, 15 Apr 2027 02:11:00 -0700 (PDT)

    --0000000000aa11
    Content-Type: text/plain; charset="UTF-8"

    ** Delivery incomplete ** The server did not answer for three days.

    --0000000000aa11
    Content-Type: message/delivery-status

    Reporting-MTA: dns; bigmail.example
    Arrival-Date: Mon, 12 Apr 2027 01:00:00 -0700 (PDT)

    Final-Recipient: rfc822; {member}
    Action: failed
    Status: 4.4.1
    Diagnostic-Code: smtp; The recipient server did not accept our requests to connect.
    Last-Attempt-Date: Thu, 15 Apr 2027 02:11:00 -0700 (PDT)

    --0000000000aa11
    Content-Type: message/rfc822

    {ORIGINAL}
    --0000000000aa11--
"""
POSTFIX_DELAYED = POSTFIX_UNKNOWN.replace("Action: failed\n    Status: 5.1.1", "Action: delayed\n    Status: 4.4.1")
EXIM_HEADER = """
    Return-path: <>
    Envelope-to: {to}
    X-Failed-Recipients: {member}
    Auto-Submitted: auto-replied
    From: Mail Delivery System <Mailer-Daemon@host7.members.example>
    To: {to}
    Subject: Mail delivery failed: returning message to sender
    Date: Mon, 12 Apr 2027 09:00:05 +0100

    This message was created automatically by mail delivery software.

      {member}
        host mx.members.example: 550 No such person at this address

    {ORIGINAL}
"""
SENDMAIL_REJECTED = """
    From: Mail Delivery Subsystem <MAILER-DAEMON@relay.members.example>
    To: {to}
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status; boundary="33C8x.1775980804/relay"
    Subject: Returned mail: see transcript for details
    Auto-Submitted: auto-generated (failure)

    --33C8x.1775980804/relay

    The original message was received at Mon, 12 Apr 2027 09:00:04 +0100

    --33C8x.1775980804/relay
    Content-Type: message/delivery-status

    Reporting-MTA: dns; relay.members.example

    Final-Recipient: RFC822; {member}
    Action: FAILED
    Status: 5.7.1
    Diagnostic-Code: SMTP; 554 5.7.1 Message refused by policy

    --33C8x.1775980804/relay
    Content-Type: text/rfc822-headers

    From: AGM desk <agm@example.org>

    --33C8x.1775980804/relay--
"""
VACATION = """
    Return-Path: <>
    Delivered-To: {to}
    From: Ruth Ardley <{member}>
    To: {to}
    Subject: Out of office: Annual general meeting
    Auto-Submitted: auto-replied (vacation)
    Precedence: bulk
    Content-Type: text/plain; charset=utf-8

    I am away until 3 May. Action: failed. Status: 5.1.1
"""
BY_HAND = """
    From: Ruth Ardley <{member}>
    To: {to}
    Subject: Re: Annual general meeting

    Thank you, I shall come.
"""
REPORTS = {
    "Postfix, unknown": POSTFIX_UNKNOWN,
    "Exchange, full": EXCHANGE_FULL,
    "Gmail, gave up": GMAIL_EXPIRED,
    "Postfix, late": POSTFIX_DELAYED,
    "Exim, older": EXIM_HEADER,
    "Sendmail, refused": SENDMAIL_REJECTED,
}
NO_REPORTS = {"an absence": VACATION, "a reply": BY_HAND}


def nested(levels: int) -> bytes:
    """A mail of parts within parts."""
    lines = ["To: agm@example.org", "Content-Type: multipart/report; boundary=b0", ""]
    for level in range(levels):
        lines += [f"--b{level}", f"Content-Type: multipart/mixed; boundary=b{level + 1}", ""]
    return "\r\n".join(lines).encode()


HOSTILE = {
    "nothing": b"",
    "no header": b"\r\n\r\n",
    "noise": bytes(range(256)) * 4000,
    "parts without end": nested(5000),
    "many parts": nested(49),
    "a header without end": b"To: " + b"<a@b> " * 100_000,
    "mails within mails": b"Content-Type: message/rfc822\r\n\r\n" * 8000,
    "report of nothing": (
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n"
    ),
    "report in one part": b"Content-Type: multipart/report\r\n\r\nAction: failed\r\nStatus: 5.1.1",
    "broken encodings": (
        b"To: =?utf-8?q?=FF=FE?= <\xff\xfe>\r\nX-Failed: \x00\r\nContent-Type: text/plain; charset=\xff\r\n\r\n"
    ),
}
