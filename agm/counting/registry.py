"""The rule sets that this library counts by, each with its source. Names and versions never change meaning."""

from __future__ import annotations

from types import MappingProxyType

from agm.counting.rules import (
    ApprovalOptions,
    AvOptions,
    ExhaustiveOptions,
    MarkedPapers,
    Method,
    PluralityOptions,
    RankedPapers,
    RuleSet,
    StvOptions,
    YesNoOptions,
)

_SCOTTISH_SOURCE = (
    "Scottish Local Government Elections Order 2007 (SSI 2007/42), Schedule 1, rules 43 to 52; re-made in SSI 2011/399"
)

_ALL = (
    RuleSet(
        name="plurality",
        version="1",
        title="Plurality",
        source="The candidate with the most votes is elected; each voter has one vote.",
        method=Method.PLURALITY,
        papers=MarkedPapers(empty_is_abstention=False),
        options=PluralityOptions(votes_each=1),
        single_seat=True,
    ),
    RuleSet(
        name="block_vote",
        version="1",
        title="Block vote",
        source="As many votes for each voter as there are seats; the candidates with the most votes are elected.",
        method=Method.PLURALITY,
        papers=MarkedPapers(empty_is_abstention=False),
        options=PluralityOptions(),
    ),
    RuleSet(
        name="limited_vote",
        version="1",
        title="Limited vote",
        source="Fewer votes for each voter than there are seats; the candidates with the most votes are elected.",
        method=Method.PLURALITY,
        papers=MarkedPapers(empty_is_abstention=False),
        options=PluralityOptions(votes_each=1),
    ),
    RuleSet(
        name="yes_no",
        version="1",
        title="Yes or no to a sole candidate",
        source="The sole candidate is elected when “yes” has more than half of the votes for yes and no.",
        method=Method.YES_NO,
        papers=MarkedPapers(),
        options=YesNoOptions(),
        single_seat=True,
    ),
    RuleSet(
        name="approval",
        version="1",
        title="Approval",
        source="Each voter marks any number of candidates; those with the most marks are elected.",
        method=Method.APPROVAL,
        papers=MarkedPapers(),
        options=ApprovalOptions(),
    ),
    RuleSet(
        name="exhaustive_ballot",
        version="1",
        title="Exhaustive ballot",
        source="Rounds of one vote each, the lowest excluded after each, until a candidate has more than half.",
        method=Method.EXHAUSTIVE_BALLOT,
        papers=MarkedPapers(),
        options=ExhaustiveOptions(),
        single_seat=True,
    ),
    RuleSet(
        name="av",
        version="1",
        title="Alternative vote",
        source="Alternative vote regulations of the Electoral Reform Society",
        method=Method.AV,
        papers=RankedPapers(),
        options=AvOptions(),
        single_seat=True,
    ),
    RuleSet(
        name="scottish",
        version="2007",
        title="Scottish STV",
        source=_SCOTTISH_SOURCE,
        method=Method.SCOTTISH_STV,
        papers=RankedPapers(),
        options=StvOptions(),
        scale=100_000,
        decimals=5,
    ),
    RuleSet(
        name="scottish_single",
        version="2007",
        title="Scottish rules for one seat",
        source=_SCOTTISH_SOURCE,
        method=Method.SCOTTISH_STV,
        papers=RankedPapers(),
        options=StvOptions(),
        scale=100_000,
        decimals=5,
        single_seat=True,
    ),
    RuleSet(
        name="ers97",
        version="1997",
        title="ERS97 STV",
        source="Newland and Britton, How to conduct an election by the Single Transferable Vote, 3rd ed. 1997",
        method=Method.ERS97,
        papers=RankedPapers(),
        options=StvOptions(),
        scale=100,
        decimals=2,
    ),
    RuleSet(
        name="meek",
        version="prf-1",
        title="Meek STV",
        source="Proportional Representation Foundation, Reference Meek Rule",
        method=Method.MEEK,
        papers=RankedPapers(),
        options=StvOptions(),
        scale=10**9,
        decimals=9,
    ),
    RuleSet(
        name="gregory",
        version="1",
        title="Weighted inclusive Gregory STV",
        source="Order of stages and ties as in SSI 2007/42; transfer values are exact fractions",
        method=Method.GREGORY,
        papers=RankedPapers(),
        options=StvOptions(),
        scale=1,
        decimals=5,
    ),
)

RULE_SETS = MappingProxyType({rules.name: rules for rules in _ALL})
"""Every rule set by name, in the order in which to offer them."""
