"""Words and figures of cases of an online vote, and those of the product that say the same."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

SAME_WORDS: Mapping[str, Mapping[str, str]] = {
    "codes": {
        "accepted": "allowed ok accept",
        "refused:code_too_short": "refused:codes_too_short refused:too_short refused code_too_short",
    },
    "publish": {
        "by_group": "by_groups all",
        "total_only": "total totals_only",
        "winner_only_no_figures": "winner_only no_figures",
    },
    "access": {
        "allowed_and_logged": "allowed",
        "refused_and_logged": "refused",
    },
    "submit": {
        "refused:unknown_name": "refused:unknown_candidate refused:not_a_candidate refused:no_such_candidate"
        " refused:candidate_unknown refused:not_on_the_paper refused:forged_candidate refused:invalid_choice",
        "refused:withdrawn": "refused:candidate_withdrawn refused:withdrawn_candidate refused:candidate_has_withdrawn",
        "refused:too_many": "refused:too_many_choices refused:too_many_votes refused:overvote refused:more_than_max",
        "refused:named_twice": "refused:same_twice refused:candidate_twice refused:duplicate refused:repeated"
        " refused:duplicate_candidate refused:same_candidate_twice refused:repeated_choice refused:twice",
        "refused:not_blank_on_purpose": "refused:blank refused:empty refused:nothing_chosen refused:no_choice"
        " refused:blank_not_on_purpose refused:blank_not_confirmed refused:empty_ballot refused:confirm_blank",
        "refused:code_replaced": "refused:replaced refused:code_cancelled refused:code_revoked refused:revoked",
        "refused:unknown_code": "refused:no_such_code refused:wrong_code refused:code_unknown refused:unknown",
        "refused:paper_given": "refused:voted_on_paper refused:paper_recorded refused:paper_received"
        " refused:already_voted_on_paper refused:already_voted",
        "refused:already_voted": "refused:already_recorded refused:voted refused:code_used",
        "refused:overtaken": "same_again refused:superseded refused:replaced_by_later refused:older refused:stale"
        " refused:already_voted",
        "refused:not_open": "refused:not_yet_open refused:not_open_yet refused:too_early refused:not_started",
        "refused:closed": "refused:too_late refused:late refused:poll_closed",
        "refused:suspended": "refused:stopped refused:held voting_held_until_returning_officer_decides",
        "refused:void": "refused:voided refused:cancelled",
        "refused:form_token": "refused:wrong_form_token refused:bad_form_token refused:bad_token refused:wrong_token"
        " refused:no_token refused:no_form_token refused:csrf refused:forged_form refused:form_token_wrong"
        " refused:form_token_missing refused:token ask_to_open_link_again_choices_kept",
        "ask_to_open_link_again_choices_kept": "refused:session_expired refused:form_expired",
        "voting_held_until_returning_officer_decides": "noted refused:voting_held refused:held refused:suspended",
        "noted": "logged",
    },
}
BLANK = ("blank", "(blank)", "left_blank", "")
"""What a case may call a paper that was left blank on purpose, among first choices."""
MOST_DIGITS, FEWEST_OF_ONE = 12, 4


def near(found: float, wanted: Any) -> Any:  # noqa: ANN401  any JSON value
    """The figure as the case has it where both are the same to as many digits as it has."""
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return found
    digits = min(len(Decimal(repr(wanted)).normalize().as_tuple().digits), MOST_DIGITS)
    if wanted in (0, 1):
        return wanted if f"{found:.{FEWEST_OF_ONE}f}" == f"{wanted:.{FEWEST_OF_ONE}f}" else found
    return wanted if float(f"{found:.{digits}g}") == float(f"{wanted:.{digits}g}") else found
