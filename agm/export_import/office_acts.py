"""The acts on offices that the first edition did not keep, found again from its terms and declarations."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from agm.export_import.rows import Row, Rows

LEFT = {"resigned", "died", "removed"}
FILLS_ALL_SEATS = {"agm", "inaugural"}
"""Kinds of meeting after which only those elected there hold the offices contested."""
LONG_AGO = "1970-01-01T00:00:00+00:00"


@dataclass(slots=True)
class Acts:
    acts: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)

    def add(self, entries: Iterable[tuple[Iterable[Row], str | None]], **values: object) -> int:
        """Add an act with its entries, each the people of one seat and how they came to it; gives back its number."""
        number = len(self.acts) + 1
        known: Row = {name: value for name, value in values.items() if value is not None}
        self.acts.append({"id": number, **known})
        for entry, (rows, how) in enumerate(entries, 1):
            for position, row in enumerate(rows, 1):
                name: Row = {key: row[key] for key in ("person_id", "name", "prefix", "suffix") if key in row}
                person: Row = {
                    "id": len(self.people) + 1,
                    "act_id": number,
                    "entry": entry,
                    "position": position,
                    **name,
                }
                self.people.append(person | ({} if how is None else {"how_filled": how}))
        return number


def acts_of_first_edition(tables: Rows) -> Rows:
    """The tables `office_act` and `office_act_person`, and `holding` with the act that began each term.

    A meeting's declared result is an act of election; people who left, or came between meetings, did so by acts of
    their own. When these were recorded nobody knows any more: they have the time of the last declaration.
    """
    found = Acts()
    people: dict[int, list[Row]] = {row["id"]: [] for row in tables["holding"]}
    for row in sorted(tables["holding_person"], key=lambda row: (row["holding_id"], row["position"])):
        people[row["holding_id"]].append(row)
    seats = {row["id"]: row["seats"] for row in tables["office"]}
    began = elections(tables, people, seats, found)
    recorded_at = max((row["declared_at"] for row in tables["declaration"]), default=LONG_AGO)
    for holding in sorted(tables["holding"], key=lambda row: (row.get("since", ""), row["id"])):
        common = {"office_id": holding["office_id"], "seats": seats[holding["office_id"]], "recorded_at": recorded_at}
        if holding["id"] not in began:
            began[holding["id"]] = found.add(
                [(people[holding["id"]], holding["how_filled"])],
                kind="filled", effective_on=holding.get("since"), **common,
            )  # fmt: skip
        if holding.get("how_ended") in LEFT:
            rest = rest_of(holding, tables["holding"], people)
            staying = {row["person_id"] for row in people[rest["id"]]} if rest else set()
            leavers = [row for row in people[holding["id"]] if row["person_id"] not in staying]
            act = found.add(
                [(leavers, None)], kind="left", effective_on=holding.get("until"),
                how_ended=holding["how_ended"], concerns_id=began[holding["id"]], **common,
            )  # fmt: skip
            if rest:
                began[rest["id"]] = act
    holdings = [row | {"begun_by_id": began[row["id"]]} for row in tables["holding"]]
    return {"office_act": found.acts, "office_act_person": found.people, "holding": holdings}


def elections(tables: Rows, people: dict[int, list[Row]], seats: dict[int, int], found: Acts) -> dict[int, int]:
    """The elections that were declared; gives back the act that began each of the holdings that came of them."""
    last = {row["meeting_id"]: row for row in sorted(tables["declaration"], key=lambda row: row["sequence"])}
    meeting_of = {row["id"]: row["meeting_id"] for row in tables["declaration"]}
    holdings = {row["id"]: row for row in tables["holding"]}
    came: dict[tuple[int, int], list[Row]] = {}
    for row in tables["declared_holding"]:
        holding = holdings[row["holding_id"]]
        came.setdefault((meeting_of[row["declaration_id"]], holding["office_id"]), []).append(holding)
    states = {row["contest_id"]: row["state"] for row in tables["contest_result"]}
    meetings = {row["id"]: row for row in tables["meeting"]}
    began: dict[int, int] = {}
    for contest in tables["contest"]:
        declaration, meeting = last.get(contest["meeting_id"]), meetings[contest["meeting_id"]]
        if declaration is None or contest["id"] not in states:
            continue
        declared = came.get((meeting["id"], contest["office_id"]), [])
        stood = sorted((row for row in declared if row.get("how_ended") != "corrected"), key=lambda row: row["seat"])
        is_decided = bool(stood) or states[contest["id"]] == "decided"
        act = found.add(
            [(people[row["id"]], row["how_filled"]) for row in stood],
            kind="elected", office_id=contest["office_id"], seats=max(seats[contest["office_id"]], contest["seats"]),
            effective_on=meeting.get("held_on"), ends_terms=is_decided and meeting["kind"] in FILLS_ALL_SEATS,
            source=f"meeting:{meeting['id']}", declaration_sequence=declaration["sequence"],
            recorded_at=declaration["declared_at"],
        )  # fmt: skip
        began |= {row["id"]: act for row in declared}
    return began


def rest_of(holding: Row, holdings: list[Row], people: dict[int, list[Row]]) -> Row | None:
    """The term of those who shared a seat and went on when others left it."""
    shared = {row["person_id"] for row in people[holding["id"]]}
    for row in holdings:
        is_next = row["office_id"] == holding["office_id"] and row.get("since") == holding.get("until")
        if is_next and row["how_filled"] == "continued" and {one["person_id"] for one in people[row["id"]]} < shared:
            return row
    return None
