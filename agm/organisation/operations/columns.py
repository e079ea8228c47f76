"""What the operations on this chapter's rows have in common: columns of an office, orders, and what changed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from agm.audit.changes import changes
from agm.database.locking import lock_rows
from agm.organisation.commands import OfficeDetails
from agm.organisation.models import Office, OfficeTemplate, Unit
from agm.rules.violations import Violation, raise_if

OFFICE_COLUMNS = ("label", "plural_label", "seats", "canonical_key", "is_shareable", "label_alt")

Ordered = TypeVar("Ordered", Office, OfficeTemplate, Unit)


def office_columns(details: OfficeDetails) -> dict[str, Any]:
    return {name: getattr(details, name) for name in OFFICE_COLUMNS}


def office_violations(details: OfficeDetails, others: Iterable[str]) -> Iterator[Violation]:
    """Why an office cannot be kept beside those with the other labels."""
    if not details.label.strip():
        yield Violation("label_missing", "label", "Enter what the office is called, for example Treasurer.")
    if same_label(details.label) in {same_label(other) for other in others}:
        yield Violation(
            "label_taken", "label", f"There is an office called “{details.label}” already. Choose another name."
        )
    if details.seats < 1:
        yield Violation("no_seats", "seats", "An office has at least one seat.")


def same_label(label: str) -> str:
    """A label without what makes no difference to a reader: case and spaces."""
    return " ".join(label.casefold().split())


def put_in_order(session: Session, kind: type[Ordered], present: Sequence[Ordered], ids: tuple[int, ...]) -> bool:
    """Number the rows in the order of their ids; tell whether that changed anything.

    Raises RefusedError unless exactly these rows are named: somebody added or removed one in between.
    """
    by_id = {row.id: row for row in lock_rows(session, kind, (row.id for row in present))}
    rows = sorted(by_id.values(), key=lambda row: (row.position, row.id))
    message = "The list has changed meanwhile. Look at it again, then put it in order."
    raise_if([] if sorted(ids) == sorted(by_id) else [Violation("list_changed", "", message)])
    is_changed = [row.id for row in rows] != list(ids)
    for position, id_ in enumerate(ids, 1):
        by_id[id_].position = position
    return is_changed


def next_position(rows: Sequence[Office | OfficeTemplate | Unit]) -> int:
    return max((row.position for row in rows), default=0) + 1


def columns_of(row: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def changes_of(row: object, before: dict[str, Any]) -> dict[str, Any]:
    """What the audit log keeps of a change of columns."""
    return changes(before, columns_of(row, before))
