"""Letters of the national office to those who record a region."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import Official, OfficialRole, User
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.rules.violations import refuse


@dataclass(frozen=True, slots=True)
class SendLetter:
    """`about` is what it is about, in one word, for the record; the words themselves are not kept there."""

    unit_id: int
    by_id: int
    about: str
    title: str
    words: str


def officers_by_unit(session: Session) -> dict[int, list[User]]:
    """By unit, the users who record it and can sign in, by name. Two statements."""
    rows = session.execute(
        select(Official.unit_id, User)
        .join(User, User.id == Official.user_id)
        .where(Official.role == OfficialRole.REGIONAL_OFFICER, User.active)
        .order_by(User.name, User.id)
    )
    found: dict[int, list[User]] = {}
    for unit_id, user in rows:
        found.setdefault(unit_id, []).append(user)
    return found


def send_letter(act: Act, command: SendLetter) -> Sequence[User]:
    """Have a letter sent to everybody who records the unit: to whom. The same words on one day are sent once.

    Raises RefusedError where nobody does.
    """
    users = officers_by_unit(act.session).get(command.unit_id, [])
    if not users:
        refuse("nobody_to_write_to", "", "Nobody records this region, so there is no address. Invite its chair first.")
    digest = hashlib.sha256(f"{command.title}\n{command.words}".encode()).hexdigest()[:16]
    payload = {"by_id": command.by_id, "title": command.title, "words": command.words}
    enqueue(
        act,
        *(
            NewJob(
                kind=JobKind.LETTER_MAIL,
                key=f"unit:{command.unit_id}:letter:{act.at.date()}:{digest}:user:{user.id}",
                payload={**payload, "user_id": user.id},
                subject=f"user:{user.id}",
                unit_id=command.unit_id,
            )
            for user in users
        ),
    )
    record(
        act, Action.LETTER_SENT, f"unit:{command.unit_id}", unit_id=command.unit_id, about=command.about,
        users=[user.id for user in users],
    )  # fmt: skip
    return users
