"""The verbs that change users (invite, join, amend, disable, enable) and begin and end their sessions."""

import datetime as dt
import secrets
import uuid

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, not_
from sqlalchemy.orm import Session

from agm.accounts.commands import AmendUser, BeginSession, InviteUser, RoleInRegion
from agm.accounts.models import Official, OfficialRole, SignInMethod, User, UserSession
from agm.accounts.permissions import needs_second_step
from agm.accounts.queries import other_national_officers, still_runs, token_digest, user_by_email
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.organisation.models import NATIONAL_ID
from agm.rules.violations import refuse

LONGEST_SESSION = dt.timedelta(hours=12)
LONGEST_KEPT_SESSION = dt.timedelta(days=30)
SECOND_STEP_GRACE = dt.timedelta(days=7)
"""How long after the first sign-in a password alone still opens the desk: as long as an invitation is valid, so that
who is invited on the evening of a meeting can begin, and set up an app or a passkey on a quiet day."""
LAST_NATIONAL_OFFICER = "Make somebody else a national officer first: nobody else could look after the users."


def invite(act: Act, command: InviteUser) -> User:
    """Make a login without a password. Raises RefusedError for an unusable or known address, or roles that clash."""
    email = checked_email(command.email)
    if user_by_email(act.session, email) is not None:
        refuse("email_taken", "email", f"{email} already has a login. Find it in the list of users.")
    check_roles(command.roles)
    user = User(
        email=email,
        name=checked_name(command.name),
        created_at=act.at,
        invited_at=act.at,
        confirmed_at=act.at,
        active=True,
        fs_uniquifier=uuid.uuid4().hex,
        fs_webauthn_user_handle=uuid.uuid4().hex,
    )
    user.officials = [Official(role=given.role, unit_id=given.unit_id) for given in command.roles]
    act.session.add(user)
    act.session.flush()
    record(act, Action.USER_INVITED, f"user:{user.id}", roles=role_words(command.roles))
    return user


def renew_invitation(act: Act, user: User) -> User:
    """Invite a user again: a new link can be made, older ones stop working. Raises RefusedError for a disabled user."""
    if not user.active:
        refuse("login_disabled", "", f"{user.name} is disabled. Enable the login first.")
    user.invited_at = act.at
    record(act, Action.USER_INVITED, f"user:{user.id}", again=True)
    return user


def join(act: Act, user: User, password_hash: str) -> User:
    """Take up an invitation: set the password, and end every session and link that there was."""
    user.password = password_hash
    user.fs_uniquifier = uuid.uuid4().hex
    end_sessions(act, user)
    record(act, Action.USER_JOINED, f"user:{user.id}")
    return user


def amend(act: Act, user: User, command: AmendUser) -> User:
    """Change a user's name and roles. Raises RefusedError when roles clash or nobody would be a national officer."""
    check_roles(command.roles)
    before = role_words(tuple(RoleInRegion(official.role, official.unit_id) for official in user.officials))
    wanted = {given.unit_id: given.role for given in command.roles}
    if NATIONAL_ID not in wanted:
        keep_a_national_officer(act.session, user)
    if any(wanted.get(official.unit_id) is not official.role for official in user.officials):
        end_sessions(act, user)
    user.name = checked_name(command.name)
    user.officials = [official for official in user.officials if official.unit_id in wanted]
    kept = {official.unit_id: official for official in user.officials}
    for unit_id, role in wanted.items():
        if unit_id in kept:
            kept[unit_id].role = role
        else:
            user.officials.append(Official(role=role, unit_id=unit_id))
    record(
        act,
        Action.USER_AMENDED,
        f"user:{user.id}",
        before=before,
        after=role_words(command.roles),
    )
    return user


def disable(act: Act, user: User) -> User:
    """End a user's sessions and refuse further ones. Raises RefusedError for the last national officer."""
    keep_a_national_officer(act.session, user)
    if user.active:
        user.active = False
        user.disabled_at = act.at
        user.fs_uniquifier = uuid.uuid4().hex
        end_sessions(act, user)
        record(act, Action.USER_DISABLED, f"user:{user.id}")
    return user


def enable(act: Act, user: User) -> User:
    if not user.active:
        user.active = True
        user.disabled_at = None
        record(act, Action.USER_ENABLED, f"user:{user.id}")
    return user


def remove_second_step(act: Act, user: User) -> User:
    """Take off codes and passkeys, for whoever lost their phone; the time to set up another begins anew."""
    end_sessions(act, user)
    user.webauthn = []
    user.second_step_due_at = None
    user.tf_primary_method = None
    user.tf_totp_secret = None
    user.mf_recovery_codes = None
    record(act, Action.SECOND_FACTOR_CHANGED, f"user:{user.id}", change="off")
    return user


def begin_session(act: Act, user: User, command: BeginSession) -> tuple[UserSession, str]:
    """Sign a user in on one browser; the session, and the token by which the browser is known.

    Sessions that have ended are cleared away. The first sign-in of somebody who needs a second step and has none begins
    their time to set one up.
    """
    act.session.execute(delete(UserSession).where(not_(still_runs(act.at))))
    is_kept = command.is_kept and command.method is SignInMethod.PASSKEY
    token = secrets.token_urlsafe(32)
    begun = UserSession(
        user_id=user.id,
        token_digest=token_digest(token),
        device=command.device,
        method=command.method,
        is_kept=is_kept,
        began_at=act.at,
        last_used_at=act.at,
        ends_at=act.at + (LONGEST_KEPT_SESSION if is_kept else LONGEST_SESSION),
    )
    if not command.method.has_second_factor and needs_second_step(user) and user.second_step_due_at is None:
        user.second_step_due_at = act.at + SECOND_STEP_GRACE
    act.session.add(begun)
    act.session.flush()
    return begun, token


def renew_session(act: Act, found: UserSession) -> str:
    """Give a session that goes on another token; the former opens nothing any more."""
    token = secrets.token_urlsafe(32)
    found.token_digest = token_digest(token)
    act.session.flush()
    return token


def end_session(act: Act, found: UserSession) -> None:
    """Sign a user out on one browser."""
    act.session.delete(found)
    act.session.flush()
    record(act, Action.SESSION_ENDED, f"user:{found.user_id}", session=found.id)


def end_sessions(act: Act, user: User, *, but: int | None = None) -> User:
    """Sign a user out everywhere, or everywhere but in one session."""
    ended = act.session.scalars(
        delete(UserSession)
        .where(UserSession.user_id == user.id, UserSession.id != (but or 0))
        .returning(UserSession.id)
    ).all()
    if ended:
        record(act, Action.SESSION_ENDED, f"user:{user.id}", sessions=sorted(ended))
    return user


def keep_a_national_officer(session: Session, user: User) -> None:
    """Raise RefusedError if this active user is the only national officer."""
    is_one = user.active and any(official.role is OfficialRole.NATIONAL_OFFICER for official in user.officials)
    if is_one and not other_national_officers(session, user.id):
        refuse("last_national_officer", "", LAST_NATIONAL_OFFICER)


def check_roles(roles: tuple[RoleInRegion, ...]) -> None:
    """Raise RefusedError unless there is a role, one at most per region, and only national officers have no region."""
    if not roles:
        refuse("no_role", "roles", "Choose what this person may do: at least one role.")
    if len({given.unit_id for given in roles}) < len(roles):
        refuse("two_roles_in_region", "roles", "Choose one role for each region.")
    for given in roles:
        if (given.unit_id == NATIONAL_ID) != (given.role is OfficialRole.NATIONAL_OFFICER):
            refuse(
                "region_of_role",
                "roles",
                "Choose the region of each regional officer and viewer; a national officer has none.",
            )


def role_words(roles: tuple[RoleInRegion, ...]) -> list[str]:
    """The roles as the audit log keeps them: `national_officer`, `viewer:region:3`."""
    return sorted(
        given.role.value if given.unit_id == NATIONAL_ID else f"{given.role.value}:region:{given.unit_id}"
        for given in roles
    )


def checked_email(typed: str) -> str:
    """The address in its usual form. Raises RefusedError for what cannot be one."""
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        refuse("email_unusable", "email", "Enter an email address, for example dana@example.org.")


def checked_name(typed: str) -> str:
    """The name without blanks at its ends. Raises RefusedError for none."""
    name = " ".join(typed.split())
    if not name:
        refuse("name_missing", "name", "Enter the name of the person.")
    return name
