"""Whether figures carry a motion, as far as they tell."""

import pytest

from agm.facts.majority import majority
from agm.facts.motions import ShareOf, Threshold, Vote


@pytest.mark.parametrize(
    ("vote", "threshold", "share_of", "present", "is_reached"),
    [
        (Vote(19, 9), Threshold.TWO_THIRDS, ShareOf.VOTES, None, True),
        (Vote(18, 10), Threshold.TWO_THIRDS, ShareOf.VOTES, None, False),
        (Vote(0, 5), Threshold.SIMPLE, ShareOf.VOTING, None, False),  # however many abstained
        (Vote(14, 14), Threshold.SIMPLE, ShareOf.PRESENT, None, False),
        (Vote(14, 10), Threshold.SIMPLE, ShareOf.VOTING, None, None),
        (Vote(14, 10), Threshold.SIMPLE, ShareOf.PRESENT, None, None),
        (Vote(14, 10, 5), Threshold.SIMPLE, ShareOf.PRESENT, None, False),
        (Vote(14, 10, 4), Threshold.SIMPLE, ShareOf.VOTING, None, False),
        (Vote(0, 0), Threshold.SIMPLE, ShareOf.VOTES, None, False),
        (Vote(0, 0), Threshold.SIMPLE, ShareOf.PRESENT, None, None),
    ],
)
def test_what_cannot_be_enough_is_not_carried(
    vote: Vote, threshold: Threshold, share_of: ShareOf, present: int | None, is_reached: bool | None
) -> None:
    assert majority(vote, threshold, share_of, present).is_reached is is_reached
