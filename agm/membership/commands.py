"""What is asked of a roll."""

from dataclasses import dataclass

from agm.membership.reading.sifted import SiftedList
from agm.membership.reading.values import Member


@dataclass(frozen=True, slots=True)
class ImportRoll:
    """Take over the members of a list: those with ``held_id`` are on the roll already, the others are new. ``leaving``
    are members who leave it; whoever is in neither stays as they are. ``version`` is the number of the unit's last
    import, 0 for none."""

    unit_id: int
    version: int
    members: tuple[Member, ...]
    leaving: tuple[int, ...] = ()
    lines: int = 0
    not_taken: int = 0
    file_name: str | None = None


@dataclass(frozen=True, slots=True)
class BeginDraft:
    """Read a list and show what would come of it."""

    unit_id: int
    sifted: SiftedList
    file_name: str | None = None
