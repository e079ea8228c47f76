"""The elections of the demonstration: notice that was sent, nominations, and lots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete

from agm.audit.act import Act
from agm.demo.counts import contest_of
from agm.demo.online_votes import OFFICER
from agm.facts import PersonName
from agm.meetings.commands import SendToMembers
from agm.meetings.models import Channel, Meeting, NoticeKind
from agm.meetings.operations.notices import address_of, note_came_back, note_posted, note_served
from agm.meetings.timetable import timetable
from agm.nominations.commands import (
    AnswerNomination,
    NamedCandidate,
    NamedSupporter,
    Nominate,
    RuleOnNomination,
    Sender,
    SetPaperOrder,
)
from agm.nominations.models import CameBy, Nomination, OrderMethod, Use
from agm.nominations.nominating import answer_nomination, nominate
from agm.nominations.register import on_register
from agm.nominations.rulings import rule, set_paper_order
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.workflows import send_notice as notices


def send_notice(act: Act, meeting: Meeting, came_back: str | None) -> None:
    """Send the notice as it is composed; every mail counts as sent, and that to this address as come back, if any."""
    text = notices.letter(act, timetable(act.session, meeting), NoticeKind.NOTICE)
    if text is None:
        raise KeyError(meeting.id)
    command = SendToMembers(meeting.id, NoticeKind.NOTICE, text.subject, text.text)
    sending = notices.send_notice(act, command, is_public=True).sending
    act.session.execute(delete(OutboxJob).where(OutboxJob.kind == JobKind.ELECTION_MAIL.value))
    for served in sending.served:
        if served.channel is Channel.EMAIL:
            note_served(act, served.id)
        if came_back is not None and address_of(act.session, served) == came_back:
            note_came_back(act, sending, served)
    note_posted(act, sending)


@dataclass(frozen=True, slots=True)
class NamedFor:
    """Who is nominated for an office, with whom they would share it, and who supports it: a proposer and a seconder."""

    office: str
    who: str
    partner: str | None
    supporters: Sequence[str]
    statement: str | None
    has_agreed: bool


def name_for(act: Act, meeting: Meeting, named: NamedFor, at: dt.datetime, came_by: CameBy) -> Nomination:
    """Nominate somebody. Nothing leaves this computer: what asks or tells those who have answered counts as sent."""
    people = [named.who, *([named.partner] if named.partner else [])]
    found = on_register(act.session, meeting.id, [*people, *named.supporters])
    uses = frozenset({Use.STATEMENT, Use.MAIL}) if named.statement else frozenset()
    first = NamedCandidate(
        PersonName(named.who), None, found.get(named.who), named.has_agreed, named.statement, None, uses
    )
    partners = [NamedCandidate(PersonName(name), None, found.get(name)) for name in people[1:]]
    supporters = tuple(
        NamedSupporter(role, name, None, found.get(name), has_agreed=True)
        for role, name in zip(("proposer", "seconder"), named.supporters, strict=True)
    )
    proposer = named.supporters[0]
    sender = Sender(proposer, None, found.get(proposer))
    contest = contest_of(act, meeting, named.office)
    nomination = nominate(
        replace(act, at=at), Nominate(contest.id, (first, *partners), at, came_by, supporters, sender)
    )
    if came_by is not CameBy.OPEN:
        key = f"{JobKind.NOMINEE_MAIL.value}:{nomination.nominees[0].id}"
        act.session.execute(delete(OutboxJob).where(OutboxJob.idempotency_key == key))
    return nomination


def settle(act: Act, nomination: Nomination, *, is_refused: bool, is_ruled: bool) -> None:
    """The first who is named says no, after a yes or instead of it; or the returning officer says that it stands."""
    if is_refused:
        answer_nomination(act, AnswerNomination(nomination.nominees[0].id, act.at, accepts=False))
    if is_ruled:
        rule(replace(act, actor=OFFICER), RuleOnNomination(nomination.id, stands=True), ())


def draw_lots(act: Act, meeting: Meeting, office: str, witness: str | None) -> None:
    """Draw the order on the voting paper from slips before a witness, or by a number where there is none."""
    contest = contest_of(act, meeting, office)
    method = OrderMethod.LOT_BY_HAND if witness else OrderMethod.LOT_BY_SEED
    drawn = tuple(one.id for one in reversed(contest.candidacies))
    set_paper_order(replace(act, actor=OFFICER), SetPaperOrder(contest.id, method, drawn, witness))
