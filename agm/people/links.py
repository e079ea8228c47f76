"""Personal links: given out once, of one purpose, found by a digest. Looking at one changes nothing."""

import datetime as dt
import hashlib
import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.people.commands import NewLink
from agm.people.models import LinkPurpose, PersonalLink
from agm.rules.violations import refuse

BYTES = 24
"""192 bits: nobody finds a link by trying."""
UNKNOWN = "This link is not complete, or it is no link of ours. Copy the whole address from the e-mail."
EXPIRED = "This link has run out. Ask the returning officer for a new one."
REVOKED = "This link was taken back. Ask the returning officer for a new one."
USED = "This link was used already, and works once."


def issue(act: Act, new: NewLink) -> str:
    """A new link's token, which nothing can tell again. Not audited: the act that it is for is."""
    token = secrets.token_urlsafe(BYTES)
    act.session.add(
        PersonalLink(
            token_digest=digest_of(token), purpose=new.purpose, unit_id=new.unit_id, meeting_id=new.meeting_id,
            record_id=new.record_id, is_single_use=new.is_single_use, created_at=act.at, expires_at=new.expires_at,
        )
    )  # fmt: skip
    act.session.flush()
    return token


def find(session: Session, token: str, purpose: LinkPurpose, now: dt.datetime) -> PersonalLink:
    """The link of a token. One statement.

    Raises RefusedError (link_unknown, also for a link of another purpose; link_revoked, link_used, link_expired).
    """
    link = session.scalar(
        select(PersonalLink).where(PersonalLink.token_digest == digest_of(token), PersonalLink.purpose == purpose)
    )
    if link is None:
        refuse("link_unknown", "", UNKNOWN)
    if link.revoked_at is not None:
        refuse("link_revoked", "", REVOKED)
    if link.is_single_use and link.used_at is not None:
        refuse("link_used", "", USED)
    if link.expires_at <= now:
        refuse("link_expired", "", EXPIRED)
    return link


def use(act: Act, link: PersonalLink) -> None:
    """Note that something is done by a link. Raises RefusedError where one of single use was used meanwhile."""
    unused = PersonalLink.used_at.is_(None) | PersonalLink.is_single_use.is_(False)
    done = update(PersonalLink).where(PersonalLink.id == link.id, unused).values(used_at=act.at)
    if act.session.scalar(done.returning(PersonalLink.id)) is None:
        refuse("link_used", "", USED)


def revoke(act: Act, purpose: LinkPurpose, record_id: int) -> None:
    """Take back every link of a purpose about a record. One statement."""
    standing = PersonalLink.purpose == purpose, PersonalLink.record_id == record_id, PersonalLink.revoked_at.is_(None)
    act.session.execute(update(PersonalLink).where(*standing).values(revoked_at=act.at))


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
