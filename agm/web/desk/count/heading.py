"""What the page of an office’s count says first."""

from __future__ import annotations

from agm.counting.decided import Decided, Standing
from agm.language.en import capitalised, join, number_word
from agm.results.counting import result_of
from agm.results.models import Count


def heading_of(standing: Standing | None, counts: list[Count], *, is_accounted_for: bool) -> str:
    """`is_accounted_for`: whether no paper, where there are any, is still to be accounted for."""
    if counts:
        result = result_of(counts[-1])
        new = [one for one in result.elected_numbers if one not in (result.contest.sitting or ())]
        names = [result.contest.candidate(number).name for number in new]
        people = [name for name in names if name not in {"No", "Re-open nominations"}]
        return f"{join(people)} {'is' if len(people) == 1 else 'are'} elected" if people else "Nobody is elected"
    if standing is None:
        return "The votes are not in yet"
    if standing.state is Decided.VACANCIES and standing.result is None:
        return "Everybody withdrew"
    return {
        Decided.TIE_OPEN: f"{capitalised(number_word(len(standing.tied)))} people are equal. A person has to decide.",
        Decided.ANOTHER_ROUND: "Nobody has more than half: another round is held",
        Decided.ELECTED_WITHOUT_A_VOTE: "Elected without a vote",
    }.get(standing.state, "Ready to count" if is_accounted_for else "Account for every paper, then count")
