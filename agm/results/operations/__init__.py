"""The verbs that count, record results and declare them, by subject."""

from agm.results.operations.after import (
    decide_complaint,
    drop_plan,
    give_up_place,
    plan_declaration,
    record_complaint,
)
from agm.results.operations.counts import (
    check_papers,
    decide_tie,
    make_count,
    sign_results,
    take_back_signature,
    tell_candidate,
)
from agm.results.operations.outcomes import declare, declared, record_results, results_digest
from agm.results.operations.printouts import ask_code_letters, ask_printout, dispose_of_printouts

__all__ = [
    "ask_code_letters",
    "ask_printout",
    "check_papers",
    "decide_complaint",
    "decide_tie",
    "declare",
    "declared",
    "dispose_of_printouts",
    "drop_plan",
    "give_up_place",
    "make_count",
    "plan_declaration",
    "record_complaint",
    "record_results",
    "results_digest",
    "sign_results",
    "take_back_signature",
    "tell_candidate",
]
