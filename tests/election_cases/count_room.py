"""Cases of the count room, asked of `agm.rules` and `agm.counting`. Fields may have one of several names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from agm.counting.doubtful_papers import MarkedPaper, judge_papers
from agm.rules.mixed_votes import BothVotes, PaperReceived, combine_votes
from agm.rules.postal_votes import Envelope, sort_envelopes
from agm.rules.reconciliation import PaperFigures, Turnout, reconcile
from agm.rules.two_tellers import Bundle, compare_tellers
from agm.rules.voting_codes import CodeAct, CodeEvent, follow
from tests.election_cases.count_room_votes import plurality, quorum, recount, stv, two_offices
from tests.election_cases.count_words import SAME_WORDS, Case, Row, first_of, in_words_of, instant, line_told, under


def is_case(case: Case, _path: Path) -> bool:
    return case.get("kind") in KINDS and "facts" in case


def answer(case: Case, _folder: Path) -> dict[str, Any]:
    """What the product comes to, in the words of a case's `expected`."""
    found = KINDS[case["kind"]](case.get("rule") or {}, case["facts"], case["expected"])
    same = SAME_WORDS.get(case["kind"], {})
    return {name: in_words_of(found[name], wanted, same) for name, wanted in case["expected"].items() if name in found}


def reconciled(rule: Case, facts: Case, expected: Case) -> dict[str, Any]:
    figures = PaperFigures(
        rejected_for=rejected if isinstance(rejected := facts.get("rejected", {}), dict) else {"rejected": rejected},
        **{name: facts[name] for name in PaperFigures.__dataclass_fields__ if name in facts},
    )
    given = first_of(facts, "reasons", "explained", "explanations", default=rule.get("reasons", {}))
    if isinstance(given, list):
        given = {one["equation"]: one["reason"] for one in given}
    found = reconcile(figures)
    reasons = {
        one.equation: reason
        for one in found.differences
        for text, reason in given.items()
        if same_sides(one.equation, text)
    }
    found = reconcile(figures, reasons)
    written = expected.get("differences") or []
    return {
        "differences": [
            difference_in_words_of(one.equation, one.left, one.right, written) for one in found.differences
        ],
        "state": str(found.state),
        "may_declare": found.may_declare,
        "rejected_total": figures.rejected,
        "people_given_a_paper": figures.people_given_a_paper,
        "turnout_percent": figures.turnout_percent,
    }


OTHER_NAMES = {"rejected_total": "rejected", "invalid": "rejected", "returned": "in_box", "in_the_box": "in_box"}
"""What a case may call a figure in its equations."""


def sides(equation: str) -> list[frozenset[str]]:
    """The terms of both sides, by the product's names."""
    return [
        frozenset(OTHER_NAMES.get(term.strip(), term.strip()) for term in side.split("+"))
        for side in equation.replace("<=", "=").replace("==", "=").split("=")
    ]


def same_sides(one: str, other: str) -> bool:
    return set(sides(one)) == set(sides(other))


def difference_in_words_of(equation: str, left: int, right: int, written: Sequence[Case]) -> dict[str, Any]:
    """A difference with the sides in the order and under the names of the same equation of the case."""
    for one in written:
        text = one.get("equation", "")
        if same_sides(text, equation):
            first, second = (left, right) if sides(text)[0] == sides(equation)[0] else (right, left)
            names = [name for name in one if name not in {"equation", "difference", "reason"}]
            if len(names) == 1:  # both sides in one list
                return {"equation": text, names[0]: [first, second], "difference": first - second}
            return {"equation": text, **dict(zip(names, (first, second), strict=False)), "difference": first - second}
    return {"equation": equation, "left": left, "right": right, "difference": left - right}


def turnout(rule: Case, facts: Case, expected: Case) -> dict[str, Any]:
    given = first_of(facts, "votes", "by_way", "ways", "returned", "received")
    if isinstance(given, list):
        given = {first_of(one, "way", "by", "name"): first_of(one, "votes", "number") for one in given}
    known = {"electorate", "eligible", "invalid", "rejected", "spoilt", "spoiled", "valid", "register", "members"}
    ways = (
        given
        if given is not None
        else {name: n for name, n in facts.items() if name not in known and isinstance(n, int)}
    )
    invalid = first_of(facts, "invalid", "rejected", "spoilt", "spoiled", default=0)
    number = sum(invalid.values()) if isinstance(invalid, dict) else invalid
    found = Turnout(ways, number, first_of(facts, "electorate", "eligible", "register", "members"))
    return {
        **under("total votes votes_total returned total_votes took_part votes_cast voted", found.votes),
        **under("valid valid_votes valid_total", found.valid),
        **under("invalid rejected rejected_total", found.invalid),
        **under("turnout_percent turnout percent", found.percent),
        **under("by_way shares by_way_percent percent_by_way share_percent", found.shares),
        "state": "reconciled" if found.is_possible else "differs",
        "may_declare": found.is_possible,
    }


def two_tellers(rule: Case, facts: Case, _expected: Case) -> dict[str, Any]:
    found = compare_tellers(
        [Bundle(one["name"], one["first"], one["second"], one.get("papers")) for one in facts["bundles"]],
        rule.get("votes", 1),
    )
    return {
        "disagreements": [line_told(one) for one in found.disagreements],
        "state": str(found.state),
        "totals": None if found.totals is None else dict(found.totals),
        "bundles_to_recount": list(found.bundles_to_recount),
    }


def adjudged(rule: Case, facts: Case, _expected: Case) -> dict[str, Any]:
    ranked = rule.get("method") == "ranked"
    papers = [
        MarkedPaper(
            {name: "" if mark is None else str(mark) for name, mark in one.get("marks", {}).items()},
            names_voter=bool(one.get("names_voter")),
            no_official_mark=bool(one.get("no_official_mark")),
            unclear=bool(one.get("unclear")),
        )
        for one in facts["papers"]
    ]
    found = judge_papers(papers, ranked=ranked, votes=rule.get("votes", 1))
    return {
        "papers": [
            Row(
                paper=one.get("paper"),
                valid=judged.valid,
                reason=judged.reason and str(judged.reason),
                counts_as=list(judged.counts_as) if judged.valid else None,
            )
            for one, judged in zip(facts["papers"], found.papers, strict=True)
        ],
        "valid": found.valid,
        "rejected": {str(reason): number for reason, number in found.rejected.items()},
        "rejected_total": len(found.papers) - found.valid,
        **under("votes first_preferences", found.votes(ranked=ranked)),
    }


def postal(rule: Case, facts: Case, expected: Case) -> dict[str, Any]:
    register = first_of(facts, "register", "electorate", "members")
    envelopes = [
        Envelope(
            number=first_of(one, "envelope", "number", "id", "name"),
            voter=first_of(one, "member", "voter", "name", "from"),
            received_at=instant(first_of(one, "received_at", "at", "arrived_at", "received")),
            has_declaration=bool(first_of(one, "declaration", "has_declaration", "declaration_enclosed", default=True)),
            is_signed=bool(first_of(one, "signed", "declaration_signed", "is_signed", default=True)),
            is_replaced=bool(first_of(one, "replaced", "cancelled", "paper_cancelled", default=False)),
            papers=first_of(one, "papers", "inner_envelopes", "ballot_papers"),
        )
        for one in facts["envelopes"]
    ]
    closes = first_of(
        facts, "closes_at", "close", "deadline", default=first_of(rule, "closes_at", "deadline", "received_by")
    )
    voted = first_of(facts, "voted_online", "voted", "already_voted", "voted_in_person", default=[])
    found = sort_envelopes(envelopes, instant(closes), register if isinstance(register, list) else None, [*voted])
    closed = [
        Row(
            under("envelope number id", one.number)
            | under("member voter", one.voter)
            | under("reason why", str(reason))
        )
        for one, reason in found.closed
    ]
    in_order = [one.number for one in envelopes]
    closed.sort(key=lambda one: in_order.index(one["envelope"]))
    to_count = sorted((one.number for one in found.to_count), key=in_order.index)
    wanted = first_of(expected, "closed", "stay_closed", "kept_closed", "set_aside", default=[])
    told: Any = {one["envelope"]: one["reason"] for one in closed} if isinstance(wanted, dict) else closed
    return {
        **under("to_count to_the_count go_to_count counted opened accepted", to_count),
        **under("closed stay_closed kept_closed stays_closed set_aside refused", told),
        **under("number_to_count counted_total to_count_total", len(to_count)),
        "closed_total": len(closed),
    }


def mixed(rule: Case, facts: Case, expected: Case) -> dict[str, Any]:
    separated = {*facts.get("separated", [])} if isinstance(facts.get("separated", []), list) else set()
    can_be_dropped = bool(
        first_of(facts, "online_can_be_cancelled", default=rule.get("online_can_be_cancelled", False))
    )
    recorded = bool(first_of(facts, "paper_recorded_on_arrival", default=rule.get("paper_recorded_on_arrival", False)))
    found = combine_votes(
        BothVotes(rule["both"]),
        {one["member"]: instant(one.get("at")) for one in facts["online"]},
        {
            one["member"]: PaperReceived(
                instant(one.get("at")), bool(one.get("separated")) or one["member"] in separated
            )
            for one in facts["paper"]
        },
        online_can_be_dropped=can_be_dropped or recorded,
    )
    plain = all(isinstance(one, str) for one in expected.get("cannot_be_dropped", [{}]))
    return {
        "did_both": list(found.did_both),
        "dropped": [Row(member=voter, not_counted=str(way)) for voter, way in found.dropped],
        "cannot_be_dropped": [
            voter if plain else Row(member=voter, **under("not_counted vote way which", str(way)))
            for voter, way in found.cannot_be_dropped
        ],
        "online_counted": found.online_counted,
        "paper_counted": found.paper_counted,
        "people_counted": found.people_counted,
        "papers_and_votes": found.votes_counted,
        "state": "reconciled" if found.is_reconciled else "differs",
        "may_declare": found.is_reconciled,
    }


ACTS = {
    CodeAct.GIVE: {"give", "given", "give_out", "given_out", "issue", "issued", "send", "sent"},
    CodeAct.GIVE_ANEW: {
        "give_anew",
        "given_anew",
        "reissue",
        "reissued",
        "replace",
        "replaced",
        "new_code",
        "give_again",
    },
    CodeAct.CANCEL: {"cancel", "cancelled", "revoke", "revoked", "block"},
    CodeAct.USE: {"use", "used", "vote", "voted", "submit"},
}


def outcomes_told(words: Sequence[str], listed: Sequence[Case], expected: Case) -> list[Any]:
    """The outcome of each event: a word, or beside what names the event, as the case has it."""
    wanted = next((one for one in expected.values() if isinstance(one, list)), [])
    if not all(isinstance(one, dict) for one in wanted) or not wanted:
        return list(words)
    return [
        Row({**event, **under("outcome result state is", word), **under("event step number", number)})
        for number, (event, word) in enumerate(zip(listed, words, strict=True), start=1)
    ]


def codes(_rule: Case, facts: Case, expected: Case) -> dict[str, Any]:
    listed = first_of(facts, "events", "steps")
    events = [
        CodeEvent(
            next(act for act, words in ACTS.items() if first_of(one, "do", "event", "act", "what", "kind") in words),
            first_of(one, "new_code", "new", "code", default=""),
            first_of(one, "member", "to", "voter", "for", default=""),
        )
        for one in listed
    ]
    outcomes, book = follow(events)
    words = outcomes_told([str(one) for one in outcomes], listed, expected)
    return {
        **under("outcomes each_event events each_step results", words),
        **under("votes votes_counted accepted counted", len(book.used)),
        **under("used used_codes", len(book.used)),
        **under("valid_codes still_valid live", book.valid_codes()),
        **under("people_voted voted", len(book.voted)),
    }


KINDS: dict[str, Callable[[Case, Case, Case], dict[str, Any]]] = {
    "reconcile": reconciled,
    "turnout": turnout,
    "two_tellers": two_tellers,
    "adjudge": adjudged,
    "postal": postal,
    "mixed": mixed,
    "codes": codes,
    "plurality": plurality,
    "stv": stv,
    "two_offices": two_offices,
    "recount": recount,
    "quorum": quorum,
}
