"""Where a host that somebody typed may lead: to the public internet, and not into the network of the server."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from agm.rules.violations import RefusedError
from agm.web.kit.outside import InsideError, connected, is_public, refuse_inside

PUBLIC = ("93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4009:80b::200e")
INSIDE = (
    "0.0.0.1", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "192.168.1.1",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::a00:1", "fc00::1", "fd12::1",
    "fe80::1%eth0", "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "2002:a00:1::1",
)  # fmt: skip
Found = dict[str, list[str]]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Found:
    """What names stand for; each is looked up but once, and numbers stand for themselves."""
    known: Found = {}
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *rest: Any, **options: Any) -> Any:  # noqa: ANN401  the library's
        if host not in known:
            return real(host, port, *rest, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in known.pop(host)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_of_no_public_host_is_not(address: str) -> None:
    assert not is_public(address)


def test_one_address_inside_is_enough_to_refuse_a_host(names: Found) -> None:
    names["news.example"] = ["8.8.8.8", "10.0.0.1"]
    with pytest.raises(RefusedError, match="network of this server"):
        refuse_inside("news.example", 443, ())
    names["news.example"] = ["8.8.8.8", "10.0.0.1"]
    with pytest.raises(InsideError):
        connected("news.example", 443, (), 1)


def test_a_host_that_is_allowed_is_reached_by_the_addresses_that_were_found(names: Found, listening: int) -> None:
    names["intranet.example"] = ["127.0.0.1"]
    refuse_inside("intranet.example", listening, ("intranet.example",))
    with connected("intranet.example", listening, ("intranet.example",), 5) as found:
        assert found.getpeername() == ("127.0.0.1", listening)
    assert names == {}


def test_a_name_that_no_server_knows_in_time_is_left_to_the_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agm.web.kit.outside.LOOK_UP_SECONDS", 0.01)
    waits = threading.Event()
    monkeypatch.setattr("agm.web.kit.outside.addresses_of", lambda _host, _port: waits.wait(5) and ["10.0.0.1"])
    refuse_inside("slow.example", 443, ())
    waits.set()
    with pytest.raises(InsideError):
        connected("slow.example", 443, (), 1)
