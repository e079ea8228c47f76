"""The order of names on a voting paper: by the alphabet, or drawn from a seed that everybody can check."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from agm.language.names import sort_key, sort_name


def alphabetical(names: Sequence[str]) -> list[int]:
    """The places of the names in the order of a list of people, by surname first."""
    return sorted(range(len(names)), key=lambda place: (sort_key(sort_name(names[place])), place))


def drawn(names: Sequence[str], seed: str) -> list[int]:
    """The places of the names in the order of the SHA-256 digests of the seed, a line feed and the name, in UTF-8.

    Of people of one name the second is drawn as "name (2)". The order in which the names come plays no part but for
    that, so that whoever knows names and seed can draw it again with any program: `printf '%s\\n%s' SEED NAME |
    sha256sum`, sorted.
    """
    seen: Counter[str] = Counter()
    digests = []
    for name in names:
        seen[name] += 1
        slip = name if seen[name] == 1 else f"{name} ({seen[name]})"
        digests.append(hashlib.sha256(f"{seed}\n{slip}".encode()).hexdigest())
    return sorted(range(len(names)), key=digests.__getitem__)
