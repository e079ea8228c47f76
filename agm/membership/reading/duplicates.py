"""The same person twice in a list, two people with one number, two people with one address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from agm.membership.reading.cells import number_key
from agm.membership.reading.drafts import ColumnNames, Draft
from agm.membership.reading.names import may_be_one, person_key
from agm.membership.reading.standing import is_joint
from agm.membership.reading.values import Code, Decision, Effect, Meaning, Member, RollSettings

MOST_COMPARED = 50
"""Rows that share a number or an address are compared with each other up to so many; that many are no couple."""

OUT = {Decision.REFUSED, Decision.LEFT_OUT}


def mark_duplicates(drafts: Sequence[Draft], columns: ColumnNames, settings: RollSettings) -> None:
    rows = [draft for draft in drafts if draft.people and draft.decision not in OUT]
    held = {(number_key(one.number), person_key(one.name)) for one in settings.held if one.number}
    number_column = columns[Meaning.NUMBER].name if Meaning.NUMBER in columns else None
    for group in _sharing(rows, lambda member: member.number and number_key(member.number)):
        for earlier, later in combinations(group[:MOST_COMPARED], 2):
            _compare_same_number(
                earlier, later, number_column, are_partners=_are_partners(earlier, later, settings, held)
            )
        for late in group[MOST_COMPARED:]:
            late.ask(Code.SAME_NUMBER, number_column, late.people[0].number or "", other=group[0].line)
    rows = [draft for draft in rows if draft.decision not in OUT]
    for group in _sharing(rows, lambda member: member.email and f"{person_key(member.name)} {member.email}"):
        _mark_same_person(group)
    for group in _sharing(rows, _name_and_joined):
        _mark_same_person(group)
    if Meaning.EMAIL in columns:
        for group in _sharing(rows, lambda member: member.email):
            for earlier, later in combinations(group[:MOST_COMPARED], 2):
                _compare_same_email(earlier, later)
            if len({person_key(person.name) for draft in group for person in draft.people}) > 1:
                for draft in group:
                    if draft.people and not _is_asked_as_one(draft):
                        draft.note(
                            Code.SHARED_EMAIL, Effect.NOTE, columns[Meaning.EMAIL].name, draft.people[0].email or ""
                        )


def mark_lost_zeros(drafts: Sequence[Draft], column: str) -> None:
    """Numbers of figures that are shorter than most of their list, which begin with zeros or are as long."""
    rows = [draft for draft in drafts if draft.people and draft.decision not in OUT]
    numbers = [number for draft in rows if (number := draft.people[0].number or "").isdigit()]
    widths = {len(number) for number in numbers if number.startswith("0")}
    if len(widths) != 1:
        return
    [width] = widths
    if sum(len(number) == width for number in numbers) * 2 < len(numbers):
        return
    for draft in rows:
        number = draft.people[0].number or ""
        if number.isdigit() and len(number) < width:
            draft.ask(Code.LEADING_ZEROS_LOST, column, number, held=number.zfill(width))


def _sharing(drafts: Iterable[Draft], key_of: Callable[[Member], str | None]) -> list[list[Draft]]:
    """The rows that have a key in common, each group in the order of the file."""
    groups: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for key in dict.fromkeys(key_of(person) for person in draft.people):
            if key:
                groups[key].append(draft)
    return [group for group in groups.values() if len(group) > 1]


def _name_and_joined(member: Member) -> str | None:
    return f"{person_key(member.name)} {member.joined}" if member.joined and member.joined.full else None


def _keys(draft: Draft) -> set[str]:
    return {person_key(person.name) for person in draft.people}


def _are_partners(earlier: Draft, later: Draft, settings: RollSettings, held: set[tuple[str, str]]) -> bool:
    """Whether two rows may carry one number: of a joint class, or because both people are held with it."""
    first, second = earlier.people[0], later.people[0]
    are_joint = is_joint(first.member_class) and is_joint(second.member_class)
    are_held = {(number_key(one.number or ""), person_key(one.name)) for one in (first, second)} <= held
    return bool(settings.joint_are_two) and (are_joint or are_held)


def _compare_same_number(earlier: Draft, later: Draft, column: str | None, *, are_partners: bool) -> None:
    if OUT & {earlier.decision, later.decision}:
        return
    first, second = earlier.people[0], later.people[0]
    if _keys(earlier) & _keys(later):
        _mark_duplicate(earlier, later)
    elif may_be_one(first.name, second.name) and (first.email == second.email or first.joined == second.joined):
        later.ask(Code.DUPLICATE, None, other=earlier.line)
    else:
        numbers = (first.number or "", second.number or "")
        if are_partners:
            earlier.note(Code.SAME_NUMBER, Effect.NOTE, column, numbers[0], other=later.line)
            later.note(Code.SAME_NUMBER, Effect.NOTE, column, numbers[1], other=earlier.line)
        else:
            _ask_both(Code.SAME_NUMBER, column, earlier, later, numbers)


def _mark_duplicate(earlier: Draft, later: Draft) -> None:
    """The same row again is not read twice; one that says something else of the same person is asked about."""
    is_same = [_facts(person) for person in earlier.people] == [_facts(person) for person in later.people]
    if is_same and earlier.why_left_out == later.why_left_out:
        later.note(Code.DUPLICATE, Effect.ROW_REFUSED, None, other=earlier.line)
    else:
        later.ask(Code.DUPLICATE, None, other=earlier.line)


def _facts(member: Member) -> tuple[object, ...]:
    return (person_key(member.name), member.email, member.joined, member.paid_to, member.member_class, member.region)


def _mark_same_person(group: Sequence[Draft]) -> None:
    for earlier, later in combinations(group[:MOST_COMPARED], 2):
        if OUT & {earlier.decision, later.decision} or _are_namesakes(earlier, later):
            continue
        numbers = {number_key(draft.people[0].number) for draft in (earlier, later) if draft.people[0].number}
        if len(numbers) > 1:
            _mark_possible(earlier, later)
        elif len(numbers) == 1 and earlier.people[0].number and later.people[0].number:
            continue  # already compared by their number
        else:
            _mark_duplicate(earlier, later)


def _are_namesakes(earlier: Draft, later: Draft) -> bool:
    """Whether two rows have addresses, and not the same: two people may share a name and a day."""
    first, second = earlier.people[0].email, later.people[0].email
    return bool(first and second and first != second)


def _compare_same_email(earlier: Draft, later: Draft) -> None:
    if OUT & {earlier.decision, later.decision}:
        return
    first, second = earlier.people[0], later.people[0]
    is_one = may_be_one(first.name, second.name) and person_key(first.name) != person_key(second.name)
    if is_one and first.number != second.number and not (_keys(earlier) & _keys(later)):
        _mark_possible(earlier, later)


def _mark_possible(earlier: Draft, later: Draft) -> None:
    _ask_both(Code.POSSIBLE_DUPLICATE, None, earlier, later)


def _ask_both(code: Code, column: str | None, earlier: Draft, later: Draft, values: tuple[str, str] = ("", "")) -> None:
    """Ask of each of two rows; where one is left out or gives way by an answer, nothing is asked of the other."""
    pairs = [(earlier, values[0], later), (later, values[1], earlier)]
    gives_way = [one for one in pairs if (choice := one[0].choice(code, column)) and choice.key in {"out", "no_number"}]
    for one, value, other in gives_way or pairs:
        one.ask(code, column, value, other=other.line)


def _is_asked_as_one(draft: Draft) -> bool:
    return any(problem.code in {Code.POSSIBLE_DUPLICATE, Code.DUPLICATE} for problem in draft.problems)
