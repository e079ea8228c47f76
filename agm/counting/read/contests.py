"""Which contest of a file that has several is to be counted."""

from collections.abc import Iterable

from agm.counting.read.files import Problem, ReadingError
from agm.language.letters import same_name

MOST_NAMED = 20


def contest_asked(contests: Iterable[str], wanted: str, line: int) -> str:
    """The contest of that name, or the only one; raises ``ReadingError`` where there is no such, or a choice."""
    names = list(dict.fromkeys(contests))
    found = [name for name in names if same_name(name) == same_name(wanted)] if wanted else names
    if len(found) == 1:
        return found[0]
    several = "; ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
    raise ReadingError(
        [Problem(line, 1, "the name of one contest (--contest) of those in the file", several or "none")]
    )
