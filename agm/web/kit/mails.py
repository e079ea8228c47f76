"""Mail about logins, written to the outbox with the change that it tells of. `agm.web.outbox_handlers` makes the words
and the link when it sends one, so that no row holds a link."""

import datetime as dt
import uuid

from agm.accounts.models import User
from agm.audit.act import Act
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue

NEW_PASSWORD_LINK_VALID_FOR = dt.timedelta(days=1)


def mail_invitation(act: Act, user: User) -> None:
    """Send the link by which an invited person sets a password; not if a later invitation takes its place."""
    invited_at = "" if user.invited_at is None else user.invited_at.isoformat()
    enqueue(
        act,
        NewJob(
            kind=JobKind.INVITATION_MAIL,
            key=f"user:{user.id}:invitation:{invited_at}",
            payload={"user_id": user.id, "invited_at": invited_at},
            subject=f"user:{user.id}",
        ),
    )


def mail_new_password_link(act: Act, email: str) -> None:
    """Send a link by which a password is set, if somebody can sign in with this address: that is found out when it is
    sent, so that what the asking costs tells nobody who has a login."""
    enqueue(act, NewJob(kind=JobKind.NEW_PASSWORD_MAIL, key=f"new_password:{uuid.uuid4()}", payload={"email": email}))


def mail_password_changed(act: Act, user: User) -> None:
    """Tell somebody that their password was changed, in case it was not they who did it."""
    enqueue(
        act,
        NewJob(
            kind=JobKind.PASSWORD_CHANGED_MAIL,
            key=f"user:{user.id}:password_changed:{act.at.isoformat()}",
            payload={"user_id": user.id},
            subject=f"user:{user.id}",
        ),
    )
