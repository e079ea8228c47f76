"""Which proxies count at a meeting."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from agm.rules.eligibility import MembershipRule, Reason


@dataclass(frozen=True, slots=True)
class ProxyRule:
    max_per_holder: int | None = None
    holder_must_be_member: bool = False
    vote: MembershipRule = field(default_factory=MembershipRule)
    """What whoever gives a proxy must be: who may not vote can let nobody vote for them."""
    count_for_quorum: bool = False
    """Whether who gave one counts as present while its holder is."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A vote entrusted to somebody; people by a key of the caller's."""

    giver: str
    holder: str
    received_at: dt.datetime


@dataclass(frozen=True, slots=True)
class ProxyRefused:
    proxy: Proxy
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ProxiesChecked:
    accepted: tuple[Proxy, ...]
    refused: tuple[ProxyRefused, ...]


@dataclass(frozen=True, slots=True)
class OnRegister:
    """What is known of somebody who is on the register: why they may not vote, and whether they are a member."""

    reasons: tuple[Reason, ...] = ()
    is_member: bool = True


def check_registered(
    proxies: Sequence[Proxy],
    rule: ProxyRule,
    people: Mapping[str, OnRegister],
    closes_at: dt.datetime | None,
    present: Collection[str] = (),
) -> ProxiesChecked:
    """Which proxies count, in the order in which they came; of several of one giver the last in time does."""
    in_order = sorted(proxies, key=lambda proxy: proxy.received_at)
    in_time = [proxy for proxy in in_order if closes_at is None or proxy.received_at <= closes_at]
    last_of = {proxy.giver: proxy for proxy in in_time}
    held: Counter[str] = Counter()
    accepted: list[Proxy] = []
    refused: list[ProxyRefused] = []
    for proxy in in_order:
        reasons = [*check_proxy(proxy, rule, people, present)]
        if proxy not in in_time:
            reasons.append(Reason("received_late", "It came after the last time for proxies."))
        elif last_of[proxy.giver] is not proxy:
            reasons.append(Reason("replaced", "They gave another proxy later."))
        elif not reasons and rule.max_per_holder is not None and held[proxy.holder] >= rule.max_per_holder:
            words = f"Their holder has {held[proxy.holder]} proxies already, and may have no more: name somebody else."
            reasons.append(Reason("holder_has_too_many", words))
        if reasons:
            refused.append(ProxyRefused(proxy, tuple(reasons)))
        else:
            accepted.append(proxy)
            held[proxy.holder] += 1
    return ProxiesChecked(tuple(accepted), tuple(refused))


def check_proxy(
    proxy: Proxy, rule: ProxyRule, people: Mapping[str, OnRegister], present: Collection[str]
) -> Iterable[Reason]:
    """What is wrong with a proxy by itself."""
    if proxy.giver not in people:
        yield Reason("giver_not_a_member", "Who gave it is not on the register.")
    else:
        yield from people[proxy.giver].reasons
    if proxy.giver == proxy.holder:
        yield Reason("own_proxy", "Nobody holds a proxy for themselves.")
    if proxy.giver in present:
        yield Reason("giver_present", "Who gave it is at the meeting and votes there.")
    if rule.holder_must_be_member and not (proxy.holder in people and people[proxy.holder].is_member):
        yield Reason("holder_not_a_member", "Who holds it is no member.")
