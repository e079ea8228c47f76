"""Personal links: unguessable, of one purpose, for a time; kept as digests."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.people import links
from agm.people.commands import NewLink
from agm.people.models import LinkPurpose, PersonalLink
from agm.rules.violations import RefusedError
from tests.support.records import NOW, make_organisation, make_region

pytestmark = pytest.mark.both_databases

LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def act(session: Session) -> Act:
    make_organisation(session)
    make_region(session)
    return Act(session, SYSTEM, NOW)


def new(purpose: LinkPurpose = LinkPurpose.ACCEPT, **more: bool) -> NewLink:
    """A link for an hour."""
    return NewLink(purpose, unit_id=1, expires_at=LATER, meeting_id=7, record_id=3, **more)


def code_of(session: Session, token: str, purpose: LinkPurpose, now: dt.datetime = NOW) -> str:
    """Why a link is refused; "" where it is not."""
    try:
        links.find(session, token, purpose, now)
    except RefusedError as refused:
        return refused.violations[0].code
    return ""


def test_a_link_is_found_by_its_token_alone(act: Act) -> None:
    tokens = [links.issue(act, new()) for _ in range(3)]
    found = [links.find(act.session, token, LinkPurpose.ACCEPT, NOW) for token in tokens]
    assert [(one.unit_id, one.meeting_id, one.record_id) for one in found] == [(1, 7, 3)] * 3
    assert len({one.id for one in found}) == 3
    assert min(map(len, tokens)) >= 22  # 128 bits
    kept = act.session.scalars(select(PersonalLink.token_digest)).all()
    assert not any(token in digest for token in tokens for digest in kept)


@pytest.mark.parametrize("typed", ["", "x", "é", "\ud800", "\0", "a" * 5000])
def test_what_is_no_token_finds_nothing(act: Act, typed: str) -> None:
    links.issue(act, new())
    assert code_of(act.session, typed, LinkPurpose.ACCEPT) == "link_unknown"


def test_a_link_opens_one_purpose_until_it_expires_or_is_taken_back(act: Act) -> None:
    token = links.issue(act, new())
    for purpose in set(LinkPurpose) - {LinkPurpose.ACCEPT}:
        assert code_of(act.session, token, purpose) == "link_unknown"
    just_before = LATER - dt.timedelta(microseconds=1)
    assert code_of(act.session, token, LinkPurpose.ACCEPT, just_before) == ""
    assert code_of(act.session, token, LinkPurpose.ACCEPT, LATER) == "link_expired"
    links.revoke(act, LinkPurpose.NOMINATE, 3)
    assert code_of(act.session, token, LinkPurpose.ACCEPT) == ""
    links.revoke(act, LinkPurpose.ACCEPT, 3)
    act.session.expire_all()
    assert code_of(act.session, token, LinkPurpose.ACCEPT) == "link_revoked"


def test_only_a_link_of_single_use_is_used_up(act: Act) -> None:
    often, once = links.issue(act, new()), links.issue(act, new(is_single_use=True))
    for _ in range(2):
        links.use(act, links.find(act.session, often, LinkPurpose.ACCEPT, NOW))
    link = links.find(act.session, once, LinkPurpose.ACCEPT, NOW)
    links.use(act, link)
    with pytest.raises(RefusedError):
        links.use(act, link)
    act.session.expire_all()
    assert code_of(act.session, once, LinkPurpose.ACCEPT) == "link_used"
