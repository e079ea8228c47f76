"""What can stop a count. Every message is plain enough to be shown to the person who must act on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from agm.counting.model import TieKind


class CountingError(ValueError):
    """Something is wrong with what the count was given; ``problems`` lists everything found, one sentence each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(eq=False)  # not frozen: Python notes the traceback in it
class TieToDecide(Exception):  # noqa: N818  a question put to the returning officer, not an error
    """The count stands still at a tie that its rules leave to a human act.

    ``tied`` are the equal candidates' numbers in ballot order, ``choose`` how many of them must be chosen for what
    ``kind`` names, ``stage`` the stage of the count that waits, ``paragraph`` the rule that asks. Add a ``TieDecision``
    with the same stage, kind and tied candidates, and count again. ``unused`` says which decisions that were given
    belong to no tie so far.
    """

    stage: int
    kind: TieKind
    tied: tuple[int, ...]
    names: tuple[str, ...]
    choose: int
    paragraph: str
    unused: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.question

    @property
    def question(self) -> str:
        """The tie in one sentence, such as "Stage 2: Ann and Bob are equal; decide who is excluded (rule 51)."."""
        what = {
            TieKind.ELECTION: "who is elected" if self.choose == 1 else f"which {self.choose} are elected",
            TieKind.SURPLUS: "whose surplus goes first",
            TieKind.EXCLUSION: "who is excluded",
        }[self.kind]
        names = f"{', '.join(self.names[:-1])} and {self.names[-1]}"
        return f"Stage {self.stage}: {names} are equal; decide {what} ({self.paragraph})."
