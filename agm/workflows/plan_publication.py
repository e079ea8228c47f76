"""Publishing later, or once a second person has read it: planned now, done by the outbox at its time."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from agm.announcements.commands import Publish
from agm.announcements.models import Announcement, PublicationPlan
from agm.announcements.operations.publishing import draft_to_publish
from agm.audit.act import Act, Actor
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.people.models import ConsentSource
from agm.rules.violations import EditConflict, RefusedError, refuse
from agm.workflows.publish_announcement import Announce, announce, check_read, require_consent

CHANGED = "The record or the words were changed after it was planned. Read it again, and plan it again."


@dataclass(frozen=True, slots=True)
class PlanPublication:
    """Publish a draft as it was read, at a time, or once somebody else has read it too; or both."""

    announcement_id: int
    version: int
    digest: str
    due_at: dt.datetime | None = None
    needs_second: bool = False
    names_agreed: bool = False


def plan_publication(act: Act, command: PlanPublication) -> PublicationPlan:
    """Plan it in place of an earlier plan. Everything that would hinder it now hinders the plan.

    Raises as `announce` does, and RefusedError for a time that is past.
    """
    if command.due_at is not None and command.due_at <= act.at:
        refuse("past", "due_on", "This is past. Leave the day and the time empty to publish at once.")
    draft = draft_to_publish(act, Publish(command.announcement_id, command.version))
    check_read(draft, command.digest)
    require_consent(act, draft, ConsentSource.CONFIRMED_BY_CHAIR, agreed=command.names_agreed)
    plan = act.session.get(PublicationPlan, command.announcement_id) or PublicationPlan(
        announcement_id=command.announcement_id
    )
    act.session.add(plan)
    plan.digest, plan.due_at, plan.needs_second = draft.document.digest, command.due_at, command.needs_second
    plan.planned_by, plan.planned_key, plan.planned_at = act.actor.name, act.actor.key, act.at
    plan.second_by = plan.second_at = plan.stopped_why = None
    note(act, Action.PUBLICATION_PLANNED, draft.announcement)
    if not plan.waits_for_second:
        enqueue_publication(act, plan)
    return plan


def confirm_publication(act: Act, announcement_id: int, digest: str) -> PublicationPlan | None:
    """Say as the second person that it can be public: at its time, or at once; None where it is public now.

    Raises RefusedError for whoever planned it, EditConflict where another text was read than the one planned.
    """
    plan = held_plan(act.session, announcement_id)
    if plan.planned_key == act.actor.key:
        refuse("same_person", "", "You planned this yourself. Somebody else has to read it.")
    if digest != plan.digest:
        raise EditConflict(plan.announcement.version)
    plan.second_by, plan.second_at = act.actor.name, act.at
    note(act, Action.PUBLICATION_CONFIRMED, plan.announcement)
    if plan.due_at is not None and plan.due_at > act.at:
        enqueue_publication(act, plan)
        return plan
    carry_out(act, plan)
    return None


def give_up_plan(act: Act, announcement_id: int) -> None:
    """Do not publish it. Raises RefusedError where nothing is planned any more."""
    plan = held_plan(act.session, announcement_id)
    act.session.delete(plan)
    note(act, Action.PUBLICATION_GIVEN_UP, plan.announcement)


def publish_planned(act: Act, announcement_id: int, planned_at: str) -> None:
    """Publish what was planned then, under the name of whoever planned it; where that is not possible any more, say why
    on its page. A plan that was made anew or given up has nothing to do with this one."""
    plan = act.session.get(PublicationPlan, announcement_id, with_for_update=True)
    if plan is None or plan.planned_at.isoformat() != planned_at or plan.waits_for_second:
        return
    if plan.due_at is not None and plan.due_at > act.at:
        return
    try:
        with act.session.begin_nested():
            carry_out(act, plan)
    except EditConflict:
        why = CHANGED
    except RefusedError as refused:
        why = str(refused)
    else:
        return
    act.session.expire_all()
    stopped = act.session.get(PublicationPlan, announcement_id)
    if stopped is not None:
        stopped.stopped_why = why


def carry_out(act: Act, plan: PublicationPlan) -> None:
    by = replace(act, actor=Actor(plan.planned_key, plan.planned_by))
    announcement_id, digest = plan.announcement_id, plan.digest
    version = lock_row(act.session, Announcement, announcement_id).version
    act.session.delete(plan)
    announce(by, Announce(announcement_id, version, names_agreed=True, digest=digest))


def held_plan(session: Session, announcement_id: int) -> PublicationPlan:
    plan = session.get(PublicationPlan, announcement_id, with_for_update=True)
    if plan is None:
        refuse("not_planned", "", "Nothing is planned any more. Look at the page again.")
    return plan


def enqueue_publication(act: Act, plan: PublicationPlan) -> None:
    planned_at = plan.planned_at.isoformat()
    job = NewJob(
        kind=JobKind.PUBLICATION,
        key=f"publication:{plan.announcement_id}:{planned_at}:{plan.due_at}",
        payload={"announcement_id": plan.announcement_id, "planned_at": planned_at},
        due_at=plan.due_at,
        subject=f"announcement:{plan.announcement_id}",
        unit_id=act.session.get_one(Announcement, plan.announcement_id).unit_id,
    )
    enqueue(act, job)


def note(act: Act, action: Action, announcement: Announcement) -> None:
    record(act, action, f"announcement:{announcement.id}", unit_id=announcement.unit_id)
