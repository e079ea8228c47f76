"""What operations on contests and candidacies are asked to do."""

from dataclasses import dataclass

from agm.rules.violations import RefusedError, Violation


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
