"""What an operation on users is asked to do."""

from dataclasses import dataclass

from agm.accounts.models import OfficialRole, SignInMethod
from agm.organisation.models import NATIONAL_ID


@dataclass(frozen=True, slots=True)
class RoleInRegion:
    """A role, and the unit that it is for."""

    role: OfficialRole
    unit_id: int = NATIONAL_ID


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteUser:
    email: str
    name: str
    roles: tuple[RoleInRegion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendUser:
    """Change what somebody is called and what they may do; `roles` replaces the roles they have."""

    name: str
    roles: tuple[RoleInRegion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginSession:
    """Sign a user in on one browser; `is_kept` asks for 30 days, which a passkey alone is given."""

    method: SignInMethod
    device: str
    is_kept: bool = False
