"""Facts files made of the sample posts' own records, field by field and by no judgement of a person."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]
MEETINGS = {
    "egm_result": "egm",
    "inaugural": "inaugural",
    "by_election": "by_election",
}
HOLDS = {"continuing": "continuing", "appointed": "appointed"}
KINDS = {
    "declaration": "declaration",
    "notice": "notice",
    "call_for_nominations": "call_for_nominations",
    "candidates_list": "statement_of_nominations",
    "committee_list": "committee_list",
    "co_option": "co_option",
    "correction": "correction",
    "cancellation": "cancellation",
    "inquorate": "inquorate",
}
OF_MEETINGS = {"declaration", "notice", "call_for_nominations", "statement_of_nominations", "cancellation", "inquorate"}
NOTICES = {"notice", "call_for_nominations", "statement_of_nominations"}


def facts_of(sample: Record) -> Record:
    """The facts file that says what the record of a post says: of its kind, or a report where that has no room."""
    kind = KINDS.get(sample["kind"], "report")
    is_told = sample["ordinal"] is None or kind in OF_MEETINGS
    is_told &= not sample["messages"] and (not sample["speakers"] or kind in NOTICES)
    is_told &= sample["attendance"] is None or kind == "inquorate"
    return other(sample, kind) if is_told and kind != "report" else report(sample)


def other(sample: Record, kind: str) -> Record:
    day = sample["meeting_date"]
    of_meeting = {"kind": "agm", "ordinal": sample["ordinal"], "held_on": day} if kind in OF_MEETINGS else {}
    if kind == "declaration" and not day and not sample["ordinal"]:
        of_meeting = {}
    offices = [outcome(office) for office in sample["offices"]]
    made = present(
        announcement=kind,
        format_version=1,
        **whose(sample),
        **of_meeting,
        speakers=[speaker(one) for one in sample["speakers"]],
        attendance=attendance(sample) if kind == "inquorate" else None,
    )
    if kind == "correction":
        made |= present(published_on=day)
    if kind == "committee_list":
        made |= present(as_at=day)
    if kind == "co_option":
        chosen = [one for one in offices if any(entry.get("co_opted") for entry in one.get("candidacies", []))]
        made["changes"] = [
            present(person=who, office=one["label"], on=day)
            for one in chosen
            for entry in one["candidacies"]
            if entry.get("co_opted")
            for who in entry["people"]
        ]
        offices = [one for one in offices if one not in chosen] if made["changes"] else offices
    return made | present(results=offices)


def report(sample: Record) -> Record:
    offices = [outcome(office) for office in sample["offices"]]
    return present(
        format_version=1,
        **whose(sample),
        kind=MEETINGS.get(sample["kind"]),
        ordinal=sample["ordinal"],
        held_on=sample["meeting_date"],
        attendance=attendance(sample),
        speakers=[speaker(one) for one in sample["speakers"]],
        messages=[present(person=person(one), role=one["role"]) for one in sample["messages"]],
        results=offices,
    )


def whose(sample: Record) -> Record:
    region = sample["region_or_branch"]
    return present(organisation={"name": sample["organisation"]}, region={"name": region} if region else None)


def attendance(sample: Record) -> Record | None:
    number, words = sample["attendance"], sample["attendance_text"]
    return present(number=number, words=words) if number is not None or words else None


def speaker(one: Record) -> Record:
    return present(person=person(one), role=one["role"], kind=one["kind"])


def person(one: Record) -> Record:
    return present(name=one["name"], prefix=one["prefix"], suffix=one["suffix"])


def outcome(office: Record) -> Record:
    holders: list[Record] = office["holders"]
    tickets: list[Record] = []
    for one in holders:
        if not any(one["name"] in ticket["joint_with"] for ticket in tickets):
            tickets.append(one)
    in_office = office["state"] in {"filled", "part_vacant"}
    entries = [
        entry(one, [other for other in holders if other["name"] in one["joint_with"]], in_office=in_office)
        for one in tickets
    ]
    vacant, stated = office["vacancies"], office["seats"]
    taken = sum(1 for one in entries if one.get("elected") or one.get("holds"))
    state = {"filled": "decided", "vacant": "decided", "part_vacant": "decided"}.get(
        office["state"] or "", office["state"]
    )
    return present(
        label=office["label"],
        plural_label=office["label"],
        seats=stated or max(taken, 1) if not vacant or stated else 1,
        vacancies=vacant or None,
        unnamed=1 if office["state"] == "filled" and not taken else None,
        state=state,
        label_alt=office.get("label_alt"),
        body=office.get("body"),
        incumbents=[{"name": name} for name in office.get("incumbents", [])],
        candidacies=entries,
    )


def entry(one: Record, others: list[Record], *, in_office: bool) -> Record:
    how = one["how"] or ""
    return present(
        people=[person(who) for who in (one, *others)],
        elected=None if how in HOLDS else True if how == "co_opted" else one["elected"],
        holds=HOLDS.get(how) or ("in_office" if in_office and one["elected"] is None and not how else None),
        unopposed="unopposed" in how or None,
        re_elected=how.startswith("re_elected") or None,
        co_opted=how == "co_opted" or None,
        votes=one["votes"],
        percent=one["percent"],
    )


def present(**fields: object) -> Record:
    return {name: value for name, value in fields.items() if value not in (None, [], ())}
