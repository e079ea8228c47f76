"""What a register would say of people whose membership a test knows."""

from __future__ import annotations

from collections.abc import Mapping

from agm.rules.eligibility import Dates, Member, check_member, was_member
from agm.rules.proxies import OnRegister, ProxyRule


def registered(people: Mapping[str, Member], rule: ProxyRule, dates: Dates) -> dict[str, OnRegister]:
    return {
        key: OnRegister(
            tuple(check_member(member, rule.vote, dates).reasons),
            not rule.holder_must_be_member or was_member(member, dates["meeting"]),
        )
        for key, member in people.items()
    }
