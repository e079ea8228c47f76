"""The form of an organisation's rules of elections, and the trial of dates on them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from agm.organisation.commands import AdoptRules
from agm.rules.bank_holidays import Place
from agm.rules.deadlines import DeadlineRule, OpeningRule
from agm.rules.eligibility import LeastMembership, MembershipRule, PaidUp, PeriodUnit
from agm.rules.notice import Counting, NoticeRule, ServedWhen, Service
from agm.rules.proxies import ProxyRule
from agm.rules.quorum import Quorum, QuorumOf
from agm.rules.rule_set import PaperOrder, RuleSet, Stage, TieMethod, Unfilled, Unopposed
from agm.rules.two_offices import FreedPlace
from agm.rules.withdrawal import AfterClose
from agm.web.desk.rules.standing import NOT_SAID, StandingForm, standing_values
from agm.web.kit.fields import (
    ChoiceField,
    LongTextField,
    PartialDateField,
    RadiosField,
    TextField,
    TickField,
    TimeField,
    WholeNumberField,
)

HOURS_A_DAY = 24
CUTOFF = Service(ServedWhen.CUTOFF, business_days=True)
SERVICES = {
    "when_sent": (Service(), "At once"),
    "next_day": (Service(ServedWhen.NEXT_DAY), "The next day"),
    "cutoff": (CUTOFF, "That day if sent on a working day before 16:30, otherwise the next working day"),
    "second_day": (Service(ServedWhen.SECOND_DAY_THEN_BUSINESS), "The second day, or the next working day after it"),
    "working_hours": (Service(ServedWhen.WORKING_HOURS), "After 48 hours of working days, as for companies"),
    "second_working_day": (Service(ServedWhen.WORKING_DAYS_AFTER), "The second working day after"),
}
"""When something sent counts as served: by what is stored of it in the form, the rule and its words."""
KEPT = "kept"
"""What a choice is called that stands in the rules and is none of those offered."""
PLACES = {
    Place.ENGLAND_AND_WALES: "England and Wales",
    Place.SCOTLAND: "Scotland",
    Place.NORTHERN_IRELAND: "Northern Ireland",
}
COUNTINGS = {
    Counting.CLEAR: "Clear days: neither the day it is served nor the day of the meeting counts",
    Counting.PLAIN: "“At least so many days before”: the day of the meeting counts",
}
UNITS = {PeriodUnit.WEEKS: "weeks", PeriodUnit.MONTHS: "months", PeriodUnit.DAYS: "days"}
TIES = {
    "": "The rules do not say",
    TieMethod.LOT: "By lot",
    TieMethod.CHAIR: "The chair decides",
    TieMethod.ANOTHER_BALLOT: "Another ballot",
    TieMethod.EARLIEST_NOMINATION: "Who was nominated first",
}
UNOPPOSED = {
    "": "The rules do not say",
    Unopposed.ELECTED: "Elected without a vote",
    Unopposed.VOTE: "Voted on, for or against",
}
NUMBERED = ("notice", "nominations", "standing", "voting")
"""Of what the paragraph in the organisation's own rules is asked."""
UNFILLED = {
    "": "The rules do not say",
    Unfilled.VACANT: "The place stays vacant",
    Unfilled.EXTEND: "Nominations stay open for longer",
    Unfilled.FLOOR: "The meeting hears nominations",
}
FREED = {
    "": "The rules do not say: it stays vacant",
    FreedPlace.RUNNER_UP: "Whoever came next has it",
    FreedPlace.VACANCY: "It stays vacant",
    FreedPlace.NEW_COUNT: "The papers are counted again without them",
}
PAPER_ORDERS = {"": "The rules do not say", PaperOrder.ALPHABETICAL: "By the alphabet", PaperOrder.LOT: "By lot"}
WITHDRAWALS = {
    "": "The rules do not say",
    AfterClose.STRIKE: "The name is struck off",
    AfterClose.STAYS: "The name stays, and cannot be elected",
    AfterClose.REOPEN: "The name is struck off, and nominations open again",
    AfterClose.NOT_ALLOWED: "Nobody withdraws then",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """A meeting on which the rules are tried, and when its notice went out by each channel."""

    dates: dict[Stage, dt.datetime]
    sent: dict[str, dt.datetime]

    @property
    def meeting_at(self) -> dt.datetime:
        return self.dates[Stage.MEETING]


class RulesForm(StandingForm):
    name = TextField("Whose rules", required="Enter a name for these rules", hint="For example Standing orders 2026.")

    notice_number = TextField("Paragraph on notice", hint="For example 4.2. It is named where a date breaks it.")
    nominations_number = TextField("Paragraph on nominations")
    voting_number = TextField("Paragraph on voting")

    notice_days = WholeNumberField("Days of notice for an AGM", hint=NOT_SAID, largest=365)
    notice_other_days = WholeNumberField("Days for any other meeting", hint=NOT_SAID, largest=365)
    counting = RadiosField("Which days count?", choices=COUNTINGS, kind=Counting, required="Choose which days count")
    working = TickField("Working days alone count")
    place = RadiosField("Whose bank holidays?", choices=PLACES, kind=Place, required="Choose whose bank holidays count")
    by_email = RadiosField("When does an e-mail count as served?", required="Choose when an e-mail counts")
    by_post = RadiosField("When does a letter count as served?", required="Choose when a letter counts")

    open_days = WholeNumberField("Nominations open, days before the meeting", hint=NOT_SAID, largest=365)
    close_days = WholeNumberField("Nominations close, days before the meeting", hint=NOT_SAID, largest=365)
    least_days = WholeNumberField("Open for at least so many days", hint=NOT_SAID, largest=365)
    supporters = WholeNumberField("How many must support a nomination?", hint="0 if nobody has to.", largest=1000)
    proposer_and_seconder = TickField("One of them as proposer, one as seconder")
    needs_consent = TickField("Whoever is nominated must agree to stand")
    self_allowed = TickField("Members may nominate themselves")
    open_form = TickField("Anybody may nominate on the public page, without a link of their own")
    unfilled = RadiosField("Too few stand at the close", choices=UNFILLED, kind=Unfilled)
    paper_order = RadiosField("Order of names on the voting paper", choices=PAPER_ORDERS, kind=PaperOrder)
    withdrawal = RadiosField("Somebody withdraws after the close", choices=WITHDRAWALS, kind=AfterClose)
    statement_words = WholeNumberField("Words of a statement, at most", hint=NOT_SAID, largest=10_000)
    to_members_words = WholeNumberField(
        "Words that each candidate may write to members, at most",
        hint="All of an office go out in one e-mail, once. Leave it empty if candidates do not write.",
        smallest=1,
        largest=10_000,
    )

    vote_length = WholeNumberField("To vote or nominate: a member for at least", hint=NOT_SAID, largest=1000)
    vote_unit = ChoiceField("Counted in", choices=UNITS, kind=PeriodUnit, required="Choose weeks, months or days")
    vote_paid = TickField("Paid up on the day of the meeting")
    stand_length = WholeNumberField("To stand: a member for at least", hint=NOT_SAID, largest=1000)
    stand_unit = ChoiceField("Counted in", choices=UNITS, kind=PeriodUnit, required="Choose weeks, months or days")

    voting_hours = WholeNumberField("A vote before the meeting is open for at least, hours", hint=NOT_SAID)
    reopen_nominations = TickField("Re-open nominations (RON) stands in every contest")
    unopposed = RadiosField("As many candidates as places, or fewer", choices=UNOPPOSED, kind=Unopposed)
    tie = RadiosField("How is a tie settled?", choices=TIES, kind=TieMethod)
    quorum_number = WholeNumberField("Quorum: how many must be present?", hint=NOT_SAID)
    quorum_percent = WholeNumberField(
        "Or how many in a hundred members?", hint="Where both are filled in, the greater holds.", largest=100
    )
    vote_quorum_number = WholeNumberField("Quorum of a vote: how many must take part?", hint=NOT_SAID)
    vote_quorum_percent = WholeNumberField(
        "Or how many in a hundred who may vote?",
        hint="Where both are filled in, the greater holds.",
        largest=100,
    )
    vote_quorum_by_votes = TickField("For the quorum of a vote, votes are counted, not people, where some have several")
    proxies = TickField("Members may give a proxy: somebody votes for them at the meeting")
    proxies_each = WholeNumberField("Proxies that one person may hold, at most", hint=NOT_SAID, largest=10_000)
    proxies_to_members = TickField("Only members hold proxies")
    proxies_for_quorum = TickField("Whoever gave a proxy counts for the quorum")
    envelopes_at_meeting = TickField("Votes by post may be opened from the hour of the meeting on")
    per_companion = WholeNumberField(
        "Voters whom one person may help to vote, at most", hint=NOT_SAID, smallest=1, largest=10_000
    )
    second_person = TickField("A second person signs the result")
    freed_place = RadiosField(
        "The place of somebody who is elected twice and takes the other office", choices=FREED, kind=FreedPlace
    )
    challenge_days = WholeNumberField("Days in which a declared result can be challenged", hint=NOT_SAID, largest=366)
    count_published = TickField("The papers of a count are published with the result: anybody can count again")
    papers_kept_days = WholeNumberField("Days for which voting papers are kept", hint=NOT_SAID, largest=5000)
    other = LongTextField("What the rules say besides", longest=5000, hint="A line for each. Nothing checks these.")

    try_on = PartialDateField(
        "Day of the meeting", subject="the day of the meeting", needs_day=True, hint="Last year's, for example."
    )
    try_at = TimeField("Time of the meeting")
    try_sent_on = PartialDateField(
        "Day on which the notice went out", subject="the day of the notice", needs_day=True, hint=""
    )
    try_sent_at = TimeField("Time at which it went out")

    def __init__(self, rules: RuleSet, **options: Any) -> None:  # noqa: ANN401  what WTForms takes
        """`rules` are those in force, or those to begin from: what the form does not ask stays as it is there."""
        self.rules = rules
        super().__init__(data=values_of(rules), **options)
        for field, channel in ((self.by_email, "email"), (self.by_post, "post")):
            offered = {key: words for key, (_, words) in SERVICES.items()}
            field.offer(offered | ({KEPT: "As the rules have it now"} if service_key(rules, channel) == KEPT else {}))

    def rule_set(self) -> RuleSet:
        """The rules that a valid form gives."""
        vote = replace(
            self.rules.vote,
            least_membership=membership(self.vote_length.data, self.vote_unit.data),
            paid_up=(self.rules.vote.paid_up or PaidUp("meeting")) if self.vote_paid.data else None,
        )
        stand = self.rules.nomination.stand
        least = membership(self.stand_length.data, self.stand_unit.data)
        nomination = replace(
            self.rules.nomination,
            min_supporters=self.supporters.data or 0,
            roles=("proposer", "seconder") if self.proposer_and_seconder.data else (),
            needs_consent=bool(self.needs_consent.data),
            self_allowed=bool(self.self_allowed.data),
            statement_words=self.statement_words.data,
            to_members_words=self.to_members_words.data,
            nominate=vote,
            stand=replace(stand, member=replace(stand.member, least_membership=least), term_limit=self.term_limit()),
        )
        return self.rules.model_copy(
            update={
                "name": self.name.data or "",
                "place": self.place.data,
                "notice": self.notice(),
                "service": {"email": self.service("email"), "post": self.service("post")},
                "vote": vote,
                "nominations_open": before(self.rules.nominations_open, self.open_days.data),
                "nominations_close": before(self.rules.nominations_close, self.close_days.data),
                "nominations_for": open_for(self.rules.nominations_for, self.least_days.data, HOURS_A_DAY),
                "nomination": nomination,
                "open_form": bool(self.open_form.data),
                "unfilled": self.unfilled.data,
                "paper_order": self.paper_order.data,
                "withdrawal_after_close": self.withdrawal.data,
                "voting_for": open_for(self.rules.voting_for, self.voting_hours.data, 1),
                "reopen_nominations": bool(self.reopen_nominations.data),
                "unopposed": self.unopposed.data,
                "tie": self.tie.data,
                "term_years": self.term_years.data,
                "reserved_places": self.reserved_places.places(),
                "quorums": self.quorums(),
                "proxies": self.proxy_rule(vote),
                "envelopes_opened_at_meeting": bool(self.envelopes_at_meeting.data),
                "voters_per_companion": self.per_companion.data,
                "second_person_declares": bool(self.second_person.data),
                "freed_place": self.freed_place.data,
                "challenge_days": self.challenge_days.data,
                "count_published": bool(self.count_published.data),
                "papers_kept_days": self.papers_kept_days.data,
                "numbers": self.numbers(),
                "other": tuple(line for line in (self.other.data or "").splitlines() if line.strip()),
            }
        )

    def numbers(self) -> dict[str, str]:
        asked = {subject: self[f"{subject}_number"].data for subject in NUMBERED}
        kept = {subject: number for subject, number in self.rules.numbers.items() if subject not in asked}
        return kept | {subject: number for subject, number in asked.items() if number}

    def notice(self) -> dict[str, NoticeRule]:
        counting, working = self.counting.data, bool(self.working.data)
        asked = {"agm": self.notice_days.data, "other": self.notice_other_days.data}
        found = {kind: NoticeRule(days, counting, working) for kind, days in asked.items() if days is not None}
        return {kind: rule for kind, rule in self.rules.notice.items() if kind not in asked} | found

    def service(self, channel: str) -> Service:
        chosen = str((self.by_email if channel == "email" else self.by_post).data)
        return self.rules.service[channel] if chosen == KEPT else SERVICES[chosen][0]

    def quorums(self) -> tuple[Quorum, ...]:
        """Of the meeting and of the vote that which the form asks; what the rules need besides stays."""
        at_meeting = Quorum(self.quorum_number.data or 0, Fraction(self.quorum_percent.data or 0))
        of_vote = Quorum(
            self.vote_quorum_number.data or 0,
            Fraction(self.vote_quorum_percent.data or 0),
            QuorumOf.VOTE,
            by_votes=bool(self.vote_quorum_by_votes.data),
        )
        asked = [one for one in (at_meeting, of_vote) if one.number or one.percent]
        kept = [one for of in QuorumOf for one in quorums_of(self.rules, of)[1:]]
        return (*asked, *kept)

    def proxy_rule(self, vote: MembershipRule) -> ProxyRule | None:
        if not self.proxies.data:
            return None
        return ProxyRule(
            max_per_holder=self.proxies_each.data,
            holder_must_be_member=bool(self.proxies_to_members.data),
            count_for_quorum=bool(self.proxies_for_quorum.data),
            vote=vote,
        )

    def command(self) -> AdoptRules:
        return AdoptRules(self.rule_set(), self.filled_from)

    def trial(self, rules: RuleSet) -> Trial | None:
        """The dates on which to try the rules, by each channel the same; None where no meeting is given."""
        day, sent_on = self.try_on.data, self.try_sent_on.data
        if day is None or day.full is None:
            return None
        sent = None
        if sent_on is not None and sent_on.full is not None:
            sent = dt.datetime.combine(sent_on.full, self.try_sent_at.data or dt.time(12), rules.days.zone)
        meeting_at = dt.datetime.combine(day.full, self.try_at.data or dt.time(12), rules.days.zone)
        return Trial({Stage.MEETING: meeting_at}, dict.fromkeys(rules.service, sent) if sent else {})


def values_of(rules: RuleSet) -> dict[str, Any]:
    """What the form shows of a set of rules."""
    agm, other = rules.notice.get("agm"), rules.notice.get("other")
    first = agm or other or NoticeRule(0)
    vote, stand = rules.vote.least_membership, rules.nomination.stand.member.least_membership
    quorum, vote_quorum = (next(iter(quorums_of(rules, of)), None) for of in (QuorumOf.MEETING, QuorumOf.VOTE))
    return {
        "name": rules.name,
        **{f"{subject}_number": rules.numbers.get(subject) for subject in NUMBERED},
        **standing_values(rules),
        "notice_days": agm and agm.days,
        "notice_other_days": other and other.days,
        "counting": first.counting,
        "working": first.working,
        "place": rules.place,
        "by_email": service_key(rules, "email"),
        "by_post": service_key(rules, "post"),
        "open_days": rules.nominations_open and rules.nominations_open.days,
        "close_days": rules.nominations_close and rules.nominations_close.days,
        "least_days": whole(rules.nominations_for, HOURS_A_DAY),
        "supporters": rules.nomination.min_supporters,
        "proposer_and_seconder": "seconder" in rules.nomination.roles,
        "needs_consent": rules.nomination.needs_consent,
        "self_allowed": rules.nomination.self_allowed,
        "open_form": rules.open_form,
        "unfilled": rules.unfilled or "",
        "paper_order": rules.paper_order or "",
        "withdrawal": rules.withdrawal_after_close or "",
        "statement_words": rules.nomination.statement_words,
        "to_members_words": rules.nomination.to_members_words,
        "vote_length": vote and vote.length,
        "vote_unit": vote.unit if vote else PeriodUnit.WEEKS,
        "vote_paid": rules.vote.paid_up is not None,
        "stand_length": stand and stand.length,
        "stand_unit": stand.unit if stand else PeriodUnit.WEEKS,
        "voting_hours": whole(rules.voting_for, 1),
        "reopen_nominations": bool(rules.reopen_nominations),
        "unopposed": rules.unopposed or "",
        "tie": rules.tie or "",
        "quorum_number": quorum and (quorum.number or None),
        "quorum_percent": quorum and (int(quorum.percent) or None),
        "vote_quorum_number": vote_quorum and (vote_quorum.number or None),
        "vote_quorum_percent": vote_quorum and (int(vote_quorum.percent) or None),
        "vote_quorum_by_votes": bool(vote_quorum and vote_quorum.by_votes),
        "proxies": rules.proxies is not None,
        "proxies_each": rules.proxies and rules.proxies.max_per_holder,
        "proxies_to_members": bool(rules.proxies and rules.proxies.holder_must_be_member),
        "proxies_for_quorum": bool(rules.proxies and rules.proxies.count_for_quorum),
        "envelopes_at_meeting": bool(rules.envelopes_opened_at_meeting),
        "per_companion": rules.voters_per_companion,
        "second_person": rules.second_person_declares,
        "freed_place": rules.freed_place or "",
        "challenge_days": rules.challenge_days,
        "count_published": bool(rules.count_published),
        "papers_kept_days": rules.papers_kept_days,
        "other": "\n".join(rules.other),
    }


def quorums_of(rules: RuleSet, of: QuorumOf) -> list[Quorum]:
    return [one for one in rules.quorums if one.of is of]


def service_key(rules: RuleSet, channel: str) -> str:
    default = Service() if channel == "email" else SERVICES["second_working_day"][0]
    found = rules.service.get(channel, default)
    return next((key for key, (service, _) in SERVICES.items() if service == found), KEPT)


def whole(rule: OpeningRule | None, hours: int) -> int | None:
    return None if rule is None or rule.min_hours is None else int(rule.min_hours // hours)


def membership(length: int | None, unit: PeriodUnit) -> LeastMembership | None:
    return LeastMembership(length, unit, "meeting") if length else None


def before(rule: DeadlineRule | None, days: int | None) -> DeadlineRule | None:
    return None if days is None else replace(rule or DeadlineRule(), days=days)


def open_for(rule: OpeningRule | None, length: int | None, hours: int) -> OpeningRule | None:
    """The opening with this least length; what else is limited stays."""
    least = None if length is None else length * hours
    found = replace(rule or OpeningRule(), min_hours=least)
    return None if found == OpeningRule() else found
