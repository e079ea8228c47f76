"""The WordPress site of a unit, to which its public texts go."""

import re
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.commands import SetWordpressSite
from agm.announcements.models import Announcement, Revision, WordpressSite
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.organisation.models import NATIONAL_ID
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.rules.violations import refuse

ADDRESS = re.compile(r"https://[^\s/?#@]+(?:/[^\s?#]*)?|http://(?:127\.0\.0\.1|localhost)(?::\d+)?(?:/[^\s?#]*)?")


def site_of(session: Session, unit_id: int) -> WordpressSite | None:
    """The site of a unit, or else that of the national level. One statement."""
    found = select(WordpressSite).where(WordpressSite.unit_id.in_({unit_id, NATIONAL_ID}))
    return session.scalars(found.order_by(WordpressSite.unit_id.desc())).first()


def host_and_port(address: str) -> tuple[str, int]:
    """Where the address of a site leads. Raises ValueError for one that leads nowhere."""
    parts = urlsplit(address)
    if not parts.hostname:
        raise ValueError(address)
    return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def has_host(address: str) -> bool:
    try:
        return bool(host_and_port(address))
    except ValueError:
        return False


def set_wordpress_site(act: Act, command: SetWordpressSite) -> WordpressSite | None:
    """Send what is published from now on to this site; without an address, to none of the unit's own.

    Raises RefusedError for an address to which a password must not go, or where a name or password is missing.
    """
    site = act.session.get(WordpressSite, command.unit_id)
    address = command.address.strip().rstrip("/")
    if not address:
        if site is not None:
            act.session.delete(site)
        site = None
    else:
        if not ADDRESS.fullmatch(address) or not has_host(address):
            refuse("address_unusable", "address", "Enter the whole address of the site, beginning with https://.")
        if not command.user_name.strip():
            refuse("user_missing", "user_name", "Enter the user name that the password belongs to.")
        if site is None and not command.sealed_password:
            refuse("password_missing", "password", "Enter an application password of that user.")
        if site is not None and site.address != address and not command.sealed_password:
            refuse("password_missing", "password", "The address is another: enter the password for it.")
        if site is None:
            site = WordpressSite(unit_id=command.unit_id)
            act.session.add(site)
        site.address, site.user_name, site.as_draft = address, command.user_name.strip(), command.as_draft
        site.sealed_password = command.sealed_password or site.sealed_password
    act.session.flush()
    record(act, Action.WORDPRESS_AMENDED, f"unit:{command.unit_id}", unit_id=command.unit_id, address=address)
    return site


def ask_for_post(act: Act, announcement: Announcement, revision: Revision, again: str = "") -> bool:
    """Have the outbox bring a text to the unit's WordPress as it then stands; False where there is none.

    `again` tells one request of somebody at the desk from another.
    """
    if site_of(act.session, announcement.unit_id) is None:
        return False
    job = NewJob(
        kind=JobKind.WORDPRESS_POST,
        key=f"announcement:{announcement.id}:{revision.sequence}:wordpress:{revision.digest or ''}{again}",
        payload={"announcement": announcement.id},
        subject=f"announcement:{announcement.id}",
        unit_id=announcement.unit_id,
    )
    enqueue(act, job)
    return True
