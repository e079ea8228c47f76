"""Forms into which a list can be pasted: it fills their fields, and they are shown before anything is taken.

The list is read when its button is pressed, and also when another button is and it was not read yet.
"""

from abc import abstractmethod
from collections.abc import Sequence

from wtforms import HiddenField

from agm.language.pasted_names import PastedLine
from agm.web.kit.fields import LongTextField
from agm.web.kit.forms import VersionedForm

PASTE = "paste"
"""What the button says that fills the fields, as `act`."""


class PastingForm(VersionedForm):
    pasted = LongTextField("The list, one line for each")
    pasted_before = LongTextField("The list that was read")
    means = HiddenField()
    """From the button that says what a line means: its number, a colon, and the words."""

    lines: Sequence[PastedLine] = ()
    """What was made of each line, once they were read."""
    replaced: Sequence[str] = ()
    """What stood in the fields that were filled with something else."""

    @property
    def is_unread(self) -> bool:
        """Whether there is a list from which nothing was filled in yet."""
        return bool(self.pasted.data) and self.pasted.data != self.pasted_before.data

    @property
    def understood(self) -> int:
        """How many lines were understood, in part at least."""
        return sum(bool(line.understood) for line in self.lines)

    @property
    def is_plain(self) -> bool:
        """Whether the list was read just now, and every line of it understood."""
        return bool(self.lines) and not any(line.trouble for line in self.lines)

    def take_pasted(self) -> None:
        """Fill the fields from the list; it stays where it is."""
        number, _, words = (self.means.data or "").partition(":")
        if number.isdecimal() and words and self.pasted.data:
            self.pasted.data = self.with_meaning(self.pasted.data, int(number[:6]), words)
        text = self.pasted.data
        if not text:
            self.refuse("Paste the list first", self.pasted)
        elif self.pasted.validate(self):
            self.fill_from(text)
            self.pasted_before.data = text

    def with_meaning(self, text: str, number: int, words: str) -> str:  # noqa: ARG002  where nothing is asked
        """The list with one of its lines saying what was asked."""
        return text

    @abstractmethod
    def fill_from(self, text: str) -> None:
        """Read the list, fill the fields, and set `lines` and `replaced`."""
