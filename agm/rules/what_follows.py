"""What comes next where an election leaves a place empty."""

from __future__ import annotations

from agm.rules.rule_set import RuleSet, Unfilled

NEXT = {
    Unfilled.VACANT: "By the rules it stays vacant.",
    Unfilled.EXTEND: "By the rules nominations for it stay open for longer: set a new close.",
    Unfilled.FLOOR: "By the rules the meeting hears nominations for it now.",
    None: "The rules do not say what follows: it is vacant until the region fills it.",
}


def what_follows(rules: RuleSet, vacant: int, *, reopened: bool = False, nobody_stands: bool = False) -> str:
    """In words, why places are empty and what the rules say next; "" where none is."""
    if not vacant:
        return ""
    if reopened:
        return "Nominations are re-opened: call for nominations for it again. Until then it is vacant."
    why = "Nobody stands." if nobody_stands else f"{vacant} {'place is' if vacant == 1 else 'places are'} left."
    return f"{why} {NEXT[rules.unfilled]}"
