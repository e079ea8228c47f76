"""A call for nominations for tests: a meeting with its offices, its dates, its rules and its register."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.facts import PersonName
from agm.language.names import sort_key, sort_name
from agm.meetings.models import Election, Meeting, Register, RegisterEntry
from agm.nominations.commands import NamedCandidate, NamedSupporter, Nominate, Sender
from agm.nominations.models import CameBy, Contest, Nomination
from agm.nominations.nominating import nominate
from agm.nominations.operations import contests_of, copy_offices
from agm.organisation.models import AdoptedRules
from agm.people import links
from agm.people.commands import NewLink
from agm.people.models import LinkPurpose
from agm.rules.nomination import JobShareRule, NominationRule
from agm.rules.rule_set import RuleSet
from tests.support.records import facts_of, make_organisation, make_region, record

NOON = dt.datetime(2027, 4, 9, 11, 0, tzinfo=dt.UTC)
"""When nominations close: at noon by the clocks of Great Britain."""
BEFORE = NOON - dt.timedelta(days=2)
AFTER = NOON + dt.timedelta(seconds=3)
SEVERAL = RuleSet(
    name="Standing orders 2026",
    nomination=NominationRule(
        needs_consent=True, self_allowed=True, job_share=JobShareRule(2, ("Chair",)), statement_words=20
    ),
)
MEMBERS = ("Ruth Ardley", "Esther Kay", "Oswin Bellamy", "Leah Marchant", "Noa Peretzky")


@dataclass(frozen=True, slots=True)
class CallForTests:
    session: Session
    meeting_id: int
    entries: dict[str, int]
    """By name, those on the register; Oswin Bellamy may not stand."""

    @property
    def meeting(self) -> Meeting:
        return self.session.get_one(Meeting, self.meeting_id)

    def contest(self, label: str) -> Contest:
        return next(one for one in contests_of(self.session, self.meeting_id) if one.label == label)

    def act(self, at: dt.datetime = BEFORE) -> Act:
        return Act(self.session, SYSTEM, at)

    def token(self, purpose: LinkPurpose, record_id: int | None, at: dt.datetime = BEFORE) -> str:
        """A new link of this meeting; commits."""
        new = NewLink(purpose, self.meeting.unit_id, NOON + dt.timedelta(days=90), self.meeting_id, record_id)
        token = links.issue(self.act(at), new)
        self.session.commit()
        return token

    def nominated(
        self, name: str, office: str = "Chair", *, by: str | None = None, agreed: bool = True, at: dt.datetime = BEFORE,
        statement: str | None = None,
    ) -> Nomination:  # fmt: skip
        """Somebody nominated: by themselves, or by another; commits."""
        entry_id = self.entries.get(name)
        email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
        candidate = NamedCandidate(PersonName(name), email, entry_id, agreed, statement)
        sender = Sender(by or name, None, self.entries.get(by or name))
        supporters = (NamedSupporter("nominator", by, None, self.entries.get(by), True),) if by else ()
        command = Nominate(self.contest(office).id, (candidate,), at, CameBy.LINK, supporters, sender)
        nomination = nominate(self.act(at), command)
        self.session.commit()
        return nomination


def make_call(session: Session, rules: RuleSet | None = SEVERAL, *, has_register: bool = True) -> CallForTests:
    """Nominations that are open until noon on 9 April 2027, for Severn Vale's AGM of 18 April; commits."""
    make_organisation(session)
    make_region(session)
    meeting = record(session, facts_of(held_on="2027-04-18"))
    meeting.is_announced_beforehand = True
    copy_offices(Act(session, SYSTEM, BEFORE), meeting)
    if rules is not None:
        adopted = AdoptedRules(rules=rules.model_dump(mode="json"), adopted_at=BEFORE, adopted_by="A. Bell")
        session.add(adopted)
        session.flush()
        meeting.rules_id = adopted.id
    session.add(
        Election(meeting_id=meeting.id, nominations_open_at=NOON - dt.timedelta(days=20), nominations_close_at=NOON)
    )
    session.flush()
    entries: dict[str, int] = {}
    if has_register:
        session.add(
            Register(meeting_id=meeting.id, frozen_at=BEFORE, frozen_by="A. Bell", as_of_on=BEFORE.date(), days={})
        )
        session.flush()
        for name in MEMBERS:
            is_new = name == "Oswin Bellamy"
            entry = RegisterEntry(
                meeting_id=meeting.id, name=name, sort_key=sort_key(sort_name(name)), number=str(len(entries) + 1),
                email=f"{name.split()[0].lower()}@example.org", needs_paper=False, may_vote=True, may_nominate=True,
                may_stand=not is_new, reasons={"stand": "They joined on 2 January 2027."} if is_new else {},
            )  # fmt: skip
            session.add(entry)
            session.flush()
            entries[name] = entry.id
    session.commit()
    return CallForTests(session, meeting.id, entries)
