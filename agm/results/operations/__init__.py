"""The verbs that count, record results and declare them, by subject."""

from agm.results.operations.counts import (
    check_papers,
    decide_tie,
    make_count,
    sign_results,
    take_back_signature,
    tell_candidate,
)
from agm.results.operations.outcomes import declare, declared, record_results, results_digest

__all__ = [
    "check_papers",
    "decide_tie",
    "declare",
    "declared",
    "make_count",
    "record_results",
    "results_digest",
    "sign_results",
    "take_back_signature",
    "tell_candidate",
]
