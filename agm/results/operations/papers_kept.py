"""How long a meeting's voting papers are kept, and the certificate that they were destroyed."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import select

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.language.names import name_key
from agm.meetings.models import Meeting
from agm.nominations.models import Contest
from agm.results.commands import DestroyPapers
from agm.results.models import Complaint, PapersDestroyed
from agm.results.queries import last_declaration
from agm.rules.rule_set import RuleSet
from agm.rules.violations import refuse


def kept_until(declared_at: dt.datetime, rules: RuleSet) -> dt.date:
    """The last day on which the papers of a declared vote are kept: by the rules, and while it can be challenged."""
    days = max(rules.papers_kept_days or 0, rules.challenge_days or 0)
    return declared_at.astimezone(ZoneInfo(rules.zone)).date() + dt.timedelta(days=days)


def destroy_papers(act: Act, command: DestroyPapers, rules: RuleSet) -> PapersDestroyed:
    """Certify that the papers were destroyed. The counts stay: they name nobody who voted.

    Raises RefusedError before their time, while a complaint that came in time is open, or where one person is both.
    """
    meeting = lock_row(act.session, Meeting, command.meeting_id)
    declared = last_declaration(act.session, meeting.id)
    if declared is None:
        refuse("not_declared", "", "Nothing is declared yet: the papers are needed.")
    if act.session.get(PapersDestroyed, meeting.id) is not None:
        refuse("destroyed", "", "There is a certificate already.")
    of_meeting = select(Complaint.id).join(Contest, Contest.id == Complaint.contest_id)
    open_ones = of_meeting.where(Contest.meeting_id == meeting.id, Complaint.decision.is_(None), ~Complaint.is_late)
    if act.session.scalar(open_ones.limit(1)) is not None:
        refuse("complaint_open", "", "A complaint is not decided yet: the papers are needed.")
    last_day = kept_until(declared.declared_at, rules)
    if command.destroyed_on <= last_day:
        refuse("kept_longer", "destroyed_on", f"By the rules the papers are kept until {last_day:%-d %B %Y}.")
    if command.destroyed_on > act.at.astimezone(ZoneInfo(rules.zone)).date():
        refuse("in_future", "destroyed_on", "This day is not yet.")
    if name_key(command.destroyed_by) == name_key(command.witness):
        refuse("own_witness", "witness", "The witness is somebody else.")
    certificate = PapersDestroyed(
        meeting_id=meeting.id,
        destroyed_on=command.destroyed_on,
        what=command.what,
        destroyed_by=command.destroyed_by,
        witness=command.witness,
        recorded_at=act.at,
        recorded_by=act.actor.name,
    )
    act.session.add(certificate)
    record(act, Action.PAPERS_DESTROYED, f"meeting:{meeting.id}", unit_id=meeting.unit_id, on=str(command.destroyed_on))
    return certificate
