"""A lot that anybody can draw again: an order that follows from names and a published seed."""

import hashlib
from collections.abc import Sequence

from agm.language.names import name_key


def drawn_by_seed(names: Sequence[str], seed: str) -> list[str]:
    """The names in the order of the SHA-256 of the seed and each name's key; equal names in the order given.

    The seed has to be fixed before anybody knows it, such as the draw of a lottery named beforehand.
    """
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed.strip()}\n{name_key(name)}".encode()).digest())
