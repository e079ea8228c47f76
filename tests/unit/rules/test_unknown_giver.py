"""A giver of messages who fits no sender is pointed out; one who may be meant is not."""

import pytest

from agm.facts import MeetingFacts, OrganisationFacts, PersonName, SupportMessage
from agm.rules.unknown_giver import unknown_giver

SENDERS = (
    SupportMessage(person=PersonName("Una Yıldız"), role="Secretary, Harbour Friends"),
    SupportMessage(person=PersonName("Ivo Steeple"), role="Leader of the Party"),
)


@pytest.mark.parametrize(
    ("given", "senders", "is_told"),
    [
        ("the leadership of the party", SENDERS[:1], True),
        ("the leadership of the party", SENDERS, False),
        ("Íva Steeple and friends", SENDERS, False),
        ("our friends", SENDERS[:1], False),
        ("all of us", SENDERS[:1], False),
        (None, SENDERS, False),
        ("the leadership of the party", (), False),
    ],
)
def test_a_giver_who_fits_no_sender_is_told(
    given: str | None, senders: tuple[SupportMessage, ...], is_told: bool
) -> None:
    facts = MeetingFacts(
        format_version=1, organisation=OrganisationFacts("Harbour Society"), messages=senders, messages_from=given
    )
    words = unknown_giver(facts)
    assert bool(words) is is_told
    assert not is_told or "the leadership of the party" in words
