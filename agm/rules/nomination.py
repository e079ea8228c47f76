"""Whether a nomination is valid: who stands, who supports it, when it came, and who agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from agm.rules.eligibility import Dates, Decision, Member, MembershipRule, Reason, check_member, is_one_of
from agm.rules.standing import OfficeSought, StandingRule, may_stand


@dataclass(frozen=True, slots=True)
class JobShareRule:
    """Whether, and by how many, an office may be shared."""

    most: int = 2
    not_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NominationRule:
    """What a nomination needs."""

    min_supporters: int = 0
    roles: tuple[str, ...] = ()
    """Roles of which each needs somebody: proposer, seconder."""
    needs_consent: bool = False
    self_allowed: bool = False
    one_per_office: bool = False
    """Whether somebody may support one nomination for an office alone."""
    not_other_candidates: bool = False
    """Whether who stands for the office may support nobody else for it."""
    job_share: JobShareRule | None = None
    """None where no office can be shared."""
    statement_words: int | None = None
    to_members_words: int | None = None
    """With how many words each candidate may write to the members, once; None where they do not."""
    nominate: MembershipRule = field(default_factory=MembershipRule)
    stand: StandingRule = field(default_factory=StandingRule)


@dataclass(frozen=True, slots=True)
class Supporter:
    role: str
    person: str


@dataclass(frozen=True, slots=True)
class NominationReceived:
    """A nomination as it came; people by a key of the caller's."""

    office: OfficeSought
    candidates: tuple[str, ...]
    supporters: tuple[Supporter, ...]
    received_at: dt.datetime
    consent_at: Mapping[str, dt.datetime | None]
    """When each candidate agreed to stand; without an entry, or with None, they have not."""
    statement_words: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody who does not count, and why."""

    person: str
    reasons: tuple[Reason, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class NominationChecked:
    decision: Decision
    valid_supporters: int
    supporters_refused: tuple[Refused, ...]
    candidates_refused: tuple[Refused, ...]


def check_nomination(
    found: NominationReceived,
    rule: NominationRule,
    people: Mapping[str, Member],
    dates: Dates,
    closes_at: dt.datetime,
    others: Sequence[NominationReceived] = (),
) -> NominationChecked:
    """What a nomination comes to; `others` are those for the same office that were received before.

    Raises KeyError for a person or a day that is not given.
    """
    candidates = tuple(
        Refused(key, decision.reasons)
        for key in found.candidates
        if (decision := may_stand(people[key], rule.stand, found.office, dates)).reasons
    )
    supporters, valid = check_supporters(found, rule, people, dates, others)
    reasons = [
        *check_time(found, rule, closes_at),
        *check_sharing(found, rule),
        *check_support(rule, valid),
        *([words_of_length(found, rule.statement_words)] if is_too_long(found, rule) else ()),
        *summary(candidates, people),
    ]
    return NominationChecked(Decision(tuple(dict.fromkeys(reasons))), len(valid), supporters, candidates)


def check_supporters(
    found: NominationReceived,
    rule: NominationRule,
    people: Mapping[str, Member],
    dates: Dates,
    others: Sequence[NominationReceived],
) -> tuple[tuple[Refused, ...], list[Supporter]]:
    """Those whose support does not count, and those whose does."""
    elsewhere = {one.person for other in others for one in other.supporters}
    standing = {key for other in others for key in other.candidates}
    refused: list[Refused] = []
    valid: list[Supporter] = []
    for supporter in found.supporters:
        reasons = [
            *check_member(people[supporter.person], rule.nominate, dates).reasons,
            *check_tie(supporter, found.candidates, rule, elsewhere, standing),
        ]
        if any(one.person == supporter.person for one in valid):
            reasons.append(Reason("named_twice", "They support this nomination already."))
        if reasons:
            refused.append(Refused(supporter.person, tuple(reasons), supporter.role))
        else:
            valid.append(supporter)
    return tuple(refused), valid


def check_tie(
    supporter: Supporter,
    candidates: Collection[str],
    rule: NominationRule,
    elsewhere: Collection[str],
    standing: Collection[str],
) -> Iterable[Reason]:
    """What the supporter has to do with this nomination, or another for the office."""
    if supporter.person in candidates and not rule.self_allowed:
        yield Reason("own_nomination", "Nobody supports their own nomination.")
    if rule.one_per_office and supporter.person in elsewhere:
        yield Reason("supports_another", "They support another nomination for this office.")
    if rule.not_other_candidates and supporter.person in standing:
        yield Reason("is_candidate", "They stand for this office themselves.")


def check_time(found: NominationReceived, rule: NominationRule, closes_at: dt.datetime) -> Iterable[Reason]:
    if found.received_at > closes_at:
        yield Reason("received_late", f"It came at {found.received_at:%H:%M:%S on %-d %B %Y}, after the close.")
    if not rule.needs_consent:
        return
    for key in found.candidates:
        agreed_at = found.consent_at.get(key)
        if agreed_at is None:
            yield Reason("consent_missing", "A candidate has not agreed to stand.")
        elif agreed_at > closes_at:
            yield Reason("consent_late", "A candidate agreed to stand after the close.")


def check_sharing(found: NominationReceived, rule: NominationRule) -> Iterable[Reason]:
    number = len(found.candidates)
    if number < 2:
        return
    if rule.job_share is None:
        yield Reason("job_share_not_allowed", "No office can be shared.")
    elif is_one_of(found.office.name, rule.job_share.not_for):
        yield Reason("office_not_shareable", f"The office of {found.office.name} cannot be shared.")
    elif number > rule.job_share.most:
        yield Reason("too_many_sharers", f"{number} would share the office; {rule.job_share.most} may.")


def check_support(rule: NominationRule, valid: Sequence[Supporter]) -> Iterable[Reason]:
    for role in rule.roles:
        if not any(one.role == role for one in valid):
            yield Reason(f"no_valid_{role}", f"There is no {role} who counts.")
    if len(valid) < rule.min_supporters:
        words = f"{len(valid)} of those who support it count; {rule.min_supporters} are needed."
        yield Reason("too_few_nominators", words)


def is_too_long(found: NominationReceived, rule: NominationRule) -> bool:
    return rule.statement_words is not None and found.statement_words > rule.statement_words


def words_of_length(found: NominationReceived, limit: int | None) -> Reason:
    return Reason("statement_too_long", f"The statement has {found.statement_words} words; {limit} are allowed.")


def summary(candidates: Sequence[Refused], people: Mapping[str, Member]) -> Iterable[Reason]:
    """What the candidates' own reasons mean for the nomination: a question stays one, anything else refuses it."""
    for one in candidates:
        for reason in one.reasons:
            if reason.is_question:
                yield reason
        if not all(reason.is_question for reason in one.reasons):
            yield Reason("candidate_not_eligible", f"{people[one.person].name} may not stand.")
