"""Sending a public text by mail: one job of the outbox for each who gets it."""

import hashlib
import re

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from agm.announcements.commands import SendByMail
from agm.announcements.models import Announcement, RevisionAct
from agm.announcements.operations.publishing import standing_revision
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.membership.models import RollMember
from agm.membership.queries import on_roll
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.rules.violations import refuse

ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\]+")
LONGEST_ADDRESS = 254
MOST_ADDRESSES = 500
"""Typed at once; what goes to more people goes to the roll, or to a list elsewhere that has one address."""


def send_by_mail(act: Act, command: SendByMail) -> int:
    """Queue a mail for each who is to get it; how many. Nobody gets the same version of a text twice.

    Raises RefusedError where it does not stand, nobody would get it, or an address cannot be one.
    """
    announcement = lock_row(act.session, Announcement, command.announcement_id)
    revision = standing_revision(act.session, announcement)
    if revision.act is RevisionAct.RETRACTED:
        refuse("retracted_already", "", "This was taken back, so it is not sent to anybody.")
    check_addresses(command.addresses)
    to: list[tuple[str, int | str, str]] = []
    if command.to_members:
        to += [("member", number, str(number)) for number in act.session.scalars(members_of(announcement.unit_id))]
    to += [("email", address, key_of(address)) for address in dict.fromkeys(command.addresses)]
    if not to:
        refuse("nobody", "addresses", "Choose the members, or type at least one address.")
    enqueue(
        act,
        *(
            NewJob(
                kind=JobKind.ANNOUNCEMENT_MAIL,
                key=f"announcement:{announcement.id}:{revision.sequence}:{kind}:{key}",
                payload={"announcement": announcement.id, kind: value},
                subject=f"announcement:{announcement.id}",
                unit_id=announcement.unit_id,
            )
            for kind, value, key in to
        ),
    )
    record(
        act, Action.ANNOUNCEMENT_MAILED, f"announcement:{announcement.id}", unit_id=announcement.unit_id,
        sequence=revision.sequence, to=len(to),
    )  # fmt: skip
    return len(to)


def check_addresses(addresses: tuple[str, ...]) -> None:
    if len(addresses) > MOST_ADDRESSES:
        refuse("too_many", "addresses", f"Type at most {MOST_ADDRESSES} addresses at once.")
    for address in addresses:
        if not ADDRESS.fullmatch(address) or len(address) > LONGEST_ADDRESS or not address.isprintable():
            refuse("address_unusable", "addresses", f"“{address}” is no e-mail address. Write one on each line.")


def key_of(address: str) -> str:
    """The part of a job's key that stands for an address: keys are kept for a month, addresses are not."""
    return hashlib.sha256(address.lower().encode()).hexdigest()[:32]


def members_of(unit_id: int) -> Select[int]:
    return select(RollMember.id).where(with_address(unit_id)).order_by(RollMember.id)


def with_address(unit_id: int) -> ColumnElement[bool]:
    return and_(on_roll(unit_id), RollMember.email.is_not(None), RollMember.email != "")


def members_with_address(session: Session, unit_id: int) -> int:
    """How many on the unit's roll can be written to. One statement."""
    return session.scalar(select(func.count(RollMember.id)).where(with_address(unit_id))) or 0
