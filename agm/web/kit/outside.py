"""Connections to hosts that somebody typed: out to the internet, and not into the network that the server stands in."""

import ipaddress
import socket
from collections.abc import Collection
from contextlib import suppress
from threading import Thread

from agm.rules.violations import refuse

LOOK_UP_SECONDS = 2.0
MOST_TRIED = 3
"""How many of a host's addresses are tried, each within the time that is given."""
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
INSIDE = "This address leads into the network of this server, where nothing is sent. Enter the public one of the site."


class InsideError(Exception):
    """A host has an address that is not one of the public internet."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: neither private, loopback, link-local, multicast nor
    reserved, nor one that carries another within itself."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        return found in GLOBAL_UNICAST and found.is_global and found.sixtofour is None
    return found.is_global and not found.is_multicast


def addresses_of(host: str, port: int) -> list[str]:
    """The IP addresses of a host. Raises OSError where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"{host!r} is no name of a host") from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def refuse_inside(host: str, port: int, allowed: Collection[str]) -> None:
    """Raise RefusedError for a host that is found to be inside, unless it is one of those that are allowed.

    What is not found in time passes: a form must not wait for another's name server, and `connected` looks again.
    """
    found: list[str] = []

    def look_up() -> None:
        with suppress(OSError):
            found.extend(addresses_of(host, port))

    if host in allowed:
        return
    thread = Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(LOOK_UP_SECONDS)
    if not all(map(is_public, tuple(found))):
        refuse("address_inside", "address", INSIDE)


def connected(host: str, port: int, allowed: Collection[str], seconds: float) -> socket.socket:
    """A connection to a host, to the very addresses that were looked at: its name is looked up once.

    Raises InsideError, unless the host is allowed, if any of them is inside; OSError where none answers in time.
    """
    found = addresses_of(host, port)
    if host not in allowed and not all(map(is_public, found)):
        raise InsideError
    problem = OSError("it has no address")
    for address in found[:MOST_TRIED]:
        try:
            return socket.create_connection((address, port), seconds)
        except OSError as error:
            problem = error
    raise problem
