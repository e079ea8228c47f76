"""What cannot be true together of a contest and its outcome, for files, forms and the record alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from agm.facts.figures import turnout_contradiction
from agm.facts.outcome import Entry, OfficeState, Outcome, VotesAre
from agm.language.en import counted
from agm.language.letters import same_name
from agm.language.typed_names import is_nobody


class Rule(StrEnum):
    """What an outcome, or a motion, breaks."""

    TOO_MANY_ELECTED = "too_many_elected"
    NO_OPEN_SEAT = "no_open_seat"
    DATE_WITHOUT_DEFERRAL = "date_without_deferral"
    NOBODY_NAMED = "nobody_named"
    NEGATIVE_VOTES = "negative_votes"
    HOW_WITHOUT_ELECTION = "how_without_election"
    CO_OPTED_AND_ELECTED = "co_opted_and_elected"
    UNOPPOSED_AND_OPPOSED = "unopposed_and_opposed"
    FEWER_VOTES = "fewer_votes"
    NO_TIE = "no_tie"
    HALF_A_VOTE = "half_a_vote"
    NOT_PUT_TO_VOTE = "not_put_to_vote"
    OTHERWISE_BY_FIGURES = "otherwise_by_figures"
    SECONDED_BY_MOVER = "seconded_by_mover"
    HELD_AND_ELECTED = "held_and_elected"
    VACANCIES_DIFFER = "vacancies_differ"
    FIGURES_DIFFER = "figures_differ"
    STAGE_OF_NOBODY = "stage_of_nobody"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One of them. `field` is the outcome's, or the entry's where its number is given (from 0).

    `in_file` are the words for somebody who wrote a file, where they differ from those for somebody at a page.
    """

    rule: Rule
    field: str
    words: str
    entry: int | None = None
    in_file: str | None = None


def contradictions(outcome: Outcome) -> Iterator[Contradiction]:
    """Everything that contradicts itself in an outcome."""
    won, label, seats = len(outcome.elected), outcome.label, outcome.seats
    if won > seats and (outcome.vacancies_told is None or seats > 1):
        places = "one place" if seats == 1 else f"{seats} places"
        yield Contradiction(
            Rule.TOO_MANY_ELECTED,
            "entries",
            f"{label} has {places}, but {won} are entered as elected. "
            "Take a name away, or add a place in the list of offices.",
            entry=seats,
            in_file=f"{won} are elected to {label}, but it has {counted(seats, 'seat', 'seats')}.",
        )
    yield from _figures(outcome)
    if outcome.state in (OfficeState.DEFERRED, OfficeState.SUSPENDED) and not outcome.open_seats:
        words = f"Every seat of {label} is filled, so the election cannot be {outcome.state}."
        yield Contradiction(Rule.NO_OPEN_SEAT, "state", words)
    if outcome.deferred_to is not None and outcome.state is not OfficeState.DEFERRED:
        words = "Only a deferred election has a date that it is deferred to."
        yield Contradiction(Rule.DATE_WITHOUT_DEFERRAL, "deferred_to", words)
    for index, entry in enumerate(outcome.entries):
        yield from entry_contradictions(entry, index)
    if any(entry.unopposed for entry in outcome.elected) and any(
        one.elected is False and one.is_person for one in outcome.entries
    ):
        yield Contradiction(
            Rule.UNOPPOSED_AND_OPPOSED,
            "entries",
            f"Somebody stood for {label} and was not elected, so nobody was elected unopposed. "
            "Untick “unopposed”, or take the other name away.",
        )
    # with several seats a place may be reserved, and transfers can overtake who led on first preferences
    if outcome.seats == 1 and outcome.votes_are is not VotesAre.FIRST_PREFERENCES:
        yield from fewer_votes(outcome)
    if outcome.tie_settled and not _may_have_tied(outcome):
        words = f"Nobody had as many votes for {label} as whoever was elected. Correct a figure, or take out the tie."
        yield Contradiction(Rule.NO_TIE, "tie_settled", words)


def _figures(outcome: Outcome) -> Iterator[Contradiction]:
    """What the figures of an office do not bear out: vacancies, papers, and names at a stage of the count."""
    taken, vacant, seats = len(outcome.filled) + (outcome.unnamed or 0), outcome.vacancies_told, outcome.seats
    if vacant is not None and seats > 1 and taken + vacant != seats:
        words = f"{outcome.label} has {seats} places; {taken} filled and {vacant} vacant make {taken + vacant}."
        yield Contradiction(Rule.VACANCIES_DIFFER, "vacancies", words)
    found = turnout_contradiction(outcome.turnout) if outcome.turnout else None
    if found:
        yield Contradiction(Rule.FIGURES_DIFFER, f"turnout.{found[0]}", found[1])
    names = {same_name(person.name) for entry in outcome.entries for person in entry.people}
    for stage in outcome.stages:
        for name in (*(one.name for one in stage.votes), *stage.elected, *stage.excluded):
            if same_name(name) not in names:
                words = f"“{name}” is at a stage of the count for {outcome.label}, but not among the candidates."
                yield Contradiction(Rule.STAGE_OF_NOBODY, "stages", words)


def _may_have_tied(outcome: Outcome) -> bool:
    """Whether the figures leave room for a tie: where ranked papers are counted, it may have been at another stage."""
    figures = [entry.votes for entry in outcome.entries]
    if outcome.seats > 1 or outcome.votes_are is not VotesAre.VOTES or not outcome.elected:
        return True
    if None in figures or len(figures) == 1:
        return True
    return figures.count(outcome.elected[0].votes) > 1


def entry_contradictions(entry: Entry, index: int) -> Iterator[Contradiction]:
    """Everything that contradicts itself in one entry."""
    if not entry.people:
        yield Contradiction(Rule.NOBODY_NAMED, "people", "Name at least one person.", index)
    nobody = next((person.name for person in entry.people if is_nobody(person.name)), None)
    if entry.elected and nobody is not None:
        words = f"“{nobody}” is nobody who can be elected. Leave the office vacant."
        yield Contradiction(Rule.NOBODY_NAMED, "people", words, index)
    if entry.holds and (entry.elected is not None or entry.votes is not None):
        words = "Somebody who holds the office without an election was not elected: leave out “elected” and the votes."
        yield Contradiction(Rule.HELD_AND_ELECTED, "holds", words, index)
    if entry.votes is not None and entry.votes < 0:
        yield Contradiction(Rule.NEGATIVE_VOTES, "votes", "Enter the votes as a number, for example 34.", index)
    for name in ("unopposed", "re_elected", "co_opted"):
        if getattr(entry, name) and not entry.elected:
            words = "Only someone who took the office can be marked so; “elected” is not true."
            yield Contradiction(Rule.HOW_WITHOUT_ELECTION, name, words, index)
    if entry.co_opted and (entry.unopposed or entry.re_elected or entry.votes is not None):
        words = "Someone co-opted was not elected: leave out unopposed, re_elected and votes."
        yield Contradiction(Rule.CO_OPTED_AND_ELECTED, "co_opted", words, index)


def fewer_votes(outcome: Outcome) -> Iterator[Contradiction]:
    """Those who were not elected although they have more votes than somebody who was."""
    label = outcome.printed_label
    for winner in outcome.elected:
        for index, loser in enumerate(outcome.entries):
            if loser.elected is False and winner.votes is not None and (loser.votes or 0) > winner.votes:
                more, less = displayed(loser), displayed(winner)
                yield Contradiction(
                    Rule.FEWER_VOTES,
                    "votes",
                    f"{more} has more votes for {label} than {less}, who was elected. Correct a figure, or say "
                    "that they are first preferences",
                    entry=index,
                    in_file=f"Someone elected to {outcome.label} has fewer votes than someone who was not.",
                )


def displayed(entry: Entry) -> str:
    """The first of those who stood as one."""
    return entry.people[0].displayed if entry.people else ""
