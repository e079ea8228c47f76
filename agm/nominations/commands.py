"""What operations on contests and candidacies are asked to do."""

import datetime as dt
from dataclasses import dataclass

from agm.facts import PersonName
from agm.files.pictures import Picture
from agm.nominations.models import CameBy, OrderMethod, Use
from agm.rules.violations import RefusedError, Violation
from agm.rules.withdrawal import AfterClose


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestSetup:
    """One office as it stands at one meeting. Without `contest_id` it is added, for the given office; without
    `office_id` for the region's office of that label, which is made if there is none."""

    label: str
    office_id: int | None
    contest_id: int | None = None
    plural_label: str | None = None
    seats: int = 1
    canonical_key: str | None = None
    is_shareable: bool = True


@dataclass(frozen=True, slots=True)
class AmendContests:
    """All the offices of a meeting, in order; contests that are not listed are taken away with who stood in them."""

    meeting_id: int
    contests: tuple[ContestSetup, ...]
    version: int | None = None
    """That of the section of results, where a form was filled from it: the offices share it with their results."""


class ContestError(RefusedError):
    """A contest cannot be so; `contest_id` and `index` say where, the message says what to do."""

    def __init__(self, message: str, *, contest_id: int | None = None, index: int | None = None) -> None:
        entry = "" if index is None else f".entries.{index}"
        field = "" if contest_id is None else f"outcomes.{contest_id}{entry}"
        super().__init__([Violation("outcome_impossible", field, message)])
        self.contest_id = contest_id
        self.index = index


@dataclass(frozen=True, slots=True)
class NamedCandidate:
    """Somebody named for an office; `has_agreed` where their own word came with the nomination."""

    name: PersonName
    email: str | None = None
    entry_id: int | None = None
    has_agreed: bool = False
    statement: str | None = None
    photo: Picture | None = None
    uses: frozenset[Use] = frozenset()


@dataclass(frozen=True, slots=True)
class NamedSupporter:
    role: str
    name: str
    email: str | None = None
    entry_id: int | None = None
    has_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    name: str
    email: str | None = None
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Nominate:
    """Name somebody for an office. `form_key` makes what is sent twice one; `received_at` is when it came."""

    contest_id: int
    candidates: tuple[NamedCandidate, ...]
    received_at: dt.datetime
    came_by: CameBy
    supporters: tuple[NamedSupporter, ...] = ()
    sender: Sender | None = None
    form_key: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerNomination:
    """What somebody named says, as of `received_at`; `name` is as they want it printed. Where it `writes`, `to_members`
    is what they write to the members."""

    nominee_id: int
    received_at: dt.datetime
    accepts: bool
    name: PersonName | None = None
    statement: str | None = None
    photo: Picture | None = None
    drops_photo: bool = False
    writes: bool = False
    to_members: str | None = None
    uses: frozenset[Use] = frozenset()


@dataclass(frozen=True, slots=True)
class AnswerSupport:
    supporter_id: int
    received_at: dt.datetime
    accepts: bool


@dataclass(frozen=True, slots=True)
class AnswerConfirmation:
    """Whether a member in whose name a nomination came says, as of `received_at`, that it is theirs."""

    nomination_id: int
    received_at: dt.datetime
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class ConfirmByHand:
    """That a nomination comes from whom it says, found out by other means than the mail; `entry_id` is who that is."""

    nomination_id: int
    reason: str
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class RuleOnNomination:
    nomination_id: int
    stands: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawLate:
    """A withdrawal after the close, told to the returning officer; `follow` where the rules leave open what follows."""

    nomination_id: int
    follow: AfterClose | None = None


@dataclass(frozen=True, slots=True)
class SetPaperOrder:
    """The order on the voting paper: `candidacy_ids` where slips were drawn by hand, before a witness."""

    contest_id: int
    method: OrderMethod
    candidacy_ids: tuple[int, ...] = ()
    witness: str | None = None


@dataclass(frozen=True, slots=True)
class AllowLate:
    """Let an office be nominated for after the close: until an instant, or (None) at the meeting."""

    contest_id: int
    closes_at: dt.datetime | None
