"""Envelopes, people who voted twice, and codes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agm.rules.mixed_votes import BothVotes, PaperReceived, Way, combine_votes
from agm.rules.postal_votes import Envelope, KeptClosed, may_open, sort_envelopes
from agm.rules.voting_codes import CodeAct, CodeEvent, CodeOutcome, follow

CLOSE = dt.datetime(2026, 10, 20, 12, tzinfo=dt.UTC)
EARLIER, LATER = CLOSE - dt.timedelta(days=1), CLOSE + dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("envelope", "reason"),
    [
        (Envelope("1", "M1", CLOSE), None),
        (Envelope("1", "M1", LATER), KeptClosed.LATE),
        (Envelope("1", "M1", EARLIER, has_declaration=False), KeptClosed.NO_DECLARATION),
        (Envelope("1", None, EARLIER), KeptClosed.NO_DECLARATION),
        (Envelope("1", "M1", EARLIER, is_signed=False), KeptClosed.NOT_SIGNED),
        (Envelope("1", "M9", EARLIER), KeptClosed.NOT_ON_REGISTER),
        (Envelope("1", "M1", EARLIER, is_replaced=True), KeptClosed.REPLACED),
        (Envelope("1", "M2", EARLIER), KeptClosed.ALREADY_VOTED),
        (Envelope("1", "M1", EARLIER, papers=2), KeptClosed.SEVERAL_PAPERS),
        (Envelope("1", "M1", LATER, is_signed=False), KeptClosed.LATE),
    ],
)
def test_an_envelope_goes_to_the_count_or_stays_closed_for_a_reason(
    envelope: Envelope, reason: KeptClosed | None
) -> None:
    found = sort_envelopes([envelope], CLOSE, {"M1", "M2"}, voted={"M2"})
    assert [why for _, why in found.closed] == ([] if reason is None else [reason])
    assert len(found.to_count) == (reason is None)


def test_of_two_envelopes_of_one_person_the_first_good_one_counts() -> None:
    unsigned = Envelope("1", "M1", EARLIER, is_signed=False)
    good, again = Envelope("2", "M1", EARLIER + dt.timedelta(hours=1)), Envelope("3", "M1", CLOSE)
    found = sort_envelopes([again, good, unsigned], CLOSE, None)
    assert (found.to_count, found.closed[1:]) == ((good,), ((again, KeptClosed.SECOND_ENVELOPE),))


def test_envelopes_stay_closed_until_they_may_be_opened() -> None:
    assert [may_open(CLOSE, at) for at in (None, LATER, CLOSE, EARLIER)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("both", "paper_first", "separated", "cancellable", "dropped", "counted"),
    [
        (BothVotes.ONLINE_COUNTS, True, False, False, Way.PAPER, 1),
        (BothVotes.ONLINE_COUNTS, False, False, False, Way.PAPER, 1),
        (BothVotes.ONLINE_COUNTS, True, True, False, None, 2),
        (BothVotes.PAPER_COUNTS, False, False, False, None, 2),
        (BothVotes.PAPER_COUNTS, False, True, True, Way.ONLINE, 1),
        (BothVotes.FIRST_RECEIVED, True, False, True, Way.ONLINE, 1),
        (BothVotes.FIRST_RECEIVED, True, False, False, None, 2),
        (BothVotes.FIRST_RECEIVED, False, False, False, Way.PAPER, 1),
        (BothVotes.FIRST_RECEIVED, False, True, True, None, 2),
    ],
)
def test_of_two_votes_one_counts_where_the_other_can_be_taken_out(
    both: BothVotes, paper_first: bool, separated: bool, cancellable: bool, dropped: Way | None, counted: int
) -> None:
    paper = PaperReceived(EARLIER if paper_first else LATER, separated)
    found = combine_votes(both, {"M": CLOSE}, {"M": paper}, online_can_be_dropped=cancellable)
    assert [way for _, way in found.dropped] == ([] if dropped is None else [dropped])
    assert (found.votes_counted, found.is_reconciled) == (counted, counted == 1)
    assert bool(found.cannot_be_dropped) is (dropped is None)


VOTERS = st.dictionaries(st.sampled_from("ABCDEF"), st.sampled_from([EARLIER, CLOSE, LATER]))


@given(st.sampled_from(BothVotes), VOTERS, VOTERS)
def test_where_votes_can_be_taken_out_there_are_as_many_as_people(
    both: BothVotes, online: dict[str, dt.datetime], paper: dict[str, dt.datetime]
) -> None:
    papers = {voter: PaperReceived(at) for voter, at in paper.items()}
    found = combine_votes(both, online, papers, online_can_be_dropped=True)
    assert found.votes_counted == found.people_counted == len(online.keys() | paper.keys())


def test_codes_are_given_anew_cancelled_and_used() -> None:
    steps = [
        (CodeAct.GIVE, "K1", "A", CodeOutcome.GIVEN),
        (CodeAct.GIVE, "K1", "B", CodeOutcome.CODE_TAKEN),
        (CodeAct.GIVE, "K2", "A", CodeOutcome.HAS_A_CODE),
        (CodeAct.GIVE_ANEW, "K2", "A", CodeOutcome.GIVEN_ANEW),
        (CodeAct.USE, "K1", "", CodeOutcome.CODE_CANCELLED),
        (CodeAct.USE, "K2", "", CodeOutcome.ACCEPTED),
        (CodeAct.USE, "K2", "", CodeOutcome.ALREADY_VOTED),
        (CodeAct.GIVE_ANEW, "K3", "A", CodeOutcome.ALREADY_VOTED),
        (CodeAct.CANCEL, "K2", "", CodeOutcome.ALREADY_VOTED),
        (CodeAct.USE, "K9", "", CodeOutcome.UNKNOWN_CODE),
        (CodeAct.GIVE, "K4", "B", CodeOutcome.GIVEN),
        (CodeAct.CANCEL, "", "B", CodeOutcome.CANCELLED),
        (CodeAct.USE, "K4", "", CodeOutcome.CODE_CANCELLED),
        (CodeAct.CANCEL, "", "C", CodeOutcome.UNKNOWN_CODE),
        (CodeAct.GIVE, "K5", "B", CodeOutcome.GIVEN),
    ]
    outcomes, book = follow(CodeEvent(act, code, voter) for act, code, voter, _ in steps)
    assert outcomes == [outcome for *_, outcome in steps]
    assert (book.voted, book.valid_codes()) == ({"A"}, ["K5"])


EVENTS = st.builds(CodeEvent, st.sampled_from(CodeAct), st.sampled_from("1234567"), st.sampled_from("ABC"))


@given(st.lists(EVENTS, max_size=40))
def test_nobody_votes_twice_and_nobody_has_two_codes(events: list[CodeEvent]) -> None:
    outcomes, book = follow(events)
    assert outcomes.count(CodeOutcome.ACCEPTED) == len(book.used) == len(book.voted) <= 3
    holders = [book.holder[code] for code in book.valid_codes()]
    assert len(holders) == len(set(holders))
    assert not set(holders) & book.voted
