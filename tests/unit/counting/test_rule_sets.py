"""The rule sets by name: results name them, so what a name and version stand for may never change."""

from __future__ import annotations

from fractions import Fraction

import pytest

from agm.counting import RULE_SETS, CountingError
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
    assert all(rules.source for rules in RULE_SETS.values())


@pytest.mark.parametrize(
    ("rules", "name", "value", "understood"),
    [
        *(("av", "bulk_exclusion", yes, True) for yes in (True, "true", "yes")),
        *(("av", "bulk_exclusion", no, False) for no in (False, "false", "no")),
        *(("block_vote", "votes_each", nothing, None) for nothing in (None, "none")),
        ("block_vote", "votes_each", "2", 2),
        ("yes_no", "threshold", "2/3", Fraction(2, 3)),
        ("yes_no", "threshold", "0.6", Fraction(3, 5)),
        ("block_vote", "votes_each", 3, 3),
        ("av", "stop", "two_left", AvStop.TWO_LEFT),
    ],
)
def test_options_in_words(rules: str, name: str, value: object, understood: object) -> None:
    found = RULE_SETS[rules].option_value(name, value)
    assert (found, type(found)) == (understood, type(understood))


@pytest.mark.parametrize(
    ("rules", "name", "value", "message"),
    [
        ("av", "stop", "later", "The option “stop” needs majority, two_left, not “later”."),
        ("av", "bulk_exclusion", "perhaps", "The option “bulk_exclusion” needs yes or no, not “perhaps”."),
        ("yes_no", "threshold", "1/0", "The option “threshold” needs a fraction such as 2/3, not “1/0”."),
        *(
            ("yes_no", "threshold", share, f"The option “threshold” needs a fraction such as 2/3, not “{share}”.")
            for share in ("1_0", "1e3000000", "-1", "1/2/3", "٣", "1234567", "")
        ),
        *(
            ("block_vote", "votes_each", number, f"The option “votes_each” needs a number, not “{number}”.")
            for number in ("1_0", "-1", "+2", "٣", "2.0", "")
        ),
        ("block_vote", "votes_each", "many", "The option “votes_each” needs a number, not “many”."),
    ],
)
def test_options_of_another_kind(rules: str, name: str, value: str, message: str) -> None:
    with pytest.raises(CountingError) as caught:
        RULE_SETS[rules].option_value(name, value)
    assert str(caught.value) == message


def test_unknown_option_names_those_there_are() -> None:
    with pytest.raises(CountingError) as refused:
        RULE_SETS["av"].with_options(speed=9)
    assert refused.value.problems == (
        "Alternative vote has no option “speed”; it has: bulk_exclusion, denominator, stop.",
    )
