"""The steps of a case of voting, done at the pages of a started server; and the votes, read after sealing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from agm.counting.model import Ballots, members
from agm.rules.violations import RefusedError
from agm.voting.commands import SetVote
from agm.voting.models import ContestVote, OnlineVote
from agm.voting.operations import close_vote, extend, give_papers, replace_code, resume, set_vote, suspend, void
from agm.voting.operations.papers_given import PaperOutcome
from agm.voting.queries import online_ballots_of
from agm.web.kit import clock
from tests.election_cases.count_words import Case, Row, first_of, instant, under
from tests.election_cases.vote_words import BLANK
from tests.election_cases.vote_world import NOBODYS, World
from tests.support.laid_votes import seal_laid
from tests.support.voting_phone import RECEIPT, Fields, Shown, VotingPhone, form_of, marks_of, with_receipt

FILLING = dt.timedelta(minutes=5)
"""How long before it is sent a page was opened."""
LONG_AGO = dt.timedelta(hours=3)
AFTER_CLOSE = dt.timedelta(minutes=1)
HELD = "voting_held_until_returning_officer_decides"
KEPT = "ask_to_open_link_again_choices_kept"
SHOWN = {"paper", "code", "review", ""}
EXPIRED = "refused:form_expired"


@dataclass(frozen=True, slots=True)
class Filled:
    """What is in the voter's browser before the last button: the form, or the answer that there is none."""

    form: Fields
    refused: Shown | None = None


class Steps:
    def __init__(self, world: World) -> None:
        self.world = world
        self.phone = VotingPhone("127.0.0.1", world.server.port)
        self.sent: dict[tuple[str, str, str], Filled] = {}
        self.backups: list[tuple[dt.datetime, str]] = []
        self.wrong_by = dt.timedelta()
        """How far the server's clock is from the right time."""
        self.is_restored = False
        restores = [step for step in world.steps if step["do"] in DOES[Steps.restored]]
        self.named = [one for one in map(instant_named, restores) if one is not None]
        """The instants whose backups are put back."""

    def run(self, steps: Sequence[Case]) -> list[str]:
        """What becomes of each. Sendings of one instant are filled in before the first of them arrives."""
        found = []
        for at, together in groupby(steps, key=lambda step: step.get("at")):
            group = list(together)
            server_time = self.server_time(at)
            self.back_up_before(server_time)
            self.world.set_clock(server_time)
            self.world.work()
            filled = [self.fill_in(step, server_time) if step["do"] == "submit" else None for step in group]
            for step, form in zip(group, filled, strict=True):
                self.world.set_clock(server_time)
                found.append(self.outcome(step, form))
                self.back_up(clock.now())
        return found

    def server_time(self, at: str | None) -> dt.datetime:
        """What the server's clock shows; an instant that lies before the last is one that the wrong clock showed."""
        now = clock.now()
        if at is None:
            return now
        right = instant(at)
        return right if self.wrong_by and right <= now - self.wrong_by and right >= now else right + self.wrong_by

    def back_up_before(self, at: dt.datetime) -> None:
        """Take the backups that a case names, at their instants: the vote may have been closed since its last step."""
        for named in sorted({one for one in self.named if clock.now() < one < at}):
            self.world.set_clock(named)
            self.world.work()
            self.back_up(named)

    def back_up(self, at: dt.datetime) -> None:
        if not self.world.has_step(*DOES[Steps.restored]):
            return
        path = self.world.server.folder / f"case-{len(self.backups)}.backup"
        path.unlink(missing_ok=True)
        self.world.server.run("backup", str(path))
        self.backups.append((at, str(path)))

    def outcome(self, step: Case, filled: Filled | None) -> str:
        if filled is not None:
            return self.submitted(step, filled)
        does = next(act for act, words in DOES.items() if step["do"] in words)
        try:
            return does(self, step)
        except RefusedError as error:
            return f"refused:{error.violations[0].code}"

    def opened(self, step: Case) -> str:
        shown = self.phone.look(self.code(step), "HEAD" if step["do"] == "head" else "GET")
        return "page_shown" if shown.status == 200 else shown.outcome

    def code(self, step: Case) -> str:
        """The product's code for what the case calls one; one that nobody has for any other."""
        return self.world.codes.get(step["code"], "0000-0000-0000-0000")

    def fill_in(self, step: Case, at: dt.datetime) -> Filled:
        """The page as it was opened a while before, filled in and read back; a form that was sent before as it was."""
        contest, key = step["contest"], (step["code"], step["contest"], str(step.get("request_id")))
        if key in self.sent:
            return self.sent[key]
        opens, closes = self.world.hours(contest)
        before = at - (LONG_AGO if step.get("session_expired") else FILLING)
        if at >= opens:
            self.world.set_clock(max(opens, min(before, closes)))
        number = self.world.laid.contests.get(contest, NOBODYS)
        keys = [self.world.key_of(contest, one) for one in step.get("choices") or []]
        review = self.phone.review(self.code(step), marks_of(number, keys, ranked=self.world.ranked(contest)))
        if review.says("outcome") != "review":
            return Filled([], review)
        form = form_of(review, [number] if step.get("blank_on_purpose") else [])
        if not keys and not step.get("blank_on_purpose"):
            form = [field for field in form if field[0] != f"e{number}"]
        self.sent[key] = Filled(form)
        return self.sent[key]

    def submitted(self, step: Case, filled: Filled) -> str:
        token, form = step.get("form_token", "good"), filled.form
        if token != "good":
            forged = dict(form).get(RECEIPT, "")[::-1] if token else None
            form = with_receipt(form, forged)
        answer = filled.refused or self.phone.cast(form)
        if answer.outcome == EXPIRED:
            self.sent.pop((step["code"], step["contest"], str(step.get("request_id"))), None)
            return KEPT if token == "good" and kept(form, answer) else "refused:form_token"
        if answer.outcome == "refused:suspended" and self.is_restored:
            return HELD
        return answer.outcome

    def restored(self, step: Case) -> str:
        """A backup is put back: the one that was taken last before the instant that is named, else the one before the
        last vote."""
        taken = instant_named(step)
        before = [path for at, path in self.backups if taken is None or at <= taken]
        self.world.server.hang_up()
        self.world.server.run("restore", (before[-1] if taken else before[max(len(before) - 2, 0)]), "--yes")
        self.is_restored = True
        with self.world.session() as session:
            vote = session.get_one(OnlineVote, self.world.laid.meeting_id)
            return HELD if vote.suspended_at is not None else "noted"

    def clock_set(self, step: Case) -> str:
        to = instant_named(step)
        self.wrong_by += change_named(step) if to is None else to - clock.now()
        self.world.set_clock(instant(step["at"]) + self.wrong_by)
        return "noted"

    def paper_given(self, step: Case) -> str:
        with self.world.officer() as act:
            found = give_papers(act, self.world.laid.meeting_id, self.world.entries[step["code"]])
        given = set(found.by_contest.values()) != {PaperOutcome.VOTED_ONLINE}
        return "noted" if given else "refused:already_voted"

    def code_replaced(self, step: Case) -> str:
        with self.world.officer() as act:
            new = replace_code(act, self.world.laid.meeting_id, self.world.entries[step["code"]])
        name = first_of(step, "new_code", "new", "by", default=f"{step['code']}-2")
        self.world.codes[name], self.world.entries[name] = new or "", self.world.entries[step["code"]]
        return "noted"

    def withdrawn(self, step: Case) -> str:
        number = self.world.laid.contests[step["contest"]]
        gone = self.world.laid.candidacies[step["contest"]][first_of(step, "candidate", "name", "choice")]
        with self.world.officer() as act:
            vote = act.session.get_one(ContestVote, number)
            withdrawn = frozenset({*vote.withdrawn_ids, gone})
            set_vote(act, SetVote(number, vote.how, vote.counting_rules, vote.has_reopening, withdrawn, vote.version))
        return "noted"

    def suspended(self, step: Case) -> str:
        with self.world.officer() as act:
            suspend(act, self.world.laid.meeting_id, first_of(step, "why", "reason", default="A complaint came."))
        return "noted"

    def resumed(self, step: Case) -> str:
        with self.world.officer() as act:
            resume(act, self.world.laid.meeting_id, first_of(step, "told", "why", default=""))
        self.is_restored = False
        return "noted"

    def extended(self, step: Case) -> str:
        until = instant(first_of(step, "closes_at", "until", "to"))
        with self.world.officer() as act:
            extend(act, self.world.laid.meeting_id, until, first_of(step, "told", "why", default="It goes on."))
        self.world.closes_at = until
        return "noted"

    def voided(self, step: Case) -> str:
        with self.world.officer() as act:
            void(act, self.world.laid.meeting_id, first_of(step, "why", "reason", default="It has to be held again."))
        return "noted"


def instant_named(step: Case) -> dt.datetime | None:
    """The instant that a step names beside its own, in whichever field."""
    for name, said in step.items():
        try:
            if name not in {"do", "at"} and isinstance(said, str):
                return dt.datetime.fromisoformat(said)
        except ValueError:  # another word
            continue
    return None


def change_named(step: Case) -> dt.timedelta:
    """By how much a clock is changed, in whichever field; one that does not say which way goes back."""
    change = dt.timedelta()
    for name, said in step.items():
        if name != "at" and isinstance(said, int | float):
            unit = next((one for one in ("second", "minute", "hour", "day") if one in name), "minute")
            is_forward = said > 0 and any(word in name for word in ("forward", "ahead", "on", "fast"))
            change += dt.timedelta(**{f"{unit}s": abs(said)}) * (1 if is_forward else -1)
    return change


DOES: dict[Callable[[Steps, Case], str], set[str]] = {
    Steps.opened: {"open", "head"},
    Steps.restored: {"restore_backup", "restore", "backup_restored"},
    Steps.clock_set: {"server_clock", "clock", "set_clock"},
    Steps.paper_given: {"paper_given", "paper", "paper_at_door", "paper_at_the_door", "give_paper"},
    Steps.code_replaced: {"replace_code", "code_replaced", "reissue", "new_code", "revoke_code"},
    Steps.withdrawn: {"withdraw", "withdrawn", "withdraw_candidate", "candidate_withdraws", "candidate_withdrawn"},
    Steps.suspended: {"suspend", "complaint", "stop", "suspend_vote", "hold"},
    Steps.resumed: {"resume", "go_on", "reopen", "resume_vote"},
    Steps.extended: {"extend", "extend_vote", "extended"},
    Steps.voided: {"void", "void_vote", "cancel"},
}


def kept(form: Fields, answer: Shown) -> bool:
    """Whether every choice that was sent is in the page that came back."""
    return {field for field in form if field[0].startswith("c")} <= set(answer.fields)


def voted(case: Case) -> dict[str, Any]:
    """What the product comes to; of a vote that may not be opened, why."""
    with World(case).begun() as world:
        steps = Steps(world)
        before_first(steps, case)
        each = steps.run(case["steps"])
        votes, firsts = counted(world)
    wanted = case["expected"].get("first_choices") or {}
    for label, found in firsts.items():
        number = found.pop(BLANK[0], 0)
        called = next((name for name in BLANK if name in wanted.get(label, {})), None)
        if called is not None:
            found[called] = number
    return {"each_step": each, **under("votes votes_counted", votes), "first_choices": firsts}


def before_first(steps: Steps, case: Case) -> None:
    """What the setup says has happened before the first step."""
    world = steps.world
    world.set_clock(world.opens_at)
    for label, one in world.contests.items():
        for gone in one.get("withdrawn", ()):
            steps.withdrawn({"contest": label, "candidate": gone})
    for name, one in world.listed.items():
        if any("paper" in str(word) for word in (*(key for key, value in one.items() if value), *one.values())):
            steps.paper_given({"code": name})
        if any(one.get(word) for word in ("replaced", "revoked", "cancelled", "replaced_by")):
            steps.code_replaced({"code": name, "new_code": one.get("replaced_by", f"{name}-2")})
    steps.back_up(clock.now())


def counted(world: World) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Close, seal and read the papers, as the returning officer does it; a vote that was held goes on first."""
    world.set_clock(max(world.closes_at, clock.now()) + AFTER_CLOSE)
    world.work()
    with world.officer() as act:
        vote = act.session.get_one(OnlineVote, world.laid.meeting_id)
        if vote.voided_at is not None:
            return dict.fromkeys(world.contests, 0), {label: {} for label in world.contests}
        if vote.suspended_at is not None:
            resume(act, vote.meeting_id)
        if vote.closed_at is None:
            close_vote(act, vote.meeting_id)
    with world.session() as session:
        seal_laid(session, world.laid, clock.now())
    votes, firsts = {}, {}
    with world.session() as session:
        for label, number in world.laid.contests.items():
            names = world.names_on(label)
            ballots = online_ballots_of(session, session.get_one(ContestVote, number))[0]
            votes[label] = ballots.papers
            if world.ranked(label):
                firsts[label] = dict(first_choices(ballots, names))
            else:  # crosses have no order: a case may name some of them as first
                firsts[label] = Row(crosses(ballots, names))
    return votes, firsts


def first_choices(ballots: Ballots, names: Sequence[str]) -> Counter[str]:
    """By name, on how many papers it stands first; and how many are blank."""
    found: Counter[str] = Counter()
    for group in ballots.groups:
        found[names[members(group.ranking[0])[0] - 1] if group.ranking else BLANK[0]] += group.papers
    return found


def crosses(ballots: Ballots, names: Sequence[str]) -> Counter[str]:
    """By name, on how many papers it has a cross; and how many are blank."""
    found: Counter[str] = Counter()
    for group in ballots.groups:
        for one in [number for preference in group.ranking for number in members(preference)]:
            found[names[one - 1]] += group.papers
        found[BLANK[0]] += 0 if group.ranking else group.papers
    return found
