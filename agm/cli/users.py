"""`agm users`: invite, list, disable and enable those who sign in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import click

from agm.cli.context import application, working_session

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from agm.accounts.commands import RoleInRegion
    from agm.accounts.models import OfficialRole, User

ROLES = ("national_officer", "regional_officer", "viewer")
"""The values of `OfficialRole`, which `--help` names without loading the accounts."""


@click.group()
def users() -> None:
    """Invite, list, disable and enable those who sign in."""


@users.command()
@click.argument("email")
@click.option("--name", help="Name of the person; needed for somebody new.")
@click.option("--role", type=click.Choice(ROLES), help="What the person may do.")
@click.option("--region", "regions", multiple=True, help="Address of a region (north-west); once for each region.")
def invite(*, email: str, name: str | None, role: str | None, regions: tuple[str, ...]) -> None:
    """Make a login, and a link by which the person chooses a password.

    The link is sent by letter if AGM_MAIL_SERVER is set, and printed otherwise. For somebody who has a login already
    a new link is made, and older links stop working.

    \b
    Examples:
      agm users invite ottilie@example.org --name "Ottilie Farrow" --role national_officer
      agm users invite corwin@example.org --name "Corwin Thackeray" --role regional_officer --region north-west
      agm users invite corwin@example.org
    """
    from agm.accounts import operations
    from agm.accounts.commands import InviteUser
    from agm.accounts.models import OfficialRole
    from agm.accounts.queries import user_by_email
    from agm.audit.act import SYSTEM, Act
    from agm.settings import LOCAL_URL, Settings
    from agm.web.kit.clock import now
    from agm.web.kit.invitation import invitation_link
    from agm.web.kit.mails import mail_invitation
    from agm.web.kit.transaction import transaction

    with application() as app, plain_refusals(), transaction() as session:
        settings: Settings = app.extensions["agm_settings"]
        user = user_by_email(session, email)
        if user is None:
            if not name or not role:
                raise click.UsageError("There is no such login yet: give --name and --role to make one.")
            roles = tuple(roles_of(session, OfficialRole(role), regions))
            user = operations.invite(Act(session, SYSTEM, now()), InviteUser(email=email, name=name, roles=roles))
        elif role or regions:
            raise click.UsageError("There is such a login already: change its roles at /desk/users.")
        else:
            operations.renew_invitation(Act(session, SYSTEM, now()), user)
        if settings.mail_server is not None:
            mail_invitation(Act(session, SYSTEM, now()), user)
            click.echo(f"A letter with the link is on its way to {user.email}.")
            return
        click.echo(f"Give this link to {user.name}. It works once, for seven days:")
        if settings.base_url == LOCAL_URL:
            click.echo(
                f"The link leads to {settings.base_url}. If people reach the application at another address, "
                "set AGM_BASE_URL to that address, and make the link again.",
                err=True,
            )
        click.echo(invitation_link(settings, user))


@users.command("list")
def list_() -> None:
    """List everybody who can sign in.

    \b
    Example:
      agm users list
    """
    from agm.accounts.queries import all_users

    with working_session() as session:
        for user in all_users(session):
            click.echo("\t".join((user.email, user.name, state_of(user), roles_in_words(user))))


@users.command()
@click.argument("email")
def disable(*, email: str) -> None:
    """End somebody's sessions and refuse further ones.

    \b
    Example:
      agm users disable corwin@example.org
    """
    change(email, "disable", "cannot sign in any more")


@users.command()
@click.argument("email")
def enable(*, email: str) -> None:
    """Let somebody sign in again.

    \b
    Example:
      agm users enable corwin@example.org
    """
    change(email, "enable", "can sign in again")


@users.command("rotate-secrets")
def rotate_secrets() -> None:
    """Encrypt what is kept of second steps by the first secret of AGM_SECRET_KEY, so that older ones can be taken away.

    \b
    Example:
      agm users rotate-secrets
    """
    from agm.accounts.queries import all_users
    from agm.audit.act import SYSTEM, Act
    from agm.web.account.second_step import encrypt_anew
    from agm.web.kit.clock import now
    from agm.web.kit.transaction import transaction

    with application(), transaction() as session:
        count = encrypt_anew(Act(session, SYSTEM, now()), all_users(session))
    click.echo(f"The second steps of {count} {'user' if count == 1 else 'users'} are encrypted by the first secret.")


def change(email: str, operation: Literal["disable", "enable"], outcome: str) -> None:
    from agm.accounts import operations
    from agm.accounts.queries import user_by_email
    from agm.audit.act import SYSTEM, Act
    from agm.web.kit.clock import now

    with plain_refusals(), working_session() as session:
        user = user_by_email(session, email)
        if user is None:
            raise click.ClickException(f"Nobody has a login with {email}. “agm users list” shows all of them.")
        getattr(operations, operation)(Act(session, SYSTEM, now()), user)
        click.echo(f"{user.name} {outcome}.")


@contextmanager
def plain_refusals() -> Iterator[None]:
    """Refusals of an operation end the command with their message."""
    from agm.rules.violations import RefusedError

    try:
        yield
    except RefusedError as refusal:
        raise click.ClickException(str(refusal)) from None


def roles_of(session: Session, role: OfficialRole, addresses: tuple[str, ...]) -> Iterator[RoleInRegion]:
    """The role for each of the regions; ends the command for a region that does not exist."""
    from agm.accounts.commands import RoleInRegion
    from agm.accounts.models import OfficialRole
    from agm.organisation.queries import regions

    if role is OfficialRole.NATIONAL_OFFICER:
        if addresses:
            raise click.UsageError("A national officer is for every region: leave out --region.")
        yield RoleInRegion(role)
        return
    if not addresses:
        raise click.UsageError("Say for which region: --region north-west, for example.")
    known = {unit.slug: unit.id for unit in regions(session)}
    for address in addresses:
        if address not in known:
            raise click.UsageError(f"There is no region “{address}”. There are: {', '.join(known) or 'none yet'}.")
        yield RoleInRegion(role, known[address])


def state_of(user: User) -> str:
    if not user.active:
        return "disabled"
    return "invited" if user.password is None else "active"


def roles_in_words(user: User) -> str:
    """The roles of a user: `regional_officer north-west, viewer wales`."""
    return ", ".join(
        found.role.value if found.unit.is_national else f"{found.role.value} {found.unit.slug}"
        for found in user.officials
    )
