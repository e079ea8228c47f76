"""What stands below a text that is read apart from its page: where it is, when it was published and corrected."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Correction:
    """What was changed after a text was published, and when; or, of one taken back, why."""

    at: dt.datetime
    note: str
    words: str = "Corrected"

    def line(self, when: str) -> str:
        end = "" if self.note[-1:] in ".!?" else "."
        return f"{self.words} {when}: {self.note}{end}"


@dataclass(frozen=True, slots=True)
class Colophon:
    """`address` is that of the page; the times are local ones, `told` the same times in words."""

    address: str
    organisation: str
    imprint: str
    published_at: dt.datetime
    published: str
    """In words: "3 May 2017, 10:14"."""
    corrections: tuple[tuple[Correction, str], ...] = ()
    """Each with its time in words."""
    region: str = ""
    """Whose text it is, where it is not the national level's."""

    @property
    def whose(self) -> str:
        """ "Weavers’ Union, North West": a text that goes on its own may not say so."""
        return ", ".join(filter(None, (self.organisation, self.region)))

    @property
    def base(self) -> str:
        """The address of the site, without a slash at its end: links that people typed may begin behind it."""
        return "/".join(self.address.split("/", 3)[:3])

    @property
    def times(self) -> tuple[str, ...]:
        """When it was published, and each correction, a line each."""
        return (f"Published {self.published}.", *(one.line(when) for one, when in self.corrections))
