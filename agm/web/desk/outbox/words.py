"""The outbox in plain words: what is sent, and how far it is."""

import datetime as dt

from agm.outbox.kinds import JobKind
from agm.outbox.models import JobOutcome, OutboxJob

KINDS: dict[JobKind, str] = {
    JobKind.INVITATION_MAIL: "Invitation to sign in",
    JobKind.NEW_PASSWORD_MAIL: "Link for a new password",
    JobKind.PASSWORD_CHANGED_MAIL: "Notice that a password was changed",
    JobKind.ELECTION_MAIL: "Election mail to a member",
    JobKind.LETTER_MAIL: "Letter to a region’s officers",
    JobKind.NOMINATION_RECEIPT_MAIL: "Receipt of a nomination",
    JobKind.CONFIRMATION_MAIL: "Question to a member whether they sent a nomination",
    JobKind.NOMINEE_MAIL: "Question to somebody who was nominated",
    JobKind.SUPPORTER_MAIL: "Question to somebody who is to support a nomination",
    JobKind.RULING_MAIL: "Notice that a nomination does not stand",
    JobKind.MAY_WRITE_MAIL: "Notice to a candidate that they may write to members",
    JobKind.CANDIDATES_SETTLED: "Looking whether candidates can be told that they may write to members",
    JobKind.VOTING_CODE_MAIL: "Voting code for a member",
    JobKind.ANNOUNCEMENT_MAIL: "Announcement by e-mail",
    JobKind.WORDPRESS_POST: "Announcement for a WordPress site",
    JobKind.KEPT_FORMS: "PDF and picture of an announcement",
    JobKind.VOTE_CLOSING: "Closing of a vote online when its hour is over",
    JobKind.VOTE_CLEANING: "Clearing what is left of encrypted voting papers",
    JobKind.RESULT_MAIL: "The result to somebody who stood",
    JobKind.CHAIN_HEAD_MAIL: "Daily note of the end of the audit log",
    JobKind.BOUNCES: "Reading which e-mails came back",
    JobKind.DISPOSAL: "Clearing this list of what is older than 30 days",
    JobKind.PUBLICATION: "Publishing an announcement at its time",
    JobKind.ERASURE: "Clearing an erased name from the files of the database",
    JobKind.ROLL_READING: "Reading a long list of members",
    JobKind.REGISTER_FREEZE: "Freezing the register of a long roll",
    JobKind.DECLARATION: "Declaring results at the time that was set",
    JobKind.ROLL_DRAFT_DISPOSAL: "Forgetting a list of members that nobody took over",
    JobKind.PRINTOUT: "Making papers to print",
    JobKind.PRINTOUT_DISPOSAL: "Forgetting papers that were made to print",
}
OUTCOMES = {
    JobOutcome.DONE: "Done",
    JobOutcome.FAILED: "Failed",
    JobOutcome.CANCELLED: "Not sent",
    JobOutcome.CAME_BACK: "Came back",
}


def what(kind: str) -> str:
    """What is sent; for a kind of a later version of the program, its own name."""
    return KINDS[JobKind(kind)] if kind in set(JobKind) else kind


def state(job: OutboxJob, at: dt.datetime) -> str:
    if job.outcome is not None:
        return OUTCOMES[job.outcome]
    if job.is_claimed(at):
        return "Being sent"
    return "Waiting to be tried again" if job.last_error else "Waiting"
