"""The rule sets by name: results name them, so what a name and version stand for may never change."""

from __future__ import annotations

from fractions import Fraction

import pytest

from agm.counting import RULE_SETS
from agm.counting.rules import (
    ApprovalOptions,
    AvDenominator,
    AvOptions,
    AvStop,
    ExhaustiveOptions,
    MarkedPapers,
    Method,
    OnError,
    Options,
    PluralityOptions,
    RankedPapers,
    ReopenNominations,
    StvOptions,
    YesNoOptions,
)

CHOOSE_ONE = MarkedPapers(empty_is_abstention=False)
OR_NOBODY = MarkedPapers(empty_is_abstention=True)
RANKED = RankedPapers(OnError.STOP, OnError.STOP, OnError.STOP, first_preference_required=True)
STV = StvOptions(ReopenNominations.TAKES_SEATS)

SCOTTISH_ORDER = (
    "Scottish Local Government Elections Order 2007 (SSI 2007/42), Schedule 1, rules 43 to 52; re-made in SSI 2011/399"
)


def test_rule_sets_are_offered_in_this_order() -> None:
    assert [(rules.name, rules.version, rules.title) for rules in RULE_SETS.values()] == [
        ("plurality", "1", "Plurality"),
        ("block_vote", "1", "Block vote"),
        ("limited_vote", "1", "Limited vote"),
        ("yes_no", "1", "Yes or no to a sole candidate"),
        ("approval", "1", "Approval"),
        ("exhaustive_ballot", "1", "Exhaustive ballot"),
        ("av", "1", "Alternative vote"),
        ("scottish", "2007", "Scottish STV"),
        ("scottish_single", "2007", "Scottish rules for one seat"),
        ("ers97", "1997", "ERS97 STV"),
        ("meek", "prf-1", "Meek STV"),
        ("gregory", "1", "Weighted inclusive Gregory STV"),
    ]
    assert all(name == rules.name for name, rules in RULE_SETS.items())


@pytest.mark.parametrize(
    ("name", "method", "papers", "options", "single_seat"),
    [
        ("plurality", Method.PLURALITY, CHOOSE_ONE, PluralityOptions(1, ReopenNominations.STOPS), True),
        ("block_vote", Method.PLURALITY, CHOOSE_ONE, PluralityOptions(None, ReopenNominations.STOPS), False),
        ("limited_vote", Method.PLURALITY, CHOOSE_ONE, PluralityOptions(1, ReopenNominations.STOPS), False),
        ("yes_no", Method.YES_NO, OR_NOBODY, YesNoOptions(Fraction(1, 2), of_all_papers=False), True),
        ("approval", Method.APPROVAL, OR_NOBODY, ApprovalOptions(Fraction(0), ReopenNominations.STOPS), False),
        ("exhaustive_ballot", Method.EXHAUSTIVE_BALLOT, OR_NOBODY, ExhaustiveOptions(of_all_papers=False), True),
        ("av", Method.AV, RANKED, AvOptions(AvDenominator.CONTINUING, AvStop.MAJORITY, bulk_exclusion=True), True),
        ("scottish", Method.SCOTTISH_STV, RANKED, STV, False),
        ("scottish_single", Method.SCOTTISH_STV, RANKED, STV, True),
        ("ers97", Method.ERS97, RANKED, STV, False),
        ("meek", Method.MEEK, RANKED, STV, False),
        ("gregory", Method.GREGORY, RANKED, STV, False),
    ],
)
def test_what_a_name_stands_for(
    name: str, method: Method, papers: MarkedPapers | RankedPapers, options: Options, single_seat: bool
) -> None:
    rules = RULE_SETS[name]
    assert (rules.method, rules.papers, rules.options, rules.single_seat) == (method, papers, options, single_seat)


def test_decimal_places_counted_and_shown() -> None:
    assert {name: (rules.scale, rules.decimals) for name, rules in RULE_SETS.items() if rules.decimals} == {
        "scottish": (100_000, 5),
        "scottish_single": (100_000, 5),
        "ers97": (100, 2),
        "meek": (1_000_000_000, 9),
        "gregory": (1, 5),
    }
    assert {rules.scale for rules in RULE_SETS.values() if not rules.decimals} == {1}


def test_every_rule_set_names_the_text_that_it_follows() -> None:
    assert {name: rules.source for name, rules in RULE_SETS.items()} == {
        "plurality": "The candidate with the most votes is elected; each voter has one vote.",
        "block_vote": (
            "As many votes for each voter as there are seats; the candidates with the most votes are elected."
        ),
        "limited_vote": (
            "Fewer votes for each voter than there are seats; the candidates with the most votes are elected."
        ),
        "yes_no": "The sole candidate is elected when “yes” has more than half of the votes for yes and no.",
        "approval": "Each voter marks any number of candidates; those with the most marks are elected.",
        "exhaustive_ballot": (
            "Rounds of one vote each, the lowest excluded after each, until a candidate has more than half."
        ),
        "av": "Alternative vote regulations of the Electoral Reform Society",
        "scottish": SCOTTISH_ORDER,
        "scottish_single": SCOTTISH_ORDER,
        "ers97": "Newland and Britton, How to conduct an election by the Single Transferable Vote, 3rd ed. 1997",
        "meek": "Proportional Representation Foundation, Reference Meek Rule",
        "gregory": "Order of stages and ties as in SSI 2007/42; transfer values are exact fractions",
    }
