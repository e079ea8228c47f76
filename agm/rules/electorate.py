"""Who votes for an office: everybody on the register who may, or one section or class of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class OnRegister(Protocol):
    """Whoever the register has in a section and a class."""

    @property
    def section(self) -> str | None: ...
    @property
    def member_class(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Electorate:
    """None of a section or class means every one."""

    section: str | None = None
    member_class: str | None = None

    def admits(self, voter: OnRegister) -> bool:
        return self.section in {None, voter.section} and self.member_class in {None, voter.member_class}

    @property
    def words(self) -> str:
        """For example “section North, class Junior”; empty where everybody votes."""
        parts = (("section", self.section), ("class", self.member_class))
        return ", ".join(f"{what} {name}" for what, name in parts if name is not None)


EVERYBODY = Electorate()
