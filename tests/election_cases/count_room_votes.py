"""Cases of the count room about votes, asked of `agm.counting` and `agm.rules`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from agm.counting import RULE_SETS
from agm.counting.decided import Standing, where_it_stands, without_a_vote
from agm.counting.model import (
    BallotGroup,
    Ballots,
    Candidate,
    CandidateKind,
    Contest,
    TieDecision,
    VoteTotals,
)
from agm.counting.rules import ReopenNominations
from agm.counting.values import as_decimal_text
from agm.language.typed_names import is_ballot_option
from agm.rules.quorum import Quorum, QuorumOf
from agm.rules.two_offices import FreedPlace, decide_offices
from agm.rules.two_tellers import line_differences
from tests.election_cases.count_words import Case, Row, first_of, line_told, under


def contest_of(facts: Case, rule: Case) -> tuple[Contest, list[int | None]]:
    rows: list[dict[str, Any]] = [{"name": one} if isinstance(one, str) else dict(one) for one in facts["candidates"]]
    ron = first_of(facts, "ron", "ron_votes", default=None)
    if ron is not None and not isinstance(ron, bool) and not any(is_ron(one) for one in rows):
        rows.append({"name": "RON", "votes": ron})
    gone = facts.get("withdrawn", [])
    candidates = tuple(
        Candidate(number, one["name"], kind=CandidateKind.REOPEN_NOMINATIONS if is_ron(one) else CandidateKind.PERSON)
        for number, one in enumerate(rows, start=1)
    )
    withdrawn = frozenset(
        number
        for number, one in enumerate(rows, start=1)
        if one.get("withdrawn") or one.get("died") or (isinstance(gone, list) and one["name"] in gone)
    )
    return Contest("Contest", candidates, facts.get("seats", 1), withdrawn), [one.get("votes") for one in rows]


def is_ron(one: Case) -> bool:
    return bool(one.get("ron")) or is_ballot_option(one["name"])


def drawn(contest: Contest, lot: Case | None, at: Standing) -> list[TieDecision]:
    """The lot of a case as the decision of the tie that waits: those drawn first get the places."""
    if lot is None or at.tie is None:
        return []
    numbers = {one.name: one.number for one in contest.candidates}
    order = [numbers[name] for name in first_of(lot, "order", "drawn", "result") if name in numbers]
    chosen = tuple(number for number in order if number in at.tie.tied)[: at.tie.choose]
    witnesses = tuple(lot.get("witnesses") or ())
    if len(chosen) < at.tie.choose:
        return []
    return [TieDecision(at.tie.stage, at.tie.kind, frozenset(at.tie.tied), chosen, witnesses=witnesses)]


def plurality(rule: Case, facts: Case, _expected: Case) -> dict[str, Any]:
    contest, votes = contest_of(facts, rule)
    if all(one is None for one in votes):
        return told(contest, without_a_vote(contest))
    rules = RULE_SETS["limited_vote"].with_options(reopen=ReopenNominations.MUST_BE_BEATEN)
    totals = VoteTotals(tuple(one or 0 for one in votes))
    found = where_it_stands(contest, totals, rules)
    if rule.get("tie", "lot") == "lot":
        found = where_it_stands(contest, totals, rules, drawn(contest, facts.get("lot"), found))
    return told(contest, found)


def told(contest: Contest, found: Standing) -> dict[str, Any]:
    def names(numbers: Sequence[int]) -> list[str]:
        return [contest.candidate(number).name for number in numbers]

    return {
        "elected": names(found.elected),
        "tie": names(found.tied),
        "places_in_tie": found.places_in_tie,
        "state": str(found.state),
        "may_declare": found.may_declare,
        "votes_for_withdrawn": found.votes_for_withdrawn,
        **under("vacant vacancies vacant_places places_vacant", found.vacant),
    }


def stv(rule: Case, facts: Case, _expected: Case) -> dict[str, Any]:
    contest, _votes = contest_of(facts, rule)
    numbers = {one.name: one.number for one in contest.candidates}
    groups = [
        BallotGroup(
            tuple(numbers[name] for name in first_of(one, "ranking", "order", "preferences", "choices", "ballot")),
            first_of(one, "papers", "count", "number", "times", default=1),
        )
        for one in first_of(facts, "papers", "ballots", "groups")
    ]
    found = where_it_stands(contest, Ballots(tuple(groups)), RULE_SETS["scottish"])
    found = where_it_stands(
        contest, Ballots(tuple(groups)), RULE_SETS["scottish"], drawn(contest, facts.get("lot"), found)
    )
    answer_ = told(contest, found)
    if found.result is None:
        return answer_
    result = found.result
    scale = result.scale

    def plain(value: Any) -> Any:  # noqa: ANN401  a value of the count
        return value // scale if value % scale == 0 else as_decimal_text(value, scale, 5)

    totals = [{one.name: plain(stage.totals[one.number - 1]) for one in contest.candidates} for stage in result.stages]
    return answer_ | {
        "quota": None if result.quota is None else plain(result.quota),
        "valid": result.papers.valid,
        "excluded": [contest.candidate(one.candidate).name for one in result.excluded],
        **under("first_preferences first_choices", totals[0]),
        "stages": totals,
        "not_transferable": plain(result.stages[-1].non_transferable),
    }


def two_offices(rule: Case, facts: Case, _expected: Case) -> dict[str, Any]:
    orders = {office: one["order"] if isinstance(one, dict) else one for office, one in facts["contests"].items()}
    everybody = {name for order in orders.values() for name in order}
    found = decide_offices(
        orders,
        facts.get("preferences") or {},
        FreedPlace(rule.get("freed_place", "runner_up")),
        {name for name in everybody if is_ballot_option(name)},
    )
    return {
        "holders": dict(found.holders),
        "changes": [Row(office=one.office, given_up_by=one.given_up_by, now=one.now) for one in found.changes],
        "state": str(found.state),
        **under("to_ask ask asked", list(found.to_ask)),
        "may_declare": not found.to_ask,
    }


def recount(rule: Case, facts: Case, expected: Case) -> dict[str, Any]:
    first, second = (
        first_of(facts, *names) for names in (("first", "first_count"), ("second", "second_count", "recount"))
    )
    first, second = first.get("votes", first), second.get("votes", second)
    seats = facts.get("seats", rule.get("seats", 1))
    before, after = most_votes(first, seats), most_votes(second, seats)
    lines = list(line_differences(first, second))
    changes = set(before["elected"]) != set(after["elected"])
    unchanged = "same_result" if lines else "same"
    return {
        **under("differences changes disagreements", [line_told(one) for one in lines]),
        **under("elected_first elected_before first_elected winner_before", before["elected"]),
        **under("elected_second elected_after second_elected elected winner_after", after["elected"]),
        **under("result_changes outcome_changes changes_result winner_changes", changes),
        **under("same_result same_outcome", not changes),
        "state": "tie_open" if after["tie"] else "other_result" if changes else unchanged,
        "tie": after["tie"],
        "may_declare": after["may_declare"],
    }


def most_votes(votes: dict[str, int], seats: int) -> dict[str, Any]:
    """Who is elected by these figures; the line of papers set aside stands for nobody."""
    figures = {name: number for name, number in votes.items() if name != "rejected"}
    people = tuple(Candidate(number, name) for number, name in enumerate(figures, start=1))
    contest = Contest("Contest", people, seats)
    return told(contest, where_it_stands(contest, VoteTotals(tuple(figures.values())), RULE_SETS["limited_vote"]))


def quorum(rule: Case, facts: Case, _expected: Case) -> dict[str, Any]:
    given = rule.get("quorum", rule)
    given = {"number": given} if isinstance(given, int) else given
    share = first_of(
        given, "percent", "percent_of_voters", "percent_of_members", "election_percent_of_voters", default=0
    )
    fraction = first_of(given, "fraction", "share")
    hundredths = Fraction(str(fraction)) * 100 if fraction else Fraction(str(share))
    asked = Quorum(first_of(given, "number", "at_least", "minimum", "min", default=0), hundredths, QuorumOf.VOTE)
    members = first_of(facts, "electorate", "eligible", "members", "may_vote", default=0)
    took_part = first_of(facts, "took_part", "voted", "votes", "voters", "papers", "in_box", "present")
    reached = asked.is_reached(took_part, members)
    needed = asked.needed(members)
    return {
        **under("needed required quorum had_to_take_part", needed),
        **under("reached met quorate is_reached may_declare valid", reached),
        **under("missing short_by short", max(0, needed - took_part)),
        "took_part": took_part,
        "state": "quorate" if reached else "inquorate",
    }
