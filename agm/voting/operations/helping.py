"""Who is helped to vote, because they cannot read or mark a paper alone; kept beside the register, never the vote."""

from __future__ import annotations

from sqlalchemy import select

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.database.locking import lock_row
from agm.language.names import name_key
from agm.meetings.models import Meeting, RegisterEntry
from agm.organisation.queries import rules_called_under
from agm.rules.violations import refuse
from agm.voting.commands import RecordHelp
from agm.voting.models import VotingHelp
from agm.voting.operations.codes import voter_of
from agm.voting.operations.online_setup import note


def record_help(act: Act, command: RecordHelp) -> VotingHelp:
    """Keep who helps a voter, in place of what was kept. The log has that somebody was helped, and not who.

    Raises RefusedError for a companion who has helped as many as the rules let one person help.
    """
    session = act.session
    meeting = lock_row(session, Meeting, command.meeting_id)
    voter = voter_of(act, meeting.id, command.entry_id)
    companion = None if command.companion is None else name_key(command.companion)
    if companion == name_key(voter.entry.name):
        refuse("own_companion", "companion", "That is the voter: enter who helps them.")
    most = rules_called_under(session, meeting.rules_id).voters_per_companion
    others = select(VotingHelp.companion).join(VotingHelp.entry).where(
        RegisterEntry.meeting_id == meeting.id, VotingHelp.entry_id != command.entry_id
    )  # fmt: skip
    helped = sum(name_key(one) == companion for one in session.scalars(others) if one is not None)
    if companion is not None and most is not None and helped >= most:
        words = f"{command.companion} has helped {helped} already, and the rules let one person help {most}."
        refuse("helped_enough", "companion", f"{words} Somebody else helps, or whoever gives out the papers.")
    row = session.get(VotingHelp, command.entry_id)
    if row is None:
        row = VotingHelp(entry_id=command.entry_id)
        session.add(row)
    row.companion, row.needed = command.companion, command.needed
    session.flush()
    note(act, Action.VOTER_HELPED, voter)
    return row


def take_help_back(act: Act, meeting_id: int, entry_id: int) -> None:
    """Take back that somebody was helped. Raises RefusedError where nobody said so."""
    row = act.session.get(VotingHelp, entry_id)
    if row is None or row.entry.meeting_id != meeting_id:
        refuse("not_helped", "", "It is not recorded that they were helped.")
    note(act, Action.VOTING_HELP_TAKEN_BACK, voter_of(act, meeting_id, entry_id))
    act.session.delete(row)
    act.session.flush()
