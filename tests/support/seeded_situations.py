"""What happened at each of the meetings of the seeded facts files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any

from agm.facts import Entry, Figure, MeetingKind, OfficeState, Outcome, Paragraph, PersonName, SpeakerKind, VotesAre
from agm.language.partial_date import PartialDate
from tests.support.seeded_parts import Maker
from tests.support.seeded_words import ATTENDANCE, FIELDS, OFFICES


def open_office(label: str, state: OfficeState = OfficeState.DECIDED, **others: Any) -> Outcome:  # noqa: ANN401  any field of an outcome
    return Outcome(label, state=state, **others)


RON = "Re-open Nominations"
LATER = PartialDate(2026, 9, 19)


def committee(make: Maker) -> FIELDS:
    labels = make.labels(make.random.randint(5, 9))
    return {"results": tuple(make.filled(label) for label in labels), "speakers": (make.speaker(role=True),)}


def contested_committee(make: Maker) -> FIELDS:
    labels = make.labels(make.random.randint(4, 7))
    results = [
        make.contested(label, losers=make.random.randint(1, 3))
        if make.random.random() < 0.6
        else make.filled(label, unopposed=True)
        for label in labels
    ]
    return {"results": tuple(results), "attendance": make.random.choice(ATTENDANCE)}


def all_unopposed(make: Maker) -> FIELDS:
    several = replace(make.filled("x", seats=3, unopposed=True), **make.several())
    return {"results": (*(make.filled(label, unopposed=True) for label in make.labels(5)), several)}


def unopposed_and_vacant(make: Maker) -> FIELDS:
    labels = make.labels(6)
    return {"results": (*(make.filled(label, unopposed=True) for label in labels[:4]), *map(open_office, labels[4:]))}


def all_re_elected(make: Maker) -> FIELDS:
    return {
        "results": tuple(make.filled(label, re_elected=True) for label in make.labels(6)),
        "speakers": (make.speaker(),),
    }


def re_elected_and_vacant(make: Maker) -> FIELDS:
    labels = make.labels(5)
    return {"results": (*(make.filled(label, re_elected=True) for label in labels[:4]), open_office(labels[4]))}


def re_elected_unopposed(make: Maker) -> FIELDS:
    return {"results": tuple(make.filled(label, re_elected=True, unopposed=True) for label in make.labels(4))}


def mixed_ways(make: Maker) -> FIELDS:
    labels = make.labels(7)
    return {
        "results": (
            make.filled(labels[0], re_elected=True), make.filled(labels[1], unopposed=True),
            make.contested(labels[2], losers=2), make.filled(labels[3], co_opted=True),
            make.filled(labels[4], people=2), open_office(labels[5]), open_office(labels[6], OfficeState.UNDECIDED),
        )
    }  # fmt: skip


def one_elected(make: Maker) -> FIELDS:
    how = make.random.choice(({}, {"unopposed": True}, {"re_elected": True}))
    return {"results": (make.filled(make.random.choice(OFFICES), **how),)}


def two_or_three(make: Maker) -> FIELDS:
    first, second, third = make.random.sample(OFFICES, 3)
    return {
        "results": (make.filled(first, unopposed=True), make.filled(second), open_office(third)),
        "speakers": (make.speaker(), make.speaker(SpeakerKind.CHAIR)),
    }


def one_vacant(make: Maker) -> FIELDS:
    return {"results": (open_office(make.random.choice(OFFICES)),)}


def all_vacant(make: Maker) -> FIELDS:
    return {
        "results": tuple(map(open_office, make.labels(make.random.randint(2, 5)))),
        "attendance": make.random.choice(ATTENDANCE),
    }


def result_awaited(make: Maker) -> FIELDS:
    labels = make.labels(make.random.randint(2, 5))
    waiting = Outcome(labels[-1], entries=(Entry((make.name(),)), Entry((make.name(),))))
    return {"results": (*(make.filled(label, unopposed=True) for label in labels[:-1]), waiting)}


def one_deferred(make: Maker) -> FIELDS:
    labels = make.labels(make.random.randint(2, 6))
    to = make.random.choice((LATER, PartialDate(2026, 10), None))
    later = open_office(labels[-1], OfficeState.DEFERRED, deferred_to=to)
    return {"results": (*(make.filled(label) for label in labels[:-1]), later)}


def all_deferred(make: Maker) -> FIELDS:
    to = make.random.choice((LATER, PartialDate(2027), None))
    offices = [
        open_office(label, OfficeState.DEFERRED, deferred_to=to) for label in make.labels(make.random.randint(1, 5))
    ]
    return {"results": tuple(offices), "speakers": (make.speaker(),)}


def deferred_and_suspended(make: Maker) -> FIELDS:
    labels = make.labels(4)
    return {
        "results": (
            open_office(labels[0], OfficeState.DEFERRED, deferred_to=LATER),
            open_office(labels[1], OfficeState.DEFERRED), open_office(labels[2], OfficeState.SUSPENDED),
            make.filled(labels[3], re_elected=True),
        )
    }  # fmt: skip


def all_suspended(make: Maker) -> FIELDS:
    return {
        "results": tuple(open_office(label, OfficeState.SUSPENDED) for label in make.labels(make.random.randint(1, 4)))
    }


def tie(make: Maker) -> FIELDS:
    even = make.random.randint(8, 60)
    how = make.random.choice(("by lot", "by the chair’s casting vote.", "By drawing a name from a hat"))
    chair = Outcome(
        "Chair", state=OfficeState.DECIDED, tie_settled=how, entries=(make.won(votes=even), make.lost(even))
    )
    return {"results": (chair, *(make.contested(label) for label in make.labels(3, ())))}


def reserved_places(make: Maker) -> FIELDS:
    entries = (make.won(votes=51), make.won(votes=44), make.won(votes=17), make.lost(38), make.lost(20))
    several = Outcome("x", seats=3, state=OfficeState.DECIDED, entries=entries)
    return {
        "results": (
            make.contested("Chair"),
            replace(several, **make.several()),
            make.filled("Treasurer", unopposed=True),
        )
    }


def first_preferences(make: Maker) -> FIELDS:
    chair = Outcome(
        "Chair", state=OfficeState.DECIDED, votes_are=VotesAre.FIRST_PREFERENCES,
        entries=(make.won(votes=41), make.lost(47), make.lost(1)), rejected_papers=2,
    )  # fmt: skip
    return {
        "results": (
            chair,
            make.contested("Secretary", losers=2, votes_are=make.votes_are()),
            make.contested("Treasurer"),
        )
    }


def by_election(make: Maker) -> FIELDS:
    label = make.random.choice(OFFICES)
    won = make.contested(label, losers=2) if make.random.random() < 0.5 else make.filled(label, unopposed=True)
    return {"kind": MeetingKind.BY_ELECTION, "results": (replace(won, predecessors=(make.name(),)),)}


def several_by_elections(make: Maker) -> FIELDS:
    labels = make.random.sample(OFFICES, make.random.randint(2, 5))
    results = [replace(make.filled(label), predecessors=(make.name(),)) for label in labels[:-1]]
    return {"kind": MeetingKind.BY_ELECTION, "results": (*results, open_office(labels[-1]))}


def by_election_nobody(make: Maker) -> FIELDS:
    return {"kind": MeetingKind.BY_ELECTION, "results": (open_office(make.random.choice(OFFICES)),)}


def egm_fills(make: Maker) -> FIELDS:
    labels = make.labels(make.random.randint(2, 3))
    return {"kind": MeetingKind.EGM, "results": tuple(make.contested(label) for label in labels), "quorum": Figure(10)}


def egm_without(make: Maker) -> FIELDS:
    return {
        "kind": MeetingKind.EGM,
        "elections": False,
        "attendance": make.random.choice(ATTENDANCE),
        "said": (Paragraph("The meeting voted for the merger by 31 votes to four."),),
    }


def only_co_opted(make: Maker) -> FIELDS:
    results = [
        replace(make.filled(label, co_opted=True), predecessors=(make.name(),))
        for label in make.labels(make.random.randint(1, 4))
    ]
    return {"kind": make.random.choice((MeetingKind.OTHER, MeetingKind.AGM)), "results": tuple(results)}


def co_opted_among(make: Maker) -> FIELDS:
    several = Outcome("x", seats=4, state=OfficeState.DECIDED, predecessors=(make.name(),),
                      entries=(make.won(), make.won(), make.won(co_opted=True)))  # fmt: skip
    return {"results": (make.filled("Chair"), make.filled("Secretary"), replace(several, **make.several()))}


def inquorate(make: Maker) -> FIELDS:
    state = make.random.choice((OfficeState.DECIDED, OfficeState.UNDECIDED, OfficeState.DEFERRED))
    offices = tuple(open_office(label, state) for label in make.labels(make.random.randint(1, 4)))
    return {"attendance": Figure(make.random.randint(1, 9)), "quorum": Figure(10), "results": offices}


def quorum_in_words(make: Maker) -> FIELDS:
    quorum = make.random.choice(
        (Figure(None, "A tenth of the members."), Figure(None, "25 members"), Figure(20, "twenty"))
    )
    return {
        "attendance": Figure(61),
        "quorum": quorum,
        "results": (make.filled("Chair"), make.filled("Treasurer", re_elected=True)),
    }


def many_speakers(make: Maker) -> FIELDS:
    guests = tuple(make.speaker() for _ in range(make.random.randint(2, 5)))
    others = tuple(make.speaker(SpeakerKind.OTHER) for _ in range(make.random.randint(1, 3)))
    chairs = tuple(make.speaker(SpeakerKind.CHAIR, role=True) for _ in range(make.random.randint(1, 2)))
    return {"speakers": (*guests, *others, *chairs), "results": tuple(make.filled(label) for label in make.labels(4))}


def speakers_without_guests(make: Maker) -> FIELDS:
    others = tuple(make.speaker(SpeakerKind.OTHER) for _ in range(make.random.randint(1, 3)))
    return {"speakers": (*others, make.speaker(SpeakerKind.CHAIR)), "elections": False}


def messages_alone(make: Maker) -> FIELDS:
    messages = tuple(make.message(text=True) for _ in range(make.random.randint(1, 5)))
    return {
        "messages": messages,
        "messages_from": make.random.choice((None, "the leadership of the party", "Friends in Europe.")),
    }


def messages_in_report(make: Maker) -> FIELDS:
    messages = tuple(make.message() for _ in range(make.random.randint(1, 4)))
    return {
        "messages": messages,
        "results": tuple(make.filled(label) for label in make.labels(4)),
        "speakers": (make.speaker(),),
    }


def job_shares(make: Maker) -> FIELDS:
    labels = make.labels(4)
    results = (
        make.filled(labels[0], people=2),
        make.contested(labels[1]),
        make.filled(labels[2], people=3, unopposed=True),
    )
    return {"results": (*results, make.filled(labels[3], people=2, re_elected=True))}


def one_job_share(make: Maker) -> FIELDS:
    return {"results": (make.filled("Chair", people=2, unopposed=make.random.random() < 0.5),)}


def national(make: Maker) -> FIELDS:
    labels = make.labels(9, ("National Chair", "National Secretary", "Treasurer"))
    several = replace(make.contested("x", seats=5, losers=4), **make.several())
    return {
        "region": None,
        "results": (*(make.contested(label) for label in labels), several),
        "speakers": (make.speaker(), make.speaker()),
    }


def national_small(make: Maker) -> FIELDS:
    return {
        "region": None,
        "results": (make.filled("President", unopposed=True),),
        "attendance": make.random.choice(ATTENDANCE),
    }


def ahead(make: Maker) -> FIELDS:
    labels = make.labels(make.random.randint(1, 5))
    offices = tuple(open_office(label, OfficeState.UNDECIDED) for label in labels)
    return {
        "held_on": PartialDate(2031, make.random.randint(1, 12), 7),
        "starts_at": time(19, 30),
        "speakers": (make.speaker(), make.speaker(SpeakerKind.OTHER), make.speaker(SpeakerKind.CHAIR, role=True)),
        "results": offices,
        "attendance": None,
    }


def by_election_ahead(make: Maker) -> FIELDS:
    offices = tuple(
        open_office(label, OfficeState.UNDECIDED) for label in make.random.sample(OFFICES, make.random.randint(1, 4))
    )
    return {"kind": MeetingKind.BY_ELECTION, "held_on": PartialDate(2031, 3), "results": offices, "attendance": None}


def inaugural(make: Maker) -> FIELDS:
    several = replace(make.filled("x", seats=2), **make.several())
    return {
        "kind": MeetingKind.INAUGURAL,
        "ordinal": None,
        "results": (*(make.filled(label, unopposed=True) for label in make.labels(4)), several),
    }


def delegates(make: Maker) -> FIELDS:
    seats = make.random.randint(2, 6)
    chosen = make.contested("Delegate to Conference", seats=seats, losers=2)
    return {"kind": make.random.choice((MeetingKind.OTHER, MeetingKind.AGM)), "results": (chosen,)}


def none_held(make: Maker) -> FIELDS:
    labels = make.labels(3)
    offices = (
        open_office(labels[0], OfficeState.UNDECIDED),
        make.filled(labels[1], co_opted=True),
        open_office(labels[2]),
    )
    return {"elections": False, "results": offices, "speakers": (make.speaker(),)}


def part_filled(make: Maker) -> FIELDS:
    state = make.random.choice((OfficeState.DECIDED, OfficeState.DEFERRED, OfficeState.SUSPENDED))
    entries = (make.won(unopposed=True), make.won(unopposed=True))
    several = Outcome("x", seats=5, state=state, entries=entries)
    awaited = Outcome("Delegate", seats=3, entries=(make.won(), Entry((make.name(),)), Entry((make.name(),))))
    return {
        "results": (make.filled("Chair"), replace(several, **make.several() | {"label": "Committee Member"}), awaited)
    }


def one_label_twice(make: Maker) -> FIELDS:
    lines = (
        make.filled("Committee Member"),
        make.filled("Committee Member", re_elected=True),
        make.filled("Committee member"),
    )
    return {"results": (make.filled("Chair", re_elected=True), *lines)}


def ron_wins(make: Maker) -> FIELDS:
    ron = Entry((PersonName(RON),), elected=False, votes=31)
    chair = Outcome("Chair", state=OfficeState.DECIDED, entries=(make.lost(12), ron))
    return {"results": (chair, make.contested("Secretary"), make.contested("Treasurer"), make.contested("Trustee"))}


def ron_loses(make: Maker) -> FIELDS:
    ron = Entry((PersonName(RON),), elected=False, votes=4)
    chair = Outcome("Chair", state=OfficeState.DECIDED, entries=(make.won(votes=44), ron))
    return {"results": (chair,)}


def all_lost(make: Maker) -> FIELDS:
    chair = Outcome("Chair", state=OfficeState.DECIDED, entries=(make.lost(9), make.lost(8)))
    return {"results": (chair, open_office("Secretary"))}


def only_said(make: Maker) -> FIELDS:
    guest = make.speaker(role=True)
    said = Paragraph(f"{guest.person.name} spoke of the harbour and took questions.", (guest.person.name,))
    return {"speakers": (guest,), "said": (said,)}


def same_person_twice(make: Maker) -> FIELDS:
    both = make.name()
    results = [make.filled(label) for label in make.labels(3)]
    won = Entry((both,), elected=True)
    return {"results": (*(replace(one, entries=(won,)) for one in results[1:]), results[0])}


SITUATIONS: tuple[Callable[[Maker], FIELDS], ...] = (
    committee, contested_committee, all_unopposed, unopposed_and_vacant, all_re_elected, re_elected_and_vacant,
    re_elected_unopposed, mixed_ways, one_elected, two_or_three, one_vacant, all_vacant, result_awaited,
    one_deferred, all_deferred, deferred_and_suspended, all_suspended, tie, reserved_places, first_preferences,
    by_election, several_by_elections, by_election_nobody, egm_fills, egm_without, only_co_opted, co_opted_among,
    inquorate, quorum_in_words, many_speakers, speakers_without_guests, messages_alone, messages_in_report,
    job_shares, one_job_share, national, national_small, ahead, by_election_ahead, inaugural, delegates, none_held,
    part_filled, one_label_twice, ron_wins, ron_loses, all_lost, only_said, same_person_twice, many_speakers,
    by_election, inquorate, ahead, contested_committee, one_elected, messages_alone, only_co_opted, tie,
    several_by_elections, national,
)  # fmt: skip
"""What happened at each meeting; what most readers look for stands twice."""
