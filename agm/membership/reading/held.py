"""A list beside the members who are held already: who is new, changed, the same, or must be asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from agm.membership.reading.cells import number_key, without_zeros
from agm.membership.reading.drafts import ColumnNames, Draft
from agm.membership.reading.names import family_keys, given_key, may_be_one, person_key
from agm.membership.reading.values import Code, FieldValue, HeldMember, Meaning, Member


class HeldMembers:
    """``seen`` are those whom some row of the file is about, asked or not."""

    def __init__(self, held: Sequence[HeldMember], drafts: Iterable[Draft]) -> None:
        self.held = held
        self.by_number = _index(held, lambda one: one.number and number_key(one.number))
        self.without_zeros = _index(held, lambda one: one.number and without_zeros(one.number))
        self.by_name = _index(held, lambda one: person_key(one.name))
        self.seen: set[HeldMember] = set()
        self.names_in_file: dict[str, set[str]] = defaultdict(set)
        for draft in drafts:
            if not draft.people and draft.number:  # refused: whoever holds the number is in the file all the same
                self.seen.update(self.by_number.get(number_key(draft.number), []))
            for person in draft.people:
                if person.number:
                    self.names_in_file[number_key(person.number)].add(person_key(person.name))

    def match(self, draft: Draft, member: Member, columns: ColumnNames) -> HeldMember | None:
        """The held member that a row is about; notes on the row what must be asked."""
        column = columns[Meaning.NUMBER].name if Meaning.NUMBER in columns else None
        number = number_key(member.number or "")
        holders = self.by_number.get(number, [])
        if holders:
            self.seen |= {one for one in holders if number not in self.names_in_file or len(holders) == 1}
            same = [one for one in holders if person_key(one.name) == person_key(member.name)]
            others = [one for one in holders if person_key(one.name) not in self.names_in_file[number]]
            same = same or [one for one in others if _is_likely_same(one, member)]
            if same:
                self.seen.add(same[0])
                return same[0]
            if len(others) != len(holders):
                return None
            choice = draft.ask(Code.NUMBER_OF_ANOTHER, column, member.number or "")
            return others[0] if choice and choice.key == "same" else None
        if number and (shorter := self.without_zeros.get(without_zeros(number))):
            self.seen.add(shorter[0])
            choice = draft.ask(Code.LEADING_ZEROS_LOST, column, member.number or "", held=shorter[0].number or "")
            return shorter[0] if choice and choice.key == "held" else None
        return self._match_by_name(draft, member, column)

    def _match_by_name(self, draft: Draft, member: Member, column: str | None) -> HeldMember | None:
        free = [
            one
            for one in self.by_name.get(person_key(member.name), [])
            if not one.number or number_key(one.number) not in self.names_in_file
        ]
        if len(free) > 1:
            free = [one for one in free if one.email == member.email or one.joined == member.joined] or free
        if not free:
            return None
        self.seen.add(free[0])
        if member.number and free[0].number:
            choice = draft.ask(Code.NUMBER_DIFFERS, column, member.number, held=free[0].number)
            return free[0] if choice and choice.key in {"same", "held"} else None
        if len(free) > 1:
            self.seen.update(free)
            draft.ask(Code.POSSIBLE_DUPLICATE, None, member.name)
            return None
        return free[0]

    def missing(self) -> list[HeldMember]:
        return [one for one in self.held if one not in self.seen]


def _index(held: Iterable[HeldMember], key_of: Callable[[HeldMember], str | None]) -> dict[str, list[HeldMember]]:
    found: dict[str, list[HeldMember]] = defaultdict(list)
    for one in held:
        if key := key_of(one):
            found[key].append(one)
    return dict(found)


def _is_likely_same(held: HeldMember, member: Member) -> bool:
    """Whether a row with the number of a held member is about them: a married name, an initial, another spelling."""
    agrees = _equal(held.email, member.email) or _equal(held.joined, member.joined)
    families = family_keys(held.name) & family_keys(member.name)
    if given_key(held.name) == given_key(member.name):
        return agrees or bool(families)
    return may_be_one(held.name, member.name) or (bool(families) and _equal(held.email, member.email))


def _equal(held: FieldValue, new: FieldValue) -> bool:
    return held is not None and held == new


def changes(held: HeldMember, member: Member) -> dict[str, tuple[FieldValue, FieldValue]]:
    """What the list says otherwise, by the name of the field. What it leaves empty stays as it is held."""
    pairs: dict[str, tuple[FieldValue, FieldValue]] = {
        "name": (held.name, member.name),
        "number": (held.number, member.number),
        "email": (held.email, member.email),
        "class": (held.member_class, member.member_class),
        "joined": (held.joined, member.joined),
        "paid_to": (held.paid_to, member.paid_to),
        "region": (held.region, member.region),
    }
    if member.postal_address is not None and not held.email:
        pairs["postal_address"] = (held.postal_address, member.postal_address)
    if held.says_paid is not None:
        pairs["says_paid"] = (held.says_paid, member.says_paid)
    if member.number and held.number and number_key(member.number) == number_key(held.number):
        del pairs["number"]
    return {name: (before, now) for name, (before, now) in pairs.items() if now is not None and now != before}


def as_held(held: HeldMember, member: Member) -> Member:
    """The member with what is held where the list says nothing."""
    email = member.email or held.email
    return replace(
        member, number=member.number or held.number, email=email, held_id=held.id,
        postal_address=None if email else member.postal_address,
    )  # fmt: skip
