"""Asking those who keep a person's record to put the name right, and what becomes of it."""

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.people.commands import AcceptProposal, AmendPerson, DeclineProposal, ProposeName
from agm.people.models import NameProposal, Person, ProposalOutcome
from agm.people.operations import amend_person, name_violations, standing_record
from agm.people.queries import open_proposal
from agm.rules.violations import Violation, check_version, raise_if, refuse

ANSWERED = "This was answered or taken back meanwhile. Nothing was changed."


def propose_name(act: Act, command: ProposeName) -> NameProposal:
    """Ask for another name of a person whose record others keep. The same asked again is the proposal that is open.

    Raises EditConflict where the record changed meanwhile, RefusedError for no name, for the one on record already, and
    where the unit has asked for another already.
    """
    person = lock_row(act.session, Person, command.person_id)
    wanted = command.name
    standing = open_proposal(act.session, person.id, command.unit_id)
    if standing is not None:
        if (standing.name, standing.prefix, standing.suffix) == (wanted.name, wanted.prefix, wanted.suffix):
            return standing
        refuse("asked_already", "", "Your unit has asked for another name already. Take that back first.")
    check_version(command.version, person.version)
    raise_if(name_violations(wanted))
    if (person.name, person.prefix, person.suffix) == (wanted.name, wanted.prefix, wanted.suffix):
        refuse("name_unchanged", "name", "This is how the name is on record. Change what is wrong with it.")
    proposal = NameProposal(
        person_id=person.id,
        person_version=person.version,
        unit_id=command.unit_id,
        name=wanted.name,
        prefix=wanted.prefix,
        suffix=wanted.suffix,
        reason=command.reason,
        proposed_by=act.actor.name,
        proposed_at=act.at,
    )
    act.session.add(proposal)
    note(act, Action.NAME_PROPOSED, proposal)
    return proposal


def accept_proposal(act: Act, command: AcceptProposal) -> Person:
    """Change the name as it was asked, from the version of the record that was looked at.

    Raises EditConflict where the record changed since, RefusedError where the proposal is not open any more.
    """
    proposal = hold_open(act, command.proposal_id)
    person = standing_record(act.session, act.session.get_one(Person, proposal.person_id))
    amend_person(act, AmendPerson(person.id, command.version, proposal.wanted))
    answer(act, proposal, ProposalOutcome.ACCEPTED, Action.NAME_PROPOSAL_ACCEPTED)
    return person


def decline_proposal(act: Act, command: DeclineProposal) -> None:
    """Say why the name stays as it is. Raises RefusedError without a reason, or where the proposal is not open."""
    proposal = hold_open(act, command.proposal_id)
    words = "Say in a few words why the name stays as it is. Who asked will read it."
    raise_if([] if command.reason else [Violation("reason_missing", "answer", words)])
    proposal.answer = command.reason
    answer(act, proposal, ProposalOutcome.DECLINED, Action.NAME_PROPOSAL_DECLINED)


def withdraw_proposal(act: Act, proposal_id: int) -> None:
    """Take a proposal back. Raises RefusedError where it is not open any more."""
    answer(act, hold_open(act, proposal_id), ProposalOutcome.WITHDRAWN, Action.NAME_PROPOSAL_WITHDRAWN)


def hold_open(act: Act, proposal_id: int) -> NameProposal:
    proposal = lock_row(act.session, NameProposal, proposal_id)
    if proposal.outcome is not None:
        refuse("answered", "", ANSWERED)
    return proposal


def answer(act: Act, proposal: NameProposal, outcome: ProposalOutcome, action: Action) -> None:
    proposal.outcome, proposal.answered_by, proposal.answered_at = outcome, act.actor.name, act.at
    note(act, action, proposal)


def note(act: Act, action: Action, proposal: NameProposal) -> None:
    act.session.flush()
    record(act, action, f"person:{proposal.person_id}", unit_id=proposal.unit_id, proposal=proposal.id)
