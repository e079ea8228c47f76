"""No test reaches beyond this machine."""

from __future__ import annotations

import socket

import pytest


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as attempt, pytest.raises(RuntimeError, match="a test tried to reach"):
        attempt.connect(("192.0.2.1", 80))  # RFC 5737: an address for documentation


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()[:2]) as visit:
        assert visit.getpeername() == server.getsockname()
