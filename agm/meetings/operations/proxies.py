"""Proxies given and taken back, as the rules of the meeting allow them."""

from __future__ import annotations

from sqlalchemy import select

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.meetings.attendance import present_entries, proxies_of, proxy_rule, standing_proxies
from agm.meetings.commands import GiveProxy
from agm.meetings.models import GivenProxy, Meeting, RegisterEntry
from agm.meetings.register import on_register
from agm.rules.eligibility import Reason
from agm.rules.presence import CHAIR
from agm.rules.proxies import OnRegister, check_registered
from agm.rules.rights import Right
from agm.rules.violations import Violation, raise_if, refuse

NOT_ALLOWED = "The rules of this meeting let nobody vote for somebody else."


def give_proxy(act: Act, command: GiveProxy) -> GivenProxy:
    """Record a proxy; an earlier one of the same giver ends. Raises RefusedError with all that the rules say to it."""
    session = act.session
    meeting = lock_row(session, Meeting, command.meeting_id)
    rule = proxy_rule(session, meeting)
    if rule is None:
        refuse("no_proxies", "", NOT_ALLOWED)
    row = GivenProxy(
        meeting_id=meeting.id,
        giver_id=command.giver_id,
        holder_id=command.holder_id,
        kind=command.kind,
        received_at=act.at,
    )
    standing = standing_proxies(session, meeting.id)
    others = proxies_of(one for one in standing if one.giver_id != command.giver_id)
    asked = proxies_of([row])[0]
    known = {key: OnRegister() for one in others for key in (one.giver, one.holder)} | {CHAIR: OnRegister()}
    found = select(RegisterEntry).where(on_register(meeting.id), RegisterEntry.id.in_([row.giver_id, row.holder_id]))
    for entry in session.scalars(found):
        words = entry.reasons.get(Right.VOTE) or "They may not vote themselves."
        known[str(entry.id)] = OnRegister(() if entry.may_vote else (Reason("giver_may_not_vote", words),))
    if asked.holder not in known:
        refuse("holder_not_on_register", "holder", "Who is to hold it is not on the register of this meeting.")
    checked = check_registered([*others, asked], rule, known, None, present_entries(session, meeting.id))
    reasons = [reason for one in checked.refused if one.proxy is asked for reason in one.reasons]
    raise_if(Violation(reason.code, field_of(reason.code), reason.words) for reason in reasons)
    for earlier in standing:
        if earlier.giver_id == command.giver_id:
            earlier.withdrawn_at = act.at
    session.flush()
    session.add(row)
    session.flush()
    record(act, Action.PROXY_RECEIVED, f"meeting:{meeting.id}", unit_id=meeting.unit_id, proxy=row.id)
    return row


def field_of(code: str) -> str:
    return "holder" if "holder" in code or code == "own_proxy" else "giver"


def withdraw_proxy(act: Act, meeting_id: int, proxy_id: int) -> None:
    """End a proxy. Raises RefusedError for none of this meeting."""
    row = act.session.get(GivenProxy, proxy_id)
    if row is None or row.meeting_id != meeting_id:
        refuse("no_such_proxy", "", "There is no such proxy at this meeting.")
    if row.withdrawn_at is None:
        meeting = act.session.get_one(Meeting, meeting_id)
        row.withdrawn_at = act.at
        record(act, Action.PROXY_WITHDRAWN, f"meeting:{meeting_id}", unit_id=meeting.unit_id, proxy=row.id)
