"""An IMAP server of this machine with one folder: as much of the protocol as reading and flagging mails takes."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PASSWORD = "correct horse"


class ImapServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: dict[int, bytes] = {}
        self.flags: dict[int, set[str]] = {}

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def put(self, raw: bytes) -> int:
        """A mail that comes; its number."""
        number = 1 + max(self.flags, default=0)
        self.mails[number], self.flags[number] = raw, set()
        return number


class Conversation(socketserver.StreamRequestHandler):
    server: ImapServer

    def handle(self) -> None:
        self.wfile.write(b"* OK here\r\n")
        while line := self.rfile.readline().decode().strip():
            tag, _space, command = line.partition(" ")
            said, answer = self.answer(command)
            self.wfile.write(b"".join(b"* " + one + b"\r\n" for one in said) + f"{tag} {answer} so be it\r\n".encode())
            if command == "LOGOUT":
                return

    def answer(self, command: str) -> tuple[list[bytes], str]:
        mails, flags = self.server.mails, self.server.flags
        if command == "CAPABILITY":
            return [b"CAPABILITY IMAP4rev1"], "OK"
        if command.startswith("LOGIN"):
            return [], "OK" if PASSWORD in command else "NO wrong"
        if command.startswith("SELECT"):
            return [b"%d EXISTS" % len(mails)], "OK" if '"INBOX"' in command else "NO there is no such folder"
        if command.startswith("UID SEARCH"):
            new = [number for number in mails if not flags[number]]
            return [("SEARCH " + " ".join(map(str, new))).encode()], "OK"
        if found := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command):
            raw = mails[int(found[1])][: int(found[2])]
            return [b"1 FETCH (UID %s BODY[]<0> {%d}\r\n%s)" % (found[1].encode(), len(raw), raw)], "OK"
        if found := re.fullmatch(r"UID STORE (\d+) \+FLAGS \((.+)\)", command):
            flags[int(found[1])] |= set(found[2].split())
            return [], "OK"
        if command == "EXPUNGE":
            for number in [one for one in mails if "\\Deleted" in flags[one]]:
                del mails[number]
            return [], "OK"
        return [b"BYE"] if command == "LOGOUT" else [], "OK" if command == "LOGOUT" else "BAD what?"


@contextmanager
def running_imap_server() -> Iterator[ImapServer]:
    with ImapServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
