"""Cases of who may vote, stand, nominate, hold a proxy or withdraw, asked of `agm.rules`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from agm.rules.eligibility import (
    Check,
    Decision,
    LeastMembership,
    Member,
    MembershipRule,
    PaidUp,
    PeriodUnit,
    Reason,
    Served,
    check_member,
)
from agm.rules.nomination import (
    JobShareRule,
    NominationReceived,
    NominationRule,
    Refused,
    Supporter,
    check_nomination,
)
from agm.rules.proxies import Proxy, ProxyRule, check_registered
from agm.rules.standing import OfficeSought, PostsAtOnce, StandingRule, TermLimit, may_stand
from agm.rules.withdrawal import AfterClose, withdrawal
from tests.support.registered import registered

Case = Mapping[str, Any]
ZONE = ZoneInfo("Europe/London")


def is_case(case: Case, _path: Path) -> bool:
    return case.get("question") in QUESTIONS


def answer(case: Case, _folder: Path) -> dict[str, Any]:
    """What the product comes to, in the words of a case's `expected`."""
    found = QUESTIONS[case["question"]](case["rules"], case["facts"])
    return {name: found[name] for name in case["expected"] if name in found}


def dates_of(facts: Case) -> dict[str, dt.date]:
    return {name: day_of(text) for name, text in facts["dates"].items()}


def day_of(text: str) -> dt.date:
    moment = dt.datetime.fromisoformat(text)
    return moment.date() if moment.tzinfo is None else moment.astimezone(ZONE).date()


def moment_of(text: str) -> dt.datetime:
    """An instant; of a day alone, its end."""
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(hour=23, minute=59, second=59, tzinfo=ZONE)


def optional_day(text: str | None) -> dt.date | None:
    return None if text is None else day_of(text)


def words(found: str | Iterable[str] | None) -> tuple[str, ...]:
    return () if found is None else (found,) if isinstance(found, str) else tuple(found)


def check_of(found: Case | None) -> Check | None:
    return None if not found else Check(found["question"], str(found["answer"]).casefold() in {"yes", "true"})


def term(found: Case) -> Served:
    return Served(found["office"], found["from"], found["to"], found.get("part", 1))


def member(found: Case) -> Member:
    return Member(
        name=found["name"],
        joined_on=optional_day(found.get("joined")),
        left_on=optional_day(found.get("left")),
        paid_to=optional_day(found.get("paid_to")),
        membership_class=found.get("class") or "",
        sections=words(found.get("sections", found.get("section"))),
        age_check=check_of(found.get("age_check")),
        reserved_check=check_of(found.get("reserved_check")),
        terms=tuple(
            Served(one["office"], one["from"], one["to"], one.get("part", 1)) for one in found.get("terms", ())
        ),
        keeps=words(found.get("keeps")),
        roles=words(found.get("roles", found.get("role"))),
    )


def membership_rule(rule: Case | None) -> MembershipRule:
    rule = rule or {}
    least, paid = rule.get("min_membership"), rule.get("paid_up_at")
    unit = next((unit for unit in PeriodUnit if least and unit in least), None)
    return MembershipRule(
        least_membership=LeastMembership(least[unit], unit, least["at"]) if least and unit else None,
        member_on=words(rule.get("member_on")),
        paid_up=PaidUp(paid["at"], paid.get("grace_days", 0)) if paid else None,
        never_lapse=words(rule.get("never_lapse")),
        classes=words(rule.get("classes")),
        age_question=(rule.get("age") or {}).get("question", ""),
        same_section=bool(rule.get("same_section")),
    )


def standing_rule(rule: Case | None) -> StandingRule:
    rule = rule or {}
    limit, posts = rule.get("term_limit"), rule.get("posts_at_once")
    return StandingRule(
        member=membership_rule(rule),
        term_limit=TermLimit(**limit | {"offices": words(limit.get("offices"))}) if limit else None,
        incompatible=tuple((first, second) for first, second in rule.get("incompatible", ())),
        posts_at_once=PostsAtOnce(**posts) if posts else None,
        must_have_held=words(rule.get("must_have_held")),
        not_roles=words(rule.get("not_roles")),
    )


def office(facts: Case) -> OfficeSought:
    found = facts.get("office") or facts.get("contest") or {}
    return OfficeSought(found.get("name", ""), found.get("reserved_for") or "", found.get("section") or "")


def codes(reasons: Iterable[Reason]) -> list[str]:
    return [reason.code for reason in reasons]


def told(decision: Decision) -> dict[str, Any]:
    return {"decision": str(decision.answer), "reasons": codes(decision.reasons)}


def vote(rules: Case, facts: Case) -> dict[str, Any]:
    rule = membership_rule(rules.get("vote"))
    return told(check_member(member(facts["person"]), rule, dates_of(facts), office(facts).section))


def stand(rules: Case, facts: Case) -> dict[str, Any]:
    rule = standing_rule(rules.get("stand"))
    standing_for, preference = words(facts.get("standing_for")), facts.get("preference") or ""
    first = preference if isinstance(preference, str) else preference[0]
    return told(may_stand(member(facts["person"]), rule, office(facts), dates_of(facts), standing_for, first))


def nomination_of(found: Case, sought: OfficeSought) -> NominationReceived:
    agreed = found.get("consent_at")
    per_person = agreed if isinstance(agreed, Mapping) else dict.fromkeys(found["candidates"], agreed)
    statement = found.get("statement_words", len(str(found.get("statement") or "").split()))
    return NominationReceived(
        office=sought,
        candidates=tuple(found["candidates"]),
        supporters=tuple(Supporter(role, person) for role, person in found.get("supporters", ())),
        received_at=moment_of(found["received_at"]),
        consent_at={key: moment_of(text) if text else None for key, text in per_person.items()},
        statement_words=statement,
    )


def nomination_rule(rules: Case) -> NominationRule:
    rule = rules.get("nomination", {})
    share = rule.get("job_share") or {}
    return NominationRule(
        min_supporters=rule.get("min_supporters", 0),
        roles=words(rule.get("roles")),
        needs_consent=bool(rule.get("consent")),
        self_allowed=bool(rule.get("self_allowed")),
        one_per_office=bool(rule.get("one_per_office")),
        not_other_candidates=bool(rule.get("not_other_candidates")),
        job_share=JobShareRule(share.get("max", 2), words(share.get("not_for"))) if share.get("allowed") else None,
        statement_words=rule.get("statement_words"),
        nominate=membership_rule(rules.get("nominate")),
        stand=standing_rule(rules.get("stand")),
    )


def refused(one: Refused) -> dict[str, Any]:
    return {"person": one.person, **({"as": one.role} if one.role else {}), "reasons": codes(one.reasons)}


def nominated(rules: Case, facts: Case) -> dict[str, Any]:
    rule, sought = nomination_rule(rules), office(facts)
    people = {key: member(found) for key, found in facts["people"].items()}
    others = facts.get("other_nominations", facts.get("others", ()))
    found = check_nomination(
        nomination_of(facts["nomination"], sought),
        rule,
        people,
        dates_of(facts),
        moment_of(facts["dates"]["nominations_close"]),
        [nomination_of(one, sought) for one in others],
    )
    return told(found.decision) | {
        "valid_nominators": found.valid_supporters,
        "needed": rule.min_supporters,
        "nominators_refused": [refused(one) for one in found.supporters_refused],
        "candidates_refused": [refused(one) for one in found.candidates_refused],
    }


def proxies(rules: Case, facts: Case) -> dict[str, Any]:
    proxy = rules.get("proxy", {})
    vote = membership_rule(rules.get("vote"))
    rule = ProxyRule(proxy.get("max_per_holder"), bool(proxy.get("holder_must_be_member")), vote)
    named = {key: member(facts["people"][key]) for key in named_in(facts)}
    found = check_registered(
        [Proxy(one["from"], one["to"], moment_of(one["received_at"])) for one in facts["proxies"]],
        rule,
        registered(named, rule, dates_of(facts)),
        moment_of(facts["dates"]["proxy_cutoff"]) if "proxy_cutoff" in facts["dates"] else None,
        facts.get("present", ()),
    )
    decision = "some" if found.accepted and found.refused else "yes" if found.accepted else "no"
    return {
        "decision": decision,
        "accepted": [{"from": one.giver, "to": one.holder} for one in found.accepted],
        "refused": [
            {"from": one.proxy.giver, "to": one.proxy.holder, "reasons": codes(one.reasons)} for one in found.refused
        ],
    }


def named_in(facts: Case) -> set[str]:
    """Whoever gives or holds a proxy, as far as the case knows them."""
    known: dict[str, Case] = facts["people"]
    return {one[end] for one in facts["proxies"] for end in ("from", "to") if one[end] in known}


def withdrawn(rules: Case, facts: Case) -> dict[str, Any]:
    after_close = (rules.get("withdrawal") or {}).get("after_close")
    candidates = facts["candidates"]
    found = withdrawal(
        moment_of(facts["withdrawn_at"]),
        moment_of(facts["dates"]["nominations_close"]),
        AfterClose(after_close) if after_close else None,
        candidates if isinstance(candidates, int) else len(candidates),
        facts.get("seats", 1),
    )
    return {
        "decision": "yes",
        "state": "withdrawn_after_close" if found.is_late else "withdrawn",
        "candidates_left": found.candidates_left,
        "contest": str(found.contest),
        "returning_officer_must_choose": found.must_choose,
    }


QUESTIONS: dict[str, Callable[[Case, Case], dict[str, Any]]] = {
    "may_vote": vote,
    "may_stand": stand,
    "nomination_valid": nominated,
    "proxies": proxies,
    "withdrawal": withdrawn,
}
