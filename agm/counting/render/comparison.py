"""Where rule sets part ways on the same papers: who is elected under which, and the first step that differs."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from agm.counting.errors import TieToDecide
from agm.counting.render.sheet_text import LONGEST_NAME, columns_of, fitted
from agm.counting.render.words import UNTITLED, counted, join, name_of, names_of, outcomes
from agm.counting.result import CountResult, ExclusionReason


def comparison_text(results: Mapping[str, CountResult | TieToDecide]) -> str:
    """A table of outcomes by rule set, then what differs in sentences.

    ``results`` has the outcome of each rule set by its title; a tie that waits for its decision is told and left out of
    the comparison. At least one entry is needed.
    """
    done = {title: result for title, result in results.items() if isinstance(result, CountResult)}
    waiting = [f"{title}: {tie.question}" for title, tie in results.items() if isinstance(tie, TieToDecide)]
    blocks = [[_heading(next(iter(done.values())))], [*_table(done)]] if done else []
    if waiting:
        blocks.append(["These rule sets wait for the decision of a tie:", *waiting])
    if len(done) > 1:
        blocks.append([*_differences(done)])
    return "\n\n".join(map("\n".join, blocks)) + "\n"


def _heading(result: CountResult) -> str:
    seats = counted(result.contest.seats, "place", "places")
    papers = counted(result.papers.valid, "valid paper", "valid papers")
    return f"{result.contest.title or UNTITLED}: {seats}, {papers}"


def _table(results: Mapping[str, CountResult]) -> Iterator[str]:
    any_result = next(iter(results.values()))
    names = [name_of(any_result, candidate.number) for candidate in any_result.contest.candidates]
    wide = min(LONGEST_NAME, max(map(columns_of, names)))
    columns = [[title, *_outcomes(result)] for title, result in results.items()]
    for index, name in enumerate(["", *names]):
        cells = "".join(f"  {column[index]:<{max(map(len, column))}}" for column in columns)
        yield f"{fitted(name, wide)}{cells}".rstrip()


def _outcomes(result: CountResult) -> list[str]:
    return [
        outcome.words + (f" at stage {outcome.at}" if outcome.at is not None else "")
        for outcome in outcomes(result).values()
    ]


def _differences(results: Mapping[str, CountResult]) -> Iterator[str]:
    any_result = next(iter(results.values()))
    elected = {title: set(result.elected_numbers) for title, result in results.items()}
    by_all = [c.number for c in any_result.contest.candidates if all(c.number in e for e in elected.values())]
    if by_all:
        yield f"Elected under every rule set: {names_of(any_result, by_all)}."
    if len({frozenset(numbers) for numbers in elected.values()}) == 1:
        yield "The same candidates are elected under all of them."
    for candidate in any_result.contest.candidates:
        titles = [title for title in results if candidate.number in elected[title]]
        if titles and len(titles) < len(results):
            yield f"{name_of(any_result, candidate.number)} is elected only under {join(titles)}."
    for one, other in combinations(results, 2):
        pairs = zip(_decisions(results[one]), _decisions(results[other]), strict=False)
        for number, (here, there) in enumerate(pairs, start=1):
            if here[:2] != there[:2]:
                has, instead = (
                    f"{name_of(any_result, who)} {what} at stage {stage}" for what, who, stage in (here, there)
                )
                yield f"{one} and {other} part ways at decision {number}: {one} has {has} where {other} has {instead}."
                break


def _decisions(result: CountResult) -> list[tuple[str, int, int]]:
    """Elections and exclusions in order, without the formal ones at the end: what, who, at which stage."""
    elected = [("elected", e.candidate, e.stage) for e in result.elected]
    excluded = [("excluded", e.candidate, e.stage) for e in result.excluded if e.by is not ExclusionReason.SEATS_FILLED]
    return sorted(elected + excluded, key=lambda decision: (decision[2], decision[0] == "elected"))
