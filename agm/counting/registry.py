"""The rule sets that this library counts by, each with its source. Names and versions never change meaning."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from types import MappingProxyType

from agm.counting.rules import (
    ApprovalOptions,
    AvOptions,
    ExhaustiveOptions,
    MarkedPapers,
    Method,
    PluralityOptions,
    RuleSet,
    YesNoOptions,
)

_marked = partial(RuleSet, papers=MarkedPapers())
_most_votes = partial(RuleSet, method=Method.PLURALITY, papers=MarkedPapers(empty_is_abstention=False))
_SCOTTISH = RuleSet(
    name="scottish",
    version="2007",
    title="Scottish STV",
    source="Scottish Local Government Elections Order 2007 (SSI 2007/42), Schedule 1, rules 43 to 52; "
    "re-made in SSI 2011/399",
    method=Method.SCOTTISH_STV,
    scale=100_000,
    decimals=5,
)
_ALL = (
    _most_votes(
        name="plurality",
        title="Plurality",
        source="The candidate with the most votes is elected; each voter has one vote.",
        options=PluralityOptions(votes_each=1),
        single_seat=True,
    ),
    _most_votes(
        name="block_vote",
        title="Block vote",
        source="As many votes for each voter as there are seats; the candidates with the most votes are elected.",
        options=PluralityOptions(),
    ),
    _most_votes(
        name="limited_vote",
        title="Limited vote",
        source="Fewer votes for each voter than there are seats; the candidates with the most votes are elected.",
        options=PluralityOptions(votes_each=1),
    ),
    _marked(
        name="yes_no",
        title="Yes or no to a sole candidate",
        source="The sole candidate is elected when “yes” has more than half of the votes for yes and no.",
        method=Method.YES_NO,
        options=YesNoOptions(),
        single_seat=True,
    ),
    _marked(
        name="approval",
        title="Approval",
        source="Each voter marks any number of candidates; those with the most marks are elected.",
        method=Method.APPROVAL,
        options=ApprovalOptions(),
    ),
    _marked(
        name="exhaustive_ballot",
        title="Exhaustive ballot",
        source="Rounds of one vote each, the lowest excluded after each, until a candidate has more than half.",
        method=Method.EXHAUSTIVE_BALLOT,
        options=ExhaustiveOptions(),
        single_seat=True,
    ),
    RuleSet(
        name="av",
        title="Alternative vote",
        source="Alternative vote regulations of the Electoral Reform Society",
        method=Method.AV,
        options=AvOptions(),
        single_seat=True,
    ),
    _SCOTTISH,
    replace(_SCOTTISH, name="scottish_single", title="Scottish rules for one seat", single_seat=True),
    RuleSet(
        name="ers97",
        version="1997",
        title="ERS97 STV",
        source="Newland and Britton, How to conduct an election by the Single Transferable Vote, 3rd ed. 1997",
        method=Method.ERS97,
        scale=100,
        decimals=2,
    ),
    RuleSet(
        name="meek",
        version="prf-1",
        title="Meek STV",
        source="Proportional Representation Foundation, Reference Meek Rule",
        method=Method.MEEK,
        scale=10**9,
        decimals=9,
    ),
    RuleSet(
        name="gregory",
        title="Weighted inclusive Gregory STV",
        source="Order of stages and ties as in SSI 2007/42; transfer values are exact fractions",
        method=Method.GREGORY,
        decimals=5,
    ),
)

RULE_SETS = MappingProxyType({rules.name: rules for rules in _ALL})
"""Every rule set by name, in the order in which to offer them."""
