"""A list that waits for answers: begun, answered, taken over, broken off. Short ones are read at once, long ones by a
worker."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from agm.audit.act import Act, Actor
from agm.database.locking import lock_row
from agm.membership.commands import BeginDraft
from agm.membership.drafts import command_of, found_of, read_draft
from agm.membership.models import RollDraft
from agm.membership.operations.roll import import_roll
from agm.membership.queries import held_members, version_of
from agm.membership.reading.sifted import packed
from agm.membership.reading.values import RollReading
from agm.organisation.models import Unit
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.rules.violations import refuse

LONG = 3000
"""Lines of a list that is left to a worker: reading them takes longer than anybody waits for a page."""
KEPT_FOR = dt.timedelta(hours=1)


def begin_draft(act: Act, command: BeginDraft) -> RollDraft:
    """Keep what is needed of a list, in place of any other that waits in this unit, and read it."""
    lock_row(act.session, Unit, command.unit_id)
    act.session.execute(delete(RollDraft).where(RollDraft.unit_id == command.unit_id))
    draft = RollDraft(
        unit_id=command.unit_id,
        begun_at=act.at,
        begun_by=act.actor.name,
        file_name=command.file_name,
        content=packed(command.sifted),
        lines=command.sifted.lines,
        answers={},
        version=0,
    )
    act.session.add(draft)
    act.session.flush()
    job = NewJob(
        kind=JobKind.ROLL_DRAFT_DISPOSAL,
        key=f"roll_draft:{draft.id}:{act.at.isoformat()}:disposal",
        subject=f"unit:{draft.unit_id}",
        unit_id=draft.unit_id,
        due_at=act.at + KEPT_FOR,
    )
    enqueue(act, job)
    go_on(act, draft)
    return draft


def answer_draft(act: Act, draft: RollDraft, answers: Mapping[str, Any]) -> None:
    """Add answers, in the form of `agm.membership.drafts`, and read the list again."""
    held = draft.answers
    draft.answers = {
        "list": {**held.get("list", {}), **answers.get("list", {})},
        "statuses": {**held.get("statuses", {}), **answers.get("statuses", {})},
        "rows": [*held.get("rows", ()), *answers.get("rows", ())],
    }
    go_on(act, draft)


def confirm_draft(act: Act, draft: RollDraft) -> bool:
    """Take the list over, as it was shown. False where that has to wait: for a worker, or for another look, because
    somebody else took over a list meanwhile. Raises RefusedError where something is open or nothing would change."""
    if draft.found is None:
        refuse("not_read", "", "The list is still being read.")
    if draft.found["list"]:
        refuse("open_questions", "", "Answer what is asked about the list first.")
    draft.confirmed_by = {"key": act.actor.key, "name": act.actor.name}
    return go_on(act, draft)


def go_on(act: Act, draft: RollDraft) -> bool:
    if draft.lines <= LONG:
        version = version_of(act.session, draft.unit_id)
        return settle_draft(act, draft, read_draft(draft, held_members(act.session, draft.unit_id)), version)
    draft.found, draft.lines_read = None, 0
    job = NewJob(
        kind=JobKind.ROLL_READING,
        key=f"roll_draft:{draft.id}:{act.at.isoformat()}",
        payload={"draft": draft.id},
        subject=f"unit:{draft.unit_id}",
        unit_id=draft.unit_id,
    )
    act.session.flush()
    enqueue(act, job)
    return False


def settle_draft(act: Act, draft: RollDraft, reading: RollReading, version: int) -> bool:
    """Take the list over, if that was asked and the roll is as it was when that was shown; else keep what was found."""
    confirmed, draft.confirmed_by = draft.confirmed_by, None
    if version != version_of(act.session, draft.unit_id):  # a list was taken over while this one was read
        return go_on(act, draft)
    if confirmed and version == draft.version:
        import_roll(Act(act.session, Actor(**confirmed), act.at), command_of(draft, reading))
        act.session.delete(draft)
        act.session.flush()
        return True
    draft.version, draft.found = version, found_of(reading, draft.answers)
    act.session.flush()
    return False


def break_off(act: Act, unit_id: int) -> bool:
    """Forget the list that waits; the roll stays as it is. Whether there was one."""
    draft = act.session.scalar(select(RollDraft).where(RollDraft.unit_id == unit_id).with_for_update())
    if draft is not None:
        act.session.delete(draft)
        act.session.flush()
    return draft is not None


def dispose_of_drafts(act: Act) -> None:
    """Forget the lists that have waited too long."""
    act.session.execute(delete(RollDraft).where(RollDraft.begun_at <= act.at - KEPT_FOR))
