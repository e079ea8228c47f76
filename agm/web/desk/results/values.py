"""What fills the fields of an office: what is recorded of it, or what a pasted list says of it."""

from collections.abc import Mapping
from typing import Any

from agm.facts import Entry, OfficeState, Outcome
from agm.language.names import name_key
from agm.web.kit.person_names import FullNameRow


def office_values(outcome: Outcome) -> dict[str, Any]:
    others = [entry for entry in outcome.entries if not entry.elected]
    state = outcome.state if outcome.open_seats and outcome.state is not OfficeState.UNDECIDED else ""
    has_figures = outcome.rejected_papers is not None or any(entry.votes is not None for entry in outcome.entries)
    return {
        "contest_id": str(outcome.contest_id),
        "places": [place_values(entry) for entry in outcome.elected],
        "unopposed": any(entry.unopposed for entry in outcome.elected)
        and all(entry.unopposed or entry.co_opted for entry in outcome.elected),
        "shared": any(entry.is_job_share for entry in outcome.elected),
        "open_state": str(state),
        "deferred_to": outcome.deferred_to,
        "has_votes": bool(others) or has_figures or outcome.tie_settled is not None,
        "others": [{"people": people_values(entry), "votes": entry.votes} for entry in others],
        "papers_set_aside": outcome.rejected_papers,
        "tie_settled": outcome.tie_settled,
        "votes_are": outcome.votes_are,
    }


def place_values(entry: Entry) -> dict[str, Any]:
    return {
        "people": people_values(entry),
        "re_elected": entry.re_elected,
        "co_opted": entry.co_opted,
        "votes": entry.votes,
    }


def people_values(entry: Entry) -> list[dict[str, str | None]]:
    return [
        FullNameRow.values_for(person, person.person_id) if person.person_id else {"name": person.displayed}
        for person in entry.people
    ]


def pasted_values(outcome: Outcome, before: Mapping[str, Any]) -> dict[str, Any]:
    """As above, for what a pasted list says; what it does not say, and who stays, is as it was before."""
    values = office_values(outcome)
    known = {names_of(row): row for row in [*before["places"], *before["others"]]}
    for row in [*values["places"], *values["others"]]:
        same = known.get(names_of(row), {})
        row["people"] = same.get("people", row["people"])
        row["votes"] = same.get("votes") if row["votes"] is None else row["votes"]
        row["re_elected"] = row.get("re_elected") or same.get("re_elected", False)
    won = {names_of(row) for row in values["places"]}
    values["others"] = values["others"] or [row for row in before["others"] if names_of(row) not in won]
    said = {name: values[name] for name in ("unopposed", "tie_settled", "has_votes") if values[name]}
    figures = {"votes_are": values["votes_are"]} if any(entry.votes is not None for entry in outcome.entries) else {}
    return {**before, **values, **{name: before[name] for name in KEPT}, **said, **figures}


KEPT = ("unopposed", "tie_settled", "has_votes", "votes_are", "papers_set_aside")
"""What was said of an office before a list was pasted that does not say otherwise."""


def names_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of those who stand together, to compare by."""
    return tuple(name_key(person["name"]) for person in row["people"] if person.get("name"))
