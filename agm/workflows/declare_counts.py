"""Declaring what was counted: the outcomes of every count become the meeting's results, and fill its offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agm.accounts.models import User
from agm.audit.act import Act, Actor
from agm.facts import OfficeState
from agm.language.en import join
from agm.language.names import name_key
from agm.meetings.models import Meeting, Section
from agm.meetings.operations.sections import section_version
from agm.results.commands import PlanDeclaration, RecordResults
from agm.results.models import Declaration, PlannedDeclaration
from agm.results.operations import plan_declaration, record_results
from agm.results.queries import declared_outcomes, last_declaration
from agm.rules.violations import Violation, raise_if, refuse
from agm.workflows.declare_results import declare_results
from agm.workflows.to_declare import ToDeclare, to_declare


def declare_counts(
    act: Act, meeting: Meeting, user: User | None, reason: str | None = None, *, in_part: bool = False
) -> None:
    """Make the results of every count public record: outcomes, declaration, terms of office. In part where other
    offices are decided later.

    Raises RefusedError for whatever is still open: counts, signatures, candidates who do not know.
    """
    found = to_declare(act.session, meeting)
    raise_if(open_points(found, user, in_part=in_part))
    last = last_declaration(act.session, meeting.id)
    if last is not None:
        reason = reason or why_more(found, last)
    if last is not None and not reason:
        refuse("reason_missing", "reason", "Say why the declared results change.")
    version = section_version(act.session, meeting.id, Section.RESULTS)
    record_results(act, RecordResults(meeting.id, version, True, found.outcomes, is_counted=True))
    declare_results(act, meeting, reason)
    if found.plan is not None:
        act.session.delete(found.plan)


def plan(act: Act, command: PlanDeclaration, user: User | None) -> None:
    """Let signed results become public at an instant. Raises RefusedError for whatever is still open."""
    meeting = act.session.get_one(Meeting, command.meeting_id)
    found = to_declare(act.session, meeting)
    raise_if(open_points(found, user, in_part=command.in_part))
    last = last_declaration(act.session, meeting.id)
    if last is not None and not (command.reason or why_more(found, last)):
        refuse("reason_missing", "reason", "Say why the declared results change.")
    plan_declaration(act, command)


def declare_planned(act: Act, meeting_id: int) -> None:
    """Declare what was planned for now, in the name of whoever planned it; or write down why that cannot be.

    Nothing is done before its time, or where the plan was taken back.
    """
    meeting, planned = act.session.get(Meeting, meeting_id), act.session.get(PlannedDeclaration, meeting_id)
    if meeting is None or planned is None or planned.public_at > act.at or planned.stopped:
        return
    found = to_declare(act.session, meeting)
    problems = [one.words for one in open_points(found, None, in_part=planned.in_part)]
    if found.digest != planned.results_digest:
        problems.insert(0, "The results have changed since the time was set.")
    if problems:
        planned.stopped = " ".join(problems)
        return
    actor = Actor(planned.actor, planned.name)
    declare_counts(replace(act, actor=actor), meeting, None, planned.reason, in_part=planned.in_part)


def why_more(found: ToDeclare, last: Declaration) -> str | None:
    """The reason for another declaration that only adds offices to what was declared; None where it changes that."""
    said = {one.contest_id: one for one in declared_outcomes(last)}
    added = [one for one in found.outcomes if said.get(one.contest_id, one).state is OfficeState.UNDECIDED]
    changed = [one for one in found.outcomes if one not in added and said.get(one.contest_id) != one]
    return f"{join([one.label for one in added])}: decided since." if added and not changed else None


def open_points(found: ToDeclare, user: User | None, *, in_part: bool = False) -> Sequence[Violation]:
    problems = []
    if not found.outcomes:
        problems.append(Violation("nothing_counted", "", "Nothing is counted yet."))
    if found.waiting and not in_part:
        problems.append(Violation("counts_open", "", f"Not counted yet: {', '.join(found.waiting)}."))
    problems += [Violation("two_offices", "", one.words) for one in found.clashes]
    problems += [Violation("holds_office", "", one.words) for one in found.holdings]
    problems += [Violation("quorum_of_vote", "", words) for words in found.short]
    if found.officer is None:
        problems.append(Violation("officer_not_signed", "", "The returning officer has not signed these results."))
    if found.needs_second and found.second is None:
        problems.append(Violation("second_not_signed", "", "A second person has to sign, with their own sign-in."))
    if found.not_told:
        words = f"{len(found.not_told)} of those who stood have not been told yet."
        problems.append(Violation("not_told", "", words))
    if user is not None and stands(user, found):
        problems.append(Violation("candidate_declares", "", STANDS))
    return problems


STANDS = "Whoever stands in this election cannot declare its result."


def stands(user: User, found: ToDeclare) -> bool:
    """Whether a user is one of those who stand: by their record, or by their name."""
    return any(one.person_id == user.person_id or name_key(one.name) == name_key(user.name) for one in found.candidates)
