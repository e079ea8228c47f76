"""A mail server of this machine that keeps what it is given, and refuses whom it is told to refuse."""

from __future__ import annotations

import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser

ANSWERS = {"EHLO": "250 here", "HELO": "250 here", "MAIL": "250 OK", "RSET": "250 OK", "NOOP": "250 OK"}


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[bytes] = []
        self.recipients: list[str] = []
        self.senders: list[str] = []
        """On the envelopes: where what cannot be delivered goes back to."""
        self.refused: dict[str, str] = {}
        """By address, the answer that refuses it: "550 No such user"."""
        self.connections = 0
        self.arrived = threading.Semaphore(0)
        """Raised by each mail."""
        self.hangs_up = False
        """Whether the connection is cut when the next mail is to be sent."""

    @property
    def mails(self) -> list[EmailMessage]:
        """What it took, read."""
        return [BytesParser(policy=email.policy.default).parsebytes(one) for one in self.taken]

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            if verb == "MAIL" and self.server.hangs_up:
                self.server.hangs_up = False
                return
            if verb == "MAIL":
                self.server.senders.append(line[line.index("<") + 1 : line.index(">")])
            if verb == "RCPT":
                address = line[line.index("<") + 1 : line.index(">")]
                self.server.recipients.append(address)
                self.say(self.server.refused.get(address, "250 OK"))
            elif verb == "DATA":
                self.say("354 go on")
                self.read_mail()
                self.say("250 taken")
            else:
                self.say(ANSWERS.get(verb, "502 what?"))

    def read_mail(self) -> None:
        content = b""
        while (line := self.rfile.readline()) != b".\r\n":
            content += line.removeprefix(b".").replace(b"\r\n", b"\n")
        self.server.taken.append(content)
        self.server.arrived.release()

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
