"""Which test holds what a case asks for in words (`must`, `must_not`), found by the words of what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.election_cases.count_words import Case

TESTS: tuple[tuple[str, ...], ...] = (
    ("test_six_figures_are_guessed_and_eighty_bits_are_not",
     r"how long a code", r"too short", r"short codes?", r"with a warning only", r"second check",
     r"membership number", r"\bbits\b"),
    ("test_no_small_group_follows_by_subtraction",
     r"subtraction", r"total only", r"below the limit", r"small (group|branch|electorate)", r"big branch",
     r"by branch", r"withh[eo]ld", r"winner only"),
    ("test_a_vote_is_a_mark_and_a_box_of_one_length_and_looking_changes_nothing",
     r"keep choices sealed", r"key not on the server", r"encrypt", r"in two parts", r"readable before"),
    ("test_nothing_that_is_kept_of_a_paper_leads_to_a_voter_or_has_a_time",
     r"joins? (a )?voter", r"column, time or order", r"voter (and|to|with) (the )?(ballot|choice|paper|vote)",
     r"timestamp", r"rising number"),
    ("test_nobody_ever_sees_a_ballot_with_its_voter_and_no_totals_before_the_close",
     r"hidden button", r"running total", r"early figure", r"figures? before", r"full rights", r"who may see",
     r"interim"),
    ("test_a_link_is_looked_at_by_programs_and_then_votes",
     r"\bGET\b", r"\bHEAD\b", r"on opening", r"use up the code", r"as having voted", r"open(ed|s|ing) (the|a) link",
     r"scanner", r"only looking", r"prefetch"),
    ("test_who_goes_back_and_changes_is_told_that_a_vote_is_final",
     r"before the last step", r"vote is final", r"is final", r"earlier choice", r"overwrite",
     r"show .*choice.* again"),
    ("test_where_the_rules_allow_it_the_newest_paper_counts",
     r"last (one|vote) counts", r"replace the earlier", r"openly", r"in place of"),
    ("test_one_code_sent_by_many_at_once_is_one_vote",
     r"exactly one", r"database itself", r"check first", r"unique", r"same step", r"without storing",
     r"or the reverse", r"both in", r"vote twice", r"two votes"),
    ("test_an_old_form_that_is_sent_again_undoes_no_newer_vote",
     r"newer (vote|paper)", r"old (page|form)", r"undo"),
    ("test_one_vote_each_and_the_same_form_is_told_the_same_again",
     r"that it is recorded",
     r"same (answer|receipt|page|sending)", r"sent again", r"twice", r"once more", r"double", r"retry",
     r"lost answer", r"count .*once"),
    ("test_the_closing_instant_is_in_and_the_next_is_told_both",
     r"closing time", r"last minutes", r"late (vote|arrival)", r"arriv", r"after the close", r"quietly",
     r"closing instant", r"exact", r"tell the voter when"),
    ("test_a_clock_that_is_set_back_opens_nothing",
     r"stored (act|state)", r"clock", r"monotonic"),
    ("test_the_hour_of_receipt_decides_and_the_closing_instant_is_in",
     r"time of receipt", r"server's time", r"received before", r"time zone"),
    ("test_whoever_does_not_belong_to_the_voters_is_told_so",
     r"from the roll", r"frozen", r"from the form", r"the address", r"section", r"another region",
     r"not a voter", r"electorate"),
    ("test_a_forged_form_casts_nothing",
     r"forged", r"not on the paper", r"unknown candidate", r"token", r"another site", r"csrf", r"from the list"),
    ("test_who_withdrew_after_the_papers_went_out_is_not_chosen",
     r"withdr[ae]w"),
    ("test_a_mistake_is_told_and_stays_as_it_was_typed",
     r"mend", r"too many", r"explain", r"silently", r"drop the (last|extra)", r"correct it"),
    ("test_an_empty_paper_is_no_vote_until_it_is_left_blank_on_purpose",
     r"blank", r"deliberate", r"empty", r"abstain"),
    ("test_a_review_that_stayed_open_too_long_is_read_once_more",
     r"keep the choices", r"choices kept", r"expire", r"runs? out", r"lose (the|what|their|any)",
     r"typed again"),
    ("test_a_code_that_is_none_of_ours_tells_nothing",
     r"wrong code", r"guess", r"learns? nothing", r"about the vote", r"reveal", r"whether the code"),
    ("test_one_code_is_sent_only_so_often",
     r"by address", r"limit (by|per)", r"too often", r"slow down", r"lock out", r"tries"),
    ("test_a_replaced_code_ends_and_votes_no_second_time",
     r"replace", r"lost code", r"old (code|one|letter)", r"new code", r"second letter"),
    ("test_paper_closes_the_link_and_a_vote_online_keeps_paper_back",
     r"paper", r"door", r"link"),
    ("test_a_backup_that_is_put_back_holds_an_open_vote",
     r"backup", r"restore", r"returning officer decides", r"as if nothing", r"hold"),
    ("test_a_vote_that_is_stopped_keeps_the_choices",
     r"suspend", r"stop", r"complaint", r"void", r"extend"),
    ("test_a_weight_that_one_voter_has_alone_is_refused",
     r"weight"),
    ("test_papers_come_out_whole_and_are_counted_and_nothing_of_the_boxes_stays",
     r"receipt", r"seal", r"shuffle", r"key"),
    ("test_the_closing_instant_is_in_and_the_next_is_told_both",
     r"\bclose", r"\btime\b", r"instant"),
)  # fmt: skip
"""Each test, and what it is asked by (regular expressions); the first that fits."""


def asked_in_words(case: Case) -> Iterator[str]:
    for name in ("must", "must_not"):
        said = case["expected"].get(name) or ()
        yield from (said,) if isinstance(said, str) else said


def named_test(words: str) -> str | None:
    return next((test for test, *asked in TESTS if re.search("|".join(asked), words, re.IGNORECASE)), None)


def named_tests(case: Case) -> Iterator[str]:
    """A line for each thing that a case asks for in words."""
    for words in asked_in_words(case):
        yield f"“{words}”: {named_test(words) or 'no test is named for this'}"
