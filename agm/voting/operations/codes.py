"""Codes that admit to the vote online: given out, given anew, and ended. Only their digests are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.meetings.models import GivenProxy, RegisterEntry
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.rules.code_letters import digest_of, in_groups, new_code
from agm.rules.violations import raise_if, refuse
from agm.voting.models import OnlineVote, Voter, VotingCode
from agm.voting.operations.online_setup import lonely_weights, note, put_voters_of_register, weight_by_class
from agm.voting.queries.online import online_ballots, voter_of_entry, voters_by_weight, ways_of, without_code

ENDED = "The vote is over: nobody needs a code any more."


@dataclass(frozen=True, slots=True)
class Letter:
    """A code for a printed letter: whose vote it is, and to whom it goes, who may hold their proxy."""

    voter: Voter
    addressee: str
    code: str

    @property
    def printed_code(self) -> str:
        """In groups; nothing can tell it again."""
        return in_groups(self.code)


def issue(act: Act, voter: Voter, code: str | None = None) -> str:
    """A new code of a voter, made here or of a letter, in groups as it is printed; an earlier one ends. Not audited by
    itself."""
    standing = VotingCode.voter_id == voter.id, VotingCode.revoked_at.is_(None)
    act.session.execute(update(VotingCode).where(*standing).values(revoked_at=act.at))
    code = code or new_code()
    act.session.add(VotingCode(digest=digest_of(code), voter_id=voter.id, issued_at=act.at))
    act.session.flush()
    return in_groups(code)


def vote_with_codes(act: Act, meeting_id: int) -> OnlineVote:
    vote = act.session.get(OnlineVote, meeting_id)
    if vote is None:
        refuse("no_online_vote", "", "Set up the vote online first.")
    if vote.closed_at is not None or vote.voided_at is not None:
        refuse("vote_over", "", ENDED)
    return vote


def send_codes(act: Act, meeting_id: int) -> int:
    """Mail a code to every voter who has an address for mail and no code yet, or to whoever votes for them. How many
    mails that makes: each is made, with its code, when it is sent."""
    vote = vote_with_codes(act, meeting_id)
    put_voters_of_register(act, vote)
    waiting = voters_of(act, meeting_id, without=True)
    holders = holders_of(act, meeting_id)
    reached = [one for one in waiting if holders.get(one.entry_id, one.entry).email]
    unit_id = vote.meeting.unit_id
    enqueue(act, *(mail_of(one, unit_id, "first") for one in reached))
    if reached:
        note(act, Action.VOTING_CODES_SENT, vote, number=len(reached))
    return len(reached)


def mail_of(voter: Voter, unit_id: int, which: str) -> NewJob:
    return NewJob(
        kind=JobKind.VOTING_CODE_MAIL,
        key=f"meeting:{voter.meeting_id}:voting_code:{voter.id}:{which}",
        payload={"voter_id": voter.id},
        subject=f"meeting:{voter.meeting_id}",
        unit_id=unit_id,
    )


def letters_to_print(act: Act, meeting_id: int, *, again: bool = False) -> list[Letter]:
    """Letters with new codes to voters whom no mail reaches: to those who have none, or `again` to all of them. The
    codes admit to nothing before `keep_letters`."""
    vote_with_codes(act, meeting_id)
    holders = holders_of(act, meeting_id)
    asked = voters_of(act, meeting_id, without=not again)
    by_post = [one for one in asked if not holders.get(one.entry_id, one.entry).email]
    return [Letter(one, holders.get(one.entry_id, one.entry).name, new_code()) for one in by_post]


def keep_letters(act: Act, meeting_id: int, letters: Sequence[Letter]) -> None:
    """Let the codes of printed letters admit to the vote. Earlier ones end, and with them earlier letters."""
    vote = vote_with_codes(act, meeting_id)
    for letter in letters:
        issue(act, letter.voter, letter.code)
    note(act, Action.VOTING_CODES_PRINTED, vote, number=len(letters))


def replace_code(act: Act, meeting_id: int, entry_id: int, *, by_mail: bool = False) -> str | None:
    """Give somebody another code instead of the one that got lost, which ends at once: the new one, or None where it is
    mailed. Somebody who came onto the register since becomes a voter.

    Raises RefusedError for nobody of the register, or once the vote is over.
    """
    vote = vote_with_codes(act, meeting_id)
    voter = voter_of(act, meeting_id, entry_id)
    note(act, Action.VOTING_CODE_REPLACED, vote, entry=entry_id, by_mail=by_mail)
    if not by_mail:
        return issue(act, voter)
    if not addressee_of(act, voter).email:
        refuse("no_address", "by_mail", "There is no e-mail address. Print the code, or read it to them.")
    end_code(act, voter)
    mail_another(act, vote, voter)
    return None


def mail_another(act: Act, vote: OnlineVote, voter: Voter) -> None:
    """Queue a mail with another code than those that somebody was given before."""
    earlier = select(func.count()).where(VotingCode.voter_id == voter.id)
    enqueue(act, mail_of(voter, vote.meeting.unit_id, str(act.session.scalar(earlier))))


def addressee_of(act: Act, voter: Voter) -> RegisterEntry:
    """Who gets a voter's code."""
    return holders_of(act, voter.meeting_id).get(voter.entry_id, voter.entry)


@dataclass(frozen=True, slots=True)
class CodeHandedOn:
    """Who gets a new code in place of one that ended, and whether by mail; else it is to be printed."""

    to: str
    by_mail: bool
    has_voted: bool = False
    """Whether a vote was cast by the code that ended, in some contest: it stays."""


def hand_code_on(act: Act, voter: Voter) -> CodeHandedOn | None:
    """End a voter's code, because somebody else than before casts the vote now, and let a new one go to them.

    None where no code was out, or the vote is over.
    """
    vote = act.session.get(OnlineVote, voter.meeting_id)
    if vote is None or vote.closed_at is not None or vote.voided_at is not None or not end_code(act, voter):
        return None
    addressee = addressee_of(act, voter)
    by_mail = bool(addressee.email)
    note(act, Action.VOTING_CODE_REPLACED, vote, entry=voter.entry_id, by_mail=by_mail)
    if by_mail:
        mail_another(act, vote, voter)
    return CodeHandedOn(addressee.name, by_mail, bool(ways_of(act.session, voter.id)))


def revoke_code(act: Act, meeting_id: int, entry_id: int) -> None:
    """End somebody's code without another."""
    vote = vote_with_codes(act, meeting_id)
    voter = voter_of_entry(act.session, entry_id)
    if voter is None or voter.meeting_id != meeting_id or not end_code(act, voter):
        refuse("no_code", "", "They have no code that is valid.")
    note(act, Action.VOTING_CODE_REVOKED, vote, entry=entry_id)


def end_code(act: Act, voter: Voter) -> bool:
    standing = VotingCode.voter_id == voter.id, VotingCode.revoked_at.is_(None)
    ended = update(VotingCode).where(*standing).values(revoked_at=act.at).returning(VotingCode.digest)
    return act.session.scalar(ended) is not None


def voter_of(act: Act, meeting_id: int, entry_id: int) -> Voter:
    """The voter who is this entry of the register; a new one, if there is none yet. Raises RefusedError."""
    session = act.session
    entry = session.get(RegisterEntry, entry_id)
    if entry is None or entry.meeting_id != meeting_id or entry.removed_at is not None or not entry.may_vote:
        refuse("not_a_voter", "", "The register does not have them with a vote.")
    voter = voter_of_entry(session, entry_id)
    if voter is not None:
        return voter
    vote, weight = session.get(OnlineVote, meeting_id), None
    if vote is not None:
        by_class = weight_by_class(vote, RegisterEntry.member_class)
        weight = session.scalar(select(by_class).where(RegisterEntry.id == entry_id))
    voter = Voter(
        meeting_id=meeting_id, entry_id=entry_id, section=entry.section, member_class=entry.member_class,
        weight=weight or 1,
    )  # fmt: skip
    session.add(voter)
    session.flush()
    for one in [] if vote is None else online_ballots(session, vote):
        if one.admits(voter):
            raise_if(lonely_weights(one.contest.label, voters_by_weight(session, one)))
    return voter


def voters_of(act: Act, meeting_id: int, *, without: bool = False) -> Sequence[Voter]:
    """The voters of a meeting by name; or only those `without` a code that is valid."""
    wanted = select(Voter).join(Voter.entry).where(Voter.meeting_id == meeting_id, RegisterEntry.removed_at.is_(None))
    if without:
        wanted = wanted.where(without_code(meeting_id))
    return act.session.scalars(wanted.order_by(RegisterEntry.sort_key, Voter.id).options(joinedload(Voter.entry))).all()


def holders_of(act: Act, meeting_id: int) -> dict[int, RegisterEntry]:
    """Who votes for whom, by the giver's entry; whoever takes the chair gets no mail for somebody else."""
    standing = select(GivenProxy).where(
        GivenProxy.meeting_id == meeting_id, GivenProxy.withdrawn_at.is_(None), GivenProxy.holder_id.is_not(None)
    )
    found = act.session.scalars(standing.options(joinedload(GivenProxy.holder)))
    return {one.giver_id: one.holder for one in found if one.holder is not None}
