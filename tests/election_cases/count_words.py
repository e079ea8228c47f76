"""Words and fields of cases of the count room, and those of the product that say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from agm.rules.two_tellers import LineDifference

Case = Mapping[str, Any]
Words = Mapping[str, str]
SAME_WORDS: Mapping[str, Words] = {
    "reconcile": {
        "differs": "difference differences not_reconciled unreconciled open does_not_add_up",
        "explained": "reconciled_with_reasons reconciled_with_reason differences_explained explained_differences",
    },
    "turnout": {"differs": "difference not_reconciled unreconciled does_not_add_up"},
    "two_tellers": {"look_again": "differs difference differences open", "agreed": "agree agrees same totals_agreed"},
    "recount": {"same": "agreed agree agrees"},
    "mixed": {"differs": "two_votes voted_twice counted_twice not_reconciled blocked must_be_decided"},
    "two_offices": {
        "preference_needed": "ask ask_preference preference_missing ask_for_preference",
        "count_again": "new_count new_count_needed recount_needed",
        "vacancies": "vacancy vacant",
    },
    "plurality": {"vacancies": "vacancy vacant"},
    "stv": {"vacancies": "vacancy vacant"},
    "postal": {
        "late": "received_late too_late arrived_late after_close after_the_close",
        "no_declaration": "declaration_missing no_identity_declaration no_declaration_of_identity no_name",
        "not_signed": "unsigned declaration_not_signed declaration_unsigned no_signature",
        "not_on_register": "not_on_the_register not_a_member unknown_voter no_vote not_entitled",
        "already_voted": "voted_online voted_in_person voted_in_the_hall voted_at_the_meeting has_voted",
        "second_envelope": "duplicate second_vote second_paper already_received sent_twice",
        "replaced": "cancelled cancelled_paper paper_cancelled replacement_issued paper_replaced",
        "several_papers": "two_papers two_papers_in_one_envelope more_than_one_paper too_many_papers",
    },
    "codes": {
        "given": "given_out issued code_given ok",
        "given_anew": "given_again reissued replaced new_code issued_again ok",
        "cancelled": "code_cancelled ok",
        "accepted": "used counted vote_accepted voted ok",
        "refused:unknown_code": "refused:unknown refused:no_such_code refused:not_given_out unknown_code",
        "refused:code_cancelled": "refused:cancelled refused:cancelled_code refused:replaced cancelled_code",
        "refused:already_voted": "refused:already_used refused:used refused:code_used already_used",
    },
}
"""By the kind of a case, the product's words and what else a case may call the same."""


class Row(dict[str, Any]):
    """Fields of which a case has some, under one of the names that it may have for each."""


def in_words_of(found: Any, wanted: Any, same: Words) -> Any:  # noqa: ANN401  any JSON value
    """A word of the product as the case has it; nothing is nothing, however it is written."""
    if found in (None, [], {}, ()) and wanted in (None, [], {}):
        return wanted
    if isinstance(found, str) and isinstance(wanted, str):
        return wanted if wanted in same.get(found, "").split() else found
    if isinstance(found, Mapping) and isinstance(wanted, Mapping):
        names = [name for name in found if name in wanted] if isinstance(found, Row) else found
        return {name: in_words_of(found[name], wanted.get(name), same) for name in names}
    if isinstance(found, list | tuple) and isinstance(wanted, list):
        return [in_words_of(one, wanted[at] if at < len(wanted) else None, same) for at, one in enumerate(found)]
    return found


def instant(text: str | None) -> dt.datetime:
    return dt.datetime.fromisoformat(text) if text else dt.datetime.max.replace(tzinfo=dt.UTC)


def first_of(facts: Case, *names: str, default: Any = None) -> Any:  # noqa: ANN401  any JSON value
    return next((facts[name] for name in names if name in facts), default)


def under(names: str, value: Any) -> dict[str, Any]:  # noqa: ANN401  any JSON value
    """One value under each of the names that a case may have for it."""
    return dict.fromkeys(names.split(), value)


def line_told(one: LineDifference) -> Row:
    names = under("line candidate name", one.line)
    return Row(bundle=one.bundle, **names, first=one.first, second=one.second, difference=one.difference)
