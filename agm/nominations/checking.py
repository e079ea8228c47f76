"""The nominations of a meeting, office by office, each with what the rules say against it."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from agm.language.names import name_key
from agm.meetings.models import Meeting, Register, RegisterEntry
from agm.nominations.calls import Call, call_of
from agm.nominations.models import (
    Answer,
    BallotOrder,
    CameBy,
    Candidacy,
    Contest,
    LateNominations,
    Nomination,
    Nominee,
    Ruling,
    Supporter,
)
from agm.nominations.terms_served import TermsServed, terms_served
from agm.organisation.queries import incompatible_pairs
from agm.rules.eligibility import Check, Member, MembershipRule, Reason
from agm.rules.nomination import NominationChecked, NominationReceived, check_nomination
from agm.rules.nomination import Supporter as CheckedSupporter
from agm.rules.rights import Right
from agm.rules.rule_set import Unopposed
from agm.rules.standing import (
    OfficeSought,
    StandingRule,
    check_incompatible,
    check_posts,
    check_reserved,
    check_term_limit,
)
from agm.rules.withdrawal import ContestState, contest_state

NOT_FOUND = "not_on_register"


class State(enum.StrEnum):
    """How far a nomination is, seen from whoever runs the election."""

    TO_DECIDE = "to_decide"
    CLEAR = "clear"
    """Nothing in the rules is against it; it waits to be let stand."""
    WAITING = "waiting"
    """Somebody named has not answered, and still can."""
    STANDS = "stands"
    DOES_NOT_STAND = "does_not_stand"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNCONFIRMED = "unconfirmed"
    """It came by the open form, and it is not known yet whether from whom it says."""
    UNANSWERED = "unanswered"
    """Somebody named did not answer before the close."""


UNDECIDED = {State.TO_DECIDE, State.CLEAR, State.WAITING}
"""What has to be settled before it is known who stands."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A nomination with what the rules say against it, and how often the same people are nominated for the office."""

    nomination: Nomination
    state: State
    reasons: tuple[Reason, ...]
    same: int
    entries: Mapping[int, RegisterEntry]

    @property
    def name(self) -> str:
        return " and ".join(one.name for one in self.nomination.nominees)

    @property
    def is_overridden(self) -> bool:
        return self.nomination.ruling is Ruling.STANDS and bool(self.reasons)


@dataclass(frozen=True, slots=True)
class OfficeNominations:
    contest: Contest
    nominations: tuple[Checked, ...]
    candidacies: tuple[Candidacy, ...]
    """Who stands, in the order of the paper or that in which they were let stand."""
    order: BallotOrder | None
    late: LateNominations | None

    @property
    def state(self) -> ContestState:
        return contest_state(len(self.candidacies), self.contest.seats)

    @property
    def by_number(self) -> dict[str, Candidacy]:
        """Who stands by the number of the candidacy, as a form sends it."""
        return {str(one.id): one for one in self.candidacies}

    def has_vote(self, unopposed: Unopposed | None) -> bool:
        """Whether members vote: more stand than there are places, or the rules want even those voted on."""
        if self.state is ContestState.UNCONTESTED:
            return unopposed is Unopposed.VOTE
        return self.state is ContestState.CONTESTED

    def nominees_of(self, candidacy: Candidacy) -> list[Nominee]:
        """What those gave of themselves who stand; nothing where they were entered without a nomination."""
        nomination = self.of_candidacy(candidacy)
        return [] if nomination is None else nomination.nominees

    @property
    def nominees(self) -> list[Nominee]:
        """What all gave of themselves who stand."""
        return [nominee for candidacy in self.candidacies for nominee in self.nominees_of(candidacy)]

    @property
    def told_at(self) -> dt.datetime | None:
        """When the first who stand were told that they may write to members."""
        return min((one.may_write_told_at for one in self.nominees if one.may_write_told_at), default=None)

    @property
    def not_told(self) -> list[str]:
        """Who stands and cannot be told so by e-mail."""
        return [one.name for one in self.nominees if not one.email]

    def of_candidacy(self, candidacy: Candidacy) -> Nomination | None:
        """The nomination that made a candidacy: its first, where there are several."""
        return next((one.nomination for one in self.nominations if one.nomination.candidacy_id == candidacy.id), None)


@dataclass(frozen=True, slots=True)
class Nominations:
    call: Call
    offices: tuple[OfficeNominations, ...]
    has_register: bool
    is_closed: bool

    def every(self) -> Iterable[Checked]:
        return (one for office in self.offices for one in office.nominations)

    def of(self, nomination_id: int) -> Checked | None:
        return next((one for one in self.every() if one.nomination.id == nomination_id), None)


def nominations_of(session: Session, meeting: Meeting, at: dt.datetime) -> Nominations:
    """Everything about the nominations of a meeting; a fixed number of statements."""
    call = call_of(session, meeting)
    contests = session.scalars(
        select(Contest)
        .where(Contest.meeting_id == meeting.id)
        .order_by(Contest.position)
        .options(selectinload(Contest.candidacies).selectinload(Candidacy.people))
    ).all()
    ids = [one.id for one in contests]
    received = session.scalars(
        select(Nomination)
        .where(Nomination.contest_id.in_(ids))
        .order_by(Nomination.received_at, Nomination.id)
        .options(selectinload(Nomination.nominees), selectinload(Nomination.supporters))
    ).all()
    orders = {
        one.contest_id: one for one in session.scalars(select(BallotOrder).where(BallotOrder.contest_id.in_(ids)))
    }
    has_register = session.get(Register, meeting.id) is not None
    entries = entries_named(session, meeting.id, received) if has_register else {}
    labels = {one.office_id: one.label for one in contests}
    pairs = incompatible_pairs(session, labels)
    checker = Checker(
        call=call,
        contests={one.id: one for one in contests},
        received=received,
        entries=entries,
        has_register=has_register,
        incompatible=tuple((labels[one], labels[other]) for one, other in pairs if one in labels and other in labels),
        served=terms_served(session, meeting, call.rules.nomination.stand.term_limit),
        at=at,
    )
    offices = tuple(
        OfficeNominations(
            contest=contest,
            nominations=tuple(checker.checked(one) for one in received if one.contest_id == contest.id),
            candidacies=tuple(sorted(contest.candidacies, key=lambda one: one.position)),
            order=orders.get(contest.id),
            late=call.late.get(contest.id),
        )
        for contest in contests
    )
    return Nominations(call, offices, has_register, call.is_closed(at))


def entries_named(session: Session, meeting_id: int, received: Sequence[Nomination]) -> dict[int, RegisterEntry]:
    """The register's entries of everybody whom nominations name, by number. One statement."""
    people = people_of(received)
    numbers = {one.register_entry_id for one in people if one.register_entry_id is not None}
    found = session.scalars(
        select(RegisterEntry).where(RegisterEntry.meeting_id == meeting_id, RegisterEntry.id.in_(numbers))
    )
    return {one.id: one for one in found}


@dataclass(frozen=True, slots=True)
class Checker:
    call: Call
    contests: Mapping[int, Contest]
    received: Sequence[Nomination]
    entries: Mapping[int, RegisterEntry]
    has_register: bool
    incompatible: tuple[tuple[str, str], ...]
    served: TermsServed
    at: dt.datetime

    def checked(self, nomination: Nomination) -> Checked:
        reasons = self.reasons(nomination)
        same = sum(
            1 for one in self.received
            if one.contest_id == nomination.contest_id and one.is_from_sender and keys_of(one) == keys_of(nomination)
        )  # fmt: skip
        return Checked(nomination, self.state(nomination, reasons), reasons, same, self.entries)

    def state(self, nomination: Nomination, reasons: Sequence[Reason]) -> State:
        if nomination.withdrawn_at is not None:
            return State.WITHDRAWN
        if any(one is Answer.DECLINED for one in (nomination.confirmation, *answers_of(nomination))):
            return State.DECLINED
        if nomination.ruling is not None:
            return State.STANDS if nomination.ruling is Ruling.STANDS else State.DOES_NOT_STAND
        if not nomination.is_from_sender:
            return State.UNCONFIRMED
        asked = people_of([nomination]) if self.call.rules.nomination.needs_consent else []
        if any(one.answer is None for one in asked):
            is_over = bool(self.call.closed(nomination.contest_id, self.at))
            if not is_over:
                return State.WAITING
            if any(one.answer is None for one in nomination.nominees):
                return State.UNANSWERED
        return State.TO_DECIDE if reasons else State.CLEAR

    def reasons(self, nomination: Nomination) -> tuple[Reason, ...]:
        """What the rules say against a nomination. The register has answered already who is a member and may stand."""
        contest = self.contests[nomination.contest_id]
        earlier = [
            received_of(one, contest, self.call.zone)
            for one in self.received
            if one.contest_id == contest.id and one.id < nomination.id and one.withdrawn_at is None
            and one.is_from_sender and keys_of(one) != keys_of(nomination)
        ]  # fmt: skip
        rule = self.call.rules.nomination
        stand = replace(
            rule.stand, member=MembershipRule(), incompatible=(*rule.stand.incompatible, *self.incompatible)
        )
        asked = replace(rule, nominate=MembershipRule(), stand=replace(stand, term_limit=None, must_have_held=()))
        closes_at = self.call.close_of(contest.id) or nomination.received_at
        late = self.call.late.get(contest.id)
        if late is not None and late.is_from_floor:
            closes_at = max(
                closes_at, nomination.received_at, *(one.answered_at or closes_at for one in nomination.nominees)
            )
        found = check_nomination(
            received_of(nomination, contest, self.call.zone), asked, members_of(self.received), {}, closes_at, earlier
        )
        everything = [
            *self.register_reasons(nomination, found),
            *(one for one in found.decision.reasons if one.code != "candidate_not_eligible"),
            *(one for refused in found.candidates_refused for one in refused.reasons),
            *self.standing_reasons(nomination, contest, stand),
            *self.beside_reasons(nomination, contest, stand),
        ]
        return tuple(dict.fromkeys(everything))

    def register_reasons(self, nomination: Nomination, found: NominationChecked) -> Iterable[Reason]:
        """What the register says of those named, and of those who support them."""
        for nominee in nomination.nominees:
            yield from self.entry_reasons(nominee, Right.STAND)
            yield from self.address_reasons(nomination, nominee)
        for supporter in nomination.supporters:
            yield from self.entry_reasons(supporter, Right.NOMINATE)
            yield from self.address_reasons(nomination, supporter)
        for refused in found.supporters_refused:
            who = next((one.name for one in nomination.supporters if key_of(one) == refused.person), "")
            for reason in refused.reasons:
                yield Reason(reason.code, f"{who}: {reason.words}", reason.is_question)

    def entry_reasons(self, named: Nominee | Supporter, right: Right) -> Iterable[Reason]:
        if not self.has_register:
            return
        entry = self.entries.get(named.register_entry_id or 0)
        if entry is None or entry.removed_at is not None:
            yield Reason(NOT_FOUND, f"{named.name} is not found on the register.", is_question=True)
        elif not entry.may(right):
            words = entry.reasons.get(str(right)) or "The register says that they may not."
            yield Reason(f"may_not_{right}", f"{named.name}: {words}")

    def address_reasons(self, nomination: Nomination, named: Nominee | Supporter) -> Iterable[Reason]:
        """Whether a member was asked at an address that whoever filled in the open form typed, and that is not kept of
        them."""
        entry = self.entries.get(named.register_entry_id or 0)
        if nomination.came_by is not CameBy.OPEN or entry is None or named.answered_at is None or not named.email:
            return
        if named.answered_at != nomination.received_at and named.email != entry.email:
            words = f"{named.name} answered from {named.email}, which is not an address on the register."
            yield Reason("other_address", words, is_question=True)

    def standing_reasons(self, nomination: Nomination, contest: Contest, rule: StandingRule) -> Iterable[Reason]:
        """What the terms that those named have served say, and whether they may take a place that is reserved."""
        held_on, reserved_for = self.call.meeting.held_on, self.call.rules.reserved_for(contest.label)
        for nominee in nomination.nominees:
            terms = self.served.get(name_key(nominee.name), ())
            member = Member(nominee.name, terms=terms, reserved_check=check_of(nominee, reserved_for))
            for reason in check_reserved(member, reserved_for):
                yield self.by_rule(nominee, reason)
            if rule.term_limit is not None and held_on is not None:
                for reason in check_term_limit(member, rule.term_limit, contest.label, held_on.year):
                    # whoever has the name in the record may be somebody else
                    yield replace(self.by_rule(nominee, reason), is_question=True)

    def by_rule(self, nominee: Nominee, reason: Reason) -> Reason:
        rule = self.call.words_of("standing")
        return replace(reason, words=f"{nominee.name}: {reason.words}" + (f" ({rule})" if rule else ""))

    def beside_reasons(self, nomination: Nomination, contest: Contest, rule: StandingRule) -> Iterable[Reason]:
        """What else those named stand for."""
        for key, nominee in zip(keys_of(nomination), nomination.nominees, strict=True):
            others = sorted({
                self.contests[one.contest_id].label
                for one in self.received
                if key in keys_of(one) and one.contest_id != contest.id and one.withdrawn_at is None
                and one.is_from_sender and one.ruling is not Ruling.DOES_NOT_STAND
                and not any(it.answer is Answer.DECLINED for it in one.nominees)
            })  # fmt: skip
            member = Member(nominee.name)
            yield from check_incompatible(member, rule, contest.label, others, "")
            yield from check_posts(member, rule.posts_at_once, contest.label, others, "")


def answers_of(nomination: Nomination) -> list[Answer | None]:
    return [one.answer for one in nomination.nominees]


def key_of(named: Nominee | Supporter) -> str:
    """Who is meant: by their entry in the register, or else by their name."""
    return f"entry:{named.register_entry_id}" if named.register_entry_id is not None else name_key(named.name)


def keys_of(nomination: Nomination) -> tuple[str, ...]:
    return tuple(key_of(one) for one in nomination.nominees)


def people_of(received: Iterable[Nomination]) -> list[Nominee | Supporter]:
    """Everybody whom nominations name, those who support them included."""
    found: list[Nominee | Supporter] = []
    for nomination in received:
        found += nomination.nominees
        found += nomination.supporters
    return found


def members_of(received: Sequence[Nomination]) -> dict[str, Member]:
    return {key_of(one): Member(one.name) for one in people_of(received)}


def check_of(nominee: Nominee, question: str) -> Check | None:
    """What the returning officer confirmed of somebody named."""
    found = nominee.checks.get(question)
    return None if found is None else Check(question, found["is_met"])


def received_of(nomination: Nomination, contest: Contest, zone: dt.tzinfo) -> NominationReceived:
    """A nomination as the rules look at it. Support counts once it was given."""
    return NominationReceived(
        office=OfficeSought(contest.label),
        candidates=keys_of(nomination),
        supporters=tuple(
            CheckedSupporter(one.role, key_of(one)) for one in nomination.supporters if one.answer is Answer.ACCEPTED
        ),
        received_at=nomination.received_at.astimezone(zone),
        consent_at={
            key_of(one): one.answered_at if one.answer is Answer.ACCEPTED else None for one in nomination.nominees
        },
        statement_words=max((len((one.statement or "").split()) for one in nomination.nominees), default=0),
    )
