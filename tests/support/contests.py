"""Small contests with made-up people, one for each thing that a rendering must show."""

from __future__ import annotations

from agm.counting import RULE_SETS, CountResult, count
from agm.counting.model import (
    Ballots,
    Candidate,
    CandidateKind,
    Constraint,
    Contest,
    Rounds,
    TieDecision,
    TieKind,
    TieMethod,
    VoteTotals,
)
from agm.counting.read.blt import read_blt

COMMITTEE = r'''7 2
7 5 0
1 5 7 6 0
1 6 4 2 0
1 1 6 0
4 6 0
2 7 0
1 6 7 0
1 2 0
1 3 6 0
1 6 5 2 7 4 0
2 4 0
1 5 4 0
1 5 6 1 0
1 1 0
2 0
0
"Ruth Adler"
"Dylan Price"
"Siân Evans"
"Bo <Kaur> & ""Co"""
"Ciarán Ó Briain"
"Tomasz Żak"
"Ann Lee"
"Committee of the Anglesey & Gwynedd Region"
'''
BIG = """6 2
60 1 2 3 0
18 2 3 0
12 3 2 0
10 4 3 0
3 5 4 3 0
2 6 5 0
1 6 0
0
"Ruth Adler"
"Dylan Price"
"Siân Evans"
"Bo Kaur"
"Tomasz Żak"
"Ann Lee"
"Delegates"
"""
TRUSTEES = """9 3
-5
5 3 1 5 4 2 0
1 1 2 3 4 5 0
2 1 3 0
7 6 2 7 1 3 0
9 4 1 3 5 0
1 5 1 2 3 8 0
1 3 1 0
2 2 1 3 4 6 0
2 6 0
7 2 4 3 1 6 0
4 3 2 1 0
3 7 6 0
1 2 4 1 6 0
2 4 3 2 0
1 2 4 1 7 3 0
2 5 0
1 7 4 3 2 1 0
2 7 0
2 0
1 1 - 2 0
1 2=3 0
0
"Ruth Adler"
"Seònaid NicDhòmhnaill"
"Maximiliana Featherstonehaugh-Cholmondeley (Campaign for Very Long Names)"
"Dylan Price"
"Gone Away"
"Bo Kaur"
"Tomasz Żak"
"Eilidh & Ann <Lee>"
"Iñigo O’Neill"
"Trustees of the Charity"
"""
LOT = TieDecision(
    3, TieKind.EXCLUSION, frozenset({2, 3}), (2,), TieMethod.LOT, ("Nia Bevan", "Owen Pugh"), note="drawn from a hat"
)


def committee(rules: str = "scottish") -> CountResult:
    """Two seats; under the Scottish rules stage 3 needs the lot."""
    file = read_blt(COMMITTEE)
    ties = (LOT,) if rules in {"scottish", "gregory"} else ()
    return count(file.contest, file.ballots, RULE_SETS[rules], ties)


def trustees() -> CountResult:
    """Three seats under ERS97, with all that can happen.

    Somebody has withdrawn, papers are rejected or count in part, three are excluded together, the quota falls, a
    surplus waits, an earlier stage settles a tie, and two are elected because nobody can overtake them.
    """
    file = read_blt(TRUSTEES)
    return count(file.contest, file.ballots, RULE_SETS["ers97"])


def tutors(rules: str) -> CountResult:
    """Two seats, of which Meek gives one to somebody else than the Scottish rules and ERS97 do."""
    papers = [(4,)] * 5 + [(3, 5, 2)] * 7 + [(5, 4, 3, 2)] * 12 + [(5,)] * 4 + [(4, 2, 5, 3)] * 7 + [(2, 3, 1, 4)] * 12
    contest = Contest("Tutors", people("Ann", "Bo", "Cy", "Di", "Ed"), 2)
    return count(contest, Ballots.of(papers), RULE_SETS[rules])


def delegates(rules: str = "ers97") -> CountResult:
    """Two seats, a large surplus, several excluded together."""
    file = read_blt(BIG)
    return count(file.contest, file.ballots, RULE_SETS[rules])


def people(*names: str, **groups: str) -> tuple[Candidate, ...]:
    """Candidates by name; ``groups`` has the initials of those in each group."""
    return tuple(
        Candidate(number, name, frozenset(g for g, initials in groups.items() if name[0] in initials))
        for number, name in enumerate(names, start=1)
    )


def reserved() -> CountResult:
    """Three seats of which two are for women: one is guarded, one is doomed."""
    contest = Contest(
        "Stewards", people("Ann", "Bill", "Carl", "Dora", "Ewan", women="AD"), 3, constraints=(Constraint("women", 2),)
    )
    papers = [(2, 3)] * 30 + [(3, 2)] * 26 + [(5, 3)] * 20 + [(1, 4)] * 9 + [(4, 1)] * 5
    return count(contest, Ballots.of(papers), RULE_SETS["scottish"])


def plurality() -> CountResult:
    """One stage only, from totals, with somebody withdrawn."""
    contest = Contest("Chair", people("Ruth Adler", "Dylan Price", "Gone Away"), 1, withdrawn=frozenset({3}))
    return count(contest, VoteTotals((31, 24, 0)), RULE_SETS["plurality"])


def approval() -> CountResult:
    """Two seats and an abstention."""
    contest = Contest("Auditors", people("Ruth Adler", "Dylan Price", "Siân Evans"), 2)
    return count(contest, Ballots.of([(1, 2), (1,), (2,), (3,), ()]), RULE_SETS["approval"])


def rounds() -> CountResult:
    """An exhaustive ballot of two rounds."""
    contest = Contest("Chair", people("Ruth Adler", "Dylan Price", "Siân Evans"), 1)
    votes = Rounds((VoteTotals((10, 8, 3)), VoteTotals((10, 11, 0))))
    return count(contest, votes, RULE_SETS["exhaustive_ballot"])


def nobody() -> CountResult:
    """Re-open nominations wins the only seat, which stays vacant."""
    candidates = (*people("Ruth Adler"), Candidate(2, "Re-open nominations", kind=CandidateKind.REOPEN_NOMINATIONS))
    return count(Contest("Treasurer", candidates, 1), Ballots.of([(2,), (2,), (1,)]), RULE_SETS["yes_no"])


def unopposed_seats() -> CountResult:
    """More seats than candidates."""
    return count(Contest("Tellers", people("Ann", "Bo"), 3), Ballots.of([(1,), (2, 1)]), RULE_SETS["ers97"])


def deferred() -> CountResult:
    """A surplus too small to matter waits, the quota falls before it, and two go together."""
    papers = [(1, 2)] * 41 + [(2, 1)] * 30 + [(3, 2)] * 28 + [(4, 3)] * 12 + [(5,)] * 5 + [(6, 4)] * 2
    contest = Contest("Trustees", people("Ann", "Bo", "Cy", "Di", "Ed", "Flo"), 2)
    return count(contest, Ballots.of(papers), RULE_SETS["ers97"])


def surplus_lot() -> CountResult:
    """Two equal surpluses, of which the lot takes one first; an earlier stage settles a tie for exclusion."""
    papers = [(1, 3)] * 20 + [(2, 4)] * 20 + [(3,)] * 5 + [(4,)] * 6 + [(5, 3)]
    contest = Contest("Wardens", people("Ann", "Bo", "Cy", "Di", "Ed"), 3)
    lot = TieDecision(2, TieKind.SURPLUS, frozenset({1, 2}), (2,), TieMethod.COIN)
    return count(contest, Ballots.of(papers), RULE_SETS["scottish"], (lot,))


def many_receivers() -> CountResult:
    """A surplus that goes to more people than a sentence can name."""
    names = ["Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo"]
    papers = [(1, n) for n in range(2, 11) for _ in range(n)] + [(n,) for n in range(2, 11)] + [(2,)] * 3
    return count(Contest("Jury", people(*names), 9), Ballots.of(papers), RULE_SETS["scottish"])


def active_vote() -> CountResult:
    """Somebody is elected below the quota because nobody can catch up."""
    papers = [(1,)] * 40 + [(2,)] * 32 + [(3, 2)] * 15 + [(4, 3)] * 13 + [(5,)] * 12
    contest = Contest("Trustees", people("Ann", "Bo", "Cy", "Di", "Ed"), 2)
    return count(contest, Ballots.of(papers), RULE_SETS["ers97"])


def withdrawn() -> CountResult:
    """Somebody has withdrawn, and somebody has a name too long for any line."""
    long = "Maximiliana Featherstonehaugh-Cholmondeley (Campaign for Very Long Names)"
    contest = Contest("Wardens", people("Gone Away", long, "Cy", "Di"), 2, withdrawn=frozenset({1}))
    papers = [(1, 2, 3)] * 20 + [(2, 3)] * 9 + [(3,)] * 8 + [(4, 3)] * 6
    return count(contest, Ballots.of(papers), RULE_SETS["ers97"])


def long_names() -> CountResult:
    """One stage, with a name that has no room beside its outcome, re-opened nominations and somebody withdrawn."""
    long = "Maximiliana Featherstonehaugh-Cholmondeley (Campaign for Very Long Names)"
    candidates = (
        *people("Ruth Adler", long, "Gone Away"),
        Candidate(4, "Re-open nominations", kind=CandidateKind.REOPEN_NOMINATIONS),
    )
    contest = Contest("Representatives to the Conference of all Regions", candidates, 2, withdrawn=frozenset({3}))
    return count(contest, Ballots.of([(1, 2)] * 7 + [(2,)] * 4 + [(4,)] * 5 + [()]), RULE_SETS["approval"])


def fractions() -> CountResult:
    """Exact fractions: a surplus of which no decimal figures are enough."""
    papers = [(1, 2)] * 5 + [(1, 3)] * 2 + [(2,), (3,), (3,)]
    return count(Contest("Delegates", people("Ann", "Bo", "Cy"), 2), Ballots.of(papers), RULE_SETS["gregory"])


def chair() -> CountResult:
    """The alternative vote: whole votes only, so that the words above the columns are wider than the figures."""
    papers = [(1,)] * 4 + [(2,)] * 3 + [(3, 2)] * 2 + [(4, 3)]
    return count(Contest("Chair", people("Ann", "Bo", "Cy", "Di"), 1), Ballots.of(papers), RULE_SETS["av"])


def plurality_of_three() -> CountResult:
    """The people of ``rounds``, counted once."""
    contest = Contest("Chair", people("Ruth Adler", "Dylan Price", "Siân Evans"), 1)
    return count(contest, VoteTotals((10, 8, 3)), RULE_SETS["plurality"])
