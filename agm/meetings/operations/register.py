"""Changing the register of a meeting after it was frozen."""

from sqlalchemy import select

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.language.names import sort_key, sort_name
from agm.meetings.commands import AddEntry, ChangeEntry, CorrectAddresses
from agm.meetings.models import Meeting, Register, RegisterAct, RegisterChange, RegisterEntry
from agm.meetings.operations.notices import redirect_waiting
from agm.meetings.register import last_change
from agm.rules.rights import Right
from agm.rules.violations import EditConflict, Violation, raise_if, refuse

GIVEN, TAKEN = RegisterAct.RIGHT_GIVEN, RegisterAct.RIGHT_TAKEN


def add_entry(act: Act, command: AddEntry) -> RegisterEntry:
    """Put somebody on a frozen register who was not on the roll."""
    register = open_register(act, command.meeting_id)
    raise_if(
        Violation("missing", name, words)
        for name, words in (("name", "Who is it? Enter their name."), ("reason", WHY))
        if not getattr(command, name).strip()
    )
    same = select(RegisterEntry.name).where(
        RegisterEntry.meeting_id == register.meeting_id,
        RegisterEntry.number == command.number,
        RegisterEntry.removed_at.is_(None),
    )
    if command.number and (holder := act.session.scalar(same.limit(1))):
        refuse("number_taken", "number", f"{holder} has this number, and is on the register.")
    entry = RegisterEntry(
        meeting_id=register.meeting_id,
        number=command.number,
        name=command.name,
        sort_key=sort_key(sort_name(command.name)),
        email=command.email,
        needs_paper=command.email is None,
        postal_address=None if command.email else command.postal_address,
        **{f"may_{right}": right in command.rights for right in Right},
        reasons={str(right): command.reason for right in Right if right not in command.rights},
    )
    act.session.add(entry)
    act.session.flush()
    note(act, entry, RegisterAct.ADDED, command.reason)
    return entry


BOTH = "A postal address is kept of those alone who have no e-mail. Leave one of the two empty."
WHY = "Say why: it is kept with the register."


def change_entry(act: Act, command: ChangeEntry) -> RegisterEntry:
    """Take somebody off a frozen register, put them back, or give or take a right; with the reason.

    Raises RefusedError without a reason, or where it is so already.
    """
    meeting_id = act.session.get_one(RegisterEntry, command.entry_id).meeting_id
    open_register(act, meeting_id)
    entry = lock_row(act.session, RegisterEntry, command.entry_id)
    if not command.reason.strip():
        refuse("missing", "reason", WHY)
    if command.act in {GIVEN, TAKEN} and command.right is not None:
        is_same = entry.may(command.right) is (command.act is GIVEN) and not entry.is_asked
    else:
        is_same = (entry.removed_at is None) is (command.act is RegisterAct.PUT_BACK)
    if is_same or command.act is RegisterAct.ADDED or (command.act in {GIVEN, TAKEN}) is (command.right is None):
        refuse("is_so_already", "", f"Somebody else changed this meanwhile: look at the entry of {entry.name} again.")
    if command.right is None:
        entry.removed_at = act.at if command.act is RegisterAct.REMOVED else None
    else:
        set_right(entry, command.right, is_given=command.act is GIVEN, reason=command.reason)
    note(act, entry, command.act, command.reason, command.right)
    return entry


def set_right(entry: RegisterEntry, right: Right, *, is_given: bool, reason: str) -> None:
    setattr(entry, f"may_{right}", is_given)
    others = {name: words for name, words in entry.reasons.items() if name != right}
    entry.reasons = others if is_given else {**others, str(right): reason}
    if right is Right.VOTE:
        entry.is_asked = False


def correct_addresses(act: Act, command: CorrectAddresses) -> RegisterEntry:
    """Put right where somebody on a frozen register gets mails or letters; what waits to go out goes there too.

    Raises RefusedError without a reason, for somebody who was taken off, or where it is so already; and EditConflict
    where the entry was changed since it was shown.
    """
    session = act.session
    meeting_id = session.get_one(RegisterEntry, command.entry_id).meeting_id
    open_register(act, meeting_id)
    entry = lock_row(session, RegisterEntry, command.entry_id)
    last = last_change(session, entry.id)
    if last is not None and last.id != command.version:
        raise EditConflict(last.id, last.by, last.at)
    if not command.reason.strip():
        refuse("missing", "reason", WHY)
    if entry.removed_at is not None:
        refuse("taken_off", "", f"{entry.name} was taken off the register. Put them back first.")
    if command.email and command.postal_address and command.postal_address != entry.postal_address:
        refuse("two_addresses", "postal_address", BOTH)
    email, postal_address = command.email or None, None if command.email else command.postal_address or None
    before = {
        RegisterAct.EMAIL_CORRECTED: (entry.email, email),
        RegisterAct.POSTAL_ADDRESS_CORRECTED: (entry.postal_address, postal_address),
    }
    corrected = {what: was for what, (was, now) in before.items() if was != now}
    if not corrected:
        refuse("is_so_already", "email", "The register has these addresses already. Enter what is right.")
    entry.email, entry.postal_address, entry.needs_paper = email, postal_address, email is None
    for what, was in corrected.items():
        note(act, entry, what, command.reason, was=was)
    redirect_waiting(act, entry)
    return entry


def open_register(act: Act, meeting_id: int) -> Register:
    """The register, held. Raises RefusedError where there is none, or none any more."""
    lock_row(act.session, Meeting, meeting_id)
    register = act.session.get(Register, meeting_id, populate_existing=True)
    if register is None:
        refuse("not_frozen", "", "There is no register of this meeting yet.")
    if register.disposed_at is not None:
        refuse("disposed_of", "", "The register of this meeting was disposed of.")
    return register


def note(
    act: Act,
    entry: RegisterEntry,
    what: RegisterAct,
    reason: str,
    right: Right | None = None,
    *,
    was: str | None = None,
) -> None:
    """Keep who changed an entry and why; the log has the number of the entry alone, so that it forgets the name too."""
    act.session.add(
        RegisterChange(
            entry_id=entry.id, act=what, right=right, at=act.at, by=act.actor.name, reason=reason.strip(), was=was
        )
    )
    unit_id = act.session.get_one(Meeting, entry.meeting_id).unit_id
    record(act, Action.REGISTER_AMENDED, f"meeting:{entry.meeting_id}", unit_id=unit_id, entry=entry.id, what=str(what))
