"""Whether somebody may stand for an office: term limits, offices that cannot be held together, reserved places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from agm.rules.eligibility import (
    Dates,
    Decision,
    Member,
    MembershipRule,
    Reason,
    Served,
    check_member,
    either,
    is_one_of,
    without_repeats,
)

ANY_OFFICE = "*"


@dataclass(frozen=True, slots=True)
class TermLimit:
    """How often, or how long, somebody may hold an office; what is None is not limited."""

    consecutive_terms: int | None = None
    consecutive_years: int | None = None
    new_term_years: int = 1
    """How long the term is that they stand for."""
    terms_ever: int | None = None
    offices: tuple[str, ...] = ()
    """Offices that count together; none: each by itself."""
    part_counts_from: float = 0
    """The share of a term from which it counts as one."""


@dataclass(frozen=True, slots=True)
class PostsAtOnce:
    may_stand_for: int
    may_hold: int


@dataclass(frozen=True, slots=True)
class StandingRule:
    """What a candidate must be, besides a member."""

    member: MembershipRule = field(default_factory=MembershipRule)
    term_limit: TermLimit | None = None
    incompatible: tuple[tuple[str, str], ...] = ()
    """Pairs of offices that nobody holds together; * is any office."""
    posts_at_once: PostsAtOnce | None = None
    must_have_held: tuple[str, ...] = ()
    """Offices of which they must have held one."""
    not_roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeSought:
    """The office that somebody stands for."""

    name: str
    reserved_for: str = ""
    """The question that the returning officer confirms for a reserved place."""
    section: str = ""


def may_stand(
    member: Member,
    rule: StandingRule,
    office: OfficeSought,
    dates: Dates,
    standing_for: Sequence[str] = (),
    preference: str = "",
) -> Decision:
    """Whether a member may stand for an office.

    `standing_for` are all the offices that they stand for, and `preference` the one that they would take first.
    Raises KeyError where a rule names a day that `dates` does not.
    """
    in_office = replace(rule.member, sections_apart=False)
    reasons = [
        *check_member(member, in_office, dates, office.section).reasons,
        *(check_term_limit(member, rule.term_limit, office.name, dates["meeting"].year) if rule.term_limit else ()),
        *check_incompatible(member, rule, office.name, standing_for, preference),
        *check_posts(member, rule.posts_at_once, office.name, standing_for, preference),
        *check_past(member, rule),
        *check_reserved(member, office.reserved_for),
    ]
    return Decision(tuple(without_repeats(reasons)))


def terms_in_a_row(terms: Sequence[Served], until: int) -> list[Served]:
    """The terms that reach without a gap to the election of the year `until`, latest first."""
    row: list[Served] = []
    for term in sorted(terms, key=lambda term: (term.end, term.start), reverse=True):
        if term.end < (row[-1].start if row else until):
            break
        row.append(term)
    return row


def check_term_limit(member: Member, limit: TermLimit, office: str, year: int) -> Iterable[Reason]:
    together = limit.offices if is_one_of(office, limit.offices) else (office,)
    if limit.offices and not is_one_of(office, limit.offices):
        return
    served = [term for term in member.terms if is_one_of(term.office, together)]
    row = terms_in_a_row(served, year)
    counted = [term for term in row if term.part >= limit.part_counts_from]
    ever = [term for term in served if term.part >= limit.part_counts_from]
    years = year - min(term.start for term in row) if row else 0
    if limit.consecutive_terms is not None and len(counted) >= limit.consecutive_terms:
        yield reached(f"They have served {len(counted)} terms in a row; {limit.consecutive_terms} are allowed.")
    elif limit.consecutive_years is not None and years + limit.new_term_years > limit.consecutive_years:
        yield reached(
            f"They have served {years} years in a row, and the term is {limit.new_term_years} more; "
            f"{limit.consecutive_years} are allowed."
        )
    elif limit.terms_ever is not None and len(ever) >= limit.terms_ever:
        yield reached(f"They have served {len(ever)} terms; {limit.terms_ever} are allowed.")


def reached(words: str) -> Reason:
    return Reason("term_limit_reached", words)


PREFERENCE = "two_posts_preference_needed"


def excludes(pair: tuple[str, str], one: str, other: str) -> bool:
    """Whether a pair keeps two offices apart, in either order."""
    if one.casefold() == other.casefold():
        return False
    return any(
        is_one_of(first, (named,)) and is_one_of(second, (ANY_OFFICE, different))
        for first, second in (pair, pair[::-1])
        for named, different in ((one, other), (other, one))
    )


def check_incompatible(
    member: Member, rule: StandingRule, office: str, standing_for: Sequence[str], preference: str
) -> Iterable[Reason]:
    for pair in rule.incompatible:
        for kept in member.keeps:
            if excludes(pair, office, kept):
                yield Reason("incompatible_office", f"They keep the office of {kept}, which excludes {office}.")
        for other in standing_for:
            if excludes(pair, office, other) and not preference:
                words = f"They stand for {office} and {other}, which exclude each other: which would they take?"
                yield Reason(PREFERENCE, words, is_question=True)


def check_posts(
    member: Member, rule: PostsAtOnce | None, office: str, standing_for: Sequence[str], preference: str
) -> Iterable[Reason]:
    if rule is None:
        return
    sought = set(standing_for) | {office}
    if len(sought) > rule.may_stand_for:
        yield Reason("too_many_posts", f"They stand for {len(sought)} offices; {rule.may_stand_for} are allowed.")
    elif len(set(member.keeps) - sought) >= rule.may_hold:
        yield Reason("too_many_posts", f"They keep {either(member.keeps, 'and')}; {rule.may_hold} may be held.")
    elif len(sought | set(member.keeps)) > rule.may_hold and not preference:
        words = f"They stand for {either(sorted(sought), 'and')} and may hold {rule.may_hold}: which would they take?"
        yield Reason(PREFERENCE, words, is_question=True)


def check_past(member: Member, rule: StandingRule) -> Iterable[Reason]:
    if rule.must_have_held and not any(is_one_of(term.office, rule.must_have_held) for term in member.terms):
        yield Reason("has_not_held_office", f"They have never been {either(rule.must_have_held)}.")
    for role in member.roles:
        if is_one_of(role, rule.not_roles):
            yield Reason("role_excluded", f"Somebody who is {role} cannot stand.")


def check_reserved(member: Member, question: str) -> Iterable[Reason]:
    if not question:
        return
    if member.reserved_check is None or member.reserved_check.question != question:
        words = f"The returning officer has not confirmed that they may take a place reserved for {question}."
        yield Reason("reserved_not_confirmed", words, is_question=True)
    elif not member.reserved_check.is_met:
        yield Reason("reserved_not_met", f"They may not take a place reserved for {question}.")
